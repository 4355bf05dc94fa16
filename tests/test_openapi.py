"""The interface is as ``/api/openapi.json`` describes it: real responses of every kind fit the schema declared for their status."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from errors import SnapshotDamaged
from index.snapshot import open_index
from portal.api import build_api
from portal.asking import HISTORY
from portal.closing import Closing
from portal.guard import Guard, policy_of
from portal.routes import find_route
from retrieval.answer import Answer
from retrieval.assistant import Assistant
from retrieval.service import Service
from retrieval.writer.chain import Writer
from retrieval.writer.scripted import SCRIPTS, ScriptedChatModel
from retrieval.writer.speaker import Speaker
from settings import Settings
from tests.scripted_assistant import ScriptedAssistant
from tests.tiny_index import PairEmbedder

Document = dict[str, Any]
READ = (
    *(
        "plans",
        "clauses",
        "targets",
        "duties",
        "counterparts",
        "targets.csv",
        "targets.xlsx",
        "duties.docx",
        "duties.xlsx",
    ),
    *("welcome", "health/live", "health/ready", "me", "me/export", "conversations"),
    *("conversations/{conversation}", "conversations/{conversation}/export"),
)
DELETED = ("me", "conversations/{conversation}")
WRITTEN = (
    *(
        "search",
        "ask",
        "ask/stream",
        "ask/next",
        "citations",
        "check",
        "check.docx",
        "check.xlsx",
        "export/docx",
        "feedback",
    ),
)
OPERATIONS = [
    *(("post", f"/api/{name}") for name in WRITTEN),
    *(("get", f"/api/{name}") for name in READ),
    ("get", "/metrics"),
    *(("delete", f"/api/{name}") for name in DELETED),
]


def client_of(service: Any, closing: Closing | None = None) -> TestClient:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    guarded = Guard(build_api(service, settings, closing), policy_of(settings))
    return TestClient(guarded, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def service(tiny_built: Path) -> Iterator[Service]:
    speaker = Speaker(ScriptedChatModel(script=SCRIPTS["faithful"]))
    yield Service(Assistant(open_index(tiny_built, embedder=PairEmbedder())).with_writer(Writer(speaker)))
    speaker.close()


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with client_of(service) as client:
        yield client


@pytest.fixture(scope="module")
def document(client: TestClient) -> Document:
    described: Document = client.get("/api/openapi.json").json()
    return described


def schema_of(document: Document, method: str, path: str, status: int, form: str = "") -> Document:
    """The schema declared for a response, in this form or in its only one; fails where none is."""
    responses = document["paths"][path][method]["responses"]
    assert str(status) in responses, f"{method} {path} does not declare {status}"
    forms = responses[str(status)]["content"]
    assert form in forms or not form, f"{method} {path} declares no {form} for {status}"
    schema: Document = forms[form or next(iter(forms))]["schema"]
    return schema | {"components": document["components"]}


def check(document: Document, reply: Any, method: str, path: str) -> None:
    form = reply.headers["content-type"].partition(";")[0]
    jsonschema_rs.validator_for(schema_of(document, method, path, reply.status_code, form)).validate(reply.json())
    if reply.status_code == 503:
        assert int(reply.headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    ("question", "mode", "status"),
    [
        ("澜田市到2027年用水总量要控制在多少？", "extract", "answered"),
        ("澜田市到2027年用水总量要控制在多少？", "llm", "answered"),
        ("澜田市和清禾市的再生水利用率各是多少？", "extract", "answered"),
        ("澜田市和清禾市高耗水企业达到先进定额的比例各是多少？", "extract", "partial"),
        ("北京市的用水总量是多少？", "extract", "not_found"),
        ("你好", "extract", "clarify"),
    ],
)
def test_answers_of_every_status_fit_their_schema(
    client: TestClient, document: Document, question: str, mode: str, status: str
) -> None:
    reply = client.post("/api/ask", json={"question": question, "mode": mode})
    check(document, reply, "post", "/api/ask")
    assert (reply.json()["status"], reply.json()["mode"]) == (status, mode)
    assert bool(reply.json()["usage"]) == (mode == "llm")


def test_a_table_fits_its_schema(document: Document) -> None:
    with client_of(ScriptedAssistant()) as client:
        reply = client.post("/api/ask", json={"question": "对比"})
    assert reply.json()["tables"]
    check(document, reply, "post", "/api/ask")


def test_the_schema_of_an_answer_lets_nothing_else_pass(client: TestClient, document: Document) -> None:
    validator = jsonschema_rs.validator_for(schema_of(document, "post", "/api/ask", 200))
    answer = client.post("/api/ask", json={"question": "澜田市的用水总量是多少？"}).json()
    assert validator.is_valid(answer)
    for name in answer:
        assert not validator.is_valid({key: value for key, value in answer.items() if key != name}), name
    for planted in ({"extra": 1}, {"status": "sure"}, {"latency_ms": "9"}, {"citations": [{"n": 1}]}):
        assert not validator.is_valid(answer | planted), planted


def test_the_library_and_the_health_fit_their_schemas(client: TestClient, document: Document) -> None:
    citation = client.post("/api/ask", json={"question": "澜田市的用水总量是多少？"}).json()["citations"][0]
    place = {"plan": citation["plan"], "clause": citation["clause"]}
    for path, query in [
        ("/api/plans", {}),
        ("/api/welcome", {}),
        ("/api/clauses", place),
        ("/api/clauses", place | {"start": citation["start"], "end": citation["end"]}),
        ("/api/counterparts", place),
        ("/api/health/live", {}),
        ("/api/health/ready", {}),
    ]:
        reply = client.get(path, params=query)
        assert reply.status_code == 200
        check(document, reply, "get", path)


def test_what_the_chat_asks_beside_answers_fits_its_schema(client: TestClient, document: Document) -> None:
    question = "澜田市的用水总量是多少？"
    streamed = client.post("/api/ask/stream", json={"question": question})
    lines = [json.loads(line) for line in streamed.text.splitlines()]
    schema = document["paths"]["/api/ask/stream"]["post"]["responses"]["200"]["content"]["application/x-ndjson"][
        "schema"
    ]
    validator = jsonschema_rs.validator_for(schema | {"components": document["components"]})
    assert all(validator.is_valid(line) for line in lines)
    assert not validator.is_valid({key: value for key, value in lines[-1].items() if key != "complete"})
    citations = lines[-1]["citations"]
    cited = {name: citations[0][name] for name in ("plan", "clause")}
    for path, body in [
        ("/api/citations", {"citations": citations}),
        ("/api/ask/next", {"question": question, "cited": cited}),
        ("/api/search", {"question": question, "plans": [cited["plan"]], "k": 3}),
    ]:
        reply = client.post(path, json=body)
        assert reply.status_code == 200
        check(document, reply, "post", path)


@pytest.mark.parametrize("path", [f"/api/{name}" for name in WRITTEN])
def test_bodies_of_the_wrong_shape_are_refused_as_declared(client: TestClient, document: Document, path: str) -> None:
    for sent in (b"{", b"{}", b'{"question": 1, "more": 2}'):
        reply = client.post(path, content=sent)
        assert reply.status_code in (400, 422)
        check(document, reply, "post", path)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"content": b"{"}, 400),
        ({"content": b"\xff"}, 400),
        ({"json": {"question": "问"}, "headers": {"host": "elsewhere.example"}}, 400),
        ({"json": {"question": "问"}, "headers": {"origin": "https://elsewhere.example"}}, 403),
        ({"content": b" " * 1_000_001}, 413),
        ({"json": {}}, 422),
        ({"json": {"question": ""}}, 422),
        ({"json": {"question": "长" * 2000}}, 422),
        ({"json": {"question": "问", "plans": ["nowhere"]}}, 422),
    ],
)
def test_refused_questions_fit_the_schema_of_their_status(
    client: TestClient, document: Document, sent: dict[str, Any], status: int
) -> None:
    reply = client.post("/api/ask", **sent)
    assert reply.status_code == status
    check(document, reply, "post", "/api/ask")


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_other_methods_and_hosts_are_refused_as_declared(
    client: TestClient, document: Document, method: str, path: str
) -> None:
    named = path.replace("{conversation}", "0123456789abcdefABCDEF")
    for verb, host, status in (
        ("PUT", "127.0.0.1", 405),
        ("TRACE", "127.0.0.1", 405),
        (method.upper(), "a.example", 400),
    ):
        reply = client.request(verb, named, headers={"host": host})
        assert reply.status_code == status
        check(document, reply, method, path)


@pytest.mark.parametrize("path", ["/api/clauses", "/api/counterparts"])
def test_clauses_that_are_not_there_or_not_named_are_refused_as_declared(
    client: TestClient, document: Document, path: str
) -> None:
    for query, status in (({}, 422), ({"plan": "x", "clause": "y"}, 404), ({"plan": "x" * 201, "clause": "y"}, 422)):
        reply = client.get(path, params=query)
        assert reply.status_code == status
        check(document, reply, "get", path)


@pytest.mark.parametrize("fault", [ZeroDivisionError("secret"), SnapshotDamaged("索引已损坏。请重建。")])
def test_faults_of_ours_fit_the_schema_of_their_status(document: Document, fault: Exception) -> None:
    class Broken(ScriptedAssistant):
        def ask(self, *_: object, **__: object) -> Answer:
            raise fault

        def now(self) -> Any:
            if not asking:
                raise fault
            return self

        def ready(self) -> Any:
            raise fault

    with client_of(Broken()) as client:
        asking = True
        replies = [("post", "/api/ask", client.post("/api/ask", json={"question": "问"}))]
        asking = False
        for path, query in (
            ("/api/plans", {}),
            ("/api/clauses", {"plan": "x", "clause": "y"}),
            ("/api/health/ready", {}),
        ):
            replies.append(("get", path, client.get(path, params=query)))
    for method, path, reply in replies:
        assert reply.status_code == (500 if isinstance(fault, ZeroDivisionError) else 503), path
        assert "secret" not in reply.text
        check(document, reply, method, path)


def test_a_service_that_closes_refuses_as_declared(service: Service, document: Document) -> None:
    closing = Closing(seconds=60)
    closing.announce()
    with client_of(service, closing) as client:
        check(document, client.post("/api/ask", json={"question": "问"}), "post", "/api/ask")
        check(document, client.get("/api/health/ready"), "get", "/api/health/ready")


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_declares_what_can_come_of_it(document: Document, method: str, path: str) -> None:
    declared = {int(status) for status in document["paths"][path][method]["responses"]}
    expected = {200, 400, 405, 408, 500, 503}
    expected |= {401, 429} if "/health/" not in path else set()
    expected |= {403, 413, 422} if method == "post" else {403} if method == "delete" or path == "/metrics" else set()
    expected |= {404} if path in ("/api/clauses", "/api/counterparts", "/api/me/export", "/metrics") else set()
    expected |= {404} if method == "delete" or path.startswith("/api/conversations") else set()
    expected |= {404, 409} if path in ("/api/ask", "/api/ask/stream", "/api/feedback") else set()
    expected |= {422} if path.startswith("/api/conversations") else set()
    expected |= (
        {422} if path.startswith(("/api/clauses", "/api/counterparts", "/api/targets", "/api/duties")) else set()
    )
    assert declared == expected
    for status in declared - {200}:
        assert {"error", "message"} <= set(_resolved(document, schema_of(document, method, path, status))["required"])


def test_every_operation_of_the_document_is_let_through_by_the_guard(document: Document) -> None:
    for path, methods in document["paths"].items():
        some = (find_route(re.sub(r"\{[^}]+\}", word, path)) for word in ("x", "0123456789abcdefabcdef"))
        route = next((found for found in some if found is not None), None)
        assert route is not None and {method.upper() for method in methods} <= route.methods, path
    assert {"/v1/chat/completions", "/v1/models", "/api/search", "/api/clauses/{clause}", "/metrics"} <= set(
        document["paths"]
    )


def _resolved(document: Document, schema: Document) -> Document:
    found: Document = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return found


HUGE = "长" * 300_000


@pytest.mark.parametrize(
    "body",
    [
        {"question": HUGE},
        {"question": "问", "plans": [HUGE]},
        {"question": "问", "mode": HUGE},
        {"question": "问", HUGE: 1},
        {"question": "问", "history": [{"role": HUGE, "content": "问"}]},
        {"question": "问", "history": [{"role": "user", "content": HUGE}]},
        {"question": "问", "history": [{"role": "user", "content": "问", HUGE: HUGE[:9]}]},
        {"question": "问", "history": [{"role": "user", "content": "问"}] * (HISTORY + 1)},
        {"question": {"a": HUGE}},
    ],
)
def test_what_is_refused_is_not_sent_back(client: TestClient, document: Document, body: Document) -> None:
    reply = client.post("/api/ask", json=body)
    assert 400 <= reply.status_code < 500 and len(reply.content) < 1_500
    assert HUGE[:100] not in reply.text
    check(document, reply, "post", "/api/ask")


def test_an_unknown_plan_is_named_by_its_beginning(client: TestClient) -> None:
    told = client.post("/api/ask", json={"question": "问", "plans": ["nowhere" + "x" * 200]}).json()["message"]
    assert "nowhere" + "x" * 33 + "…" in told and "x" * 34 not in told


def test_of_thousands_of_plans_a_message_names_twenty(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = service.now()
    cards = tuple(type(assistant.plans[0])(f"plan-{n:04}", "题", "", "", (), (), 0, 0, 0) for n in range(3000))
    monkeypatch.setattr(type(assistant.index), "plans", property(lambda _: cards))
    with pytest.raises(Exception, match="3000 个") as told:
        assistant.ask("问", plans=["nowhere"])
    assert len(str(told.value)) < 400 and str(told.value).count("plan-") == 20
