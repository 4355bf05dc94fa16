"""Around a chat model: condense -> retrieve -> generate with [n] -> parse -> gates, sentence by sentence -> repair or drop -> stream.

The scope, the record and the extractive answer are those of the assistant; only the wording is the model's. A sentence is shown once it
passed. On any failure of the model the extractive answer takes its place, labelled.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from errors import AnswerWithheld
from index.snapshot import Index
from index.tokens import open_encoding
from prompts.loader import Prompt, load_prompt
from retrieval.answer import Answer, Check, Turn
from retrieval.answers.extract import Extract
from retrieval.answers.provenance import with_remarks
from retrieval.answers.statement import Evidence, Statement
from retrieval.answers.writing import MarkNumbers, mark_lines
from retrieval.departure import Departure, NobodyWaits
from retrieval.gates.claims import amounts, content, fold
from retrieval.question.commands import without_commands
from retrieval.question.query import Query
from retrieval.writer.bill import Bill, Prices
from retrieval.writer.briefing import Briefing
from retrieval.writer.judging import judge_sentence
from retrieval.writer.material import Count, Material
from retrieval.writer.model import Endpoint, open_chat_model
from retrieval.writer.reply import ReplyReader, Sentence
from retrieval.writer.speaker import Message, ReplyFailed, Speaker, Told

ModelMode = Literal["llm", "long-context"]
Observer = Callable[[Sentence, "list[Statement] | str"], None]

_PROMPTS = ("system", "answer", "repair", "condense", "split", "judge")
#: Our count of tokens may be this far below the model's own.
_MARGIN = 0.85
#: What our own work at the end may take of the total deadline: seconds, and a share of a short one.
_OWN_SECONDS, _OWN_SHARE = 0.5, 0.1
#: Kinds of question with one exact answer, which the ledgers and the front matter give.
_EXACT = ("number", "duty", "document")
_ABSENT = re.compile("资料(?:中|里)?(?:没有|未|并未|不)|未提及|没有提到|未提到|无法(?:回答|确定)|没有相关")


@dataclass(frozen=True, slots=True)
class _Failure:
    """A sentence that did not pass, and why."""

    text: str
    reason: str


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
    kept: list[Statement] = field(default_factory=list)
    failures: list[_Failure] = field(default_factory=list)
    dropped: list[_Failure] = field(default_factory=list)
    notes: list[Check] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)
    asked: str = ""

    @property
    def index(self) -> Index:
        """The snapshot that the extractive answer is from, and all of this one."""
        return self.extract.index


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
    ) -> None:
        """``observe`` is told of every sentence that was judged, with what stands of it or the reason against it."""
        self.speaker = speaker
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
        total = self.speaker.deadlines.total
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
        )
        if not extract.query.scope.plans or extract.answer.status == "clarify":
            yield self._fallback(work, "问题没有确定到收录的方案，不调用模型", fault=False)
            return
        if not extract.statements or extract.answer.status == "not_found":
            yield self._fallback(work, "方案里有没有由检索判定：没有的内容不交给模型写", fault=False)
            return
        if (
            extract.query.kind == "which"
            or extract.answer.tables
            or any(s.picks or (s.targets and not s.plan) for s in extract.statements)
        ):
            yield self._fallback(work, "对照、排序、计算和逐份查找由台账和检索直接给出，不经模型改写", fault=False)
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
            if work.mode == "long-context":
                material = briefing.whole_plans(work.query)
            else:
                material = briefing.material(work.asked, work.query, work.extract.answer.citations, say)
        if not material.passages:
            yield self._fallback(work, "没有可给模型看的段落，已改用摘录作答")
            return
        with _timed(work, "generate"):
            message = self._prompts["answer"].fill(passages=material.text, question=work.asked)
            for sentence in self._sentences(work, message):
                if self._take(work, material, sentence):
                    yield self._so_far(work)
        if work.failures:
            with _timed(work, "repair"):
                yield from self._repair(work, material)
        yield self._finished(work)

    # What the model says

    def _messages(self, text: str) -> list[Message]:
        return [("system", self._prompts["system"].fill()), ("human", text)]

    def _pieces(self, work: _Work, text: str) -> Iterator[str]:
        said, told = "", Told()
        try:
            for item in self.speaker.say(self._messages(text), work.until, work.departure):
                if isinstance(item, Told):
                    told = item
                else:
                    said += item
                    yield item
        finally:
            work.bill.add(self._prompts["system"].template + text, said, told.input_tokens, told.output_tokens)
        if told.finish == "length":
            work.notes.append(Check("长度", False, "模型的回答到了长度上限，没有说完"))

    def _sentences(self, work: _Work, text: str) -> Iterator[Sentence]:
        reader = ReplyReader()
        for piece in self._pieces(work, text):
            yield from reader.read(piece)
        yield from reader.finish()

    def _take(self, work: _Work, material: Material, sentence: Sentence) -> bool:
        """Whether a sentence passed and is new."""
        if _only_leads(sentence) or _ABSENT.search(sentence.text):
            work.dropped.append(
                _Failure(sentence.text, "没有引文的过渡句" if _only_leads(sentence) else "没有引文的“未提到”")
            )
            return False
        judged = judge_sentence(work.index, work.query.scope.plans, material.passages, sentence)
        if self._observe is not None:
            self._observe(sentence, judged)
        if isinstance(judged, str):
            work.failures.append(_Failure(sentence.text, judged))
            return False
        new = [statement for statement in judged if not any(_same(statement, kept) for kept in work.kept)]
        work.kept += new
        return bool(new)

    def _repair(self, work: _Work, material: Material) -> Iterator[Answer]:
        """Ask once more for the sentences that failed, with what failed; what fails again is dropped."""
        first, work.failures = work.failures, []
        listed = "\n".join(f"- {f.text}（{f.reason}）" for f in first)
        message = self._prompts["repair"].fill(passages=material.text, question=work.asked, failures=listed)
        repaired = 0
        for sentence in self._sentences(work, message):
            if self._take(work, material, sentence):
                repaired += 1
                yield self._so_far(work)
        work.dropped += work.failures if repaired else first
        detail = "；".join(f"“{f.text[:40]}”：{f.reason}" for f in first)
        work.notes.append(Check("改写", True, f"{len(first)} 句没有通过核对，要求改写后通过 {repaired} 句：{detail}"))
        work.failures = first[repaired:]

    # What the user gets

    def _so_far(self, work: _Work) -> Answer:
        numbers = MarkNumbers(work.index)
        lines = mark_lines(work.kept, numbers)
        answer = "\n".join(lines)
        shown = replace(
            work.extract.answer,
            answer=answer,
            status="answered",
            citations=numbers.citations(),
            tables=(),
            mode=work.mode,
        )
        return self._signed(work, shown)

    def _finished(self, work: _Work) -> Answer:
        checks = self._checks(work)
        if not work.kept:
            return self._fallback(work, "模型的回答没有一句通过核对，已改用摘录作答")
        added = self._missing(work)
        if added:
            checks.append(Check("补充", True, f"模型没有说到的 {len(added)} 条由摘录补上"))
        statements = [*work.kept, *added]
        numbers = MarkNumbers(work.index)
        lines = mark_lines(statements, numbers)
        citations = numbers.citations()
        complete = not work.failures and work.extract.answer.status == "answered" and not work.extract.absences
        return replace(
            self._so_far(work),
            answer=with_remarks(work.index, "\n".join([*work.extract.notes, *lines]), citations),
            citations=citations,
            status="answered" if complete else "partial",
            checks=tuple(checks),
        )

    def _checks(self, work: _Work) -> list[Check]:
        failed = "；".join(f"去掉“{f.text[:40]}”：{f.reason}" for f in work.dropped)
        return [Check("模型句子", not work.dropped, failed), *work.notes]

    def _missing(self, work: _Work) -> list[Statement]:
        """Lines of the extractive answer that the model's sentences do not cover: where sentences were lost, a plan is left out, or
        the question has one exact answer (a figure, a body, a date) that the model passed over.
        """
        told = {s.plan for s in work.kept}
        lost = bool(work.failures) or work.query.kind in _EXACT
        added = []
        for statement in (s for s in work.extract.statements if not s.nearest):
            covered = bool(statement.evidence) and all(_is_cited(e, work.kept) for e in statement.evidence)
            if not covered and (lost or (statement.plan and statement.plan not in told)):
                added.append(statement)
        silent = [s for s in work.extract.absences if s.plan not in told]
        return added + silent

    def _fallback(self, work: _Work, reason: str, *, fault: bool = True) -> Answer:
        """The extractive answer, word for word, labelled."""
        checks = (
            *work.extract.answer.checks,
            Check("模式", not fault, reason),
            *self._checks(work)[not work.dropped :],
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


def _only_leads(sentence: Sentence) -> bool:
    """主要措施包括： — a line that only leads to the next, without marks of its own."""
    return not any(p.numbers for p in sentence.pieces) and bool(re.search(r"[：:]\s*$", sentence.text))


def _same(one: Statement, other: Statement) -> bool:
    """Whether two sentences say the same of the same plan, small words aside."""
    ours, theirs = fold(one.text), fold(other.text)
    figures = [(a.number, a.unit) for a in amounts(ours)] == [(a.number, a.unit) for a in amounts(theirs)]
    return one.plan == other.plan and figures and set(content(ours)) <= set(content(theirs))


def _is_cited(evidence: Evidence, kept: Sequence[Statement]) -> bool:
    mine = [e for s in kept for e in s.evidence if e.clause == evidence.clause]
    return any(e.start <= evidence.start and evidence.end <= e.end for e in mine)


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
        prices=Prices(endpoint.price_in, endpoint.price_out),
        count=open_encoding(encoding).count,
    )
