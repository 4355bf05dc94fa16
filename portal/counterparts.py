"""The same task in other plans: which of a plan's clauses is about what a clause of another plan is about."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.plan import Clause
from index.keyword import cut
from portal.contract import PlanCard, Snapshot

Certainty = Literal["given", "chosen", "sure", "likely", "doubtful", "none"]
#: Likeness from which a counterpart is sure, likely or to be doubted; read off the plans held, where the next best clause has 0.05 to 0.1.
_SURE, _LIKELY, _DOUBTFUL = 0.3, 0.12, 0.08
#: The words below a heading must be alike too: 强化节能减排能力建设 is not 农业农村节能减排.
_LEAST_WORDS = 0.05
_BESIDE = 2


@dataclass(frozen=True)
class Counterpart:
    """The clause of a plan that stands beside the one asked about, and how like it is; ``clause`` is None where none is like it.

    ``given`` is the clause asked about itself, ``chosen`` was picked by the reader; of the others it says how sure the choice is.
    """

    clause: Clause | None
    certainty: Certainty
    likeness: float


class Likeness:
    """How alike clauses of a few plans are, by the words of their titles and of their texts; a word weighs the more the rarer it is."""

    def __init__(self, snapshot: Snapshot, plans: Sequence[str]) -> None:
        self._clauses = {plan: comparable(snapshot.clauses(plan)) for plan in plans}
        self._terms: dict[str, tuple[set[str], set[str]]] = {}
        clauses = [clause for of_plan in self._clauses.values() for clause in of_plan]
        frequency = Counter(term for clause in clauses for term in set.union(*self._of(clause)))
        self._weights = {term: math.log((len(clauses) + 1) / n) for term, n in frequency.items()}

    def _of(self, clause: Clause) -> tuple[set[str], set[str]]:
        """The terms of a clause's title and of its text."""
        if clause.id not in self._terms:
            self._terms[clause.id] = set(cut(clause.title)), set(cut(clause.text[len(clause.heading) :]))
        return self._terms[clause.id]

    def between(self, one: Clause, other: Clause) -> tuple[float, float]:
        """(titles and texts together, texts alone), each 0 to 1."""
        if one.kind != other.kind:
            return 0.0, 0.0
        (title, text), (other_title, other_text) = self._of(one), self._of(other)
        texts = self._shared(text, other_text)
        return (self._shared(title, other_title) + texts) / 2, texts

    def _shared(self, one: set[str], other: set[str]) -> float:
        shared, whole = self._weigh(one & other), self._weigh(one) * self._weigh(other)
        return shared / math.sqrt(whole) if whole else 0.0

    def _weigh(self, terms: set[str]) -> float:
        return sum(self._weights.get(term, 0.0) for term in terms)

    def counterpart(self, clause: Clause, plan: str) -> Counterpart:
        """What a plan has for a clause of another."""
        found = [(*self.between(clause, other), other) for other in self._clauses[plan]]
        likeness, words, best = max(found, key=lambda each: each[0], default=(0.0, 0.0, None))
        if best is None or likeness < _DOUBTFUL or words < _LEAST_WORDS:
            return Counterpart(None, "none", likeness)
        return Counterpart(
            best, "sure" if likeness >= _SURE else "likely" if likeness >= _LIKELY else "doubtful", likeness
        )


def comparable(clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses that say something below their heading."""
    return [clause for clause in clauses if len(clause.text) > len(clause.heading)]


def beside(snapshot: Snapshot, plan: str) -> list[PlanCard]:
    """The plans to set beside a plan where none is named: those whose titles are most like its own, its place apart."""
    own = next(card for card in snapshot.plans if card.id == plan)
    others = [card for card in snapshot.plans if card.id != plan]
    return sorted(others, key=lambda card: -_alike(_pairs(own), _pairs(card)))[:_BESIDE]


def _pairs(card: PlanCard) -> set[tuple[str, str]]:
    return set(pairwise(card.title.replace(card.region, "")))


def _alike(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> float:
    return len(one & other) / max(1, len(one | other))
