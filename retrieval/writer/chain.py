"""Around a chat model: condense -> retrieve -> generate with [n] -> parse -> gates, sentence by sentence -> stream.

The scope, the record and the extractive answer are those of the assistant; only the wording is the model's. A sentence is shown once it
passed; in the place of one that did not stands the plan's own. On any failure of the model the extractive answer is given, labelled.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from errors import AnswerWithheld
from index.snapshot import Index
from index.tokens import open_encoding
from prompts.loader import Prompt, load_prompt
from retrieval.answer import Answer, Check, Removed, Status, Table, Turn
from retrieval.answers.breadth import is_of_too_many
from retrieval.answers.extract import Extract
from retrieval.answers.provenance import with_remarks
from retrieval.answers.statement import Statement
from retrieval.answers.writing import MarkNumbers, table_rows, write_table
from retrieval.departure import Departure, NobodyWaits
from retrieval.question.acts import TALK
from retrieval.question.commands import without_commands
from retrieval.question.query import Query
from retrieval.writer.adding import missing_lines
from retrieval.writer.bill import Bill, Prices
from retrieval.writer.briefing import Briefing
from retrieval.writer.frames import is_there, leads_only, says_absent
from retrieval.writer.judging import judge_sentence
from retrieval.writer.material import Count, Material, found_lines
from retrieval.writer.model import Endpoint, open_chat_model
from retrieval.writer.reply import ReplyReader, Sentence
from retrieval.writer.speaker import Message, ReplyFailed, Speaker, Told
from retrieval.writer.standing import Reply, Standing, written

ModelMode = Literal["llm", "long-context"]
Observer = Callable[[Sentence, "Statement | str"], None]

_PROMPTS = ("system", "answer", "repair", "condense", "split", "judge")
#: Our count of tokens may be this far below the model's own.
_MARGIN = 0.85
#: What our own work at the end may take of the total deadline: seconds, and a share of a short one.
_OWN_SECONDS, _OWN_SHARE = 0.5, 0.1
#: Kinds of question with as many answers as there are sentences to the point.
_MANY = ("list", "measure", "tasks")


@dataclass
class _Work:
    """One answer in the making."""

    question: str
    history: Sequence[Turn]
    query: Query
    mode: ModelMode
    extract: Extract
    departure: Departure
    until: float
    bill: Bill
    reply: Reply
    tabled: Sequence[Statement]
    notes: list[Check] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)
    asked: str = ""

    @property
    def index(self) -> Index:
        """The snapshot that the extractive answer is from, and all of this one."""
        return self.extract.index

    @cached_property
    def reckoned(self) -> str:
        """What the ledgers reckoned for the question: figures that stand in no passage."""
        lines = [s.text for s in self.extract.statements if not s.plan]
        return "；".join([*lines, *(c for table in self.extract.answer.tables for row in table.rows for c in row)])


class Writer:
    """Answers in a model's words. Safe between threads; one serves a whole process, whatever snapshots come and go."""

    def __init__(
        self,
        speaker: Speaker,
        *,
        context: int = 16384,
        answer_tokens: int = 1024,
        prices: Prices | None = None,
        count: Count | None = None,
        observe: Observer | None = None,
        repairs: bool = False,
    ) -> None:
        """``observe`` is told of every sentence that was judged, with what stands of it or the reason against it.

        ``repairs``: the model is asked once more for sentences that failed and in whose place nothing of the plan stands.
        """
        self.speaker = speaker
        self._repairs = repairs
        self._prices = prices or Prices()
        self._count: Count = count or open_encoding().count
        self._observe = observe
        self._prompts = {name: load_prompt(name) for name in _PROMPTS}
        self._room = int((context - answer_tokens) * _MARGIN)

    @property
    def prompts(self) -> dict[str, Prompt]:
        """The prompts by name."""
        return dict(self._prompts)

    def close(self) -> None:
        """End the thread that speaks to the model."""
        self.speaker.close()

    def stream(
        self, extract: Extract, history: Sequence[Turn], mode: ModelMode, departure: Departure, *, seated: bool = True
    ) -> Iterator[Answer]:
        """Growing answers of sentences that passed; the last is complete: the model's, or the extractive one, labelled.

        ``seated``: whether the model may be asked now; where others have every seat at it, the extractive answer does not wait.

        Raises:
            NobodyWaits: the departure was announced.
        """
        total, tabled = self.speaker.deadlines.total, _tabled(extract)
        begun = time.monotonic() - extract.answer.latency_ms / 1000
        work = _Work(
            without_commands(extract.answer.question) or extract.answer.question,
            history,
            extract.query,
            mode,
            extract,
            departure,
            begun + total - min(_OWN_SECONDS, _OWN_SHARE * total),
            Bill(self._prices, self._count),
            Reply(
                extract.index,
                extract.query.scope.plans,
                [s for s in extract.statements if not s.nearest and s not in tabled],
                extract.query.kind in _MANY and extract.answer.status != "not_found",
            ),
            tabled,
        )
        if not _is_for_the_model(extract):
            yield self._fallback(work, "问题没有确定到收录的方案，不调用模型", fault=False)
            return
        if not seated:
            yield self._fallback(work, "对话模型正在回答别的问题，没有等它，已改用摘录作答")
            return
        try:
            yield from self._answer(work)
        except ReplyFailed as failed:
            yield self._fallback(work, f"{failed}，已改用摘录作答")
        except AnswerWithheld as ended:  # whoever asked still waits, and the extractive answer is there
            yield self._fallback(work, f"没有等对话模型说完，已改用摘录作答：{ended}")
        except NobodyWaits:
            raise
        except Exception:  # a fault of ours: the user still has an answer, and the log the trace
            logging.getLogger("wence").exception("模型作答时出错")
            yield self._fallback(work, "核对模型的回答时内部出错，已改用摘录作答")

    def _answer(self, work: _Work) -> Iterator[Answer]:
        def say(message: str) -> str:
            return "".join(self._pieces(work, message))

        briefing = Briefing(work.index, self._prompts, self._count, self._room)
        with _timed(work, "condense"):
            work.asked = briefing.question_in_full(work.question, work.history, work.query, say)
        with _timed(work, "retrieve"):
            material = self._material_for(briefing, work, say)
        if not material.passages:
            yield self._fallback(work, "没有可给模型看的段落，已改用摘录作答")
            return
        yield self._so_far(work, "撰写")
        with _timed(work, "generate"):
            found = found_lines(work.extract.statements, material) or "（无）"
            message = self._prompts["answer"].fill(passages=material.text, question=work.asked, found=found)
            for sentence in self._sentences(work, message):
                if self._take(work, material, sentence):
                    yield self._so_far(work, "核对")
        if self._repairs and work.reply.lost:
            with _timed(work, "repair"):
                yield from self._repair(work, material)
        yield self._finished(work)

    def _material_for(self, briefing: Briefing, work: _Work, say: Callable[[str], str]) -> Material:
        if work.mode == "long-context":
            return briefing.whole_plans(work.query)
        return briefing.material(work.asked, work.query, work.extract.answer.citations, say)

    # What the model says

    def _messages(self, text: str) -> list[Message]:
        return [("system", self._prompts["system"].fill()), ("human", text)]

    def _pieces(self, work: _Work, text: str, *, may_be_empty: bool = False) -> Iterator[str]:
        said, told = "", Told()
        try:
            asked = self.speaker.say(self._messages(text), work.until, work.departure, may_be_empty=may_be_empty)
            for item in asked:
                if isinstance(item, Told):
                    told = item
                else:
                    said += item
                    yield item
        finally:
            work.bill.add(self._prompts["system"].template + text, said, told.input_tokens, told.output_tokens)
        if told.finish == "length":
            work.notes.append(Check("长度", False, "模型的回答到了长度上限，没有说完"))

    def _sentences(self, work: _Work, text: str, *, may_be_empty: bool = False) -> Iterator[Sentence]:
        reader = ReplyReader()
        for piece in self._pieces(work, text, may_be_empty=may_be_empty):
            yield from reader.read(piece)
        yield from reader.finish()

    def _take(self, work: _Work, material: Material, sentence: Sentence) -> bool:
        """Whether something new stands: the sentence, or the plan's own in its place."""
        if leads_only(sentence):
            work.reply.lead(sentence.text)
            return False
        if says_absent(sentence):
            if not is_there(sentence, material.passages):
                work.reply.absences.append(sentence.text)
            return False
        plans, passages = work.query.scope.plans, material.passages
        judged = judge_sentence(work.index, plans, passages, sentence, work.reckoned, listed=work.reply.lists)
        if self._observe is not None:
            self._observe(sentence, judged)
        if isinstance(judged, str):
            return work.reply.replace(sentence, judged, material.passages)
        if not _is_asked(work, judged):
            work.reply.removed.append(Removed(sentence.text, "没有问到"))
            return False
        return work.reply.keep(judged)

    def _repair(self, work: _Work, material: Material) -> Iterator[Answer]:
        """Ask once more for the sentences that nothing stands for, with what failed. Whatever comes of it, what stands stays."""
        lost = work.reply.lost
        listed = "\n".join(f"- {r.text}（{r.reason}）" for r in lost)
        message = self._prompts["repair"].fill(passages=material.text, question=work.asked, failures=listed)
        before = len(work.reply.standing)
        try:
            for sentence in self._sentences(work, message, may_be_empty=True):
                if self._take(work, material, sentence):
                    yield self._so_far(work, "核对")
        except ReplyFailed as failed:
            work.notes.append(Check("改写", True, f"没有得到改写：{failed}"))
            return
        won = len(work.reply.standing) - before
        work.notes.append(Check("改写", True, f"{len(lost)} 句没有通过核对，要求改写后多出 {won} 句"))

    # What the user gets

    def _so_far(self, work: _Work, stage: str) -> Answer:
        answer, numbers = self._written(work, work.reply.standing)
        return replace(answer, status="answered", citations=numbers.citations(), tables=(), stage=stage)

    def _written(self, work: _Work, standing: Sequence[Standing]) -> tuple[Answer, MarkNumbers]:
        numbers = MarkNumbers(work.index)
        lines, told = written(standing, numbers)
        shown = replace(
            work.extract.answer, answer="\n".join(lines), mode=work.mode, lines=told, removed=tuple(work.reply.removed)
        )
        return self._signed(work, shown), numbers

    def _finished(self, work: _Work) -> Answer:
        checks = self._checks(work)
        reply = work.reply
        both = bool(reply.absences) and work.extract.answer.status == "not_found"
        if both or (not reply.in_model_words and not (reply.statements and not work.extract.statements)):
            return self._fallback(work, self._why_not(reply, absent=both))
        first, last, absences = missing_lines(work.extract, reply)
        first, last = ([s for s in lines if s not in work.tabled] for lines in (first, last))
        if first or last:
            checks.append(Check("补充", True, f"模型没有说到的 {len(first) + len(last)} 条由台账和摘录补上"))
        ours = [Standing(s, "ledger") for s in (*first, *last, *(() if work.tabled else absences))]
        standing = [*ours[: len(first)], *reply.standing, *ours[len(first) :]]
        answer, numbers = self._written(work, standing)
        tables, lines = self._table(work, numbers)
        citations = numbers.citations()
        # what the model has not seen among its passages may be there all the same
        unsaid = [] if absences or work.extract.answer.status == "answered" else reply.absences
        text = "\n".join([*work.extract.notes, answer.answer, *lines, *unsaid])
        return replace(
            answer,
            answer=with_remarks(work.index, text, citations),
            citations=citations,
            tables=tables,
            status=self._status(work, absent=bool(absences or unsaid)),
            checks=tuple(checks),
        )

    def _table(self, work: _Work, numbers: MarkNumbers) -> tuple[tuple[Table, ...], list[str]]:
        """The table of the extractive answer, its marks numbered on behind those of the lines."""
        if not work.tabled:
            return (), []
        silent = [absence.plan for absence in work.extract.absences]
        table, lines = write_table(work.index, work.query, work.tabled, numbers, silent)
        return (table,), lines

    def _why_not(self, reply: Reply, *, absent: bool) -> str:
        if absent or (reply.absences and not reply.removed):
            return "模型也没有在资料里找到，按检索的结果作答"
        return "模型的回答没有一句通过核对，已改用摘录作答"

    def _status(self, work: _Work, *, absent: bool) -> Status:
        """Partial only where something asked for is not given, or a claim was lost without anything in its place and nothing else answers."""
        answered = work.extract.answer.status == "answered"
        claims = [] if answered else [r for r in work.reply.lost if any(sign.isdigit() for sign in r.text)]
        left_out = work.query.scope.unknown or work.query.scope.outside
        return "partial" if absent or claims or left_out else "answered"

    def _checks(self, work: _Work) -> list[Check]:
        removed = work.reply.removed
        told = "；".join(f"{'换成原文' if r.instead else '去掉'}“{r.text[:40]}”：{r.reason}" for r in removed)
        return [Check("模型句子", not removed, told), *work.notes]

    def _fallback(self, work: _Work, reason: str, *, fault: bool = True) -> Answer:
        """The extractive answer, word for word, labelled."""
        checks = (
            *work.extract.answer.checks,
            Check("模式", not fault, reason),
            *self._checks(work)[not work.reply.removed :],
        )
        return self._signed(work, replace(work.extract.answer, checks=checks))

    def _signed(self, work: _Work, answer: Answer) -> Answer:
        """With what made it: prompts, model, tokens, times."""
        return replace(
            answer,
            prompt=self._prompts["answer"].fingerprint,
            prompts={name: prompt.fingerprint for name, prompt in self._prompts.items()},
            model=self.speaker.name,
            usage=work.bill.total(),
            stages_ms={**work.extract.answer.stages_ms, **work.stages},
            latency_ms=round(work.extract.answer.latency_ms + sum(work.stages.values()), 3),
        )


