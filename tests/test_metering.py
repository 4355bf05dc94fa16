"""What is counted for Prometheus, under which names, and who gets to see it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from portal.api import build_api
from portal.guard import Guard, policy_of
from portal.metering import NOWHERE, Meter
from portal.metrics import count_answer
from retrieval.answer import Answer, Check
from settings import Settings
from tests.scripted_assistant import ScriptedAssistant

Labels = dict[str, str]


def client_of(service: Any, **chosen: Any) -> TestClient:
    settings = Settings(_env_file=None, **chosen)  # type: ignore[call-arg]
    app = build_api(service, settings)
    site = Meter(Guard(app, policy_of(settings)), app.routes)
    return TestClient(site, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with client_of(ScriptedAssistant()) as client:
        yield client


class Figures:
    """The figures as they are now."""

    def __init__(self, client: TestClient) -> None:
        reply = client.get("/metrics")
        assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
        self.samples = [sample for family in text_string_to_metric_families(reply.text) for sample in family.samples]

    def value(self, name: str, **labels: str) -> float:
        found = [s.value for s in self.samples if s.name == name and labels.items() <= s.labels.items()]
        return sum(found)


def test_requests_are_counted_by_the_pattern_of_their_route(client: TestClient) -> None:
    before = Figures(client)
    for path in ("/api/plans/a", "/api/plans/b", "/api/clauses/x%2Fy", "/nowhere/1", "/nowhere/2"):
        client.get(path)
    client.post("/api/ask", json={"question": "目标"})
    client.request("BREW", "/api/ask")
    after = Figures(client)

    def more(**labels: str) -> float:
        return after.value("wence_requests_total", **labels) - before.value("wence_requests_total", **labels)

    assert more(route="/api/plans/{plan}", status="404", method="GET") == 2
    assert more(route="/api/clauses/{clause:path}", status="404") == 1
    assert more(route=NOWHERE, status="404") == 2
    assert more(route="/api/ask", status="200", method="POST") == 1
    assert more(route="/api/ask", status="405", method=NOWHERE) == 1
    assert not any("nowhere" in sample.labels.get("route", "") for sample in after.samples)


def test_every_way_of_asking_counts_one_answer(client: TestClient) -> None:
    before = Figures(client)
    question = {"question": "农业谁负责"}
    client.post("/api/ask", json=question)
    client.post("/api/ask/stream", json=question)
    client.post("/api/ask", json=question, headers={"accept": "text/event-stream"})
    chat = {"model": "wence", "messages": [{"role": "user", "content": "农业谁负责"}]}
    client.post("/v1/chat/completions", json=chat)
    client.post("/v1/chat/completions", json=chat | {"stream": True})
    client.post("/api/ask", json={"question": " "})
    after = Figures(client)
    counted: Labels = {"status": "partial", "mode": "extract"}
    assert after.value("wence_answers_total", **counted) - before.value("wence_answers_total", **counted) == 5
    name = "wence_answer_seconds_count"
    assert after.value(name, mode="extract") - before.value(name, mode="extract") == 5
    rejected = "wence_gate_rejections_total"
    assert after.value(rejected, gate="number") - before.value(rejected, gate="number") == 5


def test_stages_and_faults_of_the_model_are_told(client: TestClient) -> None:
    before = Figures(client)
    answer = Answer("a", "问", "答", "answered", mode="llm", model="m", stages_ms={"read": 20.0}, latency_ms=70.0)
    count_answer(answer)
    count_answer(replace(answer, checks=(Check("模式", False, "没有应答"),)))
    count_answer(replace(answer, model="", checks=(Check("模式", False, "没有设置"),)))
    after = Figures(client)
    assert after.value("wence_model_faults_total") - before.value("wence_model_faults_total") == 1
    stage: Labels = {"stage": "read", "le": "0.025"}
    assert after.value("wence_stage_seconds_bucket", **stage) - before.value("wence_stage_seconds_bucket", **stage) == 3


def test_the_snapshot_has_an_age_and_the_queue_a_length(client: TestClient) -> None:
    figures = Figures(client)
    assert figures.value("wence_snapshot_age_seconds", index="0123456789ab") > 0
    names = {sample.name for sample in figures.samples}
    assert {"wence_queue_length", "wence_answers_running"} <= names


@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        ({}, 200),
        ({"metrics": "off"}, 404),
        ({"host": "0.0.0.0"}, 404),
        ({"host": "0.0.0.0", "metrics": "on"}, 200),
        ({"host": "localhost"}, 200),
    ],
)
def test_beyond_loopback_they_are_told_only_where_the_settings_say_so(chosen: Any, status: int) -> None:
    with client_of(ScriptedAssistant(), **chosen) as client:
        reply = client.get("/metrics")
    assert reply.status_code == status
    assert status == 200 or (reply.json()["error"] == "metrics_off" and "wence_" not in reply.text)
