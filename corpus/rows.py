"""The rows of one sentence: what each figure is of, how it is compared, for which year, over what, and the words that say it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.actions import is_only_action, without_any_move, without_move
from corpus.cells import Cell, find_cells
from corpus.comparisons import After, compare, qualifier_of
from corpus.enumerations import measured_names, split_names
from corpus.figures import Figure
from corpus.heads import Head, read_head, tail_end
from corpus.names import Before, Named, context_of, name_figure, only_says_when
from corpus.periods import YearMark, is_told
from corpus.plan import Comparison
from corpus.scopes import read_scope

_COMPARING = frozenset({"reach", "at_least", "at_most", "about", "decrease", "growth", "cap"})
#: Words that leave open in which direction: after 下降13% they go on falling (力争达到13.5%).
_SOFT = frozenset({"reach", "adverb", "ambition", "about"})
_FALLS = re.compile(r"(?:下降|降低|减少|削减)(?:幅度|率|比例)?$|降幅$")
_AMOUNT_REDUCED = re.compile(r"(?:减排量|削减量|减少量|减排总量|减碳量)$")
#: What holds from now on, not by a year: 新建项目…应安装…
_STANDING = re.compile(
    r"(?<![供响对适反效])应(?!急|用|届|对|提尽)|须|不得|必须|严禁|禁止|加强.{0,40}(?:指导|管理|监管|监督|审查)|(?:“两高|高耗能).{0,12}项目|投运前|新上|新建项目|"
    r"实行.{0,10}(?:制度|管理)|对.{0,30}(?:给予|予以|实行)|奖励|补助"
)
_RISES_TO = re.compile(
    r"[，、]?(?:逐步)?(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|缩短|压缩|压减|调整|优化|降|升|增|减)(?:到|至|为)"
)
#: What people and households are called that something is done to: 培训1.5万人.
_COUNTED = {"人": "人数", "人次": "人次", "户": "户数"}
_STANDS = re.compile("[由从](?:目前|现在|当前|现有|现状)的?$")
_ACTS = re.compile(r"(?:原则上|要|应|须|力争|确保)?(?:新建|改造|建成|建设|完成|新增|改建|扩建|淘汰|培育|创建|打造)")
_SAID = re.compile(r"实现|保持|达到|维持")
_ZERO_OF = {"零增长": "增长", "零填埋": "填埋量", "零排放": "排放量", "零新增": "新增量"}
_GOAL_WORDS = re.compile(
    r"(?:的|约束性|年度|“十[四五]五”|总体|各项|预期|主要|分解|控制|节能减排|目标|任务|指标|要求|计划|等)+$"
)
_NAMES_SOMETHING = re.compile(r"[一-鿿]{3}")
_BETWEEN_PLACES = re.compile("[、和及与]")
#: How one figure stands to another: 高于, 快于.
_ABOVE = tuple("高低快慢好优多少")
_POINTS = ("百分点",)
_LONGEST_QUOTE = 260
_LONGEST_WINDOW = 160
#: So many figures said one after the other are no goals of one sentence, each quoted with all; the plans and 50 other documents have 4 at most.
_MOST_PAIRED = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A row on the reading of one clause; offsets are into the clause's wording."""

    name: str
    figure: Figure
    comparison: Comparison
    base_year: int | None
    year: int | None
    qualifier: str
    scope: str
    start: int
    end: int
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Said:
    """What the cell before said: the next one may leave it out."""

    name: str
    growth: str
    verb: str
    comparison: Comparison
    base_year: int | None
    unit: str
    scope: str
    entity: str
    quote_start: int

    def named(self, growth: str) -> str:
        """The name, ready for a word of ``growth`` to be added: without its own, which that one replaces."""
        return self.name.removesuffix(self.growth) if growth else self.name


@dataclass(frozen=True, slots=True)
class _Place:
    """A place that is still in force; it ``acts`` when it does things (市中心城区新建…), until a ； ends it."""

    text: str
    end: int
    acts: bool


def read_rows(
    reading: str,
    sentence: tuple[int, int],
    figures: Sequence[Figure],
    marks: Sequence[YearMark],
    default_year: int | None,
    whole: str,
    *,
    told: bool = False,
) -> list[Row]:
    """The rows of ``reading[slice(*sentence)]`` in text order.

    ``default_year`` is the year where the sentence names none, ``whole`` the widest scope; ``told``: also of what is told as done.
    """
    rows = list(_SentenceReader(reading, sentence, figures, marks, default_year, whole, told=told).rows())
    return sorted(rows, key=lambda r: r.figure.start)


