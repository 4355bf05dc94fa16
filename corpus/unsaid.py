"""The economy as a subject that a sentence leaves unsaid: 顶住经济下行压力，……，全年增长4.8%、总量达5.3万亿元."""

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


def with_subject(row: Target) -> Target:
    """A row whose name lacks a subject, named by the economy where its sentence opens with that; any other as it is."""
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
