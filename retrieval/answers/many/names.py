"""The number ledgers of all plans by the names in them: hundreds of names stand for the rows of thousands of plans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from corpus.plan import Target
from index.records import Ledger
from retrieval.answers.many.name_texts import NameTexts

Numbers = NDArray[np.int64]


class Card(Protocol):
    """A plan by its id."""

    @property
    def id(self) -> str:
        """Its id."""


class HoldsLedgers(Protocol):
    """A snapshot, as far as its ledgers go."""

    @property
    def plans(self) -> Sequence[Card]:
        """The cards of its plans."""

    def ledger(self, ledger: Ledger, /) -> Iterator[tuple[int, Target]]:
        """Every row of a ledger, with its number."""

    def ledger_rows(self, ledger: Ledger, numbers: Sequence[int], /) -> list[Target]:
        """The rows of these numbers."""


@dataclass(frozen=True)
class LedgerNames:
    """R rows of a ledger: each a row ``numbers`` (R,), its plan ``plans`` (R,), its year ``years`` (R,; 0: none), its name ``names`` (R,).

    ``samples`` are N rows, one of each name: an indicator as written, as it is commonly called, and what it applies to. ``ids`` are the plans.
    """

    samples: tuple[Target, ...]
    ids: tuple[str, ...]
    numbers: Numbers
    plans: Numbers
    years: Numbers
    names: Numbers

    @classmethod
    def read(cls, index: HoldsLedgers, ledger: Ledger) -> "LedgerNames":
        """The names of a ledger: every row is read once."""
        samples: dict[tuple[str, str, str], int] = {}
        kept: list[Target] = []
        plans = {card.id: at for at, card in enumerate(index.plans)}
        rows: list[tuple[int, int, int, int]] = []
        for number, row in index.ledger(ledger):
            name = row.indicator, row.canonical, row.scope
            if name not in samples:
                samples[name] = len(kept)
                kept.append(row)
            rows.append((number, plans[row.plan], row.target_year or 0, samples[name]))
        columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
        return cls(tuple(kept), tuple(plans), *columns)

    @cached_property
    def texts(self) -> NameTexts:
        """The names as they are searched, (N,)."""
        return NameTexts(self.samples)

    def within(self, plans: Sequence[str]) -> NDArray[np.bool_]:
        """Which rows (R,) are of these plans."""
        if len(plans) == len(self.ids):
            return np.ones(len(self.plans), dtype=np.bool_)
        meant = np.isin(np.array(self.ids), np.array(plans)) if plans else np.zeros(len(self.ids), dtype=np.bool_)
        found: NDArray[np.bool_] = meant[self.plans]
        return found


_LOCK = Lock()
_READ: "WeakKeyDictionary[HoldsLedgers, dict[Ledger, LedgerNames]]" = WeakKeyDictionary()


def ledger_names(index: HoldsLedgers, ledger: Ledger) -> LedgerNames:
    """The names of a ledger of a snapshot, read when they are first wanted and kept as long as it is open."""
    with _LOCK:  # whoever comes meanwhile waits, which takes less than reading it twice
        kept = _READ.setdefault(index, {})
        if ledger not in kept:
            kept[ledger] = LedgerNames.read(index, ledger)
        return kept[ledger]
