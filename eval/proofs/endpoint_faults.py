"""How requests to a faulty or absent endpoint end: complete, labelled, in time, with nothing left running."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from eval.gold.questions import GoldQuestion
from eval.proofs.fake_endpoint import FAULTS, FakeEndpoint
from index.snapshot import Index
from retrieval.answer import Answer
from retrieval.assistant import Assistant
from retrieval.writer.chain import open_writer
from retrieval.writer.model import Deadlines, Endpoint
from retrieval.writer.speaker import Speaker

#: Deadlines in seconds that keep a proof short.
QUICK = Deadlines(connect=0.5, first_token=0.8, between_tokens=0.5, total=2.0)
#: Seconds within which a task that was called off is gone; it takes milliseconds, on a machine that does much else longer.
_ENDING = 10.0


@dataclass
class Ended:
    """How requests to one faulty endpoint ended."""

    fault: str
    requests: int = 0
    incomplete: int = 0
    unlabelled: int = 0
    late: int = 0
    tasks_left: int = 0
    slowest: float = 0.0


def run_faults(
    index: Index, questions: Sequence[str], requests: int, deadlines: Deadlines = QUICK, slack: float = 1.0
) -> list[Ended]:
    """Each fault of the fake endpoint, and a refused connection, ``requests`` times over the wire.

    An answer must be complete (the extractive one, word for word, or the model's own gated sentences), labelled, and there within the total
    deadline and ``slack`` seconds for our own work; no task may be left.
    """
    plain = Assistant(index)
    expected = {q: plain.ask(q, mode="extract") for q in questions}
    ended = []
    with FakeEndpoint() as endpoint:
        for fault in [*FAULTS, "refused", "obeying"]:
            url = endpoint.base_url if fault != "refused" else "http://127.0.0.1:9/v1"
            result = Ended(fault)
            for number in range(requests):
                writer = open_writer(Endpoint(url, fault, "sk-secret", deadlines=deadlines), "bundled")
                question = questions[number % len(questions)]
                start = time.monotonic()
                answer = plain.with_writer(writer).ask(question)
                seconds = time.monotonic() - start
                result.requests += 1
                result.slowest = max(result.slowest, seconds)
                result.late += seconds > deadlines.total + slack
                result.tasks_left += _tasks_left(writer.speaker)
                same = answer.mode == "llm" or (answer.answer, answer.citations) == (
                    expected[question].answer,
                    expected[question].citations,
                )
                result.incomplete += not (same and answer.answer)
                result.unlabelled += answer.mode == "extract" and not any(
                    c.gate == "模式" and c.detail for c in answer.checks
                )
                result.unlabelled += "secret" in repr(answer) or "sk-" in repr(answer)
                writer.close()
            ended.append(result)
    return ended


def _tasks_left(speaker: Speaker) -> int:
    """What is still open when what was called off has had its time to end."""
    until = time.monotonic() + _ENDING
    while (left := speaker.open_tasks()) and time.monotonic() < until:
        time.sleep(0.01)
    return left


def run_down(index: Index, questions: Sequence[GoldQuestion]) -> list[str]:
    """Ids of the questions whose answers differ from extract mode's while the endpoint is down."""
    plain = Assistant(index)
    writer = open_writer(Endpoint("http://127.0.0.1:9/v1", "down", deadlines=QUICK), "bundled")
    down = plain.with_writer(writer)
    differing = []
    for question in questions:
        one = plain.ask(question.question, question.history, mode="extract")
        other = down.ask(question.question, question.history, mode="llm")
        if _public(one) != _public(other):
            differing.append(question.id)
    writer.close()
    return differing


def _public(answer: Answer) -> Answer:
    """What a reader gets: without times, checks, and what made it."""
    return replace(answer, id="", checks=(), latency_ms=0, stages_ms={}, model="", prompt="", prompts={}, usage=None)
