"""The economy as a subject that a sentence leaves unsaid: 顶住经济下行压力，……，全年增长4.8%、总量达5.3万亿元."""

import re
from dataclasses import replace

from corpus.indicators import canonical_name
from corpus.plan import Target

_SUBJECT, _AMOUNT = "经济", "总量"
_YEAR = "全年"
_PERIOD = re.compile(f"{_YEAR}|上半年|前三季度|[一二三四]季度")
#: A name that says when and how it moves, and not what.
_BARE = re.compile(f"(?:实现|预计|{_PERIOD.pattern})*(?:增长|增速)?(?:{_AMOUNT})?")
_FIRST_PART = re.compile("^[^，。；：]*")


def with_subject(row: Target) -> Target:
    """A row whose name lacks a subject, named by the economy where its sentence opens with that; any other as it is."""
    opening = _FIRST_PART.match(row.sentence)
    opens = opening is not None and _SUBJECT in opening.group() and row.value_text not in opening.group()
    if not opens or not _BARE.fullmatch(row.indicator):
        return row
    words = row.quote[: row.quote.rfind(row.value_text)]
    periods = _PERIOD.findall(words)
    when = periods[-1] if periods and periods[-1] != _YEAR else ""
    last = re.split("[，、；]", words)[-1]
    name = f"{when}{_SUBJECT}{_AMOUNT if last.startswith(_AMOUNT) else '增长'}"
    return replace(row, indicator=name, canonical=canonical_name(name))
