"""What stands before a figure, read: when, how ambitiously, over what, of what, and how it is compared."""

import re
from dataclasses import dataclass, replace

from corpus.cells import Cell
from corpus.comparisons import Approach, read_approach
from corpus.scopes import Scope, read_scope

_TIME = (
    r"(?:(?:力争|争取|确保)?(?:到|至|在)?“?(?:20\d\d年?(?:[-—–~～至到、和及]{1,2}20\d\d)?年|十[二三四五六]五”?)(?:度|年?底前?|末|时期末?|期间|期末|内)?(?:前|之前|以前|起)?|"
    r"今年|明年|当年|本年度|年内|全年|年底前|年底|近期|每年度|今明两年|五年内|三年内|未来[三五]年|下一步|今后五年)"
)
_LEAD = re.compile(
    rf"[，、；：\s①-⑳]+|（(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})）|(?:\d{{1,2}}|[a-z])[.．](?!\d)|(?:实现)?{_TIME}[，、]?|以及|并且|其中|同时|此外|另外|另|和(?!谐|解)|及(?!时)|并|且|力争|争取(?!更)|确保|努力|力求|原则上|要(?!素|求)|应(?!急|用|届|对)|须|将|逐步|基本|进一步|"
    r"通过[^，。；]{0,30}?[，、]|具体目标|主要目标|预期目标|[一二三四五六七八九]是|使|让|规划|计划|累计(?=实现|推动)|我们将?|对(?=全|各)"
)
_AMBITION = re.compile(r"力争|争取|力求")
_JOINED = re.compile(r"(?:[，、；：\s]|以及|和(?!谐|解)|及(?!时)|并且|并)*")
#: A bracket that says something beside the name; short ones belong to it: 县（市、区）, 企（事）业单位.
_ASIDE = re.compile(r"（[^（）]*\d[^（）]*）|（[^（）]{9,}）")
_DONE_TO_THINGS = frozenset("完成 实现 新增 增加 提高 提升 减少 压减 扩大 缩减 削减 降低".split())
_TO_WHOM = re.compile(r"(?:为|对|将|在|给|向|从|由|把|约|近|超过|超|达到|达)+")
#: The year behind a subject is none of its words: 公共充电桩2025年达到1.5万个.
_TIME_BEHIND = re.compile(rf"(?<=[\u4e00-\u9fff）)A-Za-z]{{2}}){_TIME}$")
#: A subject is never longer; what stands further back is said of something else.
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Head:
    """``start`` is where a quote of the cell starts; ``subject`` what is counted, without scope, time and words of comparison."""

    start: int
    subject: str
    approach: Approach
    ambition: str
    scope: Scope | None

    @property
    def only_scope(self) -> bool:
        """Whether the cell says no more than where: 县（区）达到90%."""
        return self.scope is not None and (not self.subject or self.subject == self.scope.text)


def without_asides(text: str) -> str:
    """Words without the brackets that say something beside them."""
    return _ASIDE.sub("", text)


def tail_end(text: str, cell: Cell) -> int:
    """Where the words behind a cell's figures end, marks left out."""
    end = cell.end
    while end > cell.after.end and text[end - 1] in "，、；。 ":
        end -= 1
    return end


def read_head(text: str, cell: Cell) -> Head:
    """Read what stands before the figures of a cell."""
    limit = cell.figures[0].start
    start = max(cell.start, limit - _LONGEST)
    joined = _JOINED.match(text, start, limit)
    at, ambition = _past_lead(text, start, limit)
    scope = read_scope(text, at, limit)
    if scope and scope.kind != "area":
        at, more = _past_lead(text, scope.end, limit)
        ambition = ambition or more
        inner = read_scope(text, at, limit)
        if inner and inner.kind == "place":
            scope, at = inner, inner.end
    approach = read_approach(text, at, limit)
    ambition = ambition or next((w for w in approach.words if _AMBITION.fullmatch(w)), "")
    subject = _trimmed(text[at : approach.core_end])
    thing_follows = cell.after.end < tail_end(text, cell) and text[cell.after.end] not in "、和及与并"
    if thing_follows and (not subject or (approach.words and approach.words[0] in _DONE_TO_THINGS)):
        # 新增8个…, 全面完成30项…: before a thing that is counted, words of comparison are what is done to it
        subject = _TO_WHOM.sub("", _trimmed(text[at:limit]), count=1)
        approach = replace(approach, growth="")
    return Head(joined.end() if joined else start, subject, approach, ambition, scope)


def _trimmed(words: str) -> str:
    bare = without_asides(words).strip("，、； ").removeprefix("的")
    return _TIME_BEHIND.sub("", bare) if "年" in bare else bare


def _past_lead(text: str, at: int, limit: int) -> tuple[int, str]:
    """(where the subject starts, the word of ambition passed on the way)."""
    ambition = ""
    while found := _LEAD.match(text, at, limit):
        if word := _AMBITION.search(found.group()):
            ambition = word.group()
        at = found.end()
    return at, ambition
