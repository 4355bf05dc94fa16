"""Claims in English beside a Chinese text: their figures, years and dates must stand there; what else they say is shown beside its quote."""

import re
from decimal import Decimal

from retrieval.gates.cited import Cited
from retrieval.gates.claims import amounts
from retrieval.gates.figures import in_digits
from retrieval.gates.translation import wrong_words
from retrieval.gates.values import quantity

#: Fewer words are no sentence.
_FEWEST_WORDS = 4
_TIMES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_NUMBER = re.compile(
    r"(?<![\w.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\dA-Za-z])\s*(thousand|million|billion|trillion)?"
)
_MONTHS = "january february march april may june july august september october november december".split()
_DAY = re.compile(rf"\b({'|'.join(_MONTHS)})\b\s*(\d{{1,2}}\b)?|\b(\d{{1,2}})\s*({'|'.join(_MONTHS)})\b")
_BOUNDS = {
    "at_least": "at least|no less than|not less than|no fewer than|more than|over|exceed|above|or more|minimum|or higher|surpass",
    "at_most": "at most|no more than|not more than|less than|fewer than|under|below|within|up to|maximum|or less|not exceed",
}


def is_foreign(claim: str) -> bool:
    """Whether a claim is mostly in Latin letters."""
    return 2 * sum(sign.isascii() and sign.isalpha() for sign in claim) > len(claim)


def wrong_translation(claim: str, cited: Cited) -> str:
    """Which figure, year or date of an English claim what is cited does not give; empty when it gives them all."""
    if len(re.findall(r"[A-Za-z]{2,}", claim)) < _FEWEST_WORDS:
        return "这句话没有说出什么"
    lowered = claim.lower()
    text = in_digits(cited.everything)
    for found in _DAY.finditer(lowered):
        if found[1] == "may" and not found[2] and not re.match(r"\s*(?:of\s)?(?:19|20)\d\d", lowered[found.end() :]):
            continue  # a verb
        month = _MONTHS.index(found[1] or found[4]) + 1
        day = found[2] or found[3] or ""
        if not re.search(rf"(?<!\d){month}月{f'{int(day)}日' if day else ''}", text):
            return f"日期 {found.group()} 不在所引的段落里"
    rest = _DAY.sub("，", lowered)
    known = {quantity(a)[0] for a in amounts(text)} | {Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", text)}
    for found in _NUMBER.finditer(rest):
        value = Decimal(found[1].replace(",", "")) * _TIMES.get(found[2] or "", 1)
        if value not in known and not _is_small(value, rest, found.end()):
            return f"数字 {found.group().strip()} 不在所引的段落里"
    return _other_bound(lowered, cited) or wrong_words(claim, cited)


def _is_small(value: Decimal, text: str, at: int) -> bool:
    """How many items there are may be counted: two figures, 4 targets."""
    return (
        value == value.to_integral()
        and value <= 12
        and not re.match(
            r"\s*(?:%|percent|tonnes|km|million|years|months|weeks|days|hours|minutes|times|yuan|cubic|square|batter|project)",
            text[at:],
        )
    )


def _other_bound(claim: str, cited: Cited) -> str:
    """A bound turned round: at most for 以上."""
    theirs = {a.number: a.bounds for s in cited.single for a in amounts(s.words)}
    for kind, words in _BOUNDS.items():
        other = "at_most" if kind == "at_least" else "at_least"
        for found in re.finditer(rf"\b(?:{words})\s(?:of |the |by )?(\d[\d,]*(?:\.\d+)?)", claim):
            bounds = theirs.get(found[1].replace(",", ""))
            if bounds and other in bounds and kind not in bounds:
                return f"{found[1]} 的限定（以上、以内、不低于等）与原文不同"
    return ""
