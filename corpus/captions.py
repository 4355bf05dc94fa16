"""The line above a table, which names it: what its figures are of where their heads only say 2026年目标（亩）, in which unit, for which year."""

import re
from dataclasses import dataclass

#: A caption in so many characters.
_LONGEST = 60
_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量|数据)?单\s*位\s*[：:]\s*(?P<unit>[^（）()\s]{1,12})[)）]?")
_UNIT_BEHIND = re.compile(r"(?:计量|数据)?单\s*位\s*[：:]\s*(?P<unit>[^（）()\s]{1,12})\s*$")
_BRACKET = re.compile(r"[（(]\s*(?:单\s*位\s*[：:])?\s*(?P<unit>[^（）()\d]{1,12})[)）]\s*$")
#: What stands before the name of the thing: 附表2, （一）, 2026年度, 全市, 各县（市、区）.
_BEFORE = re.compile(
    r"[\s：:、.．《]+|附?[表件](?:\s*[\d一二三四五六七八九十]+(?:[-－—.．]\d+)*)?(?![一-鿿]{0,3}率)|[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]|"
    r"(?:到|至)?20\d\d(?:年?[—－～~至-]+20\d\d)?年?(?:度|底|末)?|“?十[四五六]五”?(?:期间|时期|末)?|[全我本][省市州县区旗盟镇乡]|"
    r"各(?:有关|地|级)?(?:(?:[县市区州旗盟镇乡]|街道|地|单位)(?:[、/／]|[（(][县市区州旗盟、/／]+[)）])?)+|分(?:解)?(?:地区|县区?|区县|乡镇)|主要"
)
#: … and behind it: 任务分解表, 年度计划一览.
_BEHIND = re.compile(
    r"(?:[（(][^（）()]{0,20}[)）]|(?:计量|数据)?单\s*位\s*[：:]\s*[^（）()\s]{1,12}|表|一览|汇总|分解|分配|下达|安排|情况|目标|任务|指标|计划|规划|工作|数量?|明细|清单|20\d\d年?度?|年度|的|[\s》：:])$"
)
_NAME = re.compile("[一-鿿A-Za-z0-9.．、和与及（）()]{2,24}")
_HANZI = re.compile("[一-鿿]")


@dataclass(frozen=True, slots=True)
class Caption:
    """``line`` is the caption, ``start`` where it begins; the name of the thing stands at ``words[slice(*named)]``, where it has one."""

    line: str
    start: int
    named: tuple[int, int] | None
    unit: str


def read_caption(words: str, table_start: int) -> Caption:
    """What the line above a table says; a line that only gives the unit stands between the two."""
    line, start = _line_above(words, table_start)
    unit = ""
    if given := _UNIT_LINE.fullmatch(line.strip()):
        line, start = _line_above(words, start)
        unit = given["unit"]
    bracket = _UNIT_BEHIND.search(line) or _BRACKET.search(line)
    return Caption(line, start, _name_in(line, start), unit or (bracket["unit"].strip() if bracket else ""))


def _line_above(words: str, at: int) -> tuple[str, int]:
    before = words[:at].rstrip()
    line = before.rsplit("\n", 1)[-1][-_LONGEST:]
    return line, len(before) - len(line)


def _name_in(line: str, start: int) -> tuple[int, int] | None:
    at, end = 0, len(line)
    while found := _BEFORE.match(line, at, end):
        at = found.end()
    while found := _BEHIND.search(line, at, end):
        end = found.start()
    name = line[at:end]
    return (start + at, start + end) if _NAME.fullmatch(name) and len(_HANZI.findall(name)) > 1 else None
