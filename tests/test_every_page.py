"""Every page, light and dark, in both languages, at a zoom of 200 per cent and on a phone lying down; and by the keyboard alone."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.accessibility import faults_of
from tests.chromium import IN_BROWSER
from tests.desk_browser import DeskVisitor, desk_visitor
from tests.desk_server import Desk, desk_running

pytestmark = IN_BROWSER
#: Where, and what is there once the page is whole.
PAGES = {
    "/": ".wc-welcome",
    "/?q=澜田市到2027年用水总量控制在多少？": ".wc-answer:not([aria-busy]) .wc-card",
    "/targets": "main table td",
    "/duties": "main table td",
    "/duties?view=clause": "main table td",
    "/duties?view=matrix": "main table td",
    "/plans": ".pl-plan",
    "/plans?plan=lantian": ".pl-text",
    "/check": "#ck-draft",
    "/desk/evaluation/": "#wc-files",
    "/desk/documents/": "#wc-files",
    "/docs": "main h1",
    "/plans?plan=none": ".pl-plan, .wc-failed",
}
#: A window of 1280 by 860 at a zoom of 200 per cent, and a phone lying down.
ZOOMED, LYING = (640, 430), (860, 400)
MOST_STOPS = 60
FOCUSED = """
const e = document.activeElement;
if (!e || e === document.body) return null;
const box = e.getBoundingClientRect();
const named = e.ariaLabel || e.innerText || e.placeholder || e.title || e.labels?.[0]?.innerText || e.getAttribute("aria-labelledby") || "";
const style = getComputedStyle(e);
const shown = style.outlineStyle !== "none" || style.boxShadow !== "none" || e.matches(".wc-unseen, .wc-unseen *");
return [e.tagName, named.trim().slice(0, 20), box.width > 0 && box.height > 0, shown];
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_running(tmp_path_factory.mktemp("every")) as desk:
        yield desk


@pytest.fixture(scope="module")
def visitor(desk: Desk) -> Iterator[DeskVisitor]:
    with desk_visitor(desk.address) as visitor:
        yield visitor


def look(visitor: DeskVisitor, page: str, theme: str, language: str) -> None:
    visitor.js(
        "localStorage.setItem('wence.theme', arguments[0]); localStorage.setItem('wence.language', arguments[1])",
        theme,
        language,
    )
    visitor.driver.get(visitor.address + page)
    visitor.wait_for(lambda: visitor.count(PAGES[page]), f"{PAGES[page]} at {page}")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_and_without_a_serious_fault(visitor: DeskVisitor, page: str, theme: str) -> None:
    for language, (width, height) in (("zh", ZOOMED), ("en", LYING)):
        sized = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        visitor.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", sized)
        look(visitor, page, theme, language)
        assert visitor.overflow() <= 0, (language, width)
        assert faults_of(visitor.driver) == [], (language, width)
    assert visitor.outside_requests() == []


@pytest.mark.parametrize("page", PAGES)
def test_the_keyboard_goes_from_stop_to_stop_and_each_has_a_name_and_is_seen(visitor: DeskVisitor, page: str) -> None:
    visitor.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    look(visitor, page, "light", "zh")
    visitor.js("document.activeElement.blur(); scrollTo(0, 0)")
    stops = []
    for _ in range(MOST_STOPS):
        visitor.keys("\ue004")
        if (stop := visitor.js(FOCUSED)) is None:
            break
        stops.append(stop)
    assert len(stops) > 8
    assert [stop for stop in stops if not stop[1]] == [], "stops without a name"
    assert [stop for stop in stops if not stop[3]] == [], "stops that are not seen"
    assert all(one != other for one, other in pairwise(stops) if one[0] == "TEXTAREA"), "a trap"
