"""Who reads English is told the same particulars: every number, name and setting of a Chinese refusal stands in the English one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import portal
from errors import AnswerLate, RecordsFull, WenceError
from portal import depot, refusal
from portal.asking import refusal_of
from portal.checked_schema import DRAFT
from portal.problem import told_in
from portal.refusal import Refusal
from retrieval.service import Service
from tests.access_site import AccessSite, access_site
from tests.own_corpus import assistant_over
from tests.tiny_index import LANTIAN, QINGHE

PARTICULAR = re.compile(r"\d[\d,.]*|WENCE_[A-Z_]+(?:=\w+)?|/api/[a-z.]+|“[^”]*”|\.[a-z]{2,5}\b|[a-z]{5,}")
"""What a reader acts on: figures, settings, addresses, what is quoted, endings, ids."""


def particulars(text: str) -> set[str]:
    return {found.strip(".,") for found in PARTICULAR.findall(text)}


def missing(no: Refusal) -> set[str]:
    """What the Chinese sentence names and the English does not; 万 is told in figures."""
    chinese, english = told_in(no, "zh"), told_in(no, "en")
    assert not re.search("[\u3400-\u9fff]", english), english
    return {one for one in particulars(chinese) if one not in english}


def constants() -> Iterator[tuple[str, Refusal]]:
    """Every refusal that stands in a module of the portal."""
    import importlib

    home = Path(portal.__file__).parent
    for path in sorted(home.rglob("*.py")):
        name = ".".join(("portal", *path.relative_to(home).with_suffix("").parts))
        if "migrations" not in name and path.name not in ("__main__.py", "__init__.py"):
            module = importlib.import_module(name)
            yield from ((f"{name}.{at}", no) for at, no in vars(module).items() if isinstance(no, Refusal))


def test_no_constant_refusal_names_less_in_english() -> None:
    found = dict(constants())
    assert len({id(no) for no in found.values()}) > 25
    assert {name: lost for name, no in found.items() if (lost := missing(no))} == {}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccessSite]:
    service = Service(
        assistant_over(tmp_path_factory.mktemp("plans"), {"lantian.txt": LANTIAN, "qinghe.txt": QINGHE})[0]
    )
    limits: dict[str, Any] = {"question_characters": 60, "rate_limit": "", "records_conversations": 1}
    with access_site(tmp_path_factory.mktemp("english"), service, **limits) as site:
        yield site


ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/api/ask", {"question": "长" * 1_500}),
    ("POST", "/api/ask", {"question": "问", "plans": ["nowhere"]}),
    ("POST", "/api/search", {"question": "问", "plans": ["nowhere"]}),
    ("GET", "/api/targets?plan=nowhere", {}),
    ("GET", "/api/plans/nowhere", {}),
    ("POST", "/api/check", {"text": "稿" * (DRAFT + 1)}),
    ("POST", "/api/ask", {"question": "问", "conversation": "0123456789abcdefABCDEF"}),
    ("POST", "/api/ask", {"question": 5}),
    ("POST", "/v1/chat/completions", {"model": "nothing", "messages": [{"role": "user", "content": "问"}]}),
    ("POST", "/v1/chat/completions", {"model": "wence", "n": 3, "messages": [{"role": "user", "content": "问"}]}),
]


@pytest.mark.parametrize(("method", "path", "body"), ASKED)
def test_a_refused_request_is_told_the_same_in_both_languages(
    site: AccessSite, method: str, path: str, body: dict[str, Any]
) -> None:
    told = {}
    for language in ("zh", "en"):
        client: TestClient = site.client("anna", **{"accept-language": language})
        reply = client.request(method, path, json=body or None)
        assert 400 <= reply.status_code < 500
        said = reply.json()
        told[language] = said["message"] if "message" in said else said["error"]["message"]
    assert not re.search("[\u3400-\u9fff]", told["en"].replace("问", ""))
    assert {one for one in particulars(told["zh"]) if one not in told["en"]} == set()


def raised(work: Any, *given: Any) -> Refusal:
    with pytest.raises(WenceError) as caught:
        work(*given)
    return refusal_of(caught.value)


@pytest.mark.parametrize("name", ["a/b.txt", "a\u200b.txt", "长" * 200 + ".txt", "a.exe", "a"])
def test_a_file_that_is_refused_for_its_name_is_told_so_in_english(name: str) -> None:
    assert missing(raised(depot.checked_name, name)) == set()


def test_what_only_a_busy_or_full_service_refuses_has_its_figures_too(site: AccessSite) -> None:
    kept = site.records.conversations
    kept.keep("carl", "a" * 22, "问", {"id": "a1"})
    for no in (
        raised(kept.keep, "carl", "b" * 22, "问", {"id": "a2"}),
        refusal.file_too_large(64 * 1024 * 1024),
    ):
        assert missing(no) == set()
    assert missing(refusal_of(RecordsFull("已有 7 个。"))) == {"7"}  # one without its own English would be found
    assert told_in(refusal_of(AnswerLate("晚。")), "en").endswith(".")
