"""Which year a figure is for, and whether it is a goal at all: the horizon of a plan, the years a sentence names, past results."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.numerals import READ_OUT
from corpus.plan import Clause, Plan
from corpus.reading import plain_reading

PART_OF_YEAR = re.compile("上半年|下半年|前三季度|[一二三四]季度")
"""A part of a year, whose figures are not the year's."""
_FIVE_YEAR_ENDS = {"二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}

#: A year that a figure is to be reached by. What stands before decides: 比2020年, 以2020年为基期 are years compared with.
_YEAR = re.compile(
    r"(?P<lead>力争到|争取到|确保到|截至|截止|到|至|自|从|由|比|较|与|同|以|在|《)?“?(?:(?P<year>20\d\d)年|(?P<plan>十[二三四五六]五)”?(?=时期|期间|末|期末))"
    r"(?P<end>年?底前?|年?末|前|之前|以前|起|以来|时期末|期末|时期|期间)?"
)
_SPAN = re.compile(r"(20\d\d)(?:年)?[-—–~～至到](20\d\d)年")
_THIS_YEAR = re.compile(r"今年|本年度|年内|全年(?!龄)|今明两年")
_NEXT_YEAR = re.compile(r"明年")
_TITLE_PLAN = re.compile(r"“?十([二三四五六])五”?")
_TITLE_SPAN = re.compile(r"20\d\d年?[-—–~～至到]{1,2}(20\d\d)年?")
_TITLE_YEAR = re.compile(r"(20\d\d)年(?!前)")
_LEAD_YEAR = re.compile(r"到(20\d\d)年")
_REPORT = re.compile(r"报告")
#: Tells in brief what a plan says, and not always until when.
_DIGEST = re.compile(r"(?:摘要|摘编|解读|图解)[）)】〕\]]?$")
_OPENING = 400

_PAST_TITLE = re.compile(
    r"回顾|工作总结|发展现状|基本情况|发展基础|发展成就|主要成就|主要成效|工作成效|^现状|“?十[二三]五”?(?:时期|期间).{0,12}(?:成|情况|进展)|过去(?:一|五|的一)年"
)
_RESULTS_TITLE = re.compile(r"(?:取得|迈出|实现|呈现).{0,6}(?:新?成效|成就|成绩|进展|步伐|突破)$|^.{0,30}成效显著$")
_PAST_OPENING = re.compile(
    r"(?:^|[。！\n])(?:(?:20\d\d年)?工作回顾|过去(?:的)?(?:一|五)年|一年来|五年来|回顾(?:过去|20\d\d)|(?:初步统计|预计)，?20\d\d年)"
)
_AHEAD_OPENING = re.compile(
    r"(?:20\d\d年|今年|下一步|今后五年|明年)(?:的|全市|全省|全区|全州|全县)?(?:政府)?(?:工作|主要任务|目标任务|重点任务|重点工作|经济社会发展)"
    r"[^，。]{0,16}(?:安排|建议|任务|要求|目标|打算|重点)|做好今年|今年是[^。]{0,40}年|主要预期目标"
)
_DONE = re.compile(
    r"(?:达到|完成|建成|实现|下降|增长|提高|新增|突破|超过|获|荣获|入选|降低|减少)了|已(?:经)?(?:建成|完成|达到|实现|累计|有|投入|形成|超|开通|覆盖)|"
    r"(?:目前|截至目前|现有|现已|迄今|截至20\d\d年)|比上年(?:末|底)?(?:增长|下降|提高|增加)了"
)
_GLOSSARY = re.compile("^附[件录].*(?:名词|术语|用语|解释|注释)|^(?:名词|术语)?(?:解释|注释)|^附[件录]$")
_DEFINITION = re.compile(r".{0,60}?(?:：|——|，|\n)?(?:是?指|即)(?!标|导|数)|\s*“[^”]{1,30}”[^：，。]{0,20}：")


@dataclass(frozen=True, slots=True)
class Horizon:
    """``year``: the year a plan's goals are for where a sentence names none, None of a digest; ``written``: the year the text was issued in."""

    year: int | None
    written: int | None
    report: bool


@dataclass(frozen=True, slots=True)
class YearMark:
    """A year named at ``start``; ``past`` when what follows it is told, not planned."""

    start: int
    end: int
    year: int
    past: bool
    leads: bool


def read_horizon(plan: Plan) -> Horizon:
    """The horizon of a plan, from its title, its date and the years its sentences look to."""
    title = plain_reading(plan.title)
    report = bool(_REPORT.search(title))
    written = _written_year(plan, title, report=report)
    if report:
        return Horizon(written, written, True)
    if _DIGEST.search(title):
        return Horizon(None, written, False)
    if span := _TITLE_SPAN.search(title):
        return Horizon(int(span[1]), written, False)
    if plan_name := _TITLE_PLAN.search(title):
        return Horizon(_FIVE_YEAR_ENDS[plan_name[1]], written, False)
    if single := _TITLE_YEAR.search(title):
        return Horizon(int(single[1]), written, False)
    return Horizon(_usual_year(plan), written, False)


def _written_year(plan: Plan, title: str, *, report: bool) -> int | None:
    """The year of a plan's date; a report's is in its title or first lines."""
    date = plan.field("date")
    if date:
        years = re.findall(r"(20\d\d)[年./-]", plain_reading(date.value).translate(READ_OUT))
        return int(years[0]) if years else None
    years = re.findall(r"(20\d\d)年", title + plain_reading(plan.text[:_OPENING])) if report else []
    return int(years[0]) if years else None


def _usual_year(plan: Plan) -> int | None:
    """The year most sentences look to (到20XX年); of several the nearest."""
    years = Counter(int(y) for y in _LEAD_YEAR.findall(plain_reading(plan.text)))
    return min(years, key=lambda y: (-years[y], y)) if years else None


def year_marks(reading: str, start: int, end: int, horizon: Horizon) -> list[YearMark]:
    """The years that ``reading[start:end]`` names for what follows them, in order; years compared with are left out."""
    marks = [YearMark(m.start(), m.end(), int(m[2]), False, True) for m in _SPAN.finditer(reading, start, end)]
    spans = list(marks)
    for found in _YEAR.finditer(reading, start, end):
        before = bisect_left(spans, found.end(), key=lambda m: m.start)
        if before and spans[before - 1].end > found.start():
            continue
        mark = _year_mark(reading, found, horizon)
        if mark:
            marks.append(mark)
    if horizon.written:
        for pattern, year in ((_THIS_YEAR, horizon.written), (_NEXT_YEAR, horizon.written + 1)):
            marks += [YearMark(m.start(), m.end(), year, False, False) for m in pattern.finditer(reading, start, end)]
    return sorted(marks, key=lambda m: m.start)


def _year_mark(reading: str, found: re.Match[str], horizon: Horizon) -> YearMark | None:
    lead, tail = found["lead"] or "", found["end"] or ""
    if lead in ("比", "较", "与", "同", "以", "《") or reading.startswith(
        ("为基", "相比", "水平", "的基础"), found.end()
    ):
        return None
    year = int(found["year"]) if found["year"] else _FIVE_YEAR_ENDS[found["plan"][1]]
    if found["plan"] and not tail and lead not in ("到", "力争到"):
        return None
    leads = lead.endswith("到") or lead == "至"
    past = year < (horizon.written or 0) or (lead.startswith("截") and year <= (horizon.written or year))
    if not past and (tail in ("以来", "起") or lead in ("自", "从", "由")):
        return None
    if lead in ("从", "由") and reading.startswith("的", found.end()):
        return None  # 从2023年的60%提高到85%
    return YearMark(found.start(), found.end(), year, past, leads)


def is_told(reading: str, start: int, end: int) -> bool:
    """Whether ``reading[start:end]`` tells of something done (已建成, 达到了, 目前)."""
    return bool(_DONE.search(reading, start, end))


def is_definition(clause: Clause) -> bool:
    """Whether a clause explains a term (附件 of work reports: 1.“两重”：指…)."""
    if clause.level >= 5 and _GLOSSARY.search(clause.path[0]):
        return True
    return clause.level >= 5 and bool(_DEFINITION.match(clause.text[len(clause.label) : len(clause.label) + 80]))


class Outlook:
    """Tells, clause by clause in order, which parts look back: sections by their titles, in reports also running text."""

    def __init__(self, horizon: Horizon) -> None:
        self._report = horizon.report
        self._back = False
        self._ahead_for_good = False

    def spans_ahead(self, clause: Clause, reading: str) -> Sequence[tuple[int, int]]:
        """The parts of a clause's reading that look ahead."""
        if any(_PAST_TITLE.search(t) for t in clause.path):
            self._back = self._report
            return ()
        if not self._report:
            return ((0, len(reading)),)
        if len(clause.path) == 1 and _RESULTS_TITLE.search(clause.title):
            self._back = True
        if any(_AHEAD_OPENING.search(t) for t in clause.path[-1:]):
            self._back, self._ahead_for_good = False, True
        return tuple(self._turns(reading))

    def _turns(self, reading: str) -> Iterable[tuple[int, int]]:
        if self._ahead_for_good:
            yield (0, len(reading))
            return
        turns = [(m.start(), True) for m in _PAST_OPENING.finditer(reading)]
        turns += [(m.start(), False) for m in _AHEAD_OPENING.finditer(reading)]
        start = 0
        for at, back in sorted(turns):
            if not back:
                if self._back and at > 0:
                    start = at
                self._back, self._ahead_for_good = False, True
                break
            if not self._back and at > start:
                yield (start, at)
            self._back = True
        if not self._back:
            yield (start, len(reading))


def told_parts(clauses: Iterable[Clause], title: str) -> Iterator[tuple[Clause, Sequence[tuple[int, int]]]]:
    """(clause of a report, the parts of its text that tell of the year before); nothing of any other plan."""
    if not _REPORT.search(title):
        return
    outlook = Outlook(Horizon(None, None, report=True))
    for clause in clauses:
        reading = plain_reading(clause.text)
        yield clause, list(between(outlook.spans_ahead(clause, reading), len(reading)))


def between(spans: Sequence[tuple[int, int]], end: int) -> Iterator[tuple[int, int]]:
    """What lies between spans up to an end."""
    at = 0
    for start, stop in (*spans, (end, end)):
        if start > at:
            yield at, start
        at = max(at, stop)
