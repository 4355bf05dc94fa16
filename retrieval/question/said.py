"""The words of a question, and which words it has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.script import simplified
from errors import QuestionEmpty, QuestionTooLong

_PART = re.compile("[^，,；;。？?]+")
_LONGEST_LED = 8
_SIGNS = re.compile(r"[\s“”\"'《》]")
#: 那……呢: what is left of a question that only names a place, an ordinal or an address.
_PARTICLES = re.compile(r"\s*(?:那么?|还有|换成?)?\s*的?[\s呢啊呀？?。！!]*")


def says_nothing(text: str) -> bool:
    """Whether a text has no word that asks or names anything: 那……呢."""
    return bool(_PARTICLES.fullmatch(text))


def in_one_line(question: str, limit: int) -> str:
    """The question in one line.

    Raises:
        QuestionEmpty: no word in it.
        QuestionTooLong: more than ``limit`` characters.
    """
    text = " ".join(question.split())
    if not re.search(r"\w", text):
        raise QuestionEmpty("问题里没有文字。请输入要问的内容，例如某地到2025年单位GDP能耗要降多少。")
    if len(text) > limit:
        raise QuestionTooLong(
            f"问题有 {len(text)} 字，超过 {limit} 字的上限。请缩短后再问。",
            f"The question has {len(text)} characters; at most {limit} are taken. Shorten it and ask again.",
        )
    return text


@dataclass(frozen=True)
class Said:
    """The words as asked and without places.

    ``as_asked`` and ``placeless`` are those words themselves, for whoever must show or embed them: tests/test_layers.py says who may.
    """

    _question: str
    _text: str
    #: The words that say what is to be reckoned, where not all of them do.
    _reckons: str = ""

    @property
    def as_asked(self) -> str:
        """The words, to be shown."""
        return self._question

    @property
    def placeless(self) -> str:
        """The words without places, to be embedded."""
        return self._text

    def names(self, words: str) -> bool:
        """Whether it has words, places included."""
        return words in self._question

    def says(self, words: str) -> bool:
        """Whether it has words beside its places."""
        return words in self._text

    def quotes(self, words: str) -> bool:
        """Whether it has words in quotation marks."""
        return f"“{words}”" in self._question

    def place_of(self, words: str) -> int:
        """Where words begin in it; -1 where it has them not."""
        return self._question.find(words)

    def compares_with(self, words: str) -> bool:
        """Whether words stand behind its last 是: A是B的几倍."""
        return words in self._question[self._question.rfind("是") :]

    def says_plainly(self, name: str) -> bool:
        """Whether it has a name, marks and script apart."""
        return name in self._plain

    def says_of(self, words: str, figures: Sequence[str]) -> bool:
        """Whether words stand in the parts of it that name one of the figures."""
        parts = (part for part in _PART.findall(self._text) if any(figure in part for figure in figures))
        return words in "".join(parts)

    def is_followed(self, figure: str, words: str) -> bool:
        """Whether words stand right behind a figure: 5.5%左右."""
        return self._question.partition(figure)[2].startswith(words)

    def signs_led(self, figure: str, name: str) -> int:
        """How many of the signs right before a figure stand in a name: 甲港, of 甲港4000万标箱, in 甲港集装箱吞吐量."""
        led = self._question.partition(figure)[0][-_LONGEST_LED:]
        return next((size for size in range(len(led), 0, -1) if led[-size:] in name), 0)

    def share_of(self, title: str) -> float:
        """The share of the characters of a title that it has."""
        return sum(sign in self._text for sign in title) / len(title)

    @cached_property
    def _simplified(self) -> str:
        return simplified(self._question)

    @cached_property
    def _plain(self) -> str:
        return plainly(self._text)


def plainly(words: str) -> str:
    """Words in simplified script without blanks and marks around names."""
    return _SIGNS.sub("", simplified(words))
