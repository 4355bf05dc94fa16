"""The sample gateway: people come in signed on, programs with keys, and what a client says of itself counts for nothing."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from portal.records.records import open_records
from tests.access_site import SECRET, access_settings
from tests.gateway import HOST, LACKING, NGINX, SESSION, gateway
from tests.running_server import started
from tests.test_widget import free_port

pytestmark = pytest.mark.skipif(NGINX is None or os.geteuid() != 0, reason=LACKING)
QUESTION = {"question": "抚州到2025年单位GDP能耗要降多少？", "mode": "extract"}


@pytest.fixture(scope="module")
def through(tmp_path_factory: pytest.TempPathFactory, real_index: Path) -> Iterator[tuple[str, str]]:
    """The gateway's address, and a reader's key."""
    folder = tmp_path_factory.mktemp("gateway")
    records = open_records(access_settings(folder))
    key = records.keys.make("robot", "reader")
    records.engine.dispose()
    told: dict[str, Any] = {
        "WENCE_ACCESS": "both",
        "WENCE_ALLOWED_HOSTS": HOST,
        "WENCE_TRUSTED_PROXIES": "127.0.0.1/32",
        "WENCE_SSO_SECRET": SECRET,
        "WENCE_SSO_ROLE_HEADER": "X-Forwarded-Role",
        "WENCE_RECORDS_URL": f"sqlite:///{folder / 'records.db'}",
        "WENCE_AUDIT_DIR": str(folder / "audit"),
        "WENCE_WORKERS": "1",
    }
    with (
        started("app.py", "serve", "--port", "0", "--index", str(real_index), **told) as wence,
        gateway(folder, wence.port, free_port(), SECRET) as address,
    ):
        yield address, key


def client(address: str, user: str = "", **headers: str) -> httpx.Client:
    given = {"host": HOST, **({"cookie": f"{SESSION}={user}"} if user else {}), **headers}
    return httpx.Client(base_url=address, headers=given, verify=False, trust_env=False, timeout=60)


def me(given: httpx.Client) -> Any:
    with given:
        reply = given.get("/api/me")
    return reply.json() if reply.status_code == 200 else reply.status_code


def test_a_person_who_is_signed_on_asks_and_is_known_by_name(through: tuple[str, str]) -> None:
    assert me(client(through[0], "anna")) == {"user": "anna", "role": "reader", "way": "sso", "records": True}
    with client(through[0], "anna") as anna:
        assert "12.5%" in anna.post("/api/ask", json=QUESTION).json()["answer"]
        with anna.stream("POST", "/api/ask/stream", json=QUESTION) as reply:
            lines = [json.loads(line) for line in reply.iter_lines()]
        assert lines[-1]["complete"] and "12.5%" in lines[-1]["answer"]
        assert "<title>" in anna.get("/").text
        assert len(anna.get("/api/conversations").json()["conversations"]) == 2


@pytest.mark.parametrize(
    "forged",
    [
        {"x-forwarded-user": "root"},
        {"x-forwarded-user": "root", "x-wence-secret": SECRET},
        {"x-forwarded-role": "admin"},
        {"X_Forwarded_User": "root"},
        {"x-forwarded-for": "10.0.0.1"},
        {"authorization": "Bearer wence_00000000_x"},
    ],
)
def test_what_a_client_says_of_itself_counts_for_nothing(through: tuple[str, str], forged: dict[str, str]) -> None:
    assert me(client(through[0], "anna", **forged)) == {"user": "anna", "role": "reader", "way": "sso", "records": True}
    assert me(client(through[0], **forged)) == 401
    with client(through[0], **forged) as program:
        assert program.get("/v1/models").status_code == 401


def test_a_program_comes_in_with_its_key_where_programs_ask(through: tuple[str, str]) -> None:
    address, key = through
    body = {"model": "wence", "messages": [{"role": "user", "content": QUESTION["question"]}]}
    listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = "application/json, text/event-stream"
    with client(address, authorization=f"Bearer {key}", accept=accept) as program:
        assert "12.5%" in program.post("/v1/chat/completions", json=body).json()["choices"][0]["message"]["content"]
        assert len(program.post("/mcp", json=listing).json()["result"]["tools"]) == 4
        assert program.get("/api/me").status_code == 401  # people's side: the gateway asks them to sign on


def test_figures_are_not_for_outside_and_health_is(through: tuple[str, str]) -> None:
    with client(through[0], "anna") as anna, client(through[0]) as nobody:
        assert anna.get("/metrics").status_code == 404
        assert nobody.get("/api/health/ready").json()["status"] == "ready"
