"""A sentence divided into cells: one figure, or figures said one after the other, with the words before and after that are its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.comparisons import After, read_after
from corpus.figures import Figure

_SEPARATORS = "，；：。！？\n"
_OPENERS = {"（": "）", "“": "”", "《": "》", "〔": "〕"}
_CLOSERS = frozenset(_OPENERS.values())
_NEXT_FIGURE = re.compile(r"(?:、|和|及|与|以及)?$")
_JOINTS = re.compile(r"以及|[、和及与并]")
_ENCLOSED = re.compile(r"（[^（）]*）|“[^“”]*”|《[^《》]*》")
_LISTED = re.compile(r"等$")
#: What may be counted after a list (闽江等3条河流) only when something is done to it.
_DONE_TO = re.compile(
    r"完成|建成|新建|建设|打造|培育|实施|创建|开工|投运|投产|改造|整治|新增|淘汰|治理|修复|引进|遴选|争创"
)
_ABSTRACT = re.compile(
    r"(?:个|项|条|大|类)?(?:方面|重点方面|重点领域|领域|环节|原则|坚持|统筹|层面|问题|关系|重点任务|任务|工作|重点工作|专项行动|行动|举措|政策措施|措施|体系|阶段|"
    r"月|小时|城市群|先锋|维度|主题|纪念|主要污染物|主要指标|约束性指标|约束性|民族|自治县)"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """``reading[start:figures[0].start]`` stands before the figures, ``reading[after.end:end]`` after them.

    ``piece_end`` is where the comma part ends; ``joint`` how the cell follows the one before: first, list (、), comma, bracket.
    """

    start: int
    end: int
    piece_end: int
    figures: tuple[Figure, ...]
    after: After
    joint: str


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    nested: bool


def find_cells(reading: str, start: int, end: int, figures: Sequence[Figure]) -> list[Cell]:
    """The cells of the sentence ``reading[start:end]``, in order."""
    pairs = _pairs(reading, start, end)
    cells: list[Cell] = []
    for piece in _pieces(reading, start, end, pairs, figures):
        inside = [f for f in figures if piece.start <= f.start and f.end <= piece.end and _stands(f, piece, pairs, reading, start)]
        groups = _groups(reading, inside, piece.end)
        cells += _cells_of(reading, piece, groups, first=not cells)
    return cells


def _pairs(reading: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of brackets and quotation marks that are closed inside the sentence."""
    stack: list[int] = []
    pairs = []
    for i in range(start, end):
        sign = reading[i]
        if sign in _OPENERS:
            stack.append(i)
        elif sign in _CLOSERS and stack and _OPENERS[reading[stack[-1]]] == sign:
            pairs.append((stack.pop(), i))
    return pairs


def _pieces(
    reading: str, start: int, end: int, pairs: Sequence[tuple[int, int]], figures: Sequence[Figure]
) -> list[_Piece]:
    """The comma parts of a sentence, and, behind each, those of its brackets that hold figures."""
    brackets = [
        (a, b) for a, b in pairs if reading[a] == "（" and any(a < f.start and f.end <= b for f in figures) and b - a > 6
    ]
    closed = dict(pairs)
    pieces = _divide(reading, start, end, closed, nested=False)
    for a, b in brackets:
        pieces += _divide(reading, a + 1, b, {x: y for x, y in pairs if a < x}, nested=True)
    return sorted(pieces, key=lambda p: (p.start, -p.end))


def _divide(reading: str, start: int, end: int, closed: dict[int, int], *, nested: bool) -> list[_Piece]:
    pieces, at, since = [], start, start
    while at < end:
        if at in closed and closed[at] < end:
            at = closed[at] + 1
            continue
        if reading[at] in _SEPARATORS:
            if at > since:
                pieces.append(_Piece(since, at, nested))
            since = at + 1
        at += 1
    if end > since:
        pieces.append(_Piece(since, end, nested))
    return pieces


def _stands(
    figure: Figure, piece: _Piece, pairs: Sequence[tuple[int, int]], reading: str, sentence_start: int
) -> bool:
    """Whether a figure is said in this piece: not in a bracket or quotation within it, and no mere count of a list or of topics."""
    if figure.kind != "zero" and any(
        piece.start <= a < figure.start and figure.end <= b and (reading[a] != "（" or b - a > 6) for a, b in pairs
    ):
        return False
    before = reading[max(sentence_start, figure.start - 90) : figure.start]
    if figure.is_count and figure.kind == "number" and not reading.startswith(("以上", "左右"), figure.end):
        if _ABSTRACT.match(reading, figure.end, piece.end):
            return False
        if _LISTED.search(before) and not _DONE_TO.search(before):
            return False
    return True


def _groups(reading: str, figures: Sequence[Figure], limit: int) -> list[tuple[tuple[Figure, ...], After]]:
    groups: list[tuple[list[Figure], After]] = []
    for figure in figures:
        after = read_after(reading, figure.end, limit)
        if groups and figure.kind in ("number", "range") and groups[-1][0][-1].kind in ("number", "range"):
            between = reading[groups[-1][1].end : figure.start]
            if 0 < len(between) <= 2 and _NEXT_FIGURE.fullmatch(between):
                groups[-1][0].append(figure)
                groups[-1] = (groups[-1][0], after)
                continue
        groups.append(([figure], after))
    return [(tuple(figures), after) for figures, after in groups]


def _cells_of(
    reading: str, piece: _Piece, groups: Sequence[tuple[tuple[Figure, ...], After]], *, first: bool
) -> list[Cell]:
    if not groups:
        return []
    cuts = [piece.start]
    ends = []
    for (_, after), (following, _) in pairwise(groups):
        cut_end, cut = _cut(reading, after.end, following[0].start, piece.end)
        ends.append(cut_end)
        cuts.append(cut)
    ends.append(piece.end)
    joint = "bracket" if piece.nested else "first" if first else "comma"
    return [
        Cell(cut, end, piece.end, figures, after, joint if i == 0 else "list")
        for i, (cut, end, (figures, after)) in enumerate(zip(cuts, ends, groups, strict=True))
    ]


def _cut(reading: str, start: int, end: int, piece_end: int) -> tuple[int, int]:
    """(where the words of the figure before end, where those of the next one start) in what stands between two figures."""
    between = _ENCLOSED.sub(lambda m: "·" * len(m.group()), reading[start:end])
    leading = _JOINTS.match(between)
    if leading:
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
