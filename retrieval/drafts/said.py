"""A figure as a text states it: how much, of what, over what, for when, and how it is bounded; read alike from a draft and from a plan."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.cells import find_cells
from corpus.comparisons import compare, qualifier_of, read_after, read_approach
from corpus.figures import Figure, find_figures
from corpus.indicators import canonical_name
from corpus.periods import Horizon, YearMark, year_marks
from corpus.plan import Comparison, Target
from corpus.reading import plain_reading
from corpus.rows import Row, read_rows
from retrieval.drafts.amount import Amount, amount_in, amount_of
from retrieval.question.figures import AMBITION
from retrieval.search.figures import is_tabled

NO_HORIZON = Horizon(None, None, False)
"""The horizon of a text that is no plan: only the years that it names hold."""
_FALLING = ("decrease", "reduction_amount")
RISES = re.compile("增长|提高|提升|上升|增加|增幅|增速|涨幅")
"""Words by which an indicator rises, which stay in its name."""
_YEARLY = re.compile("年均|每年|年平均|逐年")
_CUTS = re.compile("[，；。！？：\n]")
_WHOLE = re.compile("^(?:全(?:市|省|州|县|区|旗|盟|域|社会))?$")
#: A number without any unit that the figures leave out, to be told of at least; a year, a day, an ordinal, a number of a document or
#: an item, and a part of a name are none.
_BARE = re.compile(
    r"(?<![A-Za-z\d.,，第〔（\[+\-—/.:：])\d+(?:\.\d+)?(?![A-Za-z\d〕\]/:：]|[.,]\d|年|月|日|号|[、.．](?!\d)|[条章节款]|）)"
)
_AROUND = 8
#: No sentence of the plans is longer; reading one takes time by the square of its length.
_LONGEST_PIECE = 800
#: Fewer characters name nothing (对全省，).
_SHORTEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Said:
    """The figure at ``text[start:end]``.

    ``name`` is what it is of, ``canonical`` the common name of that; both come from the reader of the ledger (``is_row``), else
    ``name`` are the words of its comma part. ``before`` and ``part`` are the sentence up to it and the comma part it stands in, every
    figure a ＃. ``bound`` is at_least, at_most, about or empty; ``direction`` down, up or empty.
    """

    start: int
    end: int
    words: str
    amount: Amount
    name: str
    canonical: str
    is_row: bool
    scope: str
    bound: str
    direction: str
    aim: bool
    yearly: bool
    base: int | None
    year: int | None
    before: str
    part: str

    @property
    def has_own_scope(self) -> bool:
        """Whether it is said of less than the whole."""
        return not _WHOLE.match(self.scope)


@dataclass(frozen=True)
class Stretch:
    """A sentence ``reading[start:end]`` that is read for its figures; ``year`` is one that is carried into it."""

    reading: str
    start: int
    end: int
    year: int | None = None

    @cached_property
    def marks(self) -> list[YearMark]:
        """The years that it names for what follows."""
        return year_marks(self.reading, self.start, self.end, NO_HORIZON)


def figures_said(stretch: Stretch) -> list[Said]:
    """The figures of a sentence, in order: as the ledger's reader reads them, the others by the words around them."""
    reading, start, end = stretch.reading, stretch.start, stretch.end
    figures = [f for f in find_figures(reading) if start <= f.start < end]
    if not figures:
        return []
    rows = {row.figure.start: row for row in read_rows(reading, (start, end), figures, stretch.marks, stretch.year, "")}
    owners = dict(_owners(reading, start, end, figures))
    masked = _Masked(reading, start, end, figures)
    return [
        _of_row(rows[f.start], reading, masked) if f.start in rows else _of_words(f, stretch, owners, masked)
        for f in figures
    ]


