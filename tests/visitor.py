"""Headless Chromium in front of the real server, the way a person uses the chat."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

DONE = ".wc-answer:not([aria-busy])"


class Visitor:
    """A person with a browser: types, clicks, reads, waits for what is to be seen."""

    wait = 300.0
    """Seconds until what is not seen is missed: long enough for any machine, however busy."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver = driver
        self.address = address

    def open(self, query: str = "") -> None:
        """Open the chat; it is ready once it knows what it may be asked of."""
        self.driver.get("about:blank")  # an address that differs in its fragment only would not be loaded anew
        self.driver.get(f"{self.address}/{query}")
        self.wait_for(lambda: re.search(r"\d|市", "".join(self.texts("#wc-scope strong"))), "the chat")

    def all(self, selector: str) -> list[Any]:
        found: list[Any] = self.driver.find_elements("css selector", selector)
        return found

    def see(self, selector: str) -> list[Any]:
        """Each match that is displayed, once there is one."""
        script = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility())"
        return list(self.wait_for(lambda: self.driver.execute_script(script, selector), selector))

    def click(self, selector: str, words: str = "") -> None:
        """Click the first match (with these words) once it can be."""
        script = (
            "const e = [...document.querySelectorAll(arguments[0])]"
            ".find(e => e.checkVisibility() && !e.disabled && e.textContent.includes(arguments[1]));"
            "if (e) e.click(); return Boolean(e)"
        )
        self.wait_for(lambda: self.driver.execute_script(script, selector, words), f"{selector} {words}, to be clicked")

    def texts(self, selector: str) -> list[str]:
        """The visible text of each match."""
        script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)"
        texts: list[str] = self.driver.execute_script(script, selector)
        return texts

    def js(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def keys(self, *keys: str) -> None:
        """Press keys where the focus is."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def wait_for(self, condition: Callable[[], Any], what: str) -> Any:
        until = time.monotonic() + self.wait
        while time.monotonic() < until:
            if seen := condition():
                return seen
            time.sleep(0.03)
        raise AssertionError(f"not seen within {self.wait:.0f} s: {what}")

    def type(self, question: str) -> None:
        """Type a question and press Enter."""
        self.see("#wc-send")
        self.see("#wc-box")[0].send_keys(question, "\n")

    def ask(self, question: str) -> str:
        """Type a question and read the finished answer (or message) to it."""
        before = len(self.all(".wc-turn"))
        self.type(question)
        self.wait_for(lambda: len(self.all(f".wc-turn {DONE}")) > before, f"an answer to {question[:40]}")
        return str(self.js("return [...document.querySelectorAll('.wc-answer')].at(-1).innerText"))

    def asked(self) -> str:
        """What stands in the box."""
        return str(self.js("return document.querySelector('#wc-box').value"))

    def has_copied(self, text: str) -> bool:
        """Whether this was copied last."""
        read = "navigator.clipboard.readText().then(arguments[0], arguments[0])"
        return bool(self.driver.execute_async_script(read) == text)

    def wait_to_read(self, selector: str, text: str) -> None:
        """Wait until this, and nothing else, is what matches."""
        self.wait_for(lambda: self.texts(selector) == [text], f"{text} at {selector}")

    def outside_requests(self) -> list[str]:
        script = "return performance.getEntries().map(e => e.name).filter(n => /^[a-z]+:/.test(n))"
        addresses: list[str] = self.driver.execute_script(script)
        return [a for a in addresses if urlsplit(a).scheme != "data" and urlsplit(a).hostname != "127.0.0.1"]

    def complaints(self) -> list[str]:
        """What the browser's console holds against the page: scripts refused by the policy, missing files."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def policy_breaches(self) -> list[str]:
        """What the pages and frames seen since the last look did against their Content-Security-Policy."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if "Content Security Policy" in entry["message"]
        ]


@contextmanager
def scripted_visitor(driver: Any, address: str) -> Iterator[Visitor]:
    """A visitor of the chat at an address, whose window has its own size again when the block ends."""
    visitor = Visitor(driver, address)
    visitor.open()
    yield visitor
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def resized(visitor: Visitor, width: int) -> None:
    """Give the window this width, whatever it shows."""
    metrics = {"width": width, "height": 860, "deviceScaleFactor": 1, "mobile": width < 500}
    visitor.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def sized(visitor: Visitor, width: int, query: str = "") -> None:
    """Open the chat in a window of this width."""
    resized(visitor, width)
    visitor.open(query)
