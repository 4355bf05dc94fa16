"""Does every number come from somewhere, and was it asked for? Written apart from the gates that the answers went through."""

import itertools
import math
import re
from dataclasses import dataclass

from eval.gold.questions import GoldQuestion
from eval.gold.wording import fold, stands_in
from eval.metrics.answers import SHORT_TYPES
from eval.run.case import Case

_MEASURES = (
    "个百分点|%|万亿元|亿元|万元|元|万千瓦时|亿千瓦时|千瓦时|万千瓦|千瓦|兆瓦|亿|万立方米|立方米|平方公里|平方米|万平方米|m3|m2|"
    "万吨|吨|千克|毫克|微克|克|公里|千米|米|万辆|万亩|万户|万个|万|亩|公顷|倍|蒸吨|辆|座|家|户|摄氏度|℃"
)
_DATES = "年|月|日|号"
#: Counts of the corpus or of what is listed, such as 现有5份, 共27条, 共10项.
_COUNTS = "条|份|项|处"
#: A number with its unit, in a folded text.
NUMBER = re.compile(
    rf"(?<![\d.a-z])(?<!\d,)(?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?!\.?\d)(?P<unit>{_MEASURES}|{_DATES}|{_COUNTS}|个)?"
)
_COMPUTED = re.compile("÷|占|差|合计|共计|总计|总和|之和|一共|总共|加起来|合起来|倍|平均|多|少|高|低")
_MOST_TERMS = 10
_STRAY_ALLOWED = 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: digits without thousands separators, and its unit (empty where none follows)."""

    digits: str
    unit: str

    @property
    def value(self) -> float:
        """The number."""
        return float(self.digits)

    @property
    def is_measure(self) -> bool:
        """Whether it has a unit of measurement: not a date, a count of items or a bare number."""
        return bool(self.unit) and self.unit not in {*_DATES.split("|"), *_COUNTS.split("|"), "个"}


def quantities(folded: str) -> list[Quantity]:
    """All numbers of a folded text, in order; digits that belong to a word (pm2.5, vocs) are none."""
    return [Quantity(m["digits"].replace(",", ""), m["unit"] or "") for m in NUMBER.finditer(folded)]


def unsupported_numbers(case: Case) -> float | None:
    """Share of the answer's numbers that come from nowhere.

    Formula: numbers (with unit) that stand in no cited quote or its heading, in no turn of the conversation, for dates nowhere in the cited clause
    either, and are no sum, difference or ratio of cited numbers in an answer that says so / all numbers of the answer, counts of items left out. Range 0 (best) to 1.
    None when the answer has no numbers. Source: ours; number-level faithfulness as in Zhao et al. 2020 (HERMAN).
    """
    said = [q for q in quantities(case.answer.folded) if q.unit not in _COUNTS.split("|")]
    return len(loose_numbers(case)) / len(said) if said else None


def loose_numbers(case: Case) -> list[str]:
    """The answer's numbers that come from nowhere."""
    quotes = "\n".join(quote for _, quote in case.answer.quotes)
    support = "\n".join([quotes, case.asked, *(fold(c.place) for c in case.answer.citations)])
    clauses = "\n".join(_clauses_of(case))
    terms = quantities(quotes)
    computing = bool(_COMPUTED.search(case.answer.folded))
    return [
        q.digits + q.unit
        for q in quantities(case.answer.folded)
        if q.unit not in _COUNTS.split("|")
        and not _is_written(q, support)
        and not (q.unit in _DATES.split("|") and _is_written(q, clauses))
        and not (computing and (is_computed(q, terms) or is_computed(q, _terms_shown(q, case.answer.folded, quotes))))
    ]


def _terms_shown(result: Quantity, text: str, quotes: str) -> list[Quantity]:
    """The terms in the brackets behind a computed number, 2965吨(700+1100+...), where all of them stand in the quotes."""
    shown = re.search(rf"(?<!\d){re.escape(result.digits + result.unit)}[^()]{{0,4}}\(([^()]*[+\-−÷/×][^()]*)\)", text)
    terms = re.findall(r"\d+(?:\.\d+)?", shown[1].replace(",", "")) if shown else []
    if not all(stands_in(term, quotes) or stands_in(f"{float(term):,g}", quotes) for term in terms):
        return []
    return [Quantity(term, result.unit) for term in terms]


def _clauses_of(case: Case) -> list[str]:
    """The clauses that the quotes stand in: 到2025年 is said once, at the head of a clause, and meant for all of it."""
    found = []
    for plan, quote in case.answer.quotes:
        text = case.texts.get(plan)
        for start, end in text.places(quote) if text else []:
            found += [text.folded[a:b] for _, a, b in text.clauses if a < end and start < b] if text else []
    return found


def _is_written(quantity: Quantity, support: str) -> bool:
    whole = int(quantity.value)
    grouped = f"{whole:,}" if quantity.digits == str(whole) else quantity.digits
    return any(stands_in(digits + quantity.unit, support) for digits in (quantity.digits, grouped))


def is_computed(result: Quantity, terms: list[Quantity]) -> bool:
    """Whether a number is the difference, ratio, sum or mean of terms of a fitting unit, at the precision it is written with."""
    points = ("%", "个百分点")
    values = [t.value for t in terms if t.unit == result.unit or (t.unit in points and result.unit in points)]
    precision = 10 ** -len(result.digits.partition(".")[2])

    def hits(value: float) -> bool:
        return math.isclose(value, result.value, abs_tol=precision / 2 + 1e-9)

    if result.unit == "倍":
        pairs = itertools.permutations(terms, 2)
        return any(a.unit == b.unit and b.value and hits(a.value / b.value) for a, b in pairs)
    if result.unit == "%" and any(
        a.unit == b.unit and b.value and hits(100 * a.value / b.value) for a, b in itertools.permutations(terms, 2)
    ):
        return True
    if any(hits(abs(a - b)) for a, b in itertools.combinations(values, 2)):
        return True
    if len(values) > _MOST_TERMS:
        return bool(values) and (hits(sum(values)) or hits(sum(values) / len(values)))
    chosen = (c for size in range(2, len(values) + 1) for c in itertools.combinations(values, size))
    return any(hits(sum(c)) or hits(sum(c) / len(c)) for c in chosen)


def asks_for_few(question: GoldQuestion) -> bool:
    """Whether numbers that nobody asked for can be told: one thing is asked, or nothing of the corpus is."""
    return question.type in SHORT_TYPES or is_outside(question)


def is_outside(question: GoldQuestion) -> bool:
    """Whether the question is about no plan of the corpus."""
    return question.declinable and not question.plans


def stray_numbers(case: Case) -> float | None:
    """Whether the answer brings numbers that nobody asked for.

    Formula: 1 when more than two numbers with a unit of measurement (for a question outside the corpus: any) stand neither in the conversation nor in
    the reference, its key facts or its evidence; else 0 (best). None for questions that ask for many numbers.
    Source: ours; the precision side of TREC QA nuggets (Voorhees 2003).
    """
    return float(len(strays(case)) > (0 if is_outside(case.question) else _STRAY_ALLOWED))


def strays(case: Case) -> list[str]:
    """Numbers with a unit of measurement that neither the conversation nor the gold row has."""
    gold = case.question
    known = {q.digits + q.unit for q in quantities(case.asked)}
    if not is_outside(gold):
        sources = [gold.answer, *(e.quote for e in gold.evidence), *itertools.chain(*gold.must_include)]
        known |= {q.digits + q.unit for source in sources for q in quantities(fold(source))}
    said = [q.digits + q.unit for q in quantities(case.answer.folded) if q.is_measure]
    return sorted(set(said) - known)
