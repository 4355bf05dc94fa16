"""What the portal needs of whoever answers: ``retrieval.service.Service`` with its assistants fits, and so does a scripted one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from corpus.plan import Clause, Duty, Furniture, Target
from retrieval.answer import Answer, Mode, Turn
from retrieval.departure import Departure


class PlanCard(Protocol):
    """What the page and the API say about one plan; a fact that the text does not give is an empty string."""

    @property
    def id(self) -> str:
        """Plan id: the stem of the file it was read from."""

    @property
    def title(self) -> str:
        """Title as the text gives it."""

    @property
    def region(self) -> str:
        """The place the plan is for."""

    @property
    def province(self) -> str:
        """The province of that place."""

    @property
    def number(self) -> str:
        """Document number."""

    @property
    def date(self) -> str:
        """Date of issue as written in the text."""

    @property
    def recipients(self) -> str:
        """Whom it is addressed to, as written in the text."""


class Snapshot(Protocol):
    """What an open snapshot holds of its plans; unknown plans raise ``KeyError`` where a text is asked for, and else have nothing."""

    @property
    def plans(self) -> Sequence[PlanCard]:
        """The cards of the plans, sorted by id."""

    def plan_text(self, plan: str, /) -> str:
        """The raw text, into which all spans point."""

    def furniture(self, plan: str, /) -> Sequence[Furniture]:
        """The spans of the raw text that are not the plan's own words."""

    def clauses(self, plan: str, /) -> Sequence[Clause]:
        """Its clauses in text order."""

    def targets_of_plan(self, plan: str, /) -> Sequence[Target]:
        """Its number ledger in text order."""

    def duties_of_clause(self, clause: str, /) -> Sequence[Duty]:
        """A clause's rows of the responsibility ledger in text order."""


class Assistant(Protocol):
    """Answers questions from one open snapshot; safe to call from several threads."""

    @property
    def plans(self) -> Sequence[PlanCard]:
        """The plans that the open snapshot holds."""

    @property
    def index(self) -> Snapshot:
        """The open snapshot."""

    @property
    def starters(self) -> Sequence[str]:
        """Questions to begin with, each of which the plans answer."""

    @property
    def fingerprint(self) -> str:
        """The open snapshot's, as ``Answer.index`` has it."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        mode: Mode | None = None,
        departure: Departure | None = None,
    ) -> Answer:
        """Answer once; without a mode in the one that the settings name. ``departure`` tells that nobody waits any longer. Raises ``errors.QuestionError`` for a question that cannot be answered as put."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        mode: Mode | None = None,
        departure: Departure | None = None,
    ) -> Iterator[Answer]:
        """Growing answers; the last one is complete. Raises like :meth:`ask`."""

    def clause(self, plan: str, clause_id: str) -> Clause:
        """The clause behind a citation. Raises ``LookupError`` or ``errors.WenceError`` when there is none."""


class Service(Protocol):
    """Gives out assistants while snapshots come and go; safe to call from several threads."""

    def now(self) -> Assistant:
        """The assistant for one request, from its start to its end."""

    def ready(self) -> Mapping[str, Any]:
        """Facts about the snapshot served, with a ``problem`` where it is not the newest.

        Raises ``errors.SnapshotError`` when it can no longer be used.
        """
