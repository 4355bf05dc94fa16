import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from httpx import Client
from starlette.testclient import TestClient

from errors import SettingsError
from portal.guard import Guard, policy_of
from portal.payload import Event, Typed
from portal.routes import EVALUATION, find_route
from settings import Settings
from tests.running_server import running

PORTAL = "https://portal.example.gov.cn"
JOIN = {"fn_index": 0, "session_hash": "abc123", "data": ["问"], "trigger_id": None, "event_data": None}
QUEUE = f"{EVALUATION}/gradio_api/queue"


def settings_with(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]


@pytest.fixture(scope="module")
def site() -> Iterator[Client]:
    """The whole site, its desk off, with one portal on the list."""
    with running("-m", "tests.scripted_server", PORTAL) as address, Client(base_url=address, timeout=60) as client:
        yield client


def test_the_page_names_no_other_host_and_every_part_it_names_is_served(site: Client) -> None:
    html = site.get("/").text
    assert re.findall(r"https?://(?!127\.0\.0\.1)[^\s\"'<]+", html) == []
    parts = re.findall(r'(?:src|href)="\./([^"]+)"', html)
    assert {"wence/pages/chat.css", "wence/pages/chat.js", "wence/favicon.svg"} <= set(parts)
    for part in filter(None, parts):
        assert site.get(f"/{part}").status_code == 200, part


def test_the_page_is_chinese_and_may_run_only_its_own_scripts(site: Client) -> None:
    reply = site.get("/")
    policy = reply.headers["content-security-policy"]
    scripts = policy.split("script-src ")[1].split(";")[0]
    assert 'lang="zh-CN"' in reply.text
    assert scripts == "'self'"
    assert f"frame-ancestors 'self' {PORTAL}" in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", ["/", "/api/health/live", "/api/nothing", "/desk/evaluation/", "/wence/none.js"])
def test_every_response_carries_the_security_headers(site: TestClient, path: str) -> None:
    headers = site.get(path).headers
    assert f"frame-ancestors 'self' {PORTAL}" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/gradio",
        "/gradio_api/queue/join",
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://example.com",
        "/gradio_api/proxy=https://huggingface.co/x",
        "/gradio_api/call/answer",
        "/gradio_api/run/answer",
        "/gradio_api/info",
        "/gradio_api/deep_link",
        "/gradio_api/mcp/sse",
        "/gradio_api/runs",
        "/gradio_api/vibe-code",
        "/gradio_api/stream/x",
        "/gradio_api/heartbeat/abc123",
        "/gradio_api/startup-events",
        "/gradio_api/component_server",
        "/gradio_api/theme.css",
        "/gradio_api/openapi.json",
        "/config",
        "/favicon.ico",
        "/robots.txt",
        "/pwa_icon",
        "/static/img/logo.svg",
        "/static/fonts/x/x.woff2",
        "/assets/x.woff2",
        "/monitoring",
        "/monitoring/summary",
        "/login",
        "/docs/oauth2-redirect",
        "/redoc",
        "/svelte/x",
        "/manifest.json",
        "/static/../../routes.py",
        "/assets/../index.html",
        "/assets/..%2f..%2froutes.py",
        "/theme.css",
        "/wence/../pages.py",
        "/wence/pages.py",
        "/api/ask/",
    ],
)
def test_what_the_page_does_not_need_is_not_there(site: TestClient, path: str) -> None:
    for method in ("GET", "POST"):
        reply = site.request(method, path, content=b"{}" if method == "POST" else None)
        assert reply.status_code in (404, 405), (method, path)


def test_paths_are_judged_as_they_come_not_as_a_client_would_tidy_them() -> None:
    for path in (
        "//",
        "/desk/evaluation/assets/../index.html",
        "/./",
        "/desk/evaluation/assets//x.js",
        "/desk/evaluation/assets/.x.js",
        "",
        "/desk/evaluation/assets/" + "a" * 200 + ".js",
    ):
        assert find_route(path) is None, path
    assert find_route("/desk/evaluation/assets/index-D1_x.js") is not None


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:7860", 200),
        ("localhost", 200),
        ("[::1]:7860", 200),
        ("evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("192.168.1.9", 400),
        ("", 400),
        ("[", 400),
        ("127.0.0.1/evil", 400),
        ("127.0.0.1?evil", 400),
        ("127.0.0.1#evil", 400),
        ("evil@127.0.0.1", 400),
        ("user:pass@localhost", 400),
        ("127.0.0.1:80:80", 400),
        ("127.0.0.1:", 400),
        ("127.0.0.1:a", 400),
        ("127.0.0.1:123456", 400),
        ("[::1]evil", 400),
        ("::1", 400),
        ("127.0.0.1 evil", 400),
        ("127.0.0.1\\evil", 400),
        ("127.0.0.1%00", 400),
        ("127.0.0.1,evil", 400),
        ("LOCALHOST:1", 200),
        ("wence.example.gov.cn", 400),
    ],
)
def test_only_names_of_this_machine_are_answered_by_default(site: TestClient, host: str, status: int) -> None:
    assert site.get("/api/health/live", headers={"host": host}).status_code == status


