"""The chat where the service keeps conversations: they are there in another browser too, and deleted with the rest."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.chromium import IN_BROWSER
from tests.running_server import running
from tests.visitor import Visitor

pytestmark = IN_BROWSER
FORGET = (
    "const done = arguments[0]; indexedDB.databases()"
    ".then((all) => { all.forEach(({name}) => indexedDB.deleteDatabase(name)); done(all.map(({name}) => name)); })"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("records")
    kept: dict[str, Any] = {
        "WENCE_RECORDS": "on",
        "WENCE_RECORDS_URL": f"sqlite:///{folder / 'r.db'}",
        "WENCE_AUDIT_DIR": str(folder),
    }
    with running("-m", "tests.scripted_server", **kept) as address:
        yield address


def kept_by(address: str) -> list[Any]:
    """The conversations of the service with their turns."""
    with httpx.Client(base_url=address, timeout=None) as client:
        cards = client.get("/api/conversations").json()["conversations"]
        return [client.get(f"/api/conversations/{card['id']}").json() for card in cards]


def test_a_conversation_is_there_in_another_browser_gone_on_with_and_deleted(driver: Any, address: str) -> None:
    (visitor := Visitor(driver, address)).open()
    visitor.ask("能耗的目标是多少")
    visitor.ask("谁负责")
    (kept,) = kept_by(address)
    assert [turn["answer"]["question"] for turn in kept["turns"]] == ["能耗的目标是多少", "谁负责"]
    assert driver.execute_async_script(FORGET) == ["wence.local"]  # as in a browser that never was here
    visitor.open()
    visitor.wait_to_read(".wc-history-title", "能耗的目标是多少")
    visitor.click(".wc-history-item")
    visitor.wait_for(lambda: len(visitor.all(".wc-turn")) == 2, "both turns")
    visitor.ask("对比")
    assert len(kept_by(address)[0]["turns"]) == 3 and len(kept_by(address)) == 1
    visitor.click(".wc-history .wc-menu > button")
    visitor.click(".wc-history [role=menuitem]", "删除")
    visitor.wait_for(lambda: kept_by(address) == [], "it gone there too")
    visitor.ask("对比")
    assert len(kept_by(address)) == 1 and visitor.complaints() == []
