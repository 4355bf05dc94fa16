"""What the portal needs of whoever answers: ``retrieval.service.Service`` with its assistants fits, and so does a scripted one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.plan import Clause, Duty, Furniture, Target
from retrieval.answer import Answer, Mode, Turn
from retrieval.departure import Departure

if TYPE_CHECKING:  # the parent of several workers stays small
    from index.records import Ledger
    from retrieval.drafts.checking import Checked
    from retrieval.search.ranking import RankedPassage


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

    def ledger(self, ledger: "Ledger", /) -> Iterator[tuple[int, Target]]:
        """Every row of the number ledgers of all plans, with its number."""

    def ledger_rows(self, ledger: "Ledger", numbers: Sequence[int], /) -> list[Target]:
        """The rows of these numbers."""

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

    @property
    def built_at(self) -> str:
        """When the open snapshot was built (ISO 8601 with its offset)."""

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

    def passages(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        limit: int = 20,
        departure: Departure | None = None,
    ) -> "Sequence[RankedPassage]":
        """The passages that retrieval ranks best for a question, best first. Raises like :meth:`ask`."""

    def check(self, text: str, plans: Sequence[str] = (), departure: Departure | None = None) -> "Sequence[Checked]":
        """The figures of a draft held against these plans, or those of the places that it names. Raises ``KeyError`` for an unknown plan."""

    def clause(self, plan: str, clause_id: str) -> Clause:
        """The clause behind a citation. Raises ``LookupError`` or ``errors.WenceError`` when there is none."""


class Service(Protocol):
    """Gives out assistants while snapshots come and go; safe to call from several threads."""

    def now(self) -> Assistant:
        """The assistant for one request, from its start to its end."""

    def at_hand(self) -> Assistant | None:
        """As :meth:`now` where that waits for nothing; None where it may have to."""

    @property
    def waiting(self) -> int:
        """Questions that wait for their turn in this process."""

    def warm(self) -> None:
        """Have read what the first questions need."""

    @property
    def soundness(self) -> tuple[bool, float]:
        """Whether the snapshot served was as it was built when it was last looked at, and when that was (seconds since 1970)."""

    def ready(self) -> Mapping[str, Any]:
        """Facts about the snapshot served, with a ``problem`` where it is not the newest.

        Raises ``errors.SnapshotError`` when it can no longer be used.
        """


class GoldSet(Protocol):
    """A set of questions with right answers."""

    @property
    def name(self) -> str:
        """By what it is asked for."""

    @property
    def title(self) -> str:
        """As people call it."""

    @property
    def questions(self) -> int:
        """How many there are."""

    @property
    def missing(self) -> int:
        """Plans that they ask about and the index does not hold; its scores then say little."""


class Run(Protocol):
    """A run that is kept. ``right`` is the share of right answers."""

    @property
    def id(self) -> str:
        """By what it is asked for."""

    @property
    def title(self) -> str:
        """Of its gold set."""

    @property
    def time(self) -> str:
        """When it was begun."""

    @property
    def who(self) -> str:
        """From which address."""

    @property
    def index(self) -> str:
        """The fingerprint of the snapshot that answered."""

    @property
    def questions(self) -> int:
        """How many were asked."""

    @property
    def right(self) -> float:
        """The share of right answers."""


class Score(Protocol):
    """The scores of one kind of question: ``values`` are the means of the metrics that have one, by name."""

    @property
    def kind(self) -> str:
        """The kind, as people call it."""

    @property
    def questions(self) -> int:
        """How many of this kind there are."""

    @property
    def values(self) -> Mapping[str, float]:
        """Name of a metric, as people call it, to its mean."""


class Turned(Protocol):
    """A question that one run answered rightly and the other not."""

    @property
    def id(self) -> str:
        """Of the question."""

    @property
    def question(self) -> str:
        """As it was put."""

    @property
    def before(self) -> str:
        """The answer of the first run."""

    @property
    def after(self) -> str:
        """The answer of the second run."""


class Compared(Protocol):
    """Two runs question by question."""

    @property
    def common(self) -> int:
        """Questions that both answered."""

    @property
    def won(self) -> Sequence[Turned]:
        """Wrong in the first run, right in the second."""

    @property
    def lost(self) -> Sequence[Turned]:
        """Right in the first run, wrong in the second."""


class Evaluation(Protocol):
    """Puts gold questions to whoever answers and keeps the runs; unknown names and ids raise ``errors.GoldError``."""

    def gold_sets(self) -> Sequence[GoldSet]:
        """Those of the program, and those that were uploaded."""

    def add_gold(self, name: str, content: bytes) -> str:
        """Keep an uploaded gold file (JSONL) and return its name. Raises ``errors.GoldError`` that names the lines it stumbles over."""

    def run(
        self, gold: str, who: str, progress: Callable[[str, int, int], None], cancelled: Callable[[], bool]
    ) -> str | None:
        """Run a gold set; the run's id, or None where it was cancelled: then nothing is kept."""

    def runs(self) -> Sequence[Run]:
        """The runs that are kept, newest first."""

    def scores(self, run: str) -> Sequence[Score]:
        """The scores over all questions, then by kind."""

    def report(self, run: str) -> Path:
        """The report of a run: one HTML file."""

    def delete(self, run: str) -> None:
        """Keep a run no longer."""

    def compare(self, before: str, after: str) -> Compared:
        """Pair the questions of two runs of one gold set."""
