"""An answer that comes line by line: what is sent, how it ends, and what becomes of it when nobody reads it."""

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from errors import AnswerLate, ServiceBusy
from portal.answering import Answering
from portal.api import build_api
from portal.guard import Guard, policy_of
from retrieval.answer import Answer
from retrieval.departure import Departure, NobodyWaits
from settings import Settings
from tests.scripted_assistant import ScriptedAssistant


def client_of(assistant: Any) -> TestClient:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    guarded = Guard(build_api(assistant, settings), policy_of(settings))
    return TestClient(guarded, base_url="http://127.0.0.1", raise_server_exceptions=False)


def lines_of(reply: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in reply.text.splitlines()]


def test_the_last_line_is_the_whole_answer_and_says_so() -> None:
    assistant = ScriptedAssistant()
    with client_of(assistant) as client:
        body = {"question": "目标是多少", "history": [{"role": "user", "content": "早"}], "plans": ["qingyu"]}
        reply = client.post("/api/ask/stream", json=body)
        whole = client.post("/api/ask", json=body).json()
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/x-ndjson"
    *growing, last = lines_of(reply)
    assert {**last, "id": "", "complete": True} == {**whole, "id": "", "complete": True}
    assert [line["complete"] for line in growing] == [False] * len(growing)
    question, history, plans, _ = assistant.asked[0]
    assert (question, history[0].content, plans) == ("目标是多少", "早", ("qingyu",))


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({"question": " "}, 422, "question_empty"),
        ({"question": "长" * 201}, 422, "question_too_long"),
        ({"question": "问", "plans": ["nowhere"]}, 422, "plan_unknown"),
        ({"question": 1}, 422, "wrong_shape"),
    ],
)
def test_what_is_refused_before_the_first_word_has_its_own_status(body: Any, status: int, error: str) -> None:
    with client_of(ScriptedAssistant()) as client:
        reply = client.post("/api/ask/stream", json=body)
    assert (reply.status_code, reply.json()["error"]) == (status, error)
    assert reply.json()["message"].endswith("。")


@pytest.mark.parametrize(
    ("fault", "error"), [(AnswerLate("太慢。请稍后重试。"), "too_slow"), (ValueError("secret"), "internal")]
)
def test_what_goes_wrong_after_the_first_word_is_the_last_line(fault: Exception, error: str) -> None:
    said = threading.Event()

    class Failing(ScriptedAssistant):
        def stream(self, question: str, *_: Any, **__: Any) -> Iterator[Answer]:
            yield Answer("a", question, "青屿市", "answered")
            said.wait(0.3)  # the first line is taken meanwhile
            raise fault

    with client_of(Failing()) as client:
        reply = client.post("/api/ask/stream", json={"question": "问"})
    first, last = lines_of(reply)
    assert (reply.status_code, first["answer"], first["complete"]) == (200, "青屿市", False)
    assert last["error"] == error and last["message"].endswith("。") and "secret" not in reply.text


def events_of(text: str) -> list[tuple[str, dict[str, Any]]]:
    parts = [part.split("\n") for part in text.split("\n\n") if part]
    assert all(len(part) == 2 for part in parts)
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in parts]


def test_whoever_accepts_events_gets_the_same_lines_as_events() -> None:
    assistant = ScriptedAssistant()
    body = {"question": "目标是多少"}
    with client_of(assistant) as client:
        lines = lines_of(client.post("/api/ask/stream", json=body))
        reply = client.post("/api/ask", json=body, headers={"accept": "text/event-stream, application/json;q=0.5"})
        plain = client.post("/api/ask", json=body, headers={"accept": "application/json, text/event-stream"})
        refused = client.post("/api/ask", json={"question": " "}, headers={"accept": "text/event-stream"})
    assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    events = events_of(reply.text)
    assert [name for name, _ in events] == ["answer"] * (len(events) - 1) + ["done"]
    assert {**events[-1][1], "id": ""} == {**lines[-1], "id": ""}
    assert plain.headers["content-type"] == "application/json"
    assert (refused.status_code, refused.json()["error"]) == (422, "question_empty")


def test_what_goes_wrong_after_the_first_event_is_the_event_error() -> None:
    class Failing(ScriptedAssistant):
        def stream(self, question: str, *_: Any, **__: Any) -> Iterator[Answer]:
            yield Answer("a", question, "青屿市", "answered")
            threading.Event().wait(0.3)  # the first event is taken meanwhile
            raise AnswerLate("太慢。请稍后重试。")

    with client_of(Failing()) as client:
        asked = {"accept": "text/event-stream", "accept-language": "en"}
        reply = client.post("/api/ask", json={"question": "问"}, headers=asked)
    (_, first), (name, last) = events_of(reply.text)
    assert (first["complete"], name, last["error"]) == (False, "error", "too_slow")
    assert last["message"].startswith("The answer took longer")


class Waiting:
    """A client that stays until it is told to hang up."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()

    async def receive(self) -> dict[str, str]:
        await self.gone.wait()
        return {"type": "http.disconnect"}


def growing(answering: Answering, work: Any, client: Waiting, departure: Departure) -> AsyncGenerator[str, None]:
    return answering.grow(work, client, departure)  # type: ignore[arg-type]  # all that is asked of it is to receive


def test_hanging_up_announces_the_departure_and_ends_the_work() -> None:
    departure, ended = Departure(), threading.Event()

    def work() -> Iterator[str]:
        yield "first"
        left = threading.Event()
        departure.tell(left.set)
        left.wait(60)  # a model that says nothing
        ended.set()
        departure.check()

    async def hang_up() -> None:
        client = Waiting()
        steps = growing(Answering(2, 60), work, client, departure)
        assert await anext(steps) == "first"
        client.gone.set()
        with pytest.raises(NobodyWaits):
            await asyncio.wait_for(anext(steps), 60)

    asyncio.run(hang_up())
    assert departure.left
    assert ended.wait(60)


def test_a_reader_that_stops_reading_announces_the_departure_too() -> None:
    departure = Departure()

    async def leave() -> None:
        steps = growing(Answering(2, 60), lambda: iter(["a", "b"]), Waiting(), departure)
        await anext(steps)
        await steps.aclose()

    asyncio.run(leave())
    assert departure.left


def test_of_steps_that_were_made_meanwhile_a_slow_reader_gets_the_newest() -> None:
    reading, made = threading.Event(), threading.Event()

    def work() -> Iterator[str]:
        yield "first"
        assert reading.wait(60)
        for step in range(1000):
            yield str(step)
        made.set()  # the last step was taken off this generator before it is asked for more

    async def read() -> list[str]:
        steps = growing(Answering(2, 60), work, Waiting(), Departure())
        first = await anext(steps)
        reading.set()
        assert await asyncio.to_thread(made.wait, 60)
        return [first, *[step async for step in steps]]

    assert asyncio.run(read()) == ["first", "999"]


def test_work_that_heeds_nothing_is_left_behind_in_time_and_still_counted() -> None:
    stuck = threading.Event()

    def work() -> Iterator[str]:
        stuck.wait(60)
        yield "late"

    async def wait() -> None:
        answering = Answering(1, 0.05)
        with pytest.raises(AnswerLate):
            await anext(growing(answering, work, Waiting(), Departure()))
        assert not stuck.is_set()
        with pytest.raises(ServiceBusy):  # its thread is not free yet
            await anext(growing(answering, work, Waiting(), Departure()))
        assert not answering.idle
        stuck.set()
        for _ in range(100):
            await asyncio.sleep(0.02)
            if answering.idle:
                return
        raise AssertionError("the thread was never given back")

    asyncio.run(wait())
