"""A person who closes the page or stops an answer is told of to whoever makes it."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from anyio import CapacityLimiter

from errors import ServiceClosing
from portal.conversation import Conversation
from portal.page import _in_threads
from retrieval.departure import Departure, NobodyWaits


def test_stopping_an_answer_announces_the_departure_at_once() -> None:
    departure, waiting = Departure(), threading.Event()

    def steps() -> Iterator[Conversation]:
        yield Conversation()
        waiting.wait(10)  # a model that says nothing
        yield Conversation()

    async def read_one_and_leave() -> None:
        answers = _in_threads(steps(), CapacityLimiter(2), departure)
        await anext(answers)
        rest = asyncio.ensure_future(anext(answers))
        await asyncio.sleep(0.05)
        rest.cancel()
        await asyncio.gather(rest, return_exceptions=True)
        await answers.aclose()  # type: ignore[attr-defined]  # an async generator

    departure.tell(waiting.set)
    asyncio.run(read_one_and_leave())
    assert departure.left and waiting.is_set()


def test_a_departure_tells_everyone_once_and_late_comers_at_once() -> None:
    departure, told = Departure(), list[str]()
    departure.tell(lambda: told.append("early"))
    departure.announce()
    departure.announce()
    departure.tell(lambda: told.append("late"))
    assert told == ["early", "late"]


def test_work_ends_with_the_first_reason_that_was_announced() -> None:
    departure = Departure()
    departure.check()
    departure.announce(ServiceClosing("服务正在停止。请稍后重试。"))
    departure.announce()
    with pytest.raises(ServiceClosing):
        departure.check()
    with pytest.raises(NobodyWaits):
        raise Departure().reason
