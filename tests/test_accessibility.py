"""axe finds nothing serious on any page in any state: in both languages, light and dark, on a screen and on a phone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.accessibility import faults_of
from tests.chromium import IN_BROWSER
from tests.desk_browser import DeskVisitor
from tests.desk_server import desk_running
from tests.page_states import STATES

pytestmark = [*IN_BROWSER, pytest.mark.prove]
#: Width, language, theme: each theme in each language on a screen, and each language on a phone.
LOOKS = (
    (1280, "zh", "light"),
    (1280, "zh", "dark"),
    (1280, "en", "light"),
    (1280, "en", "dark"),
    (400, "zh", "light"),
    (400, "en", "dark"),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("desk")
    with desk_running(folder, WENCE_FEEDBACK_FILE=str(folder / "feedback.jsonl")) as desk:
        yield desk.address


def faults_in(visitor: DeskVisitor, name: str, folder: Path) -> dict[tuple[int, str, str], list[str]]:
    """What axe holds against a state, by its looks."""
    state, found, shown = STATES[name], {}, None
    for width, language, theme in LOOKS:
        visitor.narrow(width)
        if (width, language) != shown:
            visitor.driver.get("about:blank")
            path, fragment, rest = state.path.partition("#")
            visitor.driver.get(f"{visitor.address}{path}{'&' if '?' in path else '?'}lang={language}{fragment}{rest}")
            state.make(visitor, folder)
            shown = (width, language)
        if visitor.js("return document.documentElement.dataset.theme") != theme:
            visitor.js("document.getElementById('wc-theme').click()")
        found[width, language, theme] = faults_of(visitor.driver)
    return found


@pytest.mark.parametrize("name", STATES)
def test_a_page_has_no_serious_fault_in_any_of_its_looks(
    driver: Any, address: str, name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    found = faults_in(DeskVisitor(driver, address), name, tmp_path)
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    record_property("claim", f"axe 在“{name}”上没有严重的问题（中英文、深浅色、屏幕与手机）")
    record_property("n", len(found))
    record_property("held", sum(not faults for faults in found.values()))
    assert not any(found.values()), {look: faults for look, faults in found.items() if faults}
