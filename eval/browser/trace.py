"""What the main thread of a page was busy with, from Chromium's own trace: by the clock, and in processor time.

By the clock a task is the longer the more else the machine does; the processor time of a task is its own.
"""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_THREAD = "CrRendererMain"
_TASK = "RunTask"
_MARK = "wence.measured"
_CATEGORIES = ["disabled-by-default-devtools.timeline", "blink.user_timing"]
_BUFFER_KB = 200_000


@dataclass(slots=True)
class Work:
    """The most that the page did at a stretch, in milliseconds: its longest task by the clock, and the one that took most of the processor."""

    clock: float = 0.0
    processor: float = 0.0


class _Browser:
    """The DevTools connection of a driver's whole browser."""

    def __init__(self, driver: Any) -> None:
        import websocket

        at = driver.capabilities["goog:chromeOptions"]["debuggerAddress"]
        with urllib.request.urlopen(f"http://{at}/json/version") as reply:
            address = json.load(reply)["webSocketDebuggerUrl"]
        self._socket = websocket.create_connection(address, suppress_origin=True)
        self.events: list[dict[str, Any]] = []

    def tell(self, method: str, **given: Any) -> None:
        """Send a command; what it answers is read by ``until``."""
        self._socket.send(json.dumps({"id": 1, "method": method, "params": given}))

    def until(self, name: str) -> None:
        """Read until this event, or the answer to a command where it is empty."""
        while True:
            message = json.loads(self._socket.recv())
            if message.get("method") == "Tracing.dataCollected":
                self.events += message["params"]["value"]
            elif message.get("method", "") == name:
                return

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


@contextmanager
def traced(driver: Any) -> Iterator[Work]:
    """Fills the work of the page that is open when the block ends; the browser's own pages are not of it."""
    browser = _Browser(driver)
    chosen = {"includedCategories": _CATEGORIES, "excludedCategories": ["*"], "traceBufferSizeInKb": _BUFFER_KB}
    browser.tell("Tracing.start", traceConfig=chosen)
    browser.until("")
    work = Work()
    try:
        yield work
    finally:
        driver.execute_script("performance.mark(arguments[0])", _MARK)
        browser.tell("Tracing.end")
        browser.until("Tracing.tracingComplete")
        browser.close()
    tasks = tasks_of(browser.events)
    work.clock = max((clock for clock, _ in tasks), default=0.0)
    work.processor = max((processor for _, processor in tasks), default=0.0)


def tasks_of(events: list[dict[str, Any]]) -> list[tuple[float, float]]:
    """Of each task of the marked page's main thread the milliseconds by the clock and of processor time."""
    marked = {one["pid"] for one in events if one["name"] == _MARK}
    threads = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"].get("name") == _THREAD and one["pid"] in marked
    }
    return [
        (one["dur"] / 1000, one.get("tdur", 0) / 1000)
        for one in events
        if one["name"] == _TASK and one["ph"] == "X" and (one["pid"], one["tid"]) in threads
    ]
