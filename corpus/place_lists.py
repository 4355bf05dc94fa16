"""Goals listed place by place: each figure is of its own place, never of the whole.

Either a place and its figure follow each other (污水治理率分别达到：桐岔镇60%、白鹭塘镇52%), or the places come first and their figures last
(青石县、白渡区湿地保护率分别达到62%、58%).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpus.actions import is_only_action, without_move
from corpus.cells import Cell
from corpus.comparisons import After, Approach, compare, qualifier_of, read_after, read_approach
from corpus.figures import Figure
from corpus.heads import Head, read_head
from corpus.periods import YearMark, is_told
from corpus.plan import Target
from corpus.reading import plain_reading
from corpus.regions import regions_named
from corpus.rows import Row
from corpus.table_places import place_said

#: A list has no more places; the words that name what it is of stand no further before it.
_FEWEST, _MOST, _FAR = 2, 60, 200
#: What may stand between a place and its figure, as far as it is no word of comparison.
_LINK = r"(?:(?:各|均|都)?(?:[：:（]|为|是|达到?|不低于|不少于|不高于|不超过|控制在|下降|降低|减少|提高|增长|完成|超过)*)\s*"
_BEHIND = re.compile(_LINK)
_MOVED = re.compile(r"(?:各|均|都|要|应)?(?:下降|降低|减少|压减|提高|提升|增长|增加|完成|新增)\s*")
_FIGURES = re.compile(r"\d\s*[%％]|\d[万亿千百]?[一-鿿]")
#: What a place is, behind its name: （县级市）.
_REMARK = re.compile("（[^（）]{1,8}）$")
_PLACE = r"(?P<place>[^，。；：:（）\d\n]{2,40}?)"
#: A list opens behind a colon, behind words that say that each has its own, behind the figure of the whole (60%，其中, 60%（), or, below a heading
#: that names a goal, where a line does.
_OPENING = re.compile(
    rf"(?P<sign>[：:]|(?P<whole>[，；]?其中[，：:]?|（(?:其中)?[，：:]?)|(?:分别|依次)(?:为|是|达到?|完成|下降|降低|减少|提高|增长)?|^|\n)\s*{_PLACE}(?P<link>{_LINK})$"
)
_NEXT = re.compile(rf"[）\s]*(?:[、，；。]|以及|[和及与])?\s*{_PLACE}(?P<link>{_LINK})")
#: The words behind the name of what is listed, which say that it is a goal and that each place has its own.
_SET = re.compile(
    r"的?(?:约束性|预期性|激励性?|基本|年度|控制|总体|具体)*(?:目标任务|目标值?|指标值?|任务数?|要求|计划)?(?:分解)?(?:如下|分别|依次)*(?:为|是)?[，：:\s]*$"
)
_GOAL_TITLE = re.compile("目标|指标|任务|分解|计划")
_INCENTIVE = re.compile("激励性?目标")
_PIECE_ENDS = re.compile("[，；。：:\n]")
#: What a place keeps for itself beside its parts.
_CENTRE = re.compile("[省市州县区](?:本级|直|级)|(?:主|中心|老)?城区|县城")
#: What names of places end with, known ones apart.
_ENDS = frozenset("省市县州区旗盟镇乡道会处城级直")
_BETWEEN_PLACES = re.compile("、|以及|[和及与]")
_EACH_ITS_OWN = re.compile("分别|依次")
_EACH_OF_THEM = re.compile(
    "(?:等?[一二三四五六七八九十两]个?(?:[省市县州区乡镇]|地|地区))?(?:要|应|须|将)?(?:分别|依次)?的?"
)
#: The shortest name of a place, and the longest.
_SHORTEST, _LONGEST = 2, 12
#: What is done and is a thing as well: 造林1.2万亩.
_DEEDS = ("造林", "绿化", "复垦", "培训", "种草")
_LONGEST_QUOTE = 260


@dataclass(frozen=True, slots=True)
class _Item:
    """A place and its figure; ``start`` is where the place begins, ``after`` what follows the figure; ``own`` compares this figure alone."""

    start: int
    place: str
    figure: Figure
    after: After
    own: Approach


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
    at, begin, before = 0, 0, 0
    while at < len(figures):
        near = figures[at : at + _MOST]
        listed = _followed(reading, (before, begin), near, title, whole) or _led(reading, begin, near, whole)
        if listed:
            found.append(listed)
        at += len(listed.items) if listed else 1
        before, begin = begin, read_after(reading, figures[at - 1].end, len(reading)).end
    return found


def _followed(
    reading: str, begins: tuple[int, int], figures: Sequence[Figure], title: str, whole: str
) -> PlaceList | None:
    """The list that the first figure opens with its place before it; ``begins`` are where the words before the figure before it begin, and its own."""
    limit = figures[0].start
    opening = _OPENING.search(reading, max(begins[1], limit - _FAR), limit)
    items = list(_items(reading, figures, opening, whole)) if opening else []
    if opening is None or len(items) < _FEWEST:
        return None
    if opening["whole"]:
        if opening.start() != begins[1]:
            return None
        return _named_before(reading, begins[0], _figure_before(reading, begins), items)
    if opening["sign"].strip():
        end = opening.start() if opening["sign"] in "：:" else opening.end("sign")
        return _named_before(reading, begins[1], end, items)
    return _named(title, 0, min(len(title), _FAR), items, items[0].start) if _GOAL_TITLE.search(title[:_FAR]) else None


def _figure_before(reading: str, begins: tuple[int, int]) -> int:
    """Where the figure begins that ends right before a list of its parts."""
    number = re.search(r"\d[\d.,]*[^\d]*$", reading[slice(*begins)])
    return begins[0] + number.start() if number else begins[0]


def _items(reading: str, figures: Sequence[Figure], opening: re.Match[str] | None, whole: str) -> Iterator[_Item]:
    """The places from the one that opens a list on, as long as figures in one unit follow."""
    said = opening
    for figure, following in zip_longest(figures, figures[1:]):
        place = _part_said(said["place"], whole) if said else None
        if said is None or place is None or figure.kind != "number" or figure.bare != figures[0].bare:
            return
        after = read_after(reading, figure.end, len(reading))
        yield _Item(said.start("place"), place, figure, after, read_approach(reading, *said.span("link")))
        said = _NEXT.fullmatch(reading, after.end, following.start) if following else None


def _part_said(words: str, whole: str) -> str | None:
    """The part of a place that words name, its centre or what it keeps for itself among them; None where they name none."""
    return words if _CENTRE.fullmatch(words) else place_said(words, whole)


def _led(reading: str, begin: int, figures: Sequence[Figure], whole: str) -> PlaceList | None:
    """The list that has its places first, as many as figures follow each other from the first on."""
    limit, said = figures[0].start, list[tuple[Figure, After]]()
    begin = max(begin, limit - _FAR)
    if not _EACH_ITS_OWN.search(reading, begin, limit):
        return None
    for figure in figures:
        if figure.kind != "number" or figure.bare != figures[0].bare:
            break
        if said and not _BETWEEN_PLACES.fullmatch(reading, said[-1][1].end, figure.start):
            break
        said.append((figure, read_after(reading, figure.end, len(reading))))
    if len(said) < _FEWEST:
        return None
    start = max((m.end() for m in _PIECE_ENDS.finditer(reading, begin, limit)), default=begin)
    places = list(_places_first(reading, start, limit, len(said), whole))
    if len(places) < len(said):
        return None
    if all(regions_named(name) for *_, name in places):
        return None  # 甲市、乙市机场旅客吞吐量 are two names
    items = [_Item(a, p, f, after, Approach(f.start)) for (a, _, p), (f, after) in zip(places, said, strict=True)]
    at = _EACH_OF_THEM.match(reading, places[-1][1], limit)
    return _named(reading, at.end() if at else places[-1][1], limit, items, places[0][0])


def _places_first(reading: str, start: int, limit: int, count: int, whole: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of so many places that words open with, joined by 、 and 和; fewer where others stand among them."""
    at = start + len(reading[start:limit]) - len(reading[start:limit].lstrip())
    for number in range(count):
        ends = range(at + _SHORTEST, min(at + _LONGEST, limit) + 1)
        last = number + 1 == count
        end = next(
            (
                end
                for end in ends
                if (last or _BETWEEN_PLACES.match(reading, end, limit)) and _part_said(reading[at:end], whole)
            ),
            None,
        )
        if end is None:
            return
        yield at, end, reading[at:end]
        joint = _BETWEEN_PLACES.match(reading, end, limit)
        at = joint.end() if joint else end


