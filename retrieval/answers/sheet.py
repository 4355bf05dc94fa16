"""A table that is laid out before it is written: its cells in words, each with the statement that proves it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from retrieval.answer import Table
from retrieval.answers.statement import Evidence, Statement


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a cell; ``proof`` is the statement whose evidence is cited behind them, None where they are counts of the corpus."""

    text: str
    proof: Statement | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Column heads and rows of cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def statements(self) -> list[Statement]:
        """What its cells rest on, each once."""
        return list(dict.fromkeys(cell.proof for row in self.rows for cell in row if cell.proof))

    def written(self, kept: Collection[Statement], marks: Callable[[Iterable[Evidence]], str]) -> Table | None:
        """The table with its marks, without the rows that rest on what is not ``kept``; None where no row is left."""
        rows = [row for row in self.rows if all(cell.proof is None or cell.proof in kept for cell in row)]
        cells = (tuple(c.text + (marks(c.proof.evidence) if c.proof else "") for c in row) for row in rows)
        return Table(self.columns, tuple(cells)) if rows else None
