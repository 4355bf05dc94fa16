"""Headless Chromium in front of the real server, the way a person uses the chat."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.running_server import running

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER), reason="没有 Chromium 或 chromedriver：请安装 chromium 和 chromium-driver 后再测网页"
    ),
]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --force-prefers-reduced-motion"
)
WAIT = 20.0
DONE = ".wc-answer:not([aria-busy])"


class Visitor:
    """A person with a browser: types, clicks, reads, waits for what is to be seen."""

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
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            if seen := condition():
                return seen
            time.sleep(0.03)
        raise AssertionError(f"not seen within {WAIT:.0f} s: {what}")

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


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in [*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('chromium')}", "--window-size=1280,860"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def real_address(real_index: Path) -> Iterator[str]:
    with running("app.py", "serve", "--port", "0", "--index", str(real_index)) as address:
        yield address


@pytest.fixture(scope="module")
def remarks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("remarks") / "feedback.jsonl"


@pytest.fixture(scope="module")
def scripted_address(remarks: Path) -> Iterator[str]:
    with running("-m", "tests.scripted_server", WENCE_FEEDBACK_FILE=str(remarks)) as address:
        yield address


@pytest.fixture
def real(driver: Any, real_address: str) -> Visitor:
    visitor = Visitor(driver, real_address)
    visitor.open()
    return visitor


@pytest.fixture
def scripted(driver: Any, scripted_address: str) -> Iterator[Visitor]:
    visitor = Visitor(driver, scripted_address)
    visitor.open()
    yield visitor
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def sized(visitor: Visitor, width: int, query: str = "") -> None:
    metrics = {"width": width, "height": 860, "deviceScaleFactor": 1, "mobile": width < 500}
    visitor.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    visitor.open(query)
