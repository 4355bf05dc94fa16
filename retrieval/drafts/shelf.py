"""The figures that a plan states, sentence by sentence, as they are held against those of a draft."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.plan import Target
from corpus.reading import plain_reading
from index.kept import Kept
from index.passage import Unit
from index.snapshot import Index
from retrieval.drafts.said import Said, Stretch, figures_said, pieces_of, row_said, told

#: So many plans are kept read.
_KEPT: Kept[tuple[str, str], tuple["Stated", ...]] = Kept(64)


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that a plan states in a sentence (``unit``); ``said.start`` and ``said.end`` are offsets into its text."""

    unit: Unit
    said: Said

    @property
    def words(self) -> str:
        """The figure as the plan writes it."""
        return self.unit.text[self.said.start : self.said.end]

    @property
    def told(self) -> str:
        """The figure with the words that bound it: 力争13%, 85%以上."""
        return told(self.unit.text, self.said)


def stated_in(index: Index, plan: str) -> tuple[Stated, ...]:
    """The figures of a plan, in text order."""
    return _KEPT.get((index.fingerprint, plan), lambda _: tuple(_read(index, plan)))


def _read(index: Index, plan: str) -> Iterable[Stated]:
    rows: dict[str, list[Target]] = {}
    for target in (*index.targets_of_plan(plan), *index.results_of_plan(plan)):
        rows.setdefault(target.clause, []).append(target)
    for clause in index.clauses(plan):
        left = rows.get(clause.id, [])
        for unit in index.units_of_clause(clause.id):
            if unit.kind != "sentence":
                continue
            said, left = _of_unit(unit, left)
            yield from (Stated(unit, each) for each in said)


def _of_unit(unit: Unit, rows: Sequence[Target]) -> tuple[list[Said], list[Target]]:
    """(what a sentence says, as those of the ``rows`` of its clause say it that stand in it; the rows left)."""
    reading = plain_reading(unit.text)
    figures = [f for piece in pieces_of(reading, 0, len(reading)) for f in figures_said(Stretch(reading, *piece))]
    said = {figure.start: figure for figure in figures}
    taken: set[int] = set()
    left = []
    for row in rows:
        inside = row.start < unit.end and unit.start < row.end
        place = max(unit.text.find(row.quote), 0)
        own = next((f for f in figures if f.start >= place and f.start not in taken and _is_of(f, row, unit)), None)
        at = own.start if own else unit.text.find(row.value_text, place)
        if not inside or at < 0:
            left.append(row)
            continue
        taken.add(at)
        said[at] = row_said(row, own, at)
    return [said[at] for at in sorted(said)], left


def _is_of(figure: Said, row: Target, unit: Unit) -> bool:
    words = unit.text[figure.start : figure.end].strip("“”")
    return words == row.value_text or (row.value is None and row.value_text.startswith(words))
