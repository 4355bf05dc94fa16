"""Deadlines, breaker, places and cancellation around a chat model; the model here is scripted, nothing leaves the process."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk

from retrieval.departure import Departure, NobodyWaits
from retrieval.writer.breaker import Breaker
from retrieval.writer.model import Deadlines, Endpoint
from retrieval.writer.scripted import ScriptedChatModel
from retrieval.writer.speaker import ReplyFailed, Speaker, Told

#: What is waited for in a test comes long before these pass, on whatever machine; a hang is told as soon as one of ``HASTY`` has passed.
PATIENT = Deadlines(connect=60, first_token=60, between_tokens=60, total=60)
HASTY = replace(PATIENT, first_token=0.2)


class Paced(ScriptedChatModel):
    """Says 字 after each pause; an infinite pause is a hang."""

    pauses: tuple[float, ...] = ()

    async def _astream(self, *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
        for pause in self.pauses:
            await asyncio.sleep(pause)
            yield ChatGenerationChunk(message=AIMessageChunk(content="字"))


def no_task_is_left(speaker: Speaker) -> bool:
    """A cancelled task is gone a moment after the reader is."""
    end = time.monotonic() + 60
    while speaker.open_tasks() and time.monotonic() < end:
        time.sleep(0.01)
    return speaker.open_tasks() == 0


def say(speaker: Speaker, seconds: float = 60.0, departure: Departure | None = None) -> str:
    until = time.monotonic() + seconds
    return "".join(i for i in speaker.say([("human", "问")], until, departure or Departure()) if isinstance(i, str))


@pytest.fixture
def speakers() -> Any:
    made: list[Speaker] = []

    def make(*pauses: float, deadlines: Deadlines = PATIENT, **options: Any) -> Speaker:
        made.append(Speaker(Paced(pauses=pauses), deadlines=deadlines, **options))
        return made[-1]

    yield make
    for speaker in made:
        assert no_task_is_left(speaker)
        speaker.close()


def test_text_comes_piece_by_piece_and_then_what_was_told(speakers: Any) -> None:
    items = list(speakers(0, 0, 0).say([("human", "问")], time.monotonic() + 60, Departure()))
    assert items == ["字", "字", "字", Told()]


@pytest.mark.parametrize(
    ("pauses", "short", "said"),
    [
        ((600,), "first_token", "迟迟没有回答"),
        ((0, 600), "between_tokens", "中途停住"),
        ((), "total", "没有给出文字|无法读懂"),
    ],
)
def test_a_silence_past_its_deadline_fails_with_what_happened(
    pauses: tuple[float, ...], short: str, said: str, speakers: Any
) -> None:
    with pytest.raises(ReplyFailed, match=said):
        say(speakers(*pauses, deadlines=replace(PATIENT, **{short: 0.2})))


def test_the_whole_answer_has_a_deadline_of_its_own(speakers: Any) -> None:
    with pytest.raises(ReplyFailed, match="整个回答的时限"):
        say(speakers(*[0.05] * 10_000), seconds=0.3)


def test_leaving_ends_the_call_and_leaves_no_task(speakers: Any) -> None:
    speaker, departure = speakers(0, 600), Departure()
    threading.Timer(0.05, departure.announce).start()
    with pytest.raises(NobodyWaits):
        say(speaker, departure=departure)
    with pytest.raises(NobodyWaits):
        say(speaker, departure=departure)


def test_a_reader_that_stops_reading_ends_the_call(speakers: Any) -> None:
    speaker = speakers(0, 600)
    items = speaker.say([("human", "问")], time.monotonic() + 60, Departure())
    assert next(items) == "字"
    items.close()
    assert no_task_is_left(speaker)


def test_more_calls_than_places_wait_and_then_give_up(speakers: Any) -> None:
    speaker = speakers(0, 600, concurrency=1)

    def begin() -> Iterator[str | Told]:
        items: Iterator[str | Told] = speaker.say([("human", "问")], time.monotonic() + 60, Departure())
        assert next(items) == "字"
        return items

    first = begin()  # and it has the place for as long as it is read
    speaker.deadlines = HASTY
    with pytest.raises(ReplyFailed, match=r"^向对话模型的请求太多，没有排到$"):
        say(speaker)
    speaker.deadlines = PATIENT
    first.close()  # type: ignore[attr-defined]  # a generator
    begin().close()  # type: ignore[attr-defined]


def test_the_breaker_opens_after_failures_in_a_row_and_tries_again_after_a_rest() -> None:
    now = [0.0]
    breaker = Breaker(failures=2, rest_seconds=10, clock=lambda: now[0])
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    now[0] = 10.0
    assert breaker.allows() and not breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    now[0] = 20.0
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows() and breaker.allows()


def test_an_open_breaker_calls_nobody(speakers: Any) -> None:
    speaker = speakers(600, deadlines=HASTY, breaker=Breaker(failures=1))
    with pytest.raises(ReplyFailed, match="迟迟"):
        say(speaker)
    with pytest.raises(ReplyFailed, match="暂不调用"):
        say(speaker)


def test_the_key_shows_in_no_repr() -> None:
    assert "sk-secret" not in repr(Endpoint("http://127.0.0.1:1/v1", "m", "sk-secret"))