@contextmanager
def _timed(work: _Work, name: str) -> Iterator[None]:
    """Adds the milliseconds of a block to the stages of a work, also when it is left by an error."""
    start = time.perf_counter()
    try:
        yield
    finally:
        work.stages[name] = round((time.perf_counter() - start) * 1000, 3)


def _is_for_the_model(extract: Extract) -> bool:
    """Whether a plan is in scope and something is asked of it: small talk and questions of which plan is meant are ours."""
    query = extract.query
    unclear = extract.answer.status == "clarify" and query.scope.reason in ("all", "conversation")
    # of many plans the ledgers tell, which no model can be shown
    return bool(query.scope.plans) and query.act not in TALK and not unclear and not is_of_too_many(query)


def _is_asked(work: _Work, statement: Statement) -> bool:
    """Whether a sentence is to the point: where what is asked has one answer and that was found, it rests on the same words of the plan."""
    extract = work.extract
    if extract.query.kind in _MANY or extract.answer.status != "answered":
        return True
    found = [e for s in extract.statements for e in s.evidence]
    return any(e.clause == f.clause and e.start < f.end and f.start < e.end for e in statement.evidence for f in found)


def _tabled(extract: Extract) -> Sequence[Statement]:
    """The lines of the extractive answer that stand in its table."""
    return table_rows(extract.statements) if extract.answer.tables else []


def open_writer(endpoint: Endpoint, encoding: str) -> Writer:
    """A writer for an endpoint. Nothing is sent before the first question.

    Raises:
        SettingsError: the endpoint's address or the encoding cannot be used.
    """
    speaker = Speaker(
        open_chat_model(endpoint),
        deadlines=endpoint.deadlines,
        concurrency=endpoint.concurrency,
        says_when_done=True,
    )
    return Writer(
        speaker,
        context=endpoint.context,
        answer_tokens=endpoint.answer_tokens,
        repairs=endpoint.repairs,
        prices=Prices(endpoint.price_in, endpoint.price_out),
        count=open_encoding(encoding).count,
    )
