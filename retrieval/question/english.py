"""English words that no term has, in Chinese: what the glossary says, phrase by phrase, else the table of wordings of the terms that it has in both.

``straw`` stands in the English of what is about 秸秆 and in hardly any other, so it means that, in whatever phrase it is asked for.
"""

import re
import string
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from index.keyword import words
from index.training_data import read_wordings
from retrieval.question.lexicon import load_lexicon
from retrieval.question.phrases import Phrases
from retrieval.question.topic_model import load_topics

#: English words and phrases as plans have them, a line each: English, tab, Chinese.
GLOSSARY = Path(__file__).with_name("glossary.tsv")
_WORD = re.compile("(?<![A-Za-z-])[A-Za-z]+(?:-[A-Za-z]+)*(?![A-Za-z-])")
#: Endings that leave the stem of a word; a stem has so many letters.
_ENDINGS = ("ization", "isation", "izing", "ising", "ation", "ing", "ies", "es", "ed", "s")
_STEM = 3
#: Endings of a word in a sentence, each with what the word has for it by itself.
_FORMS = (("ies", "y"), ("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"))
#: Two words mean the same that stand in so many terms together, and so rarely apart (Dice's coefficient):
#: the more terms, the less they need to be alone.
_TOGETHER = ((2, 0.8), (3, 0.6))
#: What so many frames of questions say around their things is no thing itself: what, many.
_SAID_AROUND = 2
#: What sets a bound, before a figure; no more than is read before more than.
_BOUNDS = {
    "不超过": "at most|no more than|not more than|up to",
    "至少": "at least|no less than|not less than",
    "低于": "below|under|less than|lower than|fewer than",
    "超过": "above|over|more than|greater than|higher than|exceed(?:s|ing)?",
}
_BOUND = [(re.compile(rf"\b(?:{said})\s+(?=\d)", re.IGNORECASE), bound) for bound, said in _BOUNDS.items()]
#: And Chenzhou?: what leads on from the question before.
_LEADS_ON = re.compile(r"^(?:and|so|but|then)(?: (?:what|how) about)?[ ,]+", re.IGNORECASE)
#: Chinese words that stood in one English phrase are one phrase.
_SPACE = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def in_chinese(question: str) -> str:
    """The question with the Chinese for its English words, where glossary or table tell it and no term that is known has them."""
    if not _WORD.search(question):
        return question
    question = _LEADS_ON.sub("那", question)
    for said, bound in _BOUND:
        question = said.sub(bound, question)
    known = [(start, end) for table in (load_lexicon().phrases, _terms()) for start, end, _ in table.find(question)]
    told, at = "", 0
    for start, end, chinese in _told(question, known):
        told, at = f"{told}{question[at:start]}{chinese}", end
    return _SPACE.sub("", told + question[at:]) if at else question


def _told(question: str, known: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """(start, end, Chinese) of the words and phrases that have some, the longest phrase first."""
    found = list(_WORD.finditer(question))
    free = [not any(start < each.end() and each.start() < end for start, end in known) for each in found]
    at = 0
    while at < len(found):
        size = next((n for n in range(_longest(), 0, -1) if _phrase(question, found[at : at + n], n)), 1)
        chinese = _phrase(question, found[at : at + size], size) or _meanings().get(_stem(found[at].group()), "")
        if chinese and all(free[at : at + size]):
            yield found[at].start(), found[at + size - 1].end(), chinese
        at += size


def _phrase(question: str, matches: list[re.Match[str]], size: int) -> str:
    """The Chinese of so many words with nothing but a space between them; empty where the glossary has none."""
    if len(matches) != size:
        return ""
    joined = question[matches[0].start() : matches[-1].end()].split()
    return _glossary().get(tuple(map(_as_listed, joined)), "") if len(joined) == size else ""


@cache
def _glossary() -> dict[tuple[str, ...], str]:
    """The words of a phrase -> its Chinese."""
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {tuple(english.split()): chinese for english, chinese in (line.split("\t") for line in lines)}


@cache
def _listed() -> frozenset[str]:
    return frozenset(word for phrase in _glossary() for word in phrase)


def _as_listed(word: str) -> str:
    """A word in the form that the glossary has: subsidy, of Subsidies; itself in lower case where it has none."""
    lower = word.lower()
    forms = [lower, *(lower.removesuffix(ending) + put for ending, put in _FORMS if lower.endswith(ending))]
    return next((form for form in forms if form in _listed()), lower)


@cache
def _longest() -> int:
    return max(map(len, _glossary()))


@cache
def _terms() -> Phrases:
    """The English terms of the table."""
    terms = {phrase.lower() for wording in read_wordings() for phrase in wording.everyday if phrase.isascii()}
    return Phrases(terms, joined=string.ascii_letters)


@cache
def _meanings() -> dict[str, str]:
    """The stem of an English word -> the Chinese word that it stands beside."""
    english: Counter[str] = Counter()
    chinese: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for wording in read_wordings():
        said = {_stem(word) for phrase in wording.everyday if phrase.isascii() for word in phrase.split()}
        meant = {word for term in wording.official for word in words(term, known_only=True) if len(word) > 1}
        english.update(said)
        chinese.update(meant if said else ())
        together.update((one, other) for one in said for other in meant)
    best: dict[str, tuple[float, str]] = {}
    for (one, other), count in sorted(together.items()):
        alike = 2 * count / (english[one] + chinese[other])
        if any(count >= least and alike >= share for least, share in _TOGETHER):
            best[one] = max(best.get(one, (0.0, "")), (alike, other))
    around = load_topics().frames
    stop = {_stem(word) for word in around if word.isascii() and around[word] >= _SAID_AROUND}
    return {one: other for one, (_, other) in best.items() if one not in stop and len(one) >= _STEM}


def _stem(word: str) -> str:
    lower = word.lower()
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= _STEM:
            return lower.removesuffix(ending)
    return lower