def pieces_of(reading: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, in pieces where it has no end (a table without stops), each up to a comma where it can be."""
    while end - start > _LONGEST_PIECE:
        commas = [m.end() for m in _CUTS.finditer(reading, start, start + _LONGEST_PIECE)]
        cut = commas[-1] if commas else start + _LONGEST_PIECE
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def told(text: str, said: Said) -> str:
    """A figure as its text writes it, with the words that bound it: 力争13%, 不低于95%, 12m³以下."""
    reading = plain_reading(text)
    approach = read_approach(reading, max(0, said.start - _AROUND), said.start)
    ahead = next((word for word in approach.words if _bound("reach", word)), "")
    hoped = "力争" if said.aim else ""
    after = read_after(reading, said.end, len(reading))
    return f"{hoped}{ahead}{text[said.start : after.end]}"


def bare_numbers(reading: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Numbers without a unit that no figure holds."""
    for found in _BARE.finditer(reading, start, end):
        if not any(a < found.end() and found.start() < b for a, b in taken):
            yield found.span()


def number_said(stretch: Stretch, start: int, end: int) -> Said:
    """A number without a unit as it is said, by the words of its comma part: PM2.5是27."""
    bare = Figure("number", start, end, end, float(stretch.reading[start:end]))
    return _of_words(bare, stretch, {}, _Masked(stretch.reading, stretch.start, stretch.end, [bare]))


class _Masked:
    """A sentence with a sign for every figure, so that two that differ in nothing else are the same."""

    def __init__(self, reading: str, start: int, end: int, figures: Sequence[Figure]) -> None:
        self._reading, self._start, self._end, self._figures = reading, start, end, figures

    def before(self, figure: Figure) -> str:
        """The sentence up to a figure."""
        return self._between(self._start, figure.start)

    def part(self, figure: Figure) -> str:
        """The comma part of a figure."""
        start = max((m.end() for m in _CUTS.finditer(self._reading, self._start, figure.start)), default=self._start)
        behind = _CUTS.search(self._reading, figure.end, self._end)
        return self._between(start, behind.start() if behind else self._end)

    def _between(self, start: int, end: int) -> str:
        pieces, at = [], start
        for figure in self._figures:
            if start <= figure.start < end:
                pieces += [self._reading[at : figure.start], "＃"]
                at = figure.end
        return re.sub(r"\s", "", "".join([*pieces, self._reading[at:end]]))


def _owners(reading: str, start: int, end: int, figures: Sequence[Figure]) -> Iterator[tuple[int, str]]:
    """(where a figure starts, the words that are its own) of the figures that describe no other."""
    for cell in find_cells(reading, start, end, figures):
        words = reading[cell.start : cell.figures[0].start] + "，" + reading[cell.after.end : cell.end]
        yield from ((figure.start, words) for figure in cell.figures)


def _of_row(row: Row, reading: str, masked: _Masked) -> Said:
    figure = row.figure
    return Said(
        figure.start,
        figure.end,
        reading[figure.start : figure.end],
        amount_of(figure, reading),
        row.name,
        canonical_name(row.name),
        True,
        row.scope,
        _bound(row.comparison, row.qualifier),
        _direction(row.comparison, row.name),
        bool(AMBITION.search(row.qualifier)),
        bool(_YEARLY.search(row.qualifier + row.name)),
        row.base_year,
        row.year,
        masked.before(figure),
        masked.part(figure),
    )


def _of_words(figure: Figure, stretch: Stretch, owners: dict[int, str], masked: _Masked) -> Said:
    """A figure that the ledger's reader makes no row of, by its comma part."""
    reading = stretch.reading
    cut = max((m.end() for m in _CUTS.finditer(reading, stretch.start, figure.start)), default=stretch.start)
    approach, after = read_approach(reading, cut, figure.start), read_after(reading, figure.end, stretch.end)
    comparison = compare(approach, after, amount_reduced=False, more=bool(figure.more))
    ahead = [mark.year for mark in stretch.marks if mark.start < figure.start]
    name = owners.get(figure.start, "")
    name = name if len(name) >= _SHORTEST_NAME else masked.part(figure)
    return Said(
        figure.start,
        figure.end,
        reading[figure.start : figure.end],
        amount_of(figure, reading),
        name,
        "",
        False,
        "",
        _bound(comparison, qualifier_of(approach, after, "")),
        _direction(comparison, approach.growth),
        bool(AMBITION.search(reading[max(cut, figure.start - _AROUND) : figure.start])),
        bool(_YEARLY.search(reading, cut, figure.start)),
        approach.base_year,
        ahead[-1] if ahead else stretch.year,
        masked.before(figure),
        masked.part(figure),
    )


def row_said(target: Target, at: Said | None, start: int) -> Said:
    """A row of a plan's ledger as what its sentence says ``at`` a figure; one of a table stands in no figure of its own, ``start`` is its place."""
    value = target.value
    if at is None or (is_tabled(target) and value is not None):
        amount = (
            Amount(0.0, 0.0, "", word=target.value_text)
            if value is None
            else amount_in(value, value, plain_reading(target.unit))
        )
        at = at or Said(
            start, start + len(target.value_text), target.value_text, amount, "", "", True, "", "", "", False, False, None, None, "", ""
        )  # fmt: skip
        at = replace(at, amount=amount)
    return replace(
        at,
        name=target.indicator,
        canonical=target.canonical,
        is_row=True,
        scope=target.scope,
        bound=_bound(target.comparison, target.qualifier),
        direction=_direction(target.comparison, target.indicator),
        aim=bool(AMBITION.search(target.qualifier)),
        yearly=bool(_YEARLY.search(target.qualifier + target.indicator)),
        base=target.base_year,
        year=target.target_year,
    )


def _bound(comparison: Comparison, qualifier: str) -> str:
    """At least, at most, about or neither, by how a figure is compared and by the words that qualify it (下降14%以上)."""
    if comparison in ("at_least", "at_most", "about"):
        return comparison
    for word in qualifier.split("；"):
        for sense in (*read_after(word, 0, len(word)).senses, *read_approach(word, 0, len(word)).senses):
            if sense in ("at_least", "at_most", "about"):
                return sense
    return ""


def _direction(comparison: Comparison, name: str) -> str:
    if comparison in _FALLING:
        return "down"
    return "up" if RISES.search(name) else ""
