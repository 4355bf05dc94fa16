import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from portal.api import build_api
from portal.guard import Guard, policy_of
from portal.pages import CHAT, DOCS, PAGES, Page, add_pages, bar, document
from settings import Settings
from tests.scripted_assistant import ScriptedAssistant

STATIC = Path(__file__).resolve().parent.parent / "portal" / "static"
PORTAL = "https://portal.example.gov.cn"
MODULES = sorted(STATIC.rglob("*.js"))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    app = build_api(ScriptedAssistant(), settings)
    add_pages(app, [PORTAL])
    with TestClient(Guard(app, policy_of(settings)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("page", (CHAT, *PAGES, DOCS), ids=lambda page: page.name)
def test_a_page_runs_only_scripts_of_this_host_and_may_be_framed_only_by_the_portals(
    client: TestClient, page: Page
) -> None:
    reply = client.get(page.path)
    policy = reply.headers["content-security-policy"]
    assert reply.status_code == 200
    assert "unsafe" not in policy
    assert f"frame-ancestors 'self' {PORTAL}" in policy
    assert re.findall(r"<script(?![^>]*\ssrc=)|\sstyle=|https?://", reply.text) == []


@pytest.mark.parametrize("page", (CHAT, *PAGES, DOCS), ids=lambda page: page.name)
def test_every_part_a_page_names_is_there(page: Page) -> None:
    for part in re.findall(r'(?:src|href)="\./wence/([^"]+)"', document(page)):
        assert (STATIC / part).is_file(), part


def test_parts_are_asked_for_anew_and_sent_only_where_they_changed(client: TestClient) -> None:
    first = client.get("/wence/base.css")
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    again = client.get("/wence/base.css", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_bar_says_which_page_one_is_on() -> None:
    for page in (CHAT, *PAGES):
        assert re.findall(r'aria-current="page">([^<]+)<', bar(page)) == [page.title]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(STATIC).as_posix())
def test_modules_are_short_make_no_markup_of_text_and_import_what_is_there(module: Path) -> None:
    code = module.read_text(encoding="utf-8")
    if module.parent.name == "vendor":
        return
    assert code.count("\n") <= 250
    assert not re.search(r"\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", code)
    for path in re.findall(r'from "(\.[^"]+)"', code):
        assert (module.parent / path).resolve().is_file(), path


@pytest.mark.parametrize("style", sorted(STATIC.rglob("*.css")), ids=lambda path: path.relative_to(STATIC).as_posix())
def test_styles_are_short_and_load_nothing_from_outside(style: Path) -> None:
    code = style.read_text(encoding="utf-8")
    assert code.count("\n") <= 250
    assert not re.search(r"@import|https?://", code)
