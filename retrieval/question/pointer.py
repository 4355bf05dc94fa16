"""The places in a list that a question points at: 第三个, 最后两项, 倒数第二条, 下一个. Exact code, no meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.headings import chinese_number

_NUMBER = r"(?:[一二两三四五六七八九十]{1,3}|\d{1,2})"
#: How items are counted, and what they may be called behind that.
_COUNTER = "(?:个|项|条|件|大|种|类|点|款|家|所|处|块|样|座|方面)(?!城市|市|州|县|省|地方|地区|地级|问题|五年|百分)"
_NOUN = "(?:重点)?(?:工程|行动|任务|实事|项目|措施|举措)?"
_POINTER = re.compile(
    rf"(?:(?P<back>倒数)?第(?P<number>{_NUMBER})"
    rf"|(?P<last>最后|最末)的?那?(?P<many>{_NUMBER})?"
    rf"|(?<![以之目])(?P<first>[前头])(?=[两二三四五六七八九十\d])(?P<some>{_NUMBER})"
    rf"|(?P<step>再?[下后]|[上前])(?:面的?)?那?一"
    rf")(?P<counter>{_COUNTER}|(?<=[下后上前]一)(?:节|章|部分|款)){_NOUN}"
)
#: What is left of a list besides the items already spoken of.
_REST = re.compile(
    rf"(?:其余|剩下|余下|剩余)的?(?:那?{_NUMBER}|几)?(?:{_COUNTER})?(?:{_NOUN})"
    rf"|(?:其他|另外|别)的?(?:那?{_NUMBER}|几)(?:{_COUNTER})(?:{_NOUN})"
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words ``start`` to ``end`` of a question that point at items: by ``number`` from the front or the ``back``, ``many`` from there, or so many ``steps`` on from the last."""

    start: int
    end: int
    number: int = 1
    many: int = 1
    back: bool = False
    steps: int = 0

    def places(self, size: int, last: int = 0) -> tuple[int, ...]:
        """The places (1 is the first) in a list of so many items, ``last`` being the place spoken of before; empty where it has none of them."""
        if self.steps:
            first = last + self.steps if last else 0
        else:
            first = size - self.number + 1 if self.back else self.number
        places = tuple(range(first, first + self.many))
        return places if places and places[0] > 0 and places[-1] <= size else ()


def pointers_in(text: str) -> Sequence[Pointer]:
    """What a text points at, in order."""
    return [_read(found) for found in _POINTER.finditer(text)]


def points_at_rest(text: str) -> tuple[int, int] | None:
    """Where a text points at what is left of a list: 其余的, 剩下几项."""
    found = _REST.search(text)
    return found.span() if found else None


def _read(found: re.Match[str]) -> Pointer:
    start, end = found.span()
    if found["step"]:
        return Pointer(start, end, steps=-1 if found["step"] in ("上", "前") else 1)
    if found["first"]:
        return Pointer(start, end, many=_count(found["some"]))
    if found["last"]:
        many = _count(found["many"] or "一")
        return Pointer(start, end, many, many, back=True)
    return Pointer(start, end, _count(found["number"]), back=bool(found["back"]))


def _count(number: str) -> int:
    return int(number) if number.isdigit() else chinese_number(number.replace("两", "二"))
