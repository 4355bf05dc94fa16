"""Goals listed place by place: 污水治理率分别达到：桐岔镇60%、白鹭塘镇52%. Each figure is of its own place, never of the whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.actions import is_only_action, without_move
from corpus.cells import Cell
from corpus.comparisons import After, compare, qualifier_of, read_after
from corpus.figures import Figure
from corpus.heads import Head, read_head
from corpus.periods import YearMark, is_told
from corpus.plan import Target
from corpus.reading import plain_reading
from corpus.rows import Row
from corpus.table_places import place_said

_FEWEST = 2
#: What may stand between a place and its figure.
_LINK = r"(?:各|均|都)?(?:为|是|达到?|[：:])?\s*"
_BEHIND = re.compile(_LINK)
_PLACE = r"(?P<place>[^，。；：:\d\n]{2,40}?)"
#: A list opens behind a colon, behind words that say that each has its own, or, below a heading that names a goal, where a line does.
_OPENING = re.compile(
    rf"(?P<sign>[：:]|(?:分别|依次)(?:为|是|达到?|完成|下降|降低|减少|提高|增长)?|^|\n)\s*{_PLACE}{_LINK}$"
)
_NEXT = re.compile(rf"\s*(?:[、，；。]|以及|[和及与])?\s*{_PLACE}{_LINK}")
#: The words behind the name of what is listed, which say that it is a goal and that each place has its own.
_SET = re.compile(
    r"的?(?:约束性|预期性|激励性?|基本|年度|控制|总体|具体)*(?:目标任务|目标值?|指标值?|任务数?|要求|计划)?(?:分解)?(?:如下|分别|依次)*(?:为|是)?[，：:\s]*$"
)
_GOAL_TITLE = re.compile("目标|指标|任务|分解|计划")
_INCENTIVE = re.compile("激励性?目标")
_PIECE_ENDS = re.compile("[，；。：:\n]")
_LONGEST_QUOTE = 260


@dataclass(frozen=True, slots=True)
class _Item:
    """A place and its figure; ``start`` is where the place begins, ``after`` what follows the figure and belongs to it."""

    start: int
    place: str
    figure: Figure
    after: After


@dataclass(frozen=True, slots=True)
class PlaceList:
    """A list of places with a figure each, and the words that say what all of them are of, read; ``start`` is where its quotes begin."""

    items: Sequence[_Item]
    head: Head
    name: str
    goal: str
    start: int

    @property
    def figures(self) -> Sequence[Figure]:
        """The figures of its places."""
        return [item.figure for item in self.items]


def find_place_lists(reading: str, figures: Sequence[Figure], title: str, whole: str) -> list[PlaceList]:
    """The lists of places in the reading of a clause, in order.

    Args:
        title: the heading of the clause; it names what a list is of that opens a line without saying so.
        whole: the scope of the plan.
    """
    found: list[PlaceList] = []
    at, begin = 0, 0
    while at < len(figures):
        opening = _OPENING.search(reading, begin, figures[at].start)
        items = list(_items(reading, figures[at:], opening, whole)) if opening else []
        if opening and len(items) >= _FEWEST and (listed := _with_head(reading, begin, opening, items, title)):
            found.append(listed)
            at += len(items)
        else:
            at += 1
        begin = read_after(reading, figures[at - 1].end, len(reading)).end
    return found


def _items(reading: str, figures: Sequence[Figure], opening: re.Match[str] | None, whole: str) -> Iterator[_Item]:
    """The places from the one that opens a list on, as long as figures in one unit follow."""
    said = opening
    for figure in figures:
        place = place_said(said["place"], whole) if said else None
        if said is None or place is None or figure.kind != "number" or figure.bare != figures[0].bare:
            return
        after = read_after(reading, figure.end, len(reading))
        yield _Item(said.start("place"), place, figure, after)
        following = next((f.start for f in figures if f.start > figure.start), len(reading))
        said = _NEXT.fullmatch(reading, after.end, following)


def _with_head(
    reading: str, begin: int, opening: re.Match[str], items: Sequence[_Item], title: str
) -> PlaceList | None:
    """A list with what its figures are of, which stands before it or in the heading; None where nothing says so."""
    if not opening["sign"].strip():
        if not _GOAL_TITLE.search(title):
            return None
        return _named(title, 0, len(title), items, items[0].start)
    limit = opening.start() if opening["sign"] in "：:" else opening.end("sign")
    while limit > begin:
        start = max((m.end() for m in _PIECE_ENDS.finditer(reading, begin, limit - 1)), default=begin)
        if named := _named(reading, start, limit, items, None):
            return named
        limit = start - 1
    return None


def _named(words: str, start: int, end: int, items: Sequence[_Item], quoted_from: int | None) -> PlaceList | None:
    """A list whose figures ``words[start:end]`` say what they are of; ``quoted_from`` where its quotes do not begin with these words."""
    said = _SET.search(words, start, end)
    limit = said.start() if said else end
    first = items[0]
    bare = Figure(first.figure.kind, limit, limit, limit, first.figure.value, bare=first.figure.bare)
    head = read_head(words, Cell(start, limit, limit, (bare,), (After(limit),), "first"))
    name = without_move(head.subject) + head.approach.growth
    if len(name) < _FEWEST or is_only_action(name):
        return None
    goal = _INCENTIVE.search(words, limit, end)
    return PlaceList(
        items, head, name, goal.group() if goal else "", head.start if quoted_from is None else quoted_from
    )


def place_rows(
    listed: PlaceList, reading: str, sentence: tuple[int, int], marks: Sequence[YearMark], default_year: int | None
) -> Iterator[Row]:
    """The rows of a list; none of one that tells how things are.

    ``marks`` are the years that its sentence names, ``default_year`` is the year where none stands before the list.
    """
    first = listed.items[0]
    before = [mark for mark in marks if mark.start < first.start]
    if (before and before[-1].past) or is_told(reading, listed.start, first.start):
        return
    approach, reduced = listed.head.approach, listed.name.endswith(("减排量", "削减量", "减少量"))
    for item in listed.items:
        end = item.after.end
        said = qualifier_of(approach, item.after, listed.head.ambition)
        yield Row(
            name=listed.name,
            figure=item.figure,
            comparison=compare(approach, item.after, amount_reduced=reduced, more=bool(item.figure.more)),
            base_year=approach.base_year,
            year=before[-1].year if before else default_year,
            qualifier="；".join(filter(None, (said, listed.goal))),
            scope=item.place,
            start=listed.start if end - listed.start <= _LONGEST_QUOTE else item.start,
            end=end,
            sentence=(min(sentence[0], listed.start), max(sentence[1], end)),
        )


def is_of_list(target: Target) -> bool:
    """Whether the place that a row is for stands right before its figure, as in a list of places: 桐岔镇60%, not 桐岔镇污水治理率达到60%."""
    before, value, _ = plain_reading(target.quote).rpartition(plain_reading(target.value_text))
    _, place, link = before.rpartition(target.scope)
    return bool(value and place and _BEHIND.fullmatch(link)) and place_said(target.scope, "") is not None
