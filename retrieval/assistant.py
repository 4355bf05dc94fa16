"""The one entrance for the page, the API, the command line and the evaluation: ask, or stream."""

import copy
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.plan import Clause
from index.choice import open_store
from index.embed import EmbeddingChoice
from index.records import PlanCard
from index.snapshot import Index, open_index
from index.vectors import one_thread
from retrieval.answer import Answer, Check, Mode, Turn
from retrieval.answers.breadth import is_of_many, is_of_too_many
from retrieval.answers.carried import without_stale
from retrieval.answers.checked import draft_checked
from retrieval.answers.compose import compose
from retrieval.answers.elsewhere import asks_of_another_world, draft_elsewhere, draft_unwritten, of_part
from retrieval.answers.extract import Extract
from retrieval.answers.many.draft import draft_many
from retrieval.answers.many.holdings import asks_for_holdings, draft_holdings
from retrieval.answers.named_after import names_quoted
from retrieval.answers.only import of_only_one, of_plan_naming
from retrieval.answers.retold import retell
from retrieval.answers.standing import of_place_told
from retrieval.answers.talk import draft_talk
from retrieval.answers.unseen import with_unseen
from retrieval.answers.writing import (
    Draft,
    draft_answer,
    draft_unknown_place,
    write_out,
)
from retrieval.answers.year_before import of_year_most_tell
from retrieval.chosen import refuse_unknown
from retrieval.departure import Departure
from retrieval.drafts.checking import Checked, check_draft
from retrieval.gates.checks import pass_gates
from retrieval.question.acts import TALK
from retrieval.question.editions import current_cards, without_edition
from retrieval.question.premises import states_figures
from retrieval.question.query import Query
from retrieval.question.understanding import understand
from retrieval.question.ways import LIKELY
from retrieval.reading.passages import rank_read
from retrieval.recall import Recall
from retrieval.search.ranking import RankedPassage
from retrieval.seats import Seats
from retrieval.starters import starters_of
from retrieval.stopwatch import Stopwatch
from settings import Settings

if TYPE_CHECKING:
    from retrieval.writer.chain import Writer  # LangChain is imported only where a model is set