class _SentenceReader:
    """Reads a sentence cell by cell; what one cell leaves out it takes from the one before."""

    def __init__(
        self,
        reading: str,
        sentence: tuple[int, int],
        figures: Sequence[Figure],
        marks: Sequence[YearMark],
        default_year: int | None,
        whole: str,
        *,
        told: bool,
    ) -> None:
        self._text = reading
        self._told = told
        self._sentence = sentence
        self._cells = find_cells(reading, *sentence, figures)
        self._marks = marks
        self._mark_starts = [m.start for m in marks]
        self._default_year = default_year
        self._whole = whole
        self._last: _Said | None = None
        self._place: _Place | None = None

    def rows(self) -> Iterator[Row]:
        """The rows of the sentence; a bracket, and what only compares, leaves no trace on what follows it."""
        outside = (self._last, self._place)
        for i, cell in enumerate(self._cells):
            following = self._cells[i + 1] if i + 1 < len(self._cells) else None
            gap = self._told and self._is_gap(cell)
            if not gap:
                yield from self._cell_rows(cell, following)
            if gap or cell.joint == "bracket":
                self._last, self._place = outside
            outside = (self._last, self._place)

    def _is_gap(self, cell: Cell) -> bool:
        """Whether a cell says by how much something stands above another: 高于全国0.7个百分点."""
        before, than, other = self._text[cell.start : cell.figures[0].start].rpartition("于")
        return (
            bool(than and other)
            and before.endswith(_ABOVE)
            and self._text[cell.start : cell.end].rstrip("，。；").endswith(_POINTS)
        )

    def _cell_rows(self, cell: Cell, following: Cell | None) -> Iterator[Row]:
        window = (max(cell.start, cell.figures[0].start - _LONGEST_WINDOW), min(cell.piece_end, cell.after.end + 40))
        named_before = bisect_left(self._mark_starts, cell.figures[0].start)
        if named_before and self._marks[named_before - 1].past:
            return
        stands = _STANDS.search(
            self._text, cell.start, cell.figures[0].start
        )  # 目前 tells of this figure, not of the next
        if not self._told and not stands and is_told(self._text, *window):
            return
        head = read_head(self._text, cell)
        kind = cell.figures[0].kind
        if kind == "assigned":
            yield from self._assigned(cell, head)
        elif kind == "zero":
            yield from self._zero(cell, head)
        elif len(cell.figures) > 1:
            yield from self._paired(cell, head)
        elif self._is_origin(cell, head, following):
            self._last = _Said(head.subject, "", "", "reach", None, "", self._scope(cell, head), "", head.start)
        else:
            yield from self._single(cell, head, following)

    def _is_origin(self, cell: Cell, head: Head, following: Cell | None) -> bool:
        """由25%提高到30%: the first figure is where things stand."""
        if not following or not head.approach.words or head.approach.words[0] not in ("由", "从"):
            return False
        return bool(_RISES_TO.match(self._text, cell.after.end, following.figures[0].start))

    def _single(self, cell: Cell, head: Head, following: Cell | None) -> Iterator[Row]:
        figure = cell.figures[0]
        compared = bool(_COMPARING & set(head.approach.senses)) or bool(cell.after.word) or bool(figure.more)
        if figure.is_weak and not compared:
            return
        last = self._last
        before = Before(last.name, last.growth, last.unit, last.verb) if last else Before()
        named = name_figure(self._text, cell, head, following, before, compared=compared)
        if named and is_only_action(named.name):
            about, counted = context_of(self._text, cell, self._sentence[0]), _COUNTED.get(figure.bare, "")
            of_people = counted and (not about or only_says_when(about))  # 培训人数, and not 培训（到2025年）
            whole = f"{named.name}{counted}" if of_people else f"{named.name}（{about}）" if about else ""
            named = replace(named, name=whole) if whole else None
        if named and named.name:
            yield self._row(cell, head, figure, named)

    def _paired(self, cell: Cell, head: Head) -> Iterator[Row]:
        """A、B、C分别达到 x、y、z. A single 以上 at the end compares them all; each may have its own (3%以上、7%左右)."""
        figures = cell.figures
        growth = head.approach.growth
        subject = without_move(head.subject) or (self._last.named(growth) if self._last else "")
        if not subject or len(figures) > _MOST_PAIRED:
            return
        names = split_names(subject, len(figures))
        years = self._year_list(cell, len(figures)) if len(names) < len(figures) else []
        shared = not any(a.word for a in cell.afters[:-1])
        for i, figure in enumerate(figures):
            name = names[i] if len(names) == len(figures) else subject
            area = read_scope(name, 0, len(name)) if head.scope and head.scope.kind == "area" else None
            own = replace(head, scope=area or head.scope)
            named = Named(name + growth, cell.after.end)
            places = _BETWEEN_PLACES.split(head.scope.text) if head.scope and head.scope.kind == "place" else []
            row = self._row(cell, own, figure, named, after=cell.after if shared else cell.afters[i])
            said = qualifier_of(head.approach, cell.afters[i], head.ambition)
            scope = places[i] if len(names) < len(figures) == len(places) else row.scope
            yield replace(row, qualifier=said, scope=scope, year=years[i] if years else row.year)

    def _year_list(self, cell: Cell, wanted: int) -> list[int]:
        """到2025年、2030年分别达到 x、y."""
        until = bisect_left(self._mark_starts, cell.figures[0].start)
        marks = self._marks[max(0, until - wanted) : until]
        joined = all(b.start - a.end <= 3 for a, b in pairwise(marks))
        return [m.year for m in marks] if len(marks) == wanted and joined else []

    def _zero(self, cell: Cell, head: Head) -> Iterator[Row]:
        """化肥农药使用量保持零增长."""
        figure = cell.figures[0]
        ends = tail_end(self._text, cell) == cell.after.end
        if not ends or not head.subject or not _SAID.search(self._text, head.start, figure.start):
            return
        word = self._text[figure.start : figure.end].strip("“”")
        subject = without_any_move(head.subject)
        name = subject if subject.endswith(word[1:]) else subject + _ZERO_OF[word]
        comparison: Comparison = "at_most" if word == "零增长" else "reach"
        yield replace(self._row(cell, head, figure, Named(name, figure.end)), comparison=comparison)

    def _assigned(self, cell: Cell, head: Head) -> Iterator[Row]:
        """完成省下达指标: a goal without a number."""
        figure = cell.figures[0]
        end = min(cell.piece_end, figure.end + _LONGEST_WINDOW)
        tail = self._text[figure.end : end]
        if _GOAL_WORDS.fullmatch(tail):
            subject = _GOAL_WORDS.sub("", without_move(head.subject))
            names = measured_names(subject) or [subject]
        else:
            name = _GOAL_WORDS.sub("", tail).removeprefix("的")
            names = [name]
        for name in filter(_NAMES_SOMETHING.search, names):
            area = read_scope(name, 0, len(name)) if head.scope and head.scope.kind == "area" else None
            yield self._row(cell, replace(head, scope=area or head.scope), figure, Named(name, end))

    def _row(self, cell: Cell, head: Head, figure: Figure, named: Named, after: After | None = None) -> Row:
        """The row of a figure that has a name; what it leaves out comes from the cell before, which it replaces."""
        after, last = after or cell.after, self._last
        unit = self._text[figure.unit_start : figure.end]
        name, start, base = named.name, head.start, head.approach.base_year
        reduced = bool(_AMOUNT_REDUCED.search(name))
        comparison = compare(head.approach, after, amount_reduced=reduced, more=bool(figure.more))
        if _FALLS.search(name):
            comparison = "decrease"
        if named.inherits and last:
            start = last.quote_start if figure.end - last.quote_start <= _LONGEST_QUOTE else start
            if last.comparison == "decrease" and unit == last.unit and set(head.approach.senses) <= _SOFT:
                comparison = "decrease"
            if comparison == last.comparison == "decrease" and unit == last.unit:
                base = base or last.base_year
        scope = self._scope(cell, head, named)
        entity = head.scope.entity if head.scope else ""
        if cell.joint == "list" and not head.scope and last and last.entity and not named.inherits:
            name, entity, start = last.entity + name, last.entity, last.quote_start
        year = self._year(cell, head, figure)
        if head.approach.last_year and year:
            base = year - 1
        end = named.end
        if cell.joint == "bracket" and start < cell.start and self._text.startswith("）", end):
            end += 1
        said = qualifier_of(head.approach, after, head.ambition)
        self._last = _Said(name, head.approach.growth, named.verb, comparison, base, unit, scope, entity, start)
        return Row(name, figure, comparison, base, year, said, scope, start, end, self._sentence)

    def _scope(self, cell: Cell, head: Head, named: Named | None = None) -> str:
        """The scope of a cell: its own, or one that is still in force (市中心城区新建A…、改造B…)."""
        scope = head.scope
        if scope and scope.kind == "place":
            self._place = _Place(scope.text, cell.end, bool(_ACTS.match(self._text, scope.end, cell.end)))
            return scope.text
        place, self._place = self._place, None
        if scope and scope.kind == "whole":
            return scope.text + scope.entity
        holds = place and (cell.joint == "list" or (place.acts and not scope))
        if place and holds and "；" not in self._text[place.end : cell.start]:
            self._place = replace(place, end=cell.end)
            return place.text
        if scope and (named is None or scope.text in named.name):
            return scope.text
        if named and named.scope and not scope:
            return named.scope
        if cell.joint == "list" and self._last and self._last.entity:
            return self._last.scope
        return self._whole

    def _year(self, cell: Cell, head: Head, figure: Figure) -> int | None:
        """The year a figure is for: the last one named before it, none for a limit that holds from now on, else the default."""
        at = bisect_left(self._mark_starts, figure.start)
        if at:
            return self._marks[at - 1].year
        limited = bool(cell.after.word) or bool({"at_least", "at_most"} & set(head.approach.senses))
        window = (max(cell.start, figure.start - _LONGEST_WINDOW), min(cell.piece_end, figure.end + _LONGEST_WINDOW))
        if limited and not self._marks and _STANDING.search(self._text, *window):
            return None
        return self._default_year
