"""The one entrance for the page, the API, the command line and the evaluation: ask, or stream."""

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from corpus.plan import Clause
from errors import PlanUnknown
from index.records import PlanCard
from index.snapshot import Index, open_index
from retrieval.answer import Answer, Check, Mode, Turn
from retrieval.compose import compose
from retrieval.gates import pass_gates
from retrieval.question import Query, understand
from retrieval.ranking import RankedPassage, rank_passages
from retrieval.writing import Draft, draft_answer, draft_unknown_place, draft_which, write_out
from settings import Settings

#: With more plans than this in scope and no place named, the user is asked which one is meant.
_PLANS_SHOWN = 8


class Stopwatch:
    """Milliseconds per named stage."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a block."""
        start = time.perf_counter()
        yield
        self.stages[name] = round((time.perf_counter() - start) * 1000, 3)

    @property
    def total(self) -> float:
        """Milliseconds since the start."""
        return round((time.perf_counter() - self.started) * 1000, 3)


class Assistant:
    """Answers questions from one open index snapshot. Safe between threads; keeps no conversation."""

    def __init__(self, index: Index, *, question_characters: int = 1000) -> None:
        self.index = index
        self._question_characters = question_characters

    @property
    def plans(self) -> tuple[PlanCard, ...]:
        """What the corpus holds."""
        return self.index.plans

    def clause(self, plan: str, clause_id: str) -> Clause:
        """A clause, to show a citation in its context. Raises KeyError when the plan has no such clause."""
        clause = self.index.clause(clause_id)
        if clause.plan != plan:
            raise KeyError(clause_id)
        return clause

    def ready(self) -> dict[str, Any]:
        """Facts for a health check."""
        manifest = self.index.manifest
        return {"index": self.index.fingerprint, "plans": len(self.index.plans), "passages": manifest.passages}

    def understand(self, question: str, history: Sequence[Turn] = (), plans: Sequence[str] = ()) -> Query:
        """Read a question (see :func:`retrieval.question.understand`).

        Raises:
            PlanUnknown: ``plans`` names an id that the index does not hold.
        """
        known = {card.id for card in self.index.plans}
        for plan in plans:
            if plan not in known:
                raise PlanUnknown(f"没有编号为 {plan} 的方案。可用的编号：{'、'.join(sorted(known))}。")
        return understand(question, history, self.index.plans, plans=plans, limit=self._question_characters)

    def ask(
        self, question: str, history: Sequence[Turn] = (), plans: Sequence[str] = (), mode: Mode = "extract"
    ) -> Answer:
        """Answer a question. Every statement has passed the gates; ``Answer.checks`` says what they found.

        Raises:
            QuestionError: nothing was asked, too much was asked, or a plan id is unknown.
        """
        watch = Stopwatch()
        with watch.stage("understand"):
            query = self.understand(question, history, plans)
        draft = self._draft(query, watch)
        with watch.stage("gates"):
            kept, checks = pass_gates(self.index, [*draft.statements, *draft.absences], question, query.scope.plans)
        with watch.stage("write"):
            text, citations, tables, status = write_out(self.index, query, draft, kept)
        if mode != "extract":
            checks.append(Check("模式", False, "没有设置对话模型，已改用摘录作答"))
        return Answer(
            id=uuid.uuid4().hex,
            question=question,
            answer=text,
            status=status,
            citations=citations,
            tables=tables,
            checks=tuple(checks),
            index=self.index.fingerprint,
            latency_ms=watch.total,
            stages_ms=watch.stages,
        )

    def stream(
        self, question: str, history: Sequence[Turn] = (), plans: Sequence[str] = (), mode: Mode = "extract"
    ) -> Iterator[Answer]:
        """Growing answers, line by line; the last is complete. A line appears only after it passed the gates."""
        answer = self.ask(question, history, plans, mode)
        lines = answer.answer.split("\n")
        for shown in range(1, len(lines)):
            if lines[shown - 1].strip():
                yield replace(answer, answer="\n".join(lines[:shown]))
        yield answer

    def passages(
        self, question: str, history: Sequence[Turn] = (), plans: Sequence[str] = (), limit: int = 20
    ) -> list[RankedPassage]:
        """The passages that retrieval ranks best for a question, best first."""
        return rank_passages(self.index, self.understand(question, history, plans), limit)

    def _draft(self, query: Query, watch: Stopwatch) -> Draft:
        if not query.scope.plans:
            return draft_unknown_place(self.index, query)
        if query.scope.reason == "all" and len(query.scope.plans) > _PLANS_SHOWN:
            return draft_which(self.index, query)
        with watch.stage("compose"):
            composition = compose(self.index, query)
        return draft_answer(self.index, query, composition)


def open_assistant(settings: Settings) -> Assistant:
    """Open the index that the settings name. An index whose plans have changed since it was built is refused.

    Raises:
        SnapshotError: missing, damaged, of another format or stale; the message says the command that repairs it.
    """
    index = open_index(settings.index_dir)
    index.check_corpus()
    return Assistant(index, question_characters=settings.question_characters)
