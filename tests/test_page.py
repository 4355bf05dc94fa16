"""Headless Chromium in front of the real server, the way a person uses it."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.running_server import running
from tests.scripted_assistant import CARDS, TARGET

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
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)
WAIT = 60.0


class Visitor:
    """A person with a browser: types, clicks, reads, waits for what is to be seen."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver = driver
        self.address = address

    def open(self) -> None:
        self.driver.get(self.address)
        self.wait_for(lambda: self.all("#wc-box textarea"), "the question box")

    def all(self, selector: str) -> list[Any]:
        found: list[Any] = self.driver.find_elements("css selector", selector)
        return found

    def see(self, selector: str) -> list[Any]:
        """Each match that is displayed, once there is one; found in one step, since the page may redraw between two."""
        script = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility())"
        return list(self.wait_for(lambda: self.driver.execute_script(script, selector), selector))

    def click(self, selector: str) -> None:
        """Click the first match once it can be; the page may put another in its place meanwhile."""
        script = (
            "const e = [...document.querySelectorAll(arguments[0])].find(e => e.checkVisibility() && !e.disabled);"
            "if (e) e.click(); return Boolean(e)"
        )
        self.wait_for(lambda: self.driver.execute_script(script, selector), f"{selector}, to be clicked")

    def texts(self, selector: str) -> list[str]:
        """The visible text of each match; read in one step, since the page may redraw between two."""
        script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)"
        texts: list[str] = self.driver.execute_script(script, selector)
        return texts

    def wait_for(self, condition: Callable[[], Any], what: str) -> Any:
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            if seen := condition():
                return seen
            time.sleep(0.05)
        raise AssertionError(f"not seen within {WAIT:.0f} s: {what}")

    def type(self, question: str) -> None:
        """Type a question once the page takes one, and press Enter until it is taken: Gradio passes over a second event
        while the first is not quite done."""
        self.see("#wc-send")
        asked = len(self.all("[data-testid=user]"))
        box = self.see("#wc-box textarea")[0]
        box.send_keys(question)
        until = 0.0

        def taken() -> bool:
            nonlocal until
            if time.monotonic() > until:
                until = time.monotonic() + 5
                box.send_keys("\n")
            return len(self.all("[data-testid=user]")) > asked

        self.wait_for(taken, f"the question taken: {question[:40]}")

    def ask(self, question: str) -> str:
        """Type a question and read the finished answer (or message) to it."""
        before = len(self.all(".wc-meta, .wc-notice"))
        self.type(question)
        self.wait_for(lambda: len(self.all(".wc-meta, .wc-notice")) > before, f"an answer to {question[:40]}")
        return self.texts("[data-testid=bot]")[-1]

    def outside_requests(self) -> list[str]:
        script = "return performance.getEntries().map(e => e.name).filter(n => /^[a-z]+:/.test(n))"
        addresses: list[str] = self.driver.execute_script(script)
        return [a for a in addresses if urlsplit(a).scheme != "data" and urlsplit(a).hostname != "127.0.0.1"]

    def complaints(self) -> list[str]:
        """What the browser's console holds against the page: scripts refused by the policy, missing files."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]


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
def scripted_address() -> Iterator[str]:
    with running("-m", "tests.scripted_server") as address:
        yield address


@pytest.fixture
def real(driver: Any, real_address: str) -> Visitor:
    visitor = Visitor(driver, real_address)
    visitor.open()
    return visitor


@pytest.fixture
def scripted(driver: Any, scripted_address: str) -> Visitor:
    visitor = Visitor(driver, scripted_address)
    visitor.open()
    return visitor


def test_a_question_in_the_page_gets_a_cited_answer_and_nothing_leaves_the_machine(real: Visitor) -> None:
    answer = real.ask("抚州到2025年单位GDP能耗要降多少？")
    assert "已回答" in answer
    assert "12.5%" in answer
    assert "14%" not in answer
    quotes = real.texts(".wc-citation mark")
    assert any("12.5%" in quote for quote in quotes)
    assert all("抚州" in title for title in real.texts(".wc-citation .wc-title"))
    assert all(address.strip() for address in real.texts(".wc-citation .wc-address"))
    clause = real.texts(".wc-citation blockquote")[0]
    assert len(clause) > len(quotes[0])
    assert real.outside_requests() == []
    assert real.complaints() == []


def test_a_follow_up_question_is_understood_from_the_conversation(real: Visitor) -> None:
    real.ask("抚州到2025年单位GDP能耗要降多少？")
    real.ask("那化学需氧量呢？")
    titles = real.texts(".wc-citation .wc-title")
    assert len(titles) >= 2
    assert all("抚州" in title for title in titles)


def test_an_example_is_one_click_away_and_is_about_a_plan_that_is_held(real: Visitor) -> None:
    real.see("#wc-chat button.example")
    examples = real.texts("#wc-chat button.example")
    titles = " ".join(real.texts(".wc-plans .wc-place"))
    assert len(examples) >= 3
    assert all(example[:2] in titles for example in examples)
    real.click("#wc-chat button.example")
    real.see(".wc-meta")
    assert real.texts(".wc-question") == [examples[0]]
    assert real.texts(".wc-citation mark")


def test_a_place_that_is_not_held_is_refused_with_the_plans_there_are(real: Visitor) -> None:
    answer = real.ask("长沙的目标是多少")
    assert "未找到" in answer
    assert "抚州" in answer
    assert real.texts(".wc-citation mark") == []


@pytest.mark.parametrize("question", ["   ", "长" * 10_000])
def test_a_question_that_cannot_be_used_gets_a_friendly_message(real: Visitor, question: str) -> None:
    if len(question) > 1000:  # typing ten thousand keys takes a while: paste them
        fill = "const b = arguments[0]; b.value = arguments[1]; b.dispatchEvent(new Event('input', {bubbles: true}))"
        real.driver.execute_script(fill, real.see("#wc-box textarea")[0], question)
        message = real.ask("")
    else:
        message = real.ask(question)
    assert "请" in message
    assert "Error" not in message
    assert "12.5%" in real.ask("抚州到2025年单位GDP能耗要降多少？")


def test_html_in_a_question_is_shown_as_typed(scripted: Visitor) -> None:
    typed = "<img src=x onerror=document.title='owned'> ![p](http://192.0.2.1/p.png) **b**"
    scripted.ask(typed)
    assert scripted.texts(".wc-question")[-1] == typed
    assert scripted.driver.title == "问策"
    assert scripted.all("#wc-chat img") == []
    assert scripted.outside_requests() == []


def test_a_mark_leads_to_its_citation_and_a_long_clause_opens(scripted: Visitor) -> None:
    scripted.ask("农业农村谁负责")
    scripted.click("a.wc-mark")
    focused = "return document.activeElement.className"
    scripted.wait_for(lambda: "wc-citation" in scripted.driver.execute_script(focused), "the citation in focus")
    near = scripted.texts(".wc-citation > blockquote")[0]
    summary = scripted.see(".wc-citation summary")[0]
    summary.send_keys("\n")  # the keyboard suffices
    scripted.see(".wc-citation details blockquote")
    full = scripted.texts(".wc-citation details blockquote")[0]
    assert len(full) > 2 * len(near)
    assert scripted.texts(".wc-citation details mark") == ["由市农业农村局牵头"]


def test_an_answer_can_be_stopped_and_the_page_stays_usable(scripted: Visitor) -> None:
    scripted.type("慢一点的问题")
    scripted.wait_for(lambda: scripted.texts(".wc-growing") == ["正在回答"], "the first words")
    scripted.click("#wc-stop")
    scripted.wait_for(lambda: scripted.texts(".wc-growing") == ["已停止"], "the answer marked as stopped")
    assert "13.5%" in scripted.ask("目标是多少")
    assert TARGET in scripted.texts(".wc-citation mark")


def test_tables_and_new_conversations(scripted: Visitor) -> None:
    scripted.ask("对比各市")
    assert scripted.texts("#wc-chat th") == ["城市", "下降"]
    assert scripted.texts("#wc-chat td") == ["青屿市", "13.5% [1]", "清峪市", "未提及"]
    scripted.click("#wc-new")
    scripted.wait_for(lambda: not scripted.all("[data-testid=bot]"), "an empty conversation")
    assert scripted.wait_for(lambda: scripted.texts("#wc-chat button.example"), "the examples again")


def test_a_page_opened_after_the_plans_changed_shows_those_there_are(driver: Any) -> None:
    with running("-m", "tests.scripted_server") as address:
        visitor = Visitor(driver, address)
        visitor.open()
        visitor.see("#wc-library")
        assert "海砚市" not in " ".join(visitor.texts("#wc-library"))
        visitor.ask("收录新方案了吗")
        visitor.open()
        visitor.wait_for(lambda: "海砚市" in " ".join(visitor.texts("#wc-library")), "the new plan in the list")
        visitor.wait_for(lambda: "3 份" in " ".join(visitor.texts(".wc-welcome")), "the count of plans")
        first = "an example about it"
        visitor.wait_for(lambda: "海砚市" in " ".join(visitor.texts("#wc-chat button.example")[:1]), first)
        assert "青屿市" in visitor.ask("目标是多少")


def test_a_long_answer_is_read_from_its_beginning(scripted: Visitor) -> None:
    for question in ("目标是多少", "农业农村谁负责", "对比各市", "农业农村谁负责"):
        scripted.ask(question)
    offset = (
        "const rows = [...document.querySelectorAll('#wc-chat .user-row')], view = document.querySelector('.bubble-wrap');"
        "return [rows.at(-1).getBoundingClientRect().top - view.getBoundingClientRect().top,"
        "        view.scrollHeight - view.scrollTop - view.clientHeight]"
    )

    def at_the_top_or_at_the_end() -> bool:
        top, below = scripted.driver.execute_script(offset)
        return bool(0 <= top < 40 or (top > 0 and below < 2))

    scripted.wait_for(at_the_top_or_at_the_end, "the last question at the top, its answer below it")


@pytest.mark.parametrize("width", [1280, 400])
def test_the_page_fits_its_window(scripted: Visitor, width: int) -> None:
    metrics = {"width": width, "height": 860, "deviceScaleFactor": 1, "mobile": width < 500}
    scripted.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        scripted.open()
        scripted.wait_for(lambda: scripted.all("details.wc-plans[data-folded]"), "the list of plans, folded or not")
        assert bool(scripted.all("details.wc-plans[open]")) is (width >= 500)
        scripted.ask("对比各市")
        assert scripted.driver.execute_script("return document.documentElement.scrollWidth") <= width
        scripted.see("#wc-send")  # while an answer is in the making the button to stop it stands there
        box = scripted.see("#wc-box textarea")[0].rect
        assert box["y"] + box["height"] <= 860
        assert box["x"] + box["width"] <= width
    finally:
        scripted.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_screen_readers_hear_roles_instead_of_source_code(scripted: Visitor) -> None:
    scripted.ask("目标是多少")
    label = "return document.querySelector('[data-testid=bot]').getAttribute('aria-label')"
    scripted.wait_for(lambda: scripted.driver.execute_script(label) == "回答", "a label that can be read out")
    language = "return document.documentElement.lang"
    scripted.wait_for(lambda: scripted.driver.execute_script(language) == "zh-CN", "the language of the page")
    scripted.see(".wc-plans .wc-title")
    assert CARDS[0].title in scripted.texts(".wc-plans .wc-title")