class Assistant:
    """Answers questions from one open index snapshot. Safe between threads; keeps no conversation.

    A process that goes on running while plans change asks :class:`retrieval.service.Service` for one with each request.
    With a ``writer`` it can answer in a chat model's words; ``default_mode`` holds where a question names no mode.
    """

    def __init__(
        self,
        index: Index,
        *,
        question_characters: int = 1000,
        writer: "Writer | None" = None,
        default_mode: Mode = "extract",
    ) -> None:
        self.index = index
        self._question_characters = question_characters
        self._writer = writer
        self._seats: Seats | None = None
        self.default_mode: Mode = default_mode if writer is not None else "extract"

    def with_writer(self, writer: "Writer") -> "Assistant":
        """The same assistant with a chat model to write its answers."""
        other = copy.copy(self)
        other._writer, other.default_mode = writer, "llm"
        return other

    def over(self, index: Index) -> "Assistant":
        """The same assistant over another snapshot."""
        if index is self.index:
            return self
        other = copy.copy(self)
        other.index = index
        return other

    def with_seats(self, seats: Seats) -> "Assistant":
        """The same assistant for many at once: it reads in one of these seats, under their deadline, and waits for no model's."""
        other = copy.copy(self)
        other._seats = seats
        return other

    @property
    def plans(self) -> tuple[PlanCard, ...]:
        """What the corpus holds."""
        return self.index.plans

    @property
    def fingerprint(self) -> str:
        """The snapshot's, as ``Answer.index`` has it."""
        return self.index.fingerprint

    @property
    def built_at(self) -> str:
        """When the snapshot was built (ISO 8601 with its offset)."""
        return self.index.manifest.built_at

    @property
    def model(self) -> str:
        """The chat model's name; empty where none is set."""
        return self._writer.speaker.name if self._writer else ""

    @property
    def starters(self) -> tuple[str, ...]:
        """Questions to begin with, each of which the plans answer."""
        return starters_of(self.index, lambda question: self._extract(question, (), (), lambda: None).answer)

    def clause(self, plan: str, clause_id: str) -> Clause:
        """A clause, to show a citation in its context. Raises KeyError when the plan has no such clause."""
        clause = self.index.clause(clause_id)
        if clause.plan != plan:
            raise KeyError(clause_id)
        return clause

    def check(self, text: str, plans: Sequence[str] = (), departure: Departure | None = None) -> list[Checked]:
        """The figures of a draft held against the plans (see :func:`retrieval.drafts.checking.check_draft`).

        Raises:
            KeyError: a plan id is unknown.
            NobodyWaits: the departure was announced.
            AnswerWithheld: with seats, it took too long or no seat was free; or the departure's reason.
        """
        departure = departure or Departure()
        if self._seats is None:
            return self._check(text, plans, departure.check)
        return self._seats.read(lambda check: self._check(text, plans, check), departure)

    @one_thread()
    def _check(self, text: str, plans: Sequence[str], check: Callable[[], None]) -> list[Checked]:
        return check_draft(self.index, text, plans, check)

    def ready(self) -> dict[str, Any]:
        """Facts for a health check."""
        manifest = self.index.manifest
        facts = {"index": self.index.fingerprint, "plans": len(self.index.plans), "passages": manifest.passages}
        if self._writer is None:
            return facts
        # a model that fails is a loss, no outage: answers are then extractive
        return facts | {"model": self.model, "model_state": "resting" if self._writer.speaker.resting else "in use"}

    def understand(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        check: Callable[[], None] = lambda: None,
    ) -> Query:
        """Read a question (see :func:`retrieval.question.understanding.understand`); ``check`` ends the work by what it raises.

        Raises:
            PlanUnknown: ``plans`` names an id that the index does not hold.
        """
        refuse_unknown(plans, {card.id for card in self.index.plans})
        said = [turn.content for turn in history if turn.role == "user"]
        cards = current_cards([*said, question], self.index.plans, plans)

        def plainly(words: str) -> str:
            return names_quoted(self.index, without_edition(words, cards, self.index.plans), cards)

        asked = plainly(question)
        history = [replace(t, content=plainly(t.content)) if t.role == "user" else t for t in history]
        recall = Recall(cards, plans, lambda query: self._draft(query, Stopwatch(), check))
        query = understand(asked, history, cards, plans=plans, limit=self._question_characters, recall=recall)
        return replace(query, stated=asked) if states_figures(asked) else query

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        mode: Mode | None = None,
        departure: Departure | None = None,
    ) -> Answer:
        """Answer a question. Every statement has passed the gates; ``Answer.checks`` says what they found.

        Raises:
            QuestionError: nothing was asked, too much was asked, or a plan id is unknown.
            NobodyWaits: the departure was announced.
            AnswerWithheld: with seats, the extractive answer took too long or no seat was free; or the departure's reason.
        """
        answers = list(self._answers(question, history, plans, mode or self.default_mode, departure))
        return answers[-1]

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        mode: Mode | None = None,
        departure: Departure | None = None,
    ) -> Iterator[Answer]:
        """Growing answers; the last is complete. A line appears only after it passed the gates. Raises like :meth:`ask`."""
        for answer in self._answers(question, history, plans, mode or self.default_mode, departure):
            if answer.mode == "extract":  # nothing comes behind it
                yield from _line_by_line(answer)
            else:
                yield answer

    def _answers(
        self, question: str, history: Sequence[Turn], plans: Sequence[str], mode: Mode, departure: Departure | None
    ) -> Iterator[Answer]:
        departure = departure or Departure()
        extract = self.extract(question, history, plans, departure)
        if mode == "extract":
            yield extract.answer
        elif self._writer is None:
            missing = Check("模式", False, "没有设置对话模型，已改用摘录作答")
            yield replace(extract.answer, checks=(*extract.answer.checks, missing))
        elif self._seats is None:
            yield from self._writer.stream(extract, history, mode, departure)
        else:
            with self._seats.at_the_model() as seated:
                yield from self._writer.stream(extract, history, mode, departure, seated=seated)

    def extract(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        departure: Departure | None = None,
    ) -> Extract:
        """The answer without any model, with its parts. Raises like :meth:`ask`."""
        departure = departure or Departure()
        if self._seats is None:
            return self._extract(question, history, plans, departure.check)
        return self._seats.read(lambda check: self._extract(question, history, plans, check), departure)

    @one_thread()
    def _extract(
        self, question: str, history: Sequence[Turn], plans: Sequence[str], check: Callable[[], None]
    ) -> Extract:
        """``check`` is called between the stages, and ends the work by what it raises."""
        watch = Stopwatch()
        with watch.stage("understand"):
            query = self.understand(question, history, plans, check)
        check()
        checked = draft_checked(self.index, query, check)
        query, draft = checked or (query, self._draft(query, watch, check))
        check()
        with watch.stage("gates"):
            kept, checks = pass_gates(self.index, [*draft.statements, *draft.absences], question, query.scope.plans)
        check()
        if self.index.embedding_problem:
            checks.append(Check("语义检索", False, f"只用了关键词检索：{self.index.embedding_problem}"))
        with watch.stage("write"):
            text, citations, tables, status = write_out(self.index, query, draft, kept)
        answer = Answer(
            id=uuid.uuid4().hex,
            question=question,
            answer=text,
            status=status,
            citations=citations,
            tables=tables,
            certainty=draft.certainty,
            band=draft.band,
            checks=tuple(checks),
            index=self.index.fingerprint,
            latency_ms=watch.total,
            stages_ms=watch.stages,
        )
        statements = tuple(s for s in draft.statements if s in kept)
        absences = tuple(s for s in draft.absences if s in kept)
        return Extract(self.index, query, answer, statements, absences, draft.notes)

    def passages(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        limit: int = 20,
        departure: Departure | None = None,
    ) -> list[RankedPassage]:
        """The passages that retrieval ranks best for a question, best first. Raises like :meth:`ask`."""
        departure = departure or Departure()
        if self._seats is None:
            return self._passages(question, history, plans, limit, departure.check)
        return self._seats.read(lambda check: self._passages(question, history, plans, limit, check), departure)

    @one_thread()
    def _passages(
        self, question: str, history: Sequence[Turn], plans: Sequence[str], limit: int, check: Callable[[], None]
    ) -> list[RankedPassage]:
        query = self.understand(question, history, plans, check)
        check()
        return rank_read(self.index, query, limit)

    def _draft(self, query: Query, watch: Stopwatch, check: Callable[[], None]) -> Draft:
        if query.act in TALK:
            return draft_talk(self.index, query)
        if not query.scope.plans:
            return draft_unknown_place(self.index, query)
        query = without_stale(self.index, with_unseen(self.index, of_part(self.index, query)))
        elsewhere = draft_elsewhere(self.index, query) or draft_unwritten(self.index, query)
        if elsewhere is not None:
            return elsewhere
        if len(query.scope.plans) > 1 and asks_for_holdings(query) and is_of_many(self.index, query):
            return draft_holdings(self.index, query)
        if _asks_nothing(query):
            return draft_talk(self.index, replace(query, act="astray"))
        if asks_of_another_world(self.index, query):
            return draft_talk(self.index, replace(query, act="elsewhere"))
        if is_of_too_many(query):
            query = of_plan_naming(self.index, query)
        if is_of_too_many(query):
            return draft_many(self.index, query, check)
        with watch.stage("compose"):
            query = of_year_most_tell(self.index, of_place_told(self.index, query))
            composition = compose(self.index, query, check)
            if only := of_only_one(self.index, query, composition):
                query, composition = only, compose(self.index, only, check)
        if query.ordered and not any(s.denies or (s.targets and not s.leaves_open) for s in composition.statements):
            return draft_talk(self.index, replace(query, act="order"))
        draft = draft_answer(self.index, query, composition)
        return retell(self.index, query, draft) if query.act or query.nth else draft