def test_further_names_come_from_the_settings_and_addresses_when_listening_beyond_loopback() -> None:
    async def nothing(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    guard = Guard(nothing, policy_of(settings_with(host="0.0.0.0", allowed_hosts="Wence.example.gov.cn")))
    client = TestClient(guard)
    for host, status in {"wence.example.gov.cn": 200, "192.168.1.9:7860": 200, "evil.example": 400}.items():
        assert client.get("/api/health/live", headers={"host": host}).status_code == status


def test_writing_needs_the_own_or_a_listed_origin(site: Client) -> None:
    body = {"question": "目标"}
    for origin, status in {
        str(site.base_url).rstrip("/"): 200,
        PORTAL: 200,
        "https://evil.example": 403,
        "null": 403,
        f"{PORTAL}.evil": 403,
    }.items():
        assert site.post("/api/ask", json=body, headers={"origin": origin}).status_code == status, origin
    listed = site.post(f"{QUEUE}/join", json=JOIN, headers={"origin": PORTAL})
    assert (
        listed.status_code == 403
    )  # a portal frames the page or calls the API; it has no business in the desk's queue


def test_cors_is_answered_for_listed_origins_only(site: Client) -> None:
    ask = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    allowed = site.options("/api/ask", headers={"origin": PORTAL, **ask})
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, PORTAL)
    refused = site.options("/api/ask", headers={"origin": "https://evil.example", **ask})
    assert "access-control-allow-origin" not in refused.headers
    for path in ("/", "/api/plans", "/wence/base.css"):
        reply = site.get(path, headers={"origin": "https://evil.example"})
        assert "access-control-allow-origin" not in reply.headers, path
    unreadable = site.post("/api/ask", content=b"{", headers={"origin": PORTAL})
    assert unreadable.headers["access-control-allow-origin"] == PORTAL  # the portal can read why


def test_a_portal_origin_that_is_not_one_is_a_settings_error() -> None:
    for wrong in ("*", "portal.example.gov.cn", "https://a b", "https://x;script-src *", "https://x/path"):
        with pytest.raises(SettingsError, match="WENCE_PORTAL_ORIGINS"):
            policy_of(settings_with(portal_origins=wrong))
    assert policy_of(settings_with(portal_origins="https://a.example:8443/, http://b")).origins == {
        "https://a.example:8443",
        "http://b",
    }


def test_a_client_cannot_choose_where_the_page_loads_its_parts_from(site: Client) -> None:
    forged = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example", "x-forwarded-proto": "https"}
    for path in ("/", "/desk/evaluation/"):
        assert "evil.example" not in site.get(path, headers=forged).text


def test_the_queue_takes_only_what_the_page_sends() -> None:
    _, client = guarded()
    wrong: list[dict[str, Any]] = [
        {"fn_index": 999},
        {"fn_index": "0"},
        {"fn_index": True},
        {"fn_index": None},
        {"session_hash": None},
        {"session_hash": "../x"},
        {"session_hash": {}},
        {"data": "x"},
        {"data": [0] * 9},
        {"trigger_id": "x"},
        {"batched": True},
        {"event_id": "x"},
    ]
    for change in wrong:
        reply = client.post(f"{QUEUE}/join", json={**JOIN, **change})
        assert (reply.status_code, reply.json()["error"]) == (422, "wrong_shape"), change
    assert client.post(f"{QUEUE}/join", json=JOIN).status_code == 200
    assert client.post("/desk/documents/gradio_api/queue/join", json=JOIN).status_code == 422, "it is off"


def test_random_requests_never_end_in_an_error_of_ours(site: Client) -> None:
    seeded = random.Random(20261120)
    values: list[Any] = [None, True, -1, 0, 1e308, "", "x" * 99, "问", [], [[]], {}, {"a": None}, "abc123"]
    paths = ["/api/ask", "/api/ask/stream", "/api/citations", "/api/feedback", f"{QUEUE}/join"]
    keys = ["question", "history", "plans", "mode", "citations", "answer", "verdict", *JOIN]
    for _ in range(400):
        body = {key: seeded.choice(values) for key in seeded.sample(keys, seeded.randint(0, 6))}
        if seeded.random() < 0.3:
            body = {**JOIN, **body}
        reply = site.post(seeded.choice(paths), json=body)
        assert reply.status_code in (200, 404, 422, 429, 503), (reply.status_code, body)
    texts = ["", "?", "%00", "%ff", "%2e%2e/", "a" * 3000, "\u6587", "..;/", "\\", "{}", "$", "deep_link=x"]
    for _ in range(300):
        path = "/" + "".join(
            seeded.choice(["desk/", "evaluation/", "wence/", "api/", "assets/", "gradio_api/", "theme.css", *texts])
            for _ in "ab"
        )
        reply = site.get(path)
        assert reply.status_code < 500, path