def _named_before(reading: str, begin: int, limit: int, items: Sequence[_Item]) -> PlaceList | None:
    """A list with what its figures are of, which stands before it; None where nothing says so."""
    begin = max(begin, limit - _FAR)
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
    if len(name) < _FEWEST or (is_only_action(name) and not name.endswith(_DEEDS)):
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
    before = [mark for mark in marks if mark.start < first.figure.start]
    if (before and before[-1].past) or is_told(reading, listed.start, first.figure.start):
        return
    reduced = listed.name.endswith(("减排量", "削减量", "减少量"))
    for item in listed.items:
        shared, end = listed.head.approach, item.after.end
        end += reading.startswith("）", end) and "（" in reading[item.start : end]
        approach = replace(shared, senses=(*item.own.senses, *shared.senses), words=(*item.own.words, *shared.words))
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
    """Whether the place that a row is for stands in a list of places: right before its figure (桐岔镇60%, not 桐岔镇污水治理率达到60%), or among those that open it."""
    if _REMARK.sub("", target.scope)[-1:] not in _ENDS and not regions_named(target.scope):
        return False
    quote = plain_reading(target.quote)
    before, value, _ = quote.rpartition(plain_reading(target.value_text))
    _, place, link = before.rpartition(target.scope)
    if not (value and place) or _part_said(_REMARK.sub("", target.scope), "") is None:
        return False
    first = re.match(rf"(?:[^，。；：]{{2,40}}(?:、|[和及与]))?{re.escape(target.scope)}", quote)
    shares_name = len(_FIGURES.findall(before)) > 0 and bool(_MOVED.fullmatch(link))  # 甲县能耗下降15%，乙县下降12%
    return bool(_BEHIND.fullmatch(link) or shares_name or (first and _EACH_ITS_OWN.search(quote, first.end())))
