import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from portal.api import build_api
from portal.guard import Guard, policy_of
from retrieval.answer import Answer
from retrieval.departure import Departure, NobodyWaits
from settings import Settings
from tests.scripted_assistant import CARDS, TARGET, ScriptedAssistant

BASE = "http://127.0.0.1"


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def client(assistant: ScriptedAssistant) -> Iterator[TestClient]:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    with TestClient(Guard(build_api(assistant, settings), policy_of(settings)), base_url=BASE) as client:
        yield client


def test_an_answer_has_the_public_names_and_its_citations(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "目标是多少"}).json()
    assert answer["status"] == "answered"
    assert answer["citations"][0]["quote"] == TARGET
    assert {"n", "plan", "title", "section", "address", "clause", "quote", "start", "end", "scanned"} == set(
        answer["citations"][0]
    )
    assert {"id", "question", "answer", "tables", "mode", "checks", "index", "latency_ms", "stages_ms"} <= set(answer)


def test_history_plans_and_mode_reach_the_assistant(client: TestClient, assistant: ScriptedAssistant) -> None:
    history = [{"role": "user", "content": "甲"}, {"role": "assistant", "content": "乙"}]
    body = {"question": "问", "history": history, "plans": ["qingyi"], "mode": "llm"}
    assert client.post("/api/ask", json=body).status_code == 200
    question, turns, plans, mode = assistant.asked[-1]
    assert (question, plans, mode) == ("问", ("qingyi",), "llm")
    assert [(turn.role, turn.content) for turn in turns] == [("user", "甲"), ("assistant", "乙")]


def test_a_body_without_a_content_type_is_read_as_json(client: TestClient) -> None:
    reply = client.post("/api/ask", content='{"question":"问"}', headers={"content-type": "text/plain"})
    assert reply.status_code == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": ""}, "question_empty"),
        ({"question": " \n"}, "question_empty"),
        ({"question": "长" * 10_000}, "question_too_long"),
        ({"question": "问", "plans": ["nowhere"]}, "plan_unknown"),
        ({}, "wrong_shape"),
        ({"question": 7}, "wrong_shape"),
        ({"question": None}, "wrong_shape"),
        ({"question": ["问"]}, "wrong_shape"),
        ({"question": "问", "plan": ["qingyi"]}, "wrong_shape"),
        ({"question": "问", "plans": "qingyi"}, "wrong_shape"),
        ({"question": "问", "mode": "magic"}, "wrong_shape"),
        ({"question": "问", "history": [{"role": "system", "content": "x"}]}, "wrong_shape"),
        ({"question": "问", "history": [{"role": "user", "content": "x"}] * 2001}, "wrong_shape"),
        ({"question": "问", "history": [{"role": "user", "content": "x" * 20_001}]}, "wrong_shape"),
    ],
)
def test_a_question_that_cannot_be_used_is_refused_with_a_code_and_a_chinese_sentence(
    client: TestClient, assistant: ScriptedAssistant, body: dict[str, object], code: str
) -> None:
    reply = client.post("/api/ask", json=body)
    assert (reply.status_code, reply.json()["error"]) == (422, code)
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["message"].endswith("。") and reply.json()["detail"] == reply.json()["message"]
    assert assistant.asked == []


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "bad_json"),
        (b"{", 400, "bad_json"),
        (b'{"question": NaN}', 400, "bad_json"),
        (b'{"question": ' + b"9" * 5000 + b"}", 400, "bad_json"),
        (b"[" * 100_000, 400, "bad_json"),
        ('{"question": "问"}'.encode("gbk"), 400, "bad_encoding"),
        ('{"question": "问"}'.encode("utf-16"), 400, "bad_encoding"),
        (b'{"question": "\\ud800"}', 400, "bad_encoding"),
        (b"[]", 422, "wrong_shape"),
        (b'"x"', 422, "wrong_shape"),
        (b'{"question": "' + b"x" * 1_000_000 + b'"}', 413, "body_too_large"),
    ],
)
def test_a_broken_body_is_refused_and_never_an_error_of_ours(
    client: TestClient, content: bytes, status: int, code: str
) -> None:
    reply = client.post("/api/ask", content=content)
    assert (reply.status_code, reply.json()["error"]) == (status, code)


def test_an_undeclared_huge_body_is_cut_off(client: TestClient) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    assert client.post("/api/ask", content=parts()).status_code == 413


def test_a_fault_of_ours_says_so_without_a_traceback() -> None:
    class Broken(ScriptedAssistant):
        def ask(self, *_: object, **__: object) -> Answer:
            raise ZeroDivisionError("secret detail")

    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    guarded = Guard(build_api(Broken(), settings), policy_of(settings))
    with TestClient(guarded, base_url=BASE, raise_server_exceptions=False) as client:
        reply = client.post("/api/ask", json={"question": "问"})
    assert (reply.status_code, reply.json()["error"]) == (500, "internal")
    assert "secret" not in reply.text


def test_ready_tells_the_index_and_turns_503_when_it_cannot_be_used(
    client: TestClient, assistant: ScriptedAssistant
) -> None:
    assert client.get("/api/health/live").json() == {"status": "live"}
    ready = client.get("/api/health/ready")
    assert (ready.status_code, ready.json()["plans"], ready.json()["status"]) == (200, 2, "ready")
    assistant.damaged = True
    unready = client.get("/api/health/ready")
    assert unready.status_code == 503
    assert "python -m index build" in unready.json()["message"]


def test_the_plans_are_listed_with_what_their_texts_say(client: TestClient) -> None:
    first = client.get("/api/plans").json()[0]
    assert first == {name: getattr(CARDS[0], name) for name in ("id", "title", "region", "province", "number", "date")}


def test_a_citation_leads_to_its_clause(client: TestClient) -> None:
    citation = client.post("/api/ask", json={"question": "目标"}).json()["citations"][0]
    clause = client.get("/api/clauses", params={"plan": citation["plan"], "clause": citation["clause"]}).json()
    assert citation["quote"] in clause["text"]
    assert clause["address"] == citation["address"]
    missing = client.get("/api/clauses", params={"plan": "qingyu", "clause": "none"})
    assert (missing.status_code, missing.json()["error"]) == (404, "clause_unknown")
    assert client.get("/api/clauses").status_code == 422


def test_the_description_of_the_interface_names_no_other_host(client: TestClient) -> None:
    description = client.get("/api/openapi.json")
    assert "/api/ask" in description.json()["paths"]
    assert "http:" not in description.text and "https:" not in description.text


def test_a_client_that_hangs_up_is_no_longer_answered() -> None:
    """The assistant is told, so that a model it waits for is let go."""
    told = threading.Event()

    class Waiting(ScriptedAssistant):
        def ask(self, *_: object, departure: Departure | None = None, **__: object) -> Answer:
            assert departure is not None
            departure.tell(told.set)
            assert told.wait(10)
            raise NobodyWaits

    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    app = Guard(build_api(Waiting(), settings), policy_of(settings))
    body = b'{"question": "q"}'
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/api/ask",
        "raw_path": b"/api/ask",
        "query_string": b"",
        "http_version": "1.1",
    }
    scope |= {"scheme": "http", "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)}
    scope["headers"] = [(b"host", b"localhost"), (b"content-length", str(len(body)).encode())]
    messages: list[dict[str, Any]] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": body, "more_body": False},
    ]

    async def receive() -> dict[str, Any]:
        return messages.pop()

    async def send(message: Any) -> None:
        del message

    asyncio.run(app(scope, receive, send))
    assert told.is_set()
