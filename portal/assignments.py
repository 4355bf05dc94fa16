"""The responsibility ledger with what a reader needs beside its rows: the clause, the family of the body, and the clauses a rule binds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from corpus.duties import standing_duties
from corpus.plan import Clause, Duty, DutyRole
from portal.contract import PlanCard, Snapshot
from portal.duty_words import role_of
from portal.families import family_of
from portal.task_text import bracket_of, tasks_of


@dataclass(frozen=True, slots=True)
class Assignment:
    """One row of the ledger, with the ``task`` that its bracket stands behind.

    ``binds``: later clauses with a bracket of their own in which the row's rule names the body as well.
    """

    card: PlanCard
    clause: Clause
    duty: Duty
    task: str
    family: str
    binds: tuple[Clause, ...]

    @property
    def role(self) -> DutyRole:
        """The role that the bracket gives the body."""
        return role_of(self.duty)


def assignments_of(snapshot: Snapshot, card: PlanCard) -> list[Assignment]:
    """A plan's responsibility ledger in text order."""
    clauses = {clause.id: clause for clause in snapshot.clauses(card.id)}
    rows = {clause: snapshot.duties_of_clause(clause) for clause in clauses}
    duties = [duty for given in rows.values() for duty in given]
    bound = _bound(duties, [clauses[clause] for clause, given in rows.items() if given])
    tasks = {id: tasks_of(clauses[id], given, partial(_below, clauses, id)) for id, given in rows.items() if given}
    return [
        Assignment(
            card,
            clauses[duty.clause],
            duty,
            tasks[duty.clause][bracket_of(duty)],
            family_of(duty.body, card.region),
            tuple(bound.get(duty, ())),
        )
        for duty in duties
    ]


def _below(clauses: Mapping[str, Clause], clause: str) -> Sequence[Clause]:
    """The clauses of a clause, at all levels, in text order."""
    inside = {clause}
    for one in clauses.values():
        if one.parent in inside:
            inside.add(one.id)
    return [clauses[id] for id in clauses if id in inside and id != clause]


def _bound(duties: list[Duty], clauses: list[Clause]) -> Mapping[Duty, list[Clause]]:
    bound: dict[Duty, list[Clause]] = {}
    ruling = [duty for duty in duties if duty.rule]
    for clause in clauses if ruling else ():
        for duty in standing_duties(duties, clause):
            bound.setdefault(duty, []).append(clause)
    return bound
