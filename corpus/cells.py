"""A sentence divided into cells: one figure, or figures said one after the other, with the words before and after that are its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from corpus.comparisons import After, read_after
from corpus.figures import Figure

Joint = Literal["first", "list", "comma", "bracket"]

_SIGNS = re.compile(r"[，；：。！？\n（）“”《》〔〕]")
_OPENERS = {"（": "）", "“": "”", "《": "》", "〔": "〕"}
_CLOSERS = frozenset(_OPENERS.values())
_ENCLOSED = re.compile(r"（[^（）]*）|“[^“”]*”|《[^《》]*》")
_AND = re.compile(r"(?:、|和|及|与|以及)")
_JOINTS = re.compile(r"以及|[、和及与并]")
#: A bracket this short is part of a name: 县（市、区）, 县（80）.
_NAME_BRACKET = 6

#: What may be counted behind a list (闽江等3条河流) only when something is done to it.
_DONE_TO = re.compile(
    r"完成|建成|新建|建设|打造|培育|实施|创建|开工|投运|投产|改造|整治|新增|淘汰|治理|修复|引进|遴选|争创"
)
_ABSTRACT = re.compile(
    r"(?:大|类)?(?:方面|重点方面|重点领域|领域|环节|原则|坚持|统筹|层面|问题|关系|重点任务|任务|工作|重点工作|专项行动|行动|举措|政策措施|措施|体系|阶段|维度|主题|先锋|"
    r"月|小时|主要污染物|主要指标|约束性指标|民族|自治县)"
)
#: 3岁以下婴幼儿, 25度以上陡坡, 30户以上村寨…覆盖率达90%: a figure that only describes what another one is of.
_DESCRIBES = re.compile(r"及?以[上下内]的?[一-鿿“]")
_OF_OTHERS = re.compile(
    r"[^、，；和及与\d]{2,24}?(?:达到?|不低于|超过|为|突破)\d|及?以[上下内]的?[一-鿿“”]{1,14}?(?<![到至])\d+(?:个|家|户|项|座|所|条)"
)
_LISTED_BEFORE = 90


@dataclass(frozen=True, slots=True)
class Cell:
    """``reading[start:figures[0].start]`` stands before the figures, ``reading[after.end:end]`` behind them.

    ``afters`` are what directly follows each figure. ``piece_end`` is where the comma part ends; ``joint`` how the cell follows the
    one before: first of the sentence, in a list (、和), after a comma, in a bracket.
    """

    start: int
    end: int
    piece_end: int
    figures: tuple[Figure, ...]
    afters: tuple[After, ...]
    joint: Joint

    @property
    def after(self) -> After:
        """What follows the last figure."""
        return self.afters[-1]


@dataclass(slots=True)
class _Piece:
    """A comma part in the making, with the figures said in it; ``nested`` when it stands in a bracket."""

    start: int
    end: int
    nested: bool
    figures: list[Figure] = field(default_factory=list)


def find_cells(reading: str, start: int, end: int, figures: Sequence[Figure]) -> list[Cell]:
    """The cells of the sentence ``reading[start:end]``, in order, those of a bracket behind the first words of its comma part."""
    cells: list[Cell] = []
    for piece in sorted(_pieces(reading, start, end, figures), key=lambda p: (p.start, -p.end)):
        said = [f for f in piece.figures if not _only_describes(f, piece, reading, start)]
        cells += _cells_of(reading, piece, _groups(reading, said, piece.end), first=not cells)
    return cells


def _closings(reading: str, start: int, end: int) -> dict[int, int]:
    """Offsets of the brackets and quotation marks that are closed inside the sentence -> where."""
    stack: list[int] = []
    closings = {}
    for mark in _SIGNS.finditer(reading, start, end):
        sign = mark.group()
        if sign in _OPENERS:
            stack.append(mark.start())
        elif sign in _CLOSERS and stack and _OPENERS[reading[stack[-1]]] == sign:
            closings[stack.pop()] = mark.start()
    return closings


def _pieces(reading: str, start: int, end: int, figures: Sequence[Figure]) -> Iterator[_Piece]:
    """The comma parts of a sentence and of its brackets, each with its figures. What is quoted is a name, its numbers no figures."""
    closings = _closings(reading, start, end)
    levels = [(_Piece(start, end, nested=False), end)]
    waiting = iter(figures)
    figure = next(waiting, None)
    at = start
    for mark in [*(m.start() for m in _SIGNS.finditer(reading, start, end)), end]:
        while figure and figure.start < mark:
            if figure.start >= at:
                levels[-1][0].figures.append(figure)
            figure = next(waiting, None)
        if mark < at or mark == end:
            continue
        if figure and figure.start == mark:  # “零填埋”
            levels[-1][0].figures.append(figure)
            at = figure.end
            figure = next(waiting, None)
            continue
        piece, close = levels[-1]
        if mark == close and len(levels) > 1:
            piece.end = mark
            yield piece
            levels.pop()
        elif reading[mark] in _OPENERS and mark in closings:
            if reading[mark] != "（":
                at = closings[mark] + 1
            elif closings[mark] - mark > _NAME_BRACKET:
                levels.append((_Piece(mark + 1, closings[mark], nested=True), closings[mark]))
            else:
                at = mark + 1
        elif reading[mark] not in _OPENERS and reading[mark] not in _CLOSERS:
            piece.end = mark
            yield piece
            levels[-1] = (_Piece(mark + 1, close, nested=piece.nested), close)
    for piece, _ in levels:
        yield piece


def _only_describes(figure: Figure, piece: _Piece, reading: str, sentence_start: int) -> bool:
    """Whether a figure is no goal of its own: it counts a list or topics, or describes what another figure is of."""
    following = reading[figure.end : min(piece.end, figure.end + 40)]
    if figure.is_weak and _DESCRIBES.match(following):
        return True
    if not figure.is_share and figure.kind == "number" and _OF_OTHERS.match(following):
        return True
    if figure.is_count and figure.kind == "number" and not following.startswith(("以上", "左右")):
        if _ABSTRACT.match(following):
            return True
        before = reading[max(sentence_start, figure.start - _LISTED_BEFORE) : figure.start]
        return before.endswith("等") and not _DONE_TO.search(before)
    return False


_Group = tuple[tuple[Figure, ...], tuple[After, ...]]


def _groups(reading: str, figures: Sequence[Figure], limit: int) -> list[_Group]:
    """Figures said one after the other (14%、15%和5吨以上) stand together."""
    groups: list[tuple[list[Figure], list[After]]] = []
    for figure in figures:
        after = read_after(reading, figure.end, limit)
        numeric = ("number", "range")
        if groups and figure.kind in numeric and groups[-1][0][-1].kind in numeric:
            between = (groups[-1][1][-1].end, figure.start)
            if between[0] < between[1] and _AND.fullmatch(reading, *between):
                groups[-1][0].append(figure)
                groups[-1][1].append(after)
                continue
        groups.append(([figure], [after]))
    return [(tuple(said), tuple(afters)) for said, afters in groups]


def _cells_of(reading: str, piece: _Piece, groups: Sequence[_Group], *, first: bool) -> list[Cell]:
    if not groups:
        return []
    cuts, ends = [piece.start], []
    for (_, afters), (following, _) in pairwise(groups):
        cut_end, cut = _cut(reading, afters[-1].end, following[0].start, piece.end)
        ends.append(cut_end)
        cuts.append(cut)
    ends.append(piece.end)
    joint: Joint = "bracket" if piece.nested else "first" if first else "comma"
    return [
        Cell(cut, end, piece.end, figures, afters, joint if i == 0 else "list")
        for i, (cut, end, (figures, afters)) in enumerate(zip(cuts, ends, groups, strict=True))
    ]


def _cut(reading: str, start: int, end: int, piece_end: int) -> tuple[int, int]:
    """(where the words of a figure end, where those of the next one start) in what stands between the two."""
    if start >= end:  # 改造小区716个26.95万户
        return start, start
    between = _ENCLOSED.sub(lambda m: "·" * len(m.group()), reading[start:end])
    if leading := _JOINTS.match(between):
        return start, start + leading.end()
    joints = list(_JOINTS.finditer(between))
    if joints and joints[-1].end() == len(between):
        return start + joints[-1].start(), end
    commas = [j for j in joints if j.group() == "、"]
    if commas:
        return start + commas[-1].start(), start + commas[-1].end()
    if joints and len(between) - joints[-1].end() >= 2:
        return start + joints[-1].start(), start + joints[-1].end()
    return piece_end, start
