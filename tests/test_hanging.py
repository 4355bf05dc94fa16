"""What hangs keeps nobody from an answer: a chat model, a reading, an assistant that heeds nothing."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import portal.answering
import retrieval.answers.compose
from errors import ServiceClosing
from eval.proofs.fake_endpoint import FakeEndpoint
from index.snapshot import open_index
from portal.api import build_api
from portal.closing import Closing
from portal.guard import Guard, policy_of
from retrieval.answer import Answer
from retrieval.answers.desk import lay_out
from retrieval.assistant import Assistant
from retrieval.departure import Departure, NobodyWaits
from retrieval.seats import Seats
from retrieval.service import Service
from retrieval.writer.chain import open_writer
from retrieval.writer.model import Endpoint
from settings import Settings
from tests.scripted_assistant import ScriptedAssistant
from tests.test_seats import until
from tests.tiny_index import PairEmbedder

QUESTION = {"question": "澜田市到2027年用水总量要控制在多少？"}
FIGURE = "9.6亿"


class GatedEmbedder(PairEmbedder):
    """Stuck with every question until it is opened, as a disk or an interface that does not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.waiting = threading.Event()

    def encode_query(self, texts: Any) -> Any:
        self.waiting.set()
        self.gate.wait(30)
        return super().encode_query(texts)


def client_of(service: Any, closing: Closing | None = None) -> TestClient:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    guarded = Guard(build_api(service, settings, closing), policy_of(settings))
    return TestClient(guarded, base_url="http://127.0.0.1")


def last_line(client: TestClient, question: str, **more: str) -> dict[str, Any]:
    """What a growing answer ends with."""
    reply = client.post("/api/ask/stream", json={"question": question, **more})
    last: dict[str, Any] = json.loads(reply.text.splitlines()[-1])
    return last


@pytest.fixture
def embedder() -> Iterator[GatedEmbedder]:
    embedder = GatedEmbedder()
    yield embedder
    embedder.gate.set()


@pytest.fixture
def stuck(tiny_built: Path, embedder: GatedEmbedder) -> Assistant:
    return Assistant(open_index(tiny_built, embedder=embedder))


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(48) as pool:
        yield pool


def details(answer: Any) -> str:
    return "".join(check["detail"] for check in answer["checks"])


@pytest.mark.parametrize("asking", [4, 40])
def test_models_that_hang_keep_nobody_from_an_extractive_answer(
    tiny_built: Path, pool: ThreadPoolExecutor, asking: int
) -> None:
    """Four wait for the model; whoever asks it besides is answered at once, and so is whoever asks for an extract."""
    assistant = Assistant(open_index(tiny_built, embedder=PairEmbedder()))
    with ExitStack() as hanging_up:
        endpoint = hanging_up.enter_context(FakeEndpoint())
        writer = open_writer(Endpoint(endpoint.base_url, "hang-before-headers"), "bundled")
        service = Service(assistant.with_writer(writer), Seats(4, 4))
        with client_of(service) as client:
            hanging = [pool.submit(client.post, "/api/ask", json=QUESTION) for _ in range(asking)]
            assert until(lambda: endpoint.open == 4 and sum(f.done() for f in hanging) == asking - 4)
            for told in [f.result().json() for f in hanging if f.done()]:
                assert FIGURE in told["answer"] and told["mode"] == "extract"
                assert "没有等它，已改用摘录作答" in details(told)
            extract = pool.submit(client.post, "/api/ask", json={**QUESTION, "mode": "extract"}).result(10)
            assert extract.status_code == 200 and FIGURE in extract.json()["answer"]
            streamed = pool.submit(last_line, client, "清禾市用水总量控制在多少", mode="extract").result(10)
            assert "7.2亿" in streamed["answer"], "nor from one that is read as it grows"
            assert endpoint.open == 4 and sum(not f.done() for f in hanging) == 4
            hanging_up.close()
            for future in hanging:
                assert FIGURE in future.result(20).json()["answer"]
        writer.close()


def test_an_extractive_answer_past_its_deadline_is_refused_and_the_service_goes_on(
    stuck: Assistant, embedder: GatedEmbedder
) -> None:
    seats = Seats(1, 1, seconds=0.2)
    with client_of(Service(stuck, seats)) as client:
        late = client.post("/api/ask", json=QUESTION)
        assert (late.status_code, late.json()["error"]) == (503, "too_slow")
        assert int(late.headers["retry-after"]) > 0 and late.json()["message"].endswith("再问。")
        # on a busy machine the time may be over before the answer is stuck: it ends by itself then, and is asked for again
        assert until(lambda: seats.abandoned == 1 or not client.post("/api/ask", json=QUESTION))
        ready = client.get("/api/health/ready").json()
        assert ready["status"] == "degraded" and "1 个超时的回答" in ready["problem"]
        embedder.gate.set()
        assert until(lambda: seats.abandoned == 0)
        assert client.get("/api/health/ready").json()["status"] == "ready"
        # a busy machine may be too slow for so short a time once more
        assert until(lambda: FIGURE in client.post("/api/ask", json=QUESTION).json().get("answer", ""))


def test_a_growing_answer_that_took_too_long_says_so(stuck: Assistant) -> None:
    with client_of(Service(stuck, Seats(1, 1, seconds=0.1))) as client:
        assert "0.1 秒内没有答完" in last_line(client, "澜田市用水总量")["message"]


