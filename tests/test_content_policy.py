"""No page may run or dress in anything that its policy does not name: seen in Chromium on every page, and on a portal's with the widget."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from portal.pages import CHAT, DESK, DOCS, PAGES
from portal.shell import content_policy, rewrite
from tests.desk_browser import needs_browser
from tests.desk_server import desk_running
from tests.running_server import running
from tests.test_widget import ROOT, free_port
from tests.visitor import Visitor

EVERY = [page.path for page in (CHAT, *PAGES, DOCS, *DESK)]
#: Built as the chat is, or by Gradio as the first of the desk.
REST = [path for path in EVERY if path not in (CHAT.path, DESK[0].path)]
GRADIO = (
    '<html style="margin: 0;\n padding: 0"><head><style>body { color: red }</style></head><body\nstyle="padding: 0">'
    '<gradio-app eager="true" style="display: flex">\n</gradio-app>'
    '<script>window.data = "\\u003cb style=\\"color: red\\"\\u003e"; if (1 <2) x = ` style="a"`</script></body></html>'
)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """问策 with its desk on, and a portal that holds its widget."""
    port = free_port()
    portal = f"http://127.0.0.1:{port}"
    with (
        desk_running(tmp_path_factory.mktemp("desk"), WENCE_PORTAL_ORIGINS=portal) as desk,
        running("-m", "portal", "sample", "--port", str(port), "--wence", desk.address),
    ):
        yield desk.address, portal


def test_no_styles_are_left_in_gradios_document_and_its_scripts_are_untouched() -> None:
    html = rewrite(GRADIO, DESK[0], DESK)
    assert "<style" not in html and "padding: 0" not in html and "display: flex" not in html
    assert '"\\u003cb style=\\"color: red\\"\\u003e"; if (1 <2) x = ` style="a"`' in html
    assert '<gradio-app eager="true">' in html


def test_what_is_inside_a_document_is_allowed_by_its_hash_alone() -> None:
    policy = content_policy("<style>a {}</style><script>1</script><script src='x.js'></script>", "'self'")
    assert re.findall(r"(script|style)-src 'self' 'sha256-[\w+/=]{44}';", policy) == ["script", "style"]
    assert policy != content_policy("<style>b {}</style><script>1</script>", "'self'")
    assert "-src 'self';" in content_policy("<p>", "'self'") and "unsafe" not in policy


@pytest.mark.parametrize("path", [*EVERY, "/desk/reports/none", "/api/nothing"])
def test_no_policy_allows_what_is_not_named(sites: tuple[str, str], path: str) -> None:
    policy = httpx.get(sites[0] + path, trust_env=False, timeout=None).headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy


def breaches(visitor: Visitor) -> list[str]:
    visitor.js("return document.body.offsetHeight")
    return visitor.policy_breaches()


@needs_browser
@pytest.mark.parametrize(
    "path", [CHAT.path, DESK[0].path, *(pytest.param(path, marks=pytest.mark.prove) for path in REST)]
)
def test_a_page_keeps_to_its_policy_in_both_languages_and_colours(
    driver: Any, sites: tuple[str, str], path: str
) -> None:
    visitor = Visitor(driver, sites[0])
    driver.get(sites[0] + path)
    visitor.see("h1, h2, #wc-box")
    for button in ("#wc-language", "#wc-theme") * 2:
        visitor.click(button)
    assert breaches(visitor) == []
    visitor.js("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    assert len(breaches(visitor)) == 1  # it would have been seen


@needs_browser
def test_answers_and_the_widget_keep_to_their_policies(driver: Any, sites: tuple[str, str]) -> None:
    visitor = Visitor(driver, sites[0])
    visitor.open()
    assert "9.6" in visitor.ask("澜田市到2027年用水总量控制在多少？")
    visitor.ask("各市用水总量控制在多少？列个表")
    visitor.click(".wc-prose .wc-mark")
    visitor.click(".wc-help-button")
    assert breaches(visitor) == []
    driver.get(sites[1])
    visitor.wait_for(lambda: visitor.js("return Boolean(document.getElementById('wence-widget'))"), "the widget")
    visitor.js(f"{ROOT}.querySelector('.bubble').click()")
    visitor.wait_for(lambda: visitor.js(f"return {ROOT}.querySelector('.note').hidden"), "the chat in its frame")
    driver.switch_to.frame(visitor.js(f"return {ROOT}.querySelector('iframe')"))
    assert "9.6" in visitor.ask("澜田市到2027年用水总量控制在多少？")
    assert breaches(visitor) == []
    visitor.js("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    assert len(breaches(visitor)) == 1
    driver.switch_to.default_content()


def test_our_own_files_hold_no_style_inside_markup() -> None:
    home = Path(__file__).resolve().parent.parent
    files = [
        *(home / "portal").rglob("*.py"),
        *(home / "portal" / "static").rglob("*.js"),
        *(home / "eval").rglob("*.py"),
    ]
    found = [f.name for f in files if re.search(r"<[a-z]+[^<>]*\sstyle=[\"']", f.read_text(encoding="utf-8"))]
    assert found == []