def _asks_nothing(query: Query) -> bool:
    """Whether a message asks for nothing that it names: no place, and no thing either."""
    named = query.scope.reason not in ("all", "conversation")
    names = query.concepts or query.fields or query.piece or query.parts or query.figures
    asks = bool(names) or query.asking.weighs_days or query.compares
    goes_on = query.goes_on and any(len(c.alternatives) > 1 and query.asking.says(c.words) for c in query.concepts)
    return (not named and not goes_on and query.ways["chat"] >= LIKELY) or (query.scope.reason == "all" and not asks)


def open_assistant(settings: Settings) -> Assistant:
    """Open the index that the settings name. An index whose plans have changed since it was built is refused.

    Raises:
        SnapshotError: missing, damaged, of another format or stale; the message says the command that repairs it.
    """
    index = open_index(open_store(settings), choice=EmbeddingChoice.of(settings))
    index.check_corpus()
    plain = Assistant(index, question_characters=settings.question_characters)
    return plain if not settings.has_model else _with_model(plain, settings)


def _with_model(plain: Assistant, settings: Settings) -> Assistant:
    from retrieval.writer.chain import open_writer  # LangChain is needed only where a model is set
    from retrieval.writer.model import Deadlines, Endpoint

    endpoint = Endpoint(
        base_url=settings.model_base_url,
        name=settings.model_name,
        key=settings.model_key.get_secret_value(),
        temperature=settings.model_temperature,
        deadlines=Deadlines(
            settings.model_connect_seconds,
            settings.model_first_token_seconds,
            settings.model_between_tokens_seconds,
            settings.model_total_seconds,
        ),
        concurrency=settings.model_concurrency,
        context=settings.model_context,
        answer_tokens=settings.model_answer_tokens,
        repairs=settings.model_repair,
        price_in=settings.model_price_in,
        price_out=settings.model_price_out,
    )
    modes: dict[str, Mode] = {"extract": "extract", "llm": "llm", "long-context": "long-context"}
    return Assistant(
        plain.index,
        question_characters=settings.question_characters,
        writer=open_writer(endpoint, settings.token_encoding),
        default_mode=modes[settings.answer_mode],
    )


def _line_by_line(answer: Answer) -> Iterator[Answer]:
    lines = answer.answer.split("\n")
    for shown in range(1, len(lines)):
        if lines[shown - 1].strip():
            yield replace(answer, answer="\n".join(lines[:shown]))
    yield answer
