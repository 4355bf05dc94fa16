"""English words that no term has, in Chinese: what the table of wordings says, word by word, of the terms that it has in both languages.

``straw`` stands in the English of what is about 秸秆 and in hardly any other, so it means that, in whatever phrase it is asked for.
"""

import re
import string
from collections import Counter
from functools import cache

from index.keyword import words
from index.training_data import read_wordings
from retrieval.question.lexicon import load_lexicon
from retrieval.question.phrases import Phrases
from retrieval.question.topic_model import load_topics

_WORD = re.compile("(?<![A-Za-z-])[A-Za-z]+(?![A-Za-z-])")
#: Endings that leave the stem of a word; a stem has so many letters.
_ENDINGS = ("ization", "isation", "izing", "ising", "ation", "ing", "ies", "es", "ed", "s")
_STEM = 3
#: Two words mean the same that stand in so many terms together, and so rarely apart (Dice's coefficient):
#: the more terms, the less they need to be alone.
_TOGETHER = ((2, 0.8), (3, 0.6))
#: What so many frames of questions say around their things is no thing itself: what, many.
_SAID_AROUND = 2


def in_chinese(question: str) -> str:
    """The question with the Chinese for its English words, where the table tells it and no term that is known has them."""
    if not _WORD.search(question):
        return question
    known = [(start, end) for table in (load_lexicon().phrases, _terms()) for start, end, _ in table.find(question)]

    def told(match: re.Match[str]) -> str:
        free = not any(start < match.end() and match.start() < end for start, end in known)
        return (_meanings().get(_stem(match.group())) if free else None) or match.group()

    return _WORD.sub(told, question)


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
