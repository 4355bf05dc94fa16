"""Tables of goals (专栏 主要指标): rows of an indicator with its unit in brackets and one value a year, below a head of years.

The text of a table has lost its lines: a row is a name, （unit）, as many numbers as the head has years, and 约束性 or 预期性.
"""

import re
from collections.abc import Iterator

from corpus.comparisons import bound_in
from corpus.figures import Figure
from corpus.rows import Row

_HEAD = re.compile(
    r"(?:指标|项目|名称)(?:名称)?\s*(?:单位\s*)?(?P<years>(?:20\d\d年?(?:底|末|基数|实际|现状|目标|规划)?(?:完成)?值?\s*){2,4})"
    r"(?:年均\S{0,8}\s*)?(?:指标)?(?:属性|类别|性质|备注)?"
)
_YEAR = re.compile(r"20\d\d")
_NUMBER = r"[＞＜≥≤>＜<]?\d[\d,]*(?:\.\d+)?[%％]?"
_KIND = r"(?:约束性|预期性|约束|预期|指导性)"
_NO_NAME = re.compile(r"[\d\s（）()。；，]")
_WITH_DIGITS = ("PM2.5", "PM10")


def may_hold_table(reading: str) -> bool:
    """Whether a reading has the head of a goal table."""
    return bool(_HEAD.search(reading))


def goal_rows(reading: str, start: int, end: int, whole: str, *, behind: bool = False) -> Iterator[Row]:
    """The rows of the goal table that stands in ``reading[start:end]``, each with the value of the last year; none where no table stands.

    Args:
        whole: the scope of the plan.
        behind: the values of the first year are told instead, from which the goals start.
    """
    head = _HEAD.search(reading, start, end)
    if not head:
        return
    years = [int(y) for y in _YEAR.findall(head["years"])]
    pattern = re.compile(
        rf"[（(](?P<unit>[^（）()\d]{{1,12}})[)）]\s*"
        rf"(?P<before>(?:{_NUMBER}\s+){{{len(years) - 1}}})(?P<value>{_NUMBER})(?:\s*(?P<kind>{_KIND}))?"
    )
    read = head.end()
    for match in pattern.finditer(reading, read, end):
        name_start = _name_start(reading, read, match.start())
        if name_start == match.start():
            continue
        name, unit, read = reading[name_start : match.start()], match["unit"], match.end()
        told = re.compile(_NUMBER).match(reading, match.start("before")) if behind else None
        at, stop = told.span() if told else match.span("value")
        value = float(re.sub(r"[^\d.]", "", reading[at:stop]))
        figure = Figure("number", at, stop, stop, value, bare=unit)
        yield Row(
            name=f"{name}（{unit}）",
            figure=figure,
            comparison=bound_in(reading[at:stop]),
            base_year=None,
            year=years[0 if behind else -1],
            qualifier="" if behind else match["kind"] or "",
            scope=whole,
            start=name_start,
            end=match.end(),
            sentence=(head.start(), end),
        )


def _name_start(reading: str, start: int, end: int) -> int:
    """Where the name begins that ends at ``end``; the row before may end directly before it."""
    at = end
    while at > start:
        if not _NO_NAME.match(reading[at - 1]):
            at -= 1
        elif digits := next((w for w in _WITH_DIGITS if reading.endswith(w, start, at)), ""):
            at -= len(digits)
        else:
            break
    return at
