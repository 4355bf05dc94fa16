"""Passages without an answer, and a clause by its id alone."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from eval.gold.questions import GoldQuestion
from eval.run.runner import passages_row
from index.snapshot import open_index
from portal.api import build_api
from portal.guard import Guard, policy_of
from retrieval.assistant import Assistant
from retrieval.service import Service
from settings import Settings
from tests.scripted_assistant import CLAUSES, ScriptedAssistant
from tests.tiny_index import PairEmbedder

ASKED = "用水总量控制目标"


@pytest.fixture(scope="module")
def assistant(tiny_built: Path) -> Assistant:
    return Assistant(open_index(tiny_built, embedder=PairEmbedder()))


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    with client_of(Service(assistant)) as client:
        yield client


def client_of(service: object) -> TestClient:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    site = Guard(build_api(service, settings), policy_of(settings))  # type: ignore[arg-type]
    return TestClient(site, base_url="http://127.0.0.1")


def test_a_search_gives_the_passages_that_the_evaluation_gets_and_their_addresses(
    client: TestClient, assistant: Assistant
) -> None:
    found = client.post("/api/search", json={"question": ASKED, "k": 20}).json()
    measured = passages_row(assistant, GoldQuestion("1", "", ASKED, (), (), "", (), (), ()))["passages"]
    kept = [{name: row[name] for name in ("plan", "start", "end", "text", "score")} for row in found["passages"]]
    assert kept == measured and len(kept) > 3
    first = found["passages"][0]
    clause = client.get(f"/api/clauses/{quote(first['clause'], safe='')}").json()
    assert first["text"] in clause["text"] and first["address"] == clause["address"] != ""
    assert found["index"] == assistant.fingerprint == clause["index"]


def test_a_search_keeps_to_the_plans_and_the_number_that_are_asked_for(client: TestClient) -> None:
    rows = client.post("/api/search", json={"question": ASKED, "plans": ["qinghe"], "k": 2}).json()["passages"]
    assert [row["plan"] for row in rows] == ["qinghe"] * 2
    assert client.post("/api/search", json={"question": "北京市的用水总量"}).json()["passages"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": " "}, "question_empty"),
        ({"question": "长" * 2000}, "question_too_long"),
        ({"question": "问", "plans": ["none"]}, "plan_unknown"),
        ({"question": "问", "k": 0}, "wrong_shape"),
        ({"question": "问", "k": 51}, "wrong_shape"),
        ({"question": "问", "more": 1}, "wrong_shape"),
    ],
)
def test_what_cannot_be_searched_for_is_refused(client: TestClient, body: dict[str, object], code: str) -> None:
    reply = client.post("/api/search", json=body)
    assert (reply.status_code, reply.json()["error"]) == (422, code)


def test_a_clause_is_found_by_its_id_as_by_plan_and_clause(client: TestClient, assistant: Assistant) -> None:
    citation = client.post("/api/ask", json={"question": "澜田市的用水总量是多少？"}).json()["citations"][0]
    span = {"start": citation["start"], "end": citation["end"]}
    by_both = client.get("/api/clauses", params={"plan": citation["plan"], "clause": citation["clause"], **span}).json()
    by_id = client.get(f"/api/clauses/{quote(citation['clause'], safe='')}", params=span).json()
    assert by_id == by_both and by_id["mark"]
    for card in assistant.plans:
        for clause in assistant.index.clauses(card.id):
            assert client.get(f"/api/clauses/{quote(clause.id, safe='')}").json()["text"] == clause.text
    for unknown in ("none", "lantian", "lantian%23nothing", "%2e%2e%2fetc", "x" * 400):
        assert client.get(f"/api/clauses/{unknown}").json()["error"] == "clause_unknown"


def test_an_id_that_holds_a_slash_is_found_too() -> None:
    with client_of(ScriptedAssistant()) as client:
        for _, name in CLAUSES:
            assert client.get(f"/api/clauses/{quote(name, safe='')}").json()["id"] == name
