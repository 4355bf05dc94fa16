"""Subjects that a sentence leaves unsaid where it gives a figure.

The economy: 顶住经济下行压力，……，全年增长4.8%、总量达5.3万亿元; what a list of measures began with: 粮食面积、总产、单产“两增一稳”，总产762亿斤.
"""

import re
from dataclasses import replace

from corpus.indicators import canonical_name
from corpus.periods import PART_OF_YEAR
from corpus.plan import Target

_SUBJECT, _AMOUNT = "经济", "总量"
_YEAR = "全年"
_PERIOD = re.compile(f"{_YEAR}|{PART_OF_YEAR.pattern}")
#: The economy as a whole: 数字经济 and 县域经济 are parts of it, 经济作物 is none.
_WHOLE = re.compile(
    f"(?:^|[—－\\-\\s]|全(?:省|区|市|州|县)|我(?:省|区|市)|顶住|稳住|应对|面对|克服|推动|促进){_SUBJECT}(?!作物|区|带|圈|林|适用|开发)"
)
#: A name that says when and how it moves, and not what.
_BARE = re.compile(f"(?:实现|预计|{_PERIOD.pattern})*(?:增长|增速)?(?:{_AMOUNT})?")
_FIRST_PART = re.compile("^[^，。；：]*")
#: Measures of one thing, listed before a figure of one of them is told.
_MEASURES = re.compile(
    r"(?:^|[，；])(?P<thing>[\u4e00-\u9fff]{2,6}?)(?:播种)?(?:面积|总产|产量|单产)(?P<others>(?:、[\u4e00-\u9fff]{2,4}?)+)(?=实现|均|都|全面|双|“)"
)


def with_subject(row: Target) -> Target:
    """A row whose name lacks a subject, named by what its sentence speaks of; any other as it is."""
    for listed in _MEASURES.finditer(row.sentence):
        if row.indicator in listed["others"].split("、") and listed.end() <= row.sentence.find(row.quote):
            name = f"{listed['thing']}{row.indicator}"
            return replace(row, indicator=name, canonical=canonical_name(name))
    return _of_economy(row)


def _of_economy(row: Target) -> Target:
    opening = _FIRST_PART.match(row.sentence)
    opens = opening is not None and bool(_WHOLE.search(opening.group())) and row.value_text not in opening.group()
    if not opens or not _BARE.fullmatch(row.indicator):
        return row
    words = row.quote[: row.quote.rfind(row.value_text)]
    periods = _PERIOD.findall(words)
    when = periods[-1] if periods and periods[-1] != _YEAR else ""
    last = re.split("[，、；]", words)[-1]
    name = f"{when}{_SUBJECT}{_AMOUNT if last.startswith(_AMOUNT) else '增长'}"
    return replace(row, indicator=name, canonical=canonical_name(name))
