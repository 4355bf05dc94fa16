"""The LangChain runnable around any chat model: retrieve -> prompt -> generate -> parse [n] -> gates, sentence by sentence.

What does not pass the gates is dropped; when nothing is left, or the model fails, the extractive answer takes its place, labelled.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda

from corpus.sentences import split_sentences
from prompts.loader import Prompt, load_prompt
from retrieval.answer import Answer, Check
from retrieval.assistant import Assistant
from retrieval.gates import pass_gates
from retrieval.ranking import RankedPassage
from retrieval.statement import Evidence, Statement
from retrieval.writing import MarkNumbers, mark_lines

_MARKS = re.compile(r"\[(\d{1,3})\]")
_PASSAGES = 8


@dataclass(frozen=True, slots=True)
class _Prompted:
    """A question with the passages the model is shown, numbered from 1."""

    question: str
    passages: tuple[RankedPassage, ...]


def build_chain(assistant: Assistant, model: BaseChatModel, *, prompt: Prompt | None = None) -> Runnable[str, Answer]:
    """A runnable from question to :class:`~retrieval.answer.Answer` (mode ``llm``; ``extract`` where it had to fall back).

    The plan scope, the gates and the record are those of the extractive answer; only the wording is the model's.
    """
    chosen = prompt or load_prompt("answer")

    def gather(question: str) -> _Prompted:
        return _Prompted(question, tuple(assistant.passages(question, limit=_PASSAGES)))

    def generate(prompted: _Prompted) -> Answer:
        extract = assistant.ask(prompted.question)
        if not prompted.passages:
            return extract
        message = chosen.fill(passages=_numbered(prompted.passages), question=prompted.question)
        try:
            reply = model.invoke(message).text
        except Exception as error:  # noqa: BLE001  # whatever a provider raises, the user gets the extractive answer
            return _labelled(extract, f"对话模型出错（{type(error).__name__}），已改用摘录作答")
        return _gated(assistant, prompted, reply, extract, chosen, _name_of(model))

    return RunnableLambda(gather) | RunnableLambda(generate)


def _numbered(passages: Sequence[RankedPassage]) -> str:
    return "\n\n".join(f"[{n}] {p.passage.header}\n{p.passage.text}" for n, p in enumerate(passages, 1))


def _gated(
    assistant: Assistant, prompted: _Prompted, reply: str, extract: Answer, prompt: Prompt, model: str
) -> Answer:
    statements = parse_reply(prompted.passages, reply)
    plans = assistant.understand(prompted.question).scope.plans
    kept, checks = pass_gates(assistant.index, statements, prompted.question, plans)
    if not kept:
        return _labelled(extract, "模型的回答没有一句通过核对，已改用摘录作答", *checks)
    numbers = MarkNumbers(assistant.index)
    lines = mark_lines(kept, numbers)
    return replace(
        extract,
        answer="\n".join(lines),
        status="answered" if len(kept) == len(statements) else "partial",
        citations=numbers.citations(),
        mode="llm",
        checks=tuple(checks),
        prompt=prompt.fingerprint,
        model=model,
    )


def parse_reply(passages: Sequence[RankedPassage], reply: str) -> list[Statement]:
    """The sentences of a reply, each with the passages its [n] marks name as evidence. A sentence without a mark has none."""
    statements = []
    marked = _marks_before_stops(reply)
    for start, end in split_sentences(marked):
        sentence = marked[start:end]
        numbers = [int(n) for n in _MARKS.findall(sentence)]
        cited = [passages[n - 1] for n in dict.fromkeys(numbers) if 1 <= n <= len(passages)]
        text = _MARKS.sub("", sentence).strip()
        if not re.search(r"\w", text):
            continue
        evidence = tuple(_evidence(p) for p in cited)
        plan = cited[0].passage.plan if cited else next((p.passage.plan for p in passages), "")
        statements.append(Statement(text, evidence, plan))
    return statements


def _marks_before_stops(reply: str) -> str:
    """Marks behind a full stop belong to the sentence before it: …14%。[1] -> …14%[1]。"""
    return re.sub(r"([。；！？])((?:\s*\[\d{1,3}\])+)", lambda m: m.group(2) + m.group(1), reply)


def _evidence(ranked: RankedPassage) -> Evidence:
    passage = ranked.passage
    return Evidence(passage.plan, passage.clause, passage.text, passage.text, passage.start, passage.end)


def _labelled(extract: Answer, reason: str, *checks: Check) -> Answer:
    return replace(extract, checks=(*extract.checks, Check("模式", False, reason), *checks))


def _name_of(model: Any) -> str:
    return str(getattr(model, "model_name", "") or type(model).__name__)
