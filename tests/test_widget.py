"""The widget on a page of another origin, in Chromium: a question is asked and answered with its sources, by keyboard alone too."""

import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.accessibility import faults_of
from tests.chromium import IN_BROWSER
from tests.running_server import running
from tests.scripted_assistant import TARGET
from tests.visitor import DONE, Visitor

pytestmark = IN_BROWSER
ROOT = "document.getElementById('wence-widget').shadowRoot"
ESCAPE = "\ue00c"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def portals() -> Iterator[tuple[str, str, str]]:
    """A portal that is listed, one that is not, and 问策."""
    port = free_port()
    sample = ("-m", "portal", "sample", "--port")
    with (
        running("-m", "tests.scripted_server", f"http://127.0.0.1:{port}") as wence,
        running(*sample, str(port), "--wence", wence) as listed,
        running(*sample, "0", "--wence", wence) as stranger,
    ):
        yield listed, stranger, wence


class Guest(Visitor):
    """A person on a page of the portal."""

    def at(self, address: str, width: int = 1280) -> "Guest":
        metrics = {"width": width, "height": 860, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.switch_to.default_content()
        self.driver.get("about:blank")
        self.driver.get(address)
        self.wait_for(lambda: self.js("return Boolean(document.getElementById('wence-widget'))"), "the widget")
        return self

    def open_chat(self) -> "Guest":
        """Press the bubble, and go into the frame once the chat is ready."""
        self.js(f"{ROOT}.querySelector('.bubble').click()")
        self.wait_for(lambda: self.js(f"return {ROOT}.querySelector('.note').hidden"), "the chat in its frame")
        return self.inside()

    def inside(self) -> "Guest":
        self.driver.switch_to.frame(self.js(f"return {ROOT}.querySelector('iframe')"))
        return self

    def outside(self) -> "Guest":
        self.driver.switch_to.default_content()
        return self

    def focus(self) -> str:
        """What has the focus in the widget, by class or tag."""
        return str(self.js(f"const a = {ROOT}.activeElement; return a ? a.className || a.tagName.toLowerCase() : ''"))


@pytest.fixture
def guest(driver: Any, portals: tuple[str, str, str]) -> Iterator[Guest]:
    guest = Guest(driver, portals[2])
    yield guest
    guest.outside()


@pytest.mark.parametrize("width", [1280, pytest.param(400, marks=pytest.mark.prove)])
def test_a_question_in_the_widget_gets_a_cited_answer(guest: Guest, portals: tuple[str, str, str], width: int) -> None:
    listed, _, wence = portals
    guest.at(listed, width)
    assert wence != listed and guest.js(f"return {ROOT}.querySelector('iframe')") is None
    guest.open_chat()
    guest.wait_for(lambda: guest.js("return document.activeElement.id") == "wc-box", "the focus in the box")
    answer = guest.ask("目标是多少")
    assert "13.5%" in answer
    guest.wait_for(lambda: TARGET in guest.texts(".wc-card mark"), "the quote")
    assert not guest.js("return document.querySelector('.wc-bar').checkVisibility()")
    assert guest.js("return document.documentElement.dataset.theme") == "light"
    assert guest.js("return document.documentElement.scrollWidth <= innerWidth")
    guest.outside()
    box = guest.js(
        f"const b = {ROOT}.querySelector('.panel').getBoundingClientRect(); return [b.left, b.right, b.bottom]"
    )
    assert 0 <= box[0] < box[1] <= width and box[2] <= 860
    assert guest.js("return document.cookie") == "" and guest.driver.get_cookies() == []
    assert [line for line in guest.driver.get_log("browser") if line["level"] == "SEVERE"] == []


def test_the_keyboard_opens_closes_and_comes_back(guest: Guest, portals: tuple[str, str, str]) -> None:
    guest.at(portals[0])
    guest.js(f"{ROOT}.querySelector('.bubble').focus()")
    guest.keys("\n")
    guest.wait_for(lambda: guest.js(f"return {ROOT}.querySelector('.note').hidden"), "the chat in its frame")
    expanded = f"return {ROOT}.querySelector('.bubble').getAttribute('aria-expanded')"
    assert guest.js(expanded) == "true" and guest.focus() == "iframe"
    guest.js(
        "return new Promise((told) => { addEventListener('message', () => setTimeout(told), { once: true });"
        "postMessage({ wence: 'close' }, '*'); })"
    )
    assert guest.js(expanded) == "true"  # what others say is not listened to
    guest.inside().ask("目标是多少")
    guest.click(".wc-help-button")
    guest.see("dialog[open]")
    guest.keys(ESCAPE)  # closes the help, not the widget
    guest.wait_for(lambda: not guest.all("dialog[open]"), "the help closed")
    assert guest.outside().js(expanded) == "true"
    guest.inside().js("document.getElementById('wc-box').focus()")
    guest.keys(ESCAPE)
    guest.outside().wait_for(lambda: guest.js(expanded) == "false", "the widget closed")
    assert guest.focus() == "bubble"
    guest.keys("\n")
    guest.wait_for(lambda: guest.focus() == "iframe", "the focus in the frame again")
    assert len(guest.inside().all(f".wc-turn {DONE}")) == 1  # what was said is still there
    guest.wait_for(lambda: guest.js("return document.activeElement.id") == "wc-box", "the focus in the box again")


def test_the_widget_has_names_for_those_who_do_not_see_it(guest: Guest, portals: tuple[str, str, str]) -> None:
    guest.at(portals[0]).open_chat().outside()
    named = f"return [...{ROOT}.querySelectorAll('button, a, iframe, [role=dialog]')].map(e => e.ariaLabel || e.title || e.textContent)"
    assert guest.js(named) == ["问方案", "问方案", "在新标签页打开", "关闭", "问方案"]
    assert faults_of(guest.driver) == []
    guest.js(f"[...{ROOT}.querySelectorAll('button')].at(-1).click()")
    assert guest.focus() == "bubble"


def test_attributes_of_the_script_choose_language_colours_place_and_plans(
    guest: Guest, portals: tuple[str, str, str]
) -> None:
    guest.at(portals[0])
    script = (
        "document.getElementById('wence-widget').remove(); const s = document.createElement('script');"
        "Object.assign(s.dataset, arguments[1]); s.src = `${arguments[0]}/widget.js`; document.body.append(s)"
    )
    chosen = {
        "language": "en",
        "theme": "dark",
        "position": "left",
        "plans": "qingyu",
        "title": "<b>Plans</b>",
        "open": "true",
    }
    guest.js(script, portals[2], chosen)
    guest.wait_for(lambda: guest.js("return Boolean(document.getElementById('wence-widget'))"), "the other widget")
    guest.wait_for(lambda: guest.js(f"return {ROOT}.querySelector('.note').hidden"), "the chat, open by itself")
    assert guest.js(f"return {ROOT}.querySelector('.bubble').getBoundingClientRect().left") < 100
    assert guest.js(f"return {ROOT}.querySelector('h2').textContent") == "<b>Plans</b>"
    guest.inside().wait_for(lambda: guest.texts("#wc-scope strong") == ["青屿市"], "the plan")
    assert guest.js("return [document.documentElement.lang, document.documentElement.dataset.theme]") == ["en", "dark"]


def test_links_in_the_widget_open_beside_the_portal(guest: Guest, portals: tuple[str, str, str]) -> None:
    guest.at(portals[0]).open_chat().ask("目标是多少")
    guest.wait_for(lambda: guest.all(".wc-card .wc-open"), "the way to the text")
    tabs = len(guest.driver.window_handles)
    guest.click(".wc-card .wc-open")
    guest.wait_for(lambda: len(guest.driver.window_handles) == tabs + 1, "a new tab")
    home = guest.driver.current_window_handle
    guest.driver.switch_to.window(guest.driver.window_handles[-1])
    guest.wait_for(lambda: "/plans?plan=qingyu" in guest.driver.current_url, "the plan")
    guest.driver.close()
    guest.driver.switch_to.window(home)


def test_a_portal_that_is_not_listed_gets_no_chat(guest: Guest, portals: tuple[str, str, str]) -> None:
    _, stranger, wence = portals
    guest.at(stranger)
    guest.js(f"{ROOT}.querySelector('.bubble').click()")
    told = f"return {ROOT}.querySelector('.note').textContent"
    guest.wait_for(lambda: "WENCE_PORTAL_ORIGINS" in guest.js(told), "the reason")
    assert stranger in guest.js(told)
    policies = [httpx.get(wence, trust_env=False, timeout=None).headers["content-security-policy"]]
    assert all(portals[0] in policy and stranger not in policy for policy in policies)
    script = httpx.get(f"{wence}/widget.js", trust_env=False, timeout=None)
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_plain_frame_of_a_listed_portal_holds_the_whole_page(guest: Guest, portals: tuple[str, str, str]) -> None:
    guest.driver.get(f"{portals[0]}/plain")
    guest.driver.switch_to.frame(guest.all("iframe")[0])
    guest.see("#wc-send")
    assert "13.5%" in guest.ask("目标是多少")
    assert guest.js("return document.querySelector('.wc-bar').checkVisibility()")
