"""A place that something holds among others, as documents and questions say it: 居全国第3位, 稳居中部首位. Exact code, no meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.headings import chinese_number
from retrieval.question.commands import asks

#: Among whom, and the place; 第一届 and 第一产业 are none.
_STANDING = re.compile(
    "(?P<among>全国|全球|世界|全省|全区|全市|中西部|中部|西部|东部|东北|大陆)[^，。；、！？\\d第首榜]{0,6}"
    "(?:第(?P<number>[一二三四五六七八九十]{1,3}|\\d{1,3})(?:名|位)?(?![次届个批轮条季产章回期阶部分大书家单类项]|方阵|梯队)|(?P<first>首位|榜首))"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The place ``number`` (1 is the first) ``among`` others, at ``start`` of a text; ``words`` say it."""

    among: str
    number: int
    start: int
    end: int
    words: str

    def is_that_of(self, other: "Standing") -> bool:
        """Whether it is the same place among the same."""
        return (self.among, self.number) == (other.among, other.number)


def standings_in(text: str) -> Iterator[Standing]:
    """The places that a text names, in order."""
    for found in _STANDING.finditer(text):
        number = 1 if found["first"] else chinese_number(found["number"])
        yield Standing(found["among"], number, *found.span(), found.group())


#: Who or what holds a place is asked.
_SEEKS = re.compile("(?<!为)什么|哪|谁|啥")


def standing_sought(text: str) -> Standing | None:
    """The place of which a question asks what holds it: 哪些指标居中部第一."""
    return next(standings_in(text), None) if _SEEKS.search(text) else None


def goes_on_from_standing(text: str) -> bool:
    """Whether a question begins with a place that it takes for granted, in words that ask nothing: 既然居全国第一，……."""
    stated, *rest = re.split("[，,]", text, maxsplit=1)
    return bool(rest) and not asks(stated) and any(True for _ in standings_in(stated))
