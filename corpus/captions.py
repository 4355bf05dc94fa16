"""The line above a table, which names it: what its figures are of where their heads only say 2026年目标（亩）, in which unit, for which year.

It is a caption, or a sentence that leads to the table: 到2026年，全市完成造林3万亩，各县区任务分解如下：
"""

import re
from dataclasses import dataclass

#: A caption, or the end of a sentence, in so many characters.
_LONGEST = 100
_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量|数据)?单\s*位\s*[：:]\s*(?P<unit>[^（）()\s]{1,12})[)）]?")
_UNIT_BEHIND = re.compile(r"(?:计量|数据)?单\s*位\s*[：:]\s*(?P<unit>[^（）()\s]{1,12})\s*$")
_BRACKET = re.compile(r"[（(]\s*(?:单\s*位\s*[：:])?\s*(?P<unit>(?:[^（）()\d]|(?<=[mM])[23²³]){1,12})[)）]\s*$")
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
#: How a sentence leads to the table below it; what parts its pieces; the figure of the whole, which is parted in the table.
_LEADS = re.compile(
    r"(?:(?:具体|详|分别|情况|任务)*(?:如下表?(?:所示)?|(?:详?见|按照?|如)(?:下表|附?表\s*[\d一二三四五六七八九十]*)(?:所示|执行|推进|落实|实施)?|为))?[：:。；\s]*$"
)
_PIECES = re.compile("[，；。：:]")
_OF_ALL = re.compile(r"(?:约|共|达到?|不少于|不低于)*\d[\d,.]*\s*[一-鿿%％]{0,5}?(?:以上|左右)?$")
_DONE = re.compile("(?:将|要|力争|确保|计划|共|完成|实施|安排|下达|落实|分配|开展)+(?=..)")
#: Says nothing of what is parted.
_NO_NAME = re.compile(
    "(?:各[项类]|具体|重点|相关|有关|主要|其中|其他|以上|本[表次]|工程|项目|事项|内容|情况|数据|资金|措施|要求)+"
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
    led = line[: _led(line)]
    bracket = _UNIT_BEHIND.search(line) or _BRACKET.search(led)
    title = led[: bracket.start()] if bracket else led
    return Caption(line, start, _name_above(title, start), unit or (bracket["unit"].strip() if bracket else ""))


def _led(line: str) -> int:
    """Where a line ends, without the words that lead to its table."""
    found = _LEADS.search(line)
    return found.start() if found else len(line)


def _name_above(line: str, start: int) -> tuple[int, int] | None:
    """The name in a caption, or in the last piece of a sentence that has one."""
    if _PIECES.search(line) is None:
        return _name_in(line, start, 0, len(line))
    ends = [*(found.start() for found in _PIECES.finditer(line)), len(line)]
    begins = [0, *(end + 1 for end in ends[:-1])]
    pieces = reversed(list(zip(begins, ends, strict=True)))
    return next((named for at, end in pieces if (named := _name_in(line, start, at, end))), None)


def unit_above(words: str, table_start: int) -> str:
    """The unit of all figures of a table, where the line above it says so: 单位：万人."""
    line, _ = _line_above(words, table_start)
    found = _UNIT_LINE.fullmatch(line.strip()) or _UNIT_BEHIND.search(line.rstrip("）) "))
    return found["unit"].strip() if found else ""


def _line_above(words: str, at: int) -> tuple[str, int]:
    begin = max(0, at - 2 * _LONGEST)
    before = words[begin:at].rstrip()
    line = before.rsplit("\n", 1)[-1][-_LONGEST:]
    return line, begin + len(before) - len(line)


def _name_in(line: str, start: int, at: int, end: int) -> tuple[int, int] | None:
    """The name in ``line[at:end]``, by its place in the words that ``line`` begins at ``start`` of."""
    while found := _BEFORE.match(line, at, end) or _DONE.match(line, at, end):
        at = found.end()
    while found := _BEHIND.search(line, at, end) or _OF_ALL.search(line, at, end):
        end = found.start()
    name = line[at:end]
    named = _NAME.fullmatch(name) and len(_HANZI.findall(name)) > 1 and not _NO_NAME.fullmatch(name)
    return (start + at, start + end) if named else None