class Seen:
    """Stands where the site would be: remembers what the guard let through."""

    def __init__(self) -> None:
        self.scopes: list[Any] = []
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        if scope["method"] == "POST":
            self.bodies.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def guarded() -> tuple[Seen, TestClient]:
    """A guard alone, with one event of the desk."""
    seen, desks = Seen(), {EVALUATION: {0: Event((Typed(300),), frozenset({7}))}}
    return seen, TestClient(Guard(seen, policy_of(settings_with(), desks)), base_url="http://127.0.0.1")


@pytest.mark.parametrize(
    "body",
    [
        {"question": "目标", **{f"键{n}": n for n in range(60_000)}},
        {"question": "目标", "plans": ["x" * 900_000]},
        {"question": "目标", "history": [{}] * 60_000},
        {"question": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {}}}}}}}}}},
        {"question": "目标", "x" * 50_000: 1},
        {"question": [[0] * 10_000, [0] * 10_000]},
    ],
    ids=["many keys", "a long plan id", "many turns", "deep", "a long key", "many items"],
)
def test_a_body_that_is_small_but_intricate_is_refused_in_few_words_before_anyone_validates_it(body: Any) -> None:
    seen, client = guarded()
    reply = client.post("/api/ask", json=body)
    assert (reply.status_code, reply.json()["error"]) == (422, "too_intricate")
    assert len(reply.content) < 600
    assert seen.scopes == []


def test_a_body_of_a_thousand_levels_or_with_a_number_without_end_is_refused() -> None:
    seen, client = guarded()
    for body in (b'{"a":' + b"[" * 400_000 + b"]" * 400_000 + b"}", b'{"a":NaN}', b"{", b""):
        assert client.post("/api/ask", content=body).json()["error"] == "bad_json", body[:20]
    for body in (b'{"a":"\xff"}', b'{"a":"\\ud800"}'):
        assert client.post("/api/ask", content=body).json()["error"] == "bad_encoding"
    assert client.post("/api/ask", content=b"[]").json()["error"] == "wrong_shape"
    assert seen.scopes == []


def test_a_long_conversation_is_no_intricate_body() -> None:
    seen, client = guarded()
    turns = [{"role": "user", "content": "福州市的目标是多少？" * 5}] * 2_000
    body = {"question": "抚州呢？", "history": turns, "plans": ["fuzhou-jx"] * 3_000, "mode": "extract"}
    assert client.post("/api/ask", json=body).status_code == 200
    assert json.loads(seen.bodies[0]) == body


def test_what_is_handed_on_is_what_was_looked_at() -> None:
    seen, client = guarded()
    client.post("/api/ask", content=b'{"question": "\\u95ee", "question": "b", "n": 1e2}')
    assert json.loads(seen.bodies[0]) == {"question": "b", "n": 100.0}
    assert seen.bodies[0].count(b"question") == 1
    headers = dict(seen.scopes[0]["headers"])
    assert headers[b"content-length"] == str(len(seen.bodies[0])).encode()


def test_a_query_that_the_page_does_not_need_goes_no_further() -> None:
    seen, client = guarded()
    for path in ("/?deep_link=x&__theme=dark", "/desk/evaluation/theme.css?v=1", "/api/plans?x=1"):
        assert client.get(path).status_code == 200
    assert client.get("/api/clauses", params={"plan": "p", "clause": "三/1"}).status_code == 200
    assert client.get(f"{QUEUE}/data?session_hash=abc").status_code == 200
    queries = [scope["query_string"] for scope in seen.scopes]
    assert queries == [b"deep_link=x&__theme=dark", b"", b"", b"plan=p&clause=%E4%B8%89%2F1", b"session_hash=abc"]
    for query in (
        "",
        "?session_hash=",
        "?session_hash=A",
        "?session_hash=a&x=1",
        "?x=1",
        "?session_hash=a%62",
        "?a" * 99,
    ):
        assert client.get(f"{QUEUE}/data{query}").status_code == 422, query
    assert client.get("/api/clauses?" + "x" * 9_000).status_code == 422


def test_a_second_host_header_is_refused() -> None:
    seen, client = guarded()
    assert client.get("/", headers=[("host", "127.0.0.1"), ("host", "evil.example")]).status_code == 400
    assert seen.scopes == []


def test_a_call_of_the_queue_is_no_longer_than_the_page_could_make_it() -> None:
    seen, client = guarded()
    assert client.post(f"{QUEUE}/join", content=b" " * 9_000).status_code == 413
    assert client.post(f"{QUEUE}/join", json={**JOIN, "data": ["问" * 300]}).status_code == 200
    assert len(seen.scopes) == 1