def test_reading_ends_before_the_next_plan_when_nobody_waits(tiny_built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    departure, laid_out = Departure(), 0

    def leaving(*arguments: Any) -> Any:
        nonlocal laid_out
        laid_out += 1
        departure.announce()
        return lay_out(*arguments)

    monkeypatch.setattr(retrieval.answers.compose, "lay_out", leaving)
    with pytest.raises(NobodyWaits):
        Assistant(open_index(tiny_built, embedder=PairEmbedder())).ask("用水总量要控制在多少？", departure=departure)
    assert laid_out == 1


def test_answers_that_run_when_the_service_closes_are_finished(
    stuck: Assistant, embedder: GatedEmbedder, pool: ThreadPoolExecutor
) -> None:
    closing = Closing(seconds=60)
    with client_of(Service(stuck), closing) as client:
        running = pool.submit(client.post, "/api/ask", json=QUESTION)
        assert embedder.waiting.wait(10)
        closing.announce()
        refused = client.post("/api/ask", json=QUESTION)
        assert (refused.status_code, refused.json()["error"]) == (503, "closing")
        assert int(refused.headers["retry-after"]) > 0
        unready = client.get("/api/health/ready")
        assert (unready.status_code, unready.json()["error"]) == (503, "closing")
        assert client.get("/api/health/live").status_code == 200
        embedder.gate.set()
        assert FIGURE in running.result(10).json()["answer"]


def test_an_extract_that_runs_at_the_end_of_the_drain_is_refused_in_our_form(
    stuck: Assistant, embedder: GatedEmbedder, pool: ThreadPoolExecutor
) -> None:
    closing = Closing(seconds=0.05)
    with client_of(Service(stuck), closing) as client:
        running = pool.submit(client.post, "/api/ask", json=QUESTION)
        assert embedder.waiting.wait(10)
        closing.announce()
        ended = running.result(10)
        assert (ended.status_code, ended.json()["error"]) == (503, "closing")
        assert int(ended.headers["retry-after"]) > 0 and ended.json()["message"].endswith("。")


def test_a_growing_answer_ends_with_the_reason_when_the_service_closes(
    stuck: Assistant, embedder: GatedEmbedder, pool: ThreadPoolExecutor
) -> None:
    closing = Closing(seconds=0.05)
    with client_of(Service(stuck), closing) as client:
        shown = pool.submit(last_line, client, "澜田市用水总量")
        assert embedder.waiting.wait(10)
        closing.announce()
        assert "服务正在停止或重启" in shown.result(10)["message"]


def test_an_answer_of_a_model_ends_as_a_labelled_extract_when_the_service_closes(
    tiny_built: Path, pool: ThreadPoolExecutor
) -> None:
    assistant = Assistant(open_index(tiny_built, embedder=PairEmbedder()))
    closing = Closing(seconds=0.05)
    with FakeEndpoint() as endpoint:
        writer = open_writer(Endpoint(endpoint.base_url, "hang-before-headers"), "bundled")
        with client_of(Service(assistant.with_writer(writer)), closing) as client:
            running = pool.submit(client.post, "/api/ask", json=QUESTION)
            assert until(lambda: endpoint.open == 1)
            closing.announce()
            answer = running.result(10).json()
        writer.close()
    assert FIGURE in answer["answer"] and answer["mode"] == "extract" and "服务正在停止" in details(answer)


class Deaf(ScriptedAssistant):
    """Heeds neither departure nor deadline."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = threading.Event()
        self.begun = 0

    def ask(self, *arguments: Any, **named: Any) -> Answer:
        self.begun += 1
        self.opened.wait(30)
        return super().ask(*arguments, **named)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal.answering, "GRACE", 0.05)


@pytest.mark.usefixtures("impatient")
def test_even_an_assistant_that_heeds_nothing_is_left_when_the_service_closes(pool: ThreadPoolExecutor) -> None:
    deaf, closing = Deaf(), Closing(seconds=0.05)
    with client_of(deaf, closing) as client:
        running = pool.submit(client.post, "/api/ask", json=QUESTION)
        assert until(lambda: deaf.begun == 1)
        closing.announce()
        ended = running.result(10)
        deaf.opened.set()
    assert (ended.status_code, ended.json()["error"]) == (503, "closing")


@pytest.mark.usefixtures("impatient")
def test_threads_that_heed_nothing_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = Deaf()
    monkeypatch.setattr(portal.answering.Answering, "of", lambda _: portal.answering.Answering(3, 0.05))
    with client_of(deaf) as client:
        replies = [client.post("/api/ask", json=QUESTION) for _ in range(6)]
        assert [reply.json()["error"] for reply in replies] == ["too_slow"] * 3 + ["busy"] * 3
        assert {reply.status_code for reply in replies} == {503} and deaf.begun == 3
        assert all(int(reply.headers["retry-after"]) > 0 for reply in replies)
        deaf.opened.set()
        assert until(lambda: client.post("/api/ask", json=QUESTION).status_code == 200)


def test_a_departure_under_a_service_that_has_closed_has_left_already() -> None:
    closing = Closing(seconds=60)
    before = closing.departure()
    closing.announce()
    closing.announce()
    assert closing.is_closing and closing.deadline is not None and not before.left
    with pytest.raises(ServiceClosing):
        closing.departure().check()
