"""A refusal is a problem as RFC 9457 has it, in the caller's language and under the request's number, whoever of us refuses."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from portal import refusal
from portal.api import build_api
from portal.asking import refusal_of
from portal.codes import CODES
from portal.guard import Guard, policy_of
from portal.language import language_asked, language_of
from portal.problem import written
from portal.reception import Reception
from settings import Settings
from tests.scripted_assistant import ScriptedAssistant

HOME = Path(__file__).resolve().parent.parent
MEMBERS = {"type", "title", "status", "detail", "error", "message", "request_id"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    site = Reception(Guard(build_api(ScriptedAssistant(), settings), policy_of(settings)))
    with TestClient(site, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


CASES: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("GET", "/nowhere", {}, 404, "not_found"),
    ("DELETE", "/api/ask", {}, 405, "bad_method"),
    ("POST", "/api/ask", {"content": b"{"}, 400, "bad_json"),
    ("POST", "/api/ask", {"json": {"question": 1}}, 422, "wrong_shape"),
    ("POST", "/api/ask", {"json": {"question": " "}}, 422, "question_empty"),
    ("GET", "/api/plans/none", {}, 404, "plan_unknown"),
]


def test_who_goes_to_an_address_with_a_browser_reads_a_page_and_a_program_a_problem(client: TestClient) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = client.get("/nowhere", headers=browser | {"accept-language": "zh-CN"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert (
        "<h1>没有找到</h1><p>这个地址没有页面。</p>" in page.text
        and 'href="/"' in page.text
        and 'lang="zh-CN"' in page.text
    )
    english = client.get("/nowhere", headers=browser | {"accept-language": "en"}).text
    assert "There is no page at this address." in english and "没有" not in english
    for path, accepted in (
        ("/nowhere", "*/*"),
        ("/nowhere", "application/json, text/html"),
        ("/api/nowhere", browser["accept"]),
    ):
        assert client.get(path, headers={"accept": accepted}).json()["error"] == "not_found"


@pytest.mark.parametrize(("method", "path", "sent", "status", "code"), CASES)
def test_whoever_refuses_gives_a_problem_in_the_language_that_is_asked_for(
    client: TestClient, method: str, path: str, sent: dict[str, Any], status: int, code: str
) -> None:
    told = {}
    for asked in ("zh-CN,zh;q=0.9,en;q=0.5", "en-GB,en;q=0.9,zh;q=0.3"):
        reply = client.request(method, path, headers={"accept-language": asked}, **sent)
        problem = reply.json()
        assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
        assert set(problem) == MEMBERS
        assert (problem["status"], problem["error"], problem["type"]) == (status, code, f"/docs#{code}")
        assert problem["request_id"] == reply.headers["x-request-id"] != ""
        assert problem["detail"] == problem["message"]
        told[asked[:2]] = problem
    assert told["zh"]["detail"].endswith("。") and told["en"]["detail"].endswith(".")
    assert not any("\u3400" <= sign <= "\u9fff" for sign in told["en"]["title"] + told["en"]["detail"])


def test_the_number_of_a_request_is_the_clients_own_where_that_is_plain(client: TestClient) -> None:
    for given in ("a", "trace-1_2.3", "F" * 64):
        assert client.get("/nowhere", headers={"x-request-id": given}).json()["request_id"] == given
    for spoilt in ("", "a b", "<b>", "F" * 65, "名", '"', "a,b"):
        number = client.get("/nowhere", headers={b"x-request-id": spoilt.encode()}).headers["x-request-id"]
        assert number.isalnum() and len(number) == 16
    doubled = client.get("/nowhere", headers=[("x-request-id", "a"), ("x-request-id", "b")])
    assert len(doubled.headers["x-request-id"]) == 16


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("*", "zh"),
        ("fr", "zh"),
        ("en", "en"),
        ("en-US, zh;q=0.8", "en"),
        ("zh;q=0.2, en;q=0.3", "en"),
        ("en;q=0, zh;q=0", "zh"),
        ("en,zh", "zh"),
        ("en;q=9", "zh"),
        ("\xff,en;;;", "zh"),
        (",".join(["fr"] * 50 + ["en"]), "zh"),
    ],
)
def test_a_language_is_read_from_the_header_and_is_chinese_in_doubt(header: str | None, language: str) -> None:
    headers = [] if header is None else [(b"accept-language", header.encode("latin-1"))]
    assert language_asked(headers) == language


def test_a_question_tells_its_language() -> None:
    assert [language_of(asked) for asked in ("抚州 GDP?", "How much?", "12?", "", "?")] == [
        "zh",
        "en",
        "zh",
        "zh",
        "zh",
    ]


def test_every_code_that_is_refused_with_has_a_sentence_in_english() -> None:
    codes = {code for path in sorted((HOME / "portal").rglob("*.py")) for code in _codes(path)}
    codes |= {refusal_of(error).error for error in _errors()}
    assert len(codes) > 30
    assert not codes - set(CODES)
    for code in CODES.values():
        assert code.english.endswith(".") and len(code.english) > 30
        assert 3 < len(code.meaning) < 30 and not code.meaning.endswith("。")


def _codes(path: Path) -> Iterator[str]:
    """The codes of refusals that are made in a file and have no English of their own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "Refusal" or len(node.args) != 3:
            continue
        if not any(keyword.arg == "english" for keyword in node.keywords):
            constants = (part.value for part in ast.walk(node.args[1]) if isinstance(part, ast.Constant))
            yield from (value for value in constants if isinstance(value, str))


def _errors() -> Iterator[Any]:
    from portal.asking import _CODES

    yield from (kind("x") for kind, _ in _CODES)
    from errors import WenceError

    yield WenceError("x")


def test_without_a_request_a_refusal_is_a_problem_in_chinese() -> None:
    told = written(refusal.BUSY)
    assert (told.status, told.media) == (503, "application/problem+json")
    assert json.loads(told.body)["message"] == refusal.BUSY.message
