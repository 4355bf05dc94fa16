"""A person's walk over all pages in one go: at three widths, in both languages, over a served desk with two small plans."""

import io
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import docx
import openpyxl
import pytest

from tests.chromium import IN_BROWSER
from tests.desk_browser import DeskVisitor, desk_visitor
from tests.desk_server import Desk, desk_running
from tests.test_documents_page import plan
from tests.test_evaluation_page import gold

pytestmark = [*IN_BROWSER, pytest.mark.prove]
LOOKS = [(width, language) for width in (1280, 768, 400) for language in ("zh", "en")]
WATER = "澜田市到2027年用水总量控制在多少？"
ASKED = "槐川市到2027年用水总量控制在多少？"
WORDS = {
    "zh": {"bars": "柱状图", "edit": "编辑", "retry": "重试", "stop": "停止", "word": "Word", "published": "1 项更改已发布", "back": "已退回到版本", "runs": "评测记录"},
    "en": {"bars": "Bar chart", "edit": "Edit", "retry": "Retry", "stop": "Stop", "word": "Word", "published": "published as version", "back": "Rolled back to", "runs": "Runs"},
}  # fmt: skip
ANSWERS = "return [...document.querySelectorAll('.wc-turn .wc-answer:not([aria-busy])')].map(e => e.innerText)"
STORED = "return JSON.stringify([...document.querySelectorAll('.wc-question')].map(e => e.innerText))"


class Walker(DeskVisitor):
    """Somebody who uses every page, in one language, and meets no complaint on the way."""

    language = "zh"

    def go(self, path: str, seen: str) -> None:
        self.driver.get("about:blank")
        joint = "&" if "?" in path else "?"
        before, hash_, fragment = path.partition("#")
        self.driver.get(f"{self.address}{before}{joint}lang={self.language}{hash_}{fragment}")
        self.see(seen)

    def fine(self, where: str) -> None:
        """No console error, no request to another host, no horizontal scroll of the page, and the language that was chosen."""
        assert self.complaints() == [], where
        assert self.outside_requests() == [], where
        assert self.overflow() <= 0, where
        assert self.js("return document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[self.language], where

    def say(self, name: str) -> str:
        return WORDS[self.language][name]

    def answers(self) -> list[str]:
        return list(self.js(ANSWERS))

    def has_answers(self, count: int) -> bool:
        return len(self.answers()) == count

    def told(self, words: str) -> None:
        self.wait_for(lambda: words in self.text("#wc-told"), words)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_running(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(desk: Desk, downloads: Path) -> Iterator[Walker]:
    with desk_visitor(desk.address) as plain:
        allowed = {"behavior": "allow", "downloadPath": str(downloads)}
        plain.driver.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
        yield Walker(plain.driver, desk.address)


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def walker(browser: Walker, desk: Desk, request: pytest.FixtureRequest) -> Walker:
    width, browser.language = request.param
    browser.address = desk.address
    browser.narrow(width)
    return browser


@pytest.fixture
def newcomer(walker: Walker, tmp_path: Path) -> Iterator[Walker]:
    """The same at a desk where nothing was published yet: of versions only so many are kept to roll back to."""
    with desk_running(tmp_path) as fresh:
        walker.address = fresh.address
        yield walker


def saved(downloads: Path, ending: str) -> bytes | None:
    """The file with this ending that was downloaded, which is taken away."""
    for path in downloads.glob(f"*.{ending}"):
        content = path.read_bytes()
        path.unlink()
        return content
    return None


def test_a_question_is_asked_gone_on_from_edited_retried_and_found_after_a_reload(walker: Walker) -> None:
    walker.go("/", "#wc-scope strong")
    assert "9.6" in walker.ask(WATER)
    walker.click(".wc-prose .wc-mark", "[1]")
    walker.wait_for(lambda: "9.6亿立方米" in walker.text("mark.wc-shown"), "the quote that is highlighted")
    walker.keys("\ue00c")
    walker.wait_to_read(":focus", "[1]")  # the way back
    assert "7.2" in walker.ask("那清禾市呢？")
    walker.click(".wc-turn:last-child .wc-actions button", walker.say("edit"))
    walker.wait_for(lambda: "清禾" in walker.asked(), "the question in the box")
    walker.js("document.querySelector('#wc-box').value = ''")
    walker.type("那清禾市的再生水利用率呢？")
    walker.wait_for(lambda: "28%" in walker.answers()[-1], "the answer to what was edited")
    walker.click(".wc-turn:last-child .wc-actions button", walker.say("retry"))
    walker.wait_for(lambda: walker.has_answers(2) and "28%" in walker.answers()[-1], "the answer once more")
    questions = walker.js(STORED)
    walker.driver.refresh()
    walker.wait_for(lambda: walker.js(STORED) == questions and walker.has_answers(2), "the conversation again")
    walker.fine("the chat")


def test_plans_are_compared_drawn_and_chosen_and_a_conversation_is_exported(walker: Walker, downloads: Path) -> None:
    walker.go("/", "#wc-scope strong")
    walker.ask("两市的再生水利用率各是多少？列表对比")
    walker.wait_for(lambda: walker.count(".wc-prose table, .wc-answer table") > 0, "the table")
    walker.click(".wc-answer button", walker.say("bars"))
    walker.see(".wc-answer canvas")
    walker.fine("a chart")
    walker.click(".wc-room-head .wc-menu > button")
    walker.click(".wc-room-head [role=menuitem]", walker.say("word"))
    document = docx.Document(io.BytesIO(walker.wait_for(partial(saved, downloads, "docx"), "the document")))
    cells = {cell.text.strip() for table in document.tables for row in table.rows for cell in row.cells}
    assert {"达到35%", "达到28%"} <= cells
    walker.click("#wc-scope")
    walker.click(".wc-choice", "清禾市")
    walker.click(".wc-dialog .wc-primary")
    walker.wait_for(lambda: "清禾" in walker.text("#wc-scope strong"), "the scope")
    assert "28%" in walker.ask("再生水利用率是多少？") and "35%" not in walker.answers()[-1]
    walker.fine("another scope")


def test_an_answer_in_the_making_is_stopped(walker: Walker) -> None:
    walker.go("/", "#wc-scope strong")
    slow = "const real = fetch; window.fetch = (to, more) => String(to).includes('ask/stream') ? new Promise((_, no) => more.signal.addEventListener('abort', () => no(more.signal.reason))) : real(to, more)"
    walker.js(slow)
    walker.type(WATER)
    walker.click("#wc-stop", walker.say("stop"))
    walker.wait_for(lambda: walker.has_answers(1), "the end of it")
    assert "9.6" not in walker.answers()[0]
    walker.fine("stopped")


def test_addresses_lead_to_a_question_a_scope_and_a_clause(walker: Walker) -> None:
    walker.go(f"/?q={quote('再生水利用率是多少？')}&plans=qinghe", ".wc-turn .wc-answer:not([aria-busy]) .wc-prose")
    assert "28%" in walker.answers()[0] and "35%" not in walker.answers()[0]
    walker.fine("an address")
    clause = walker.js("return document.querySelector('.wc-card .wc-open').getAttribute('href')")
    walker.go(clause.removeprefix("."), "mark.pl-cited")
    assert "28%" in walker.text("mark.pl-cited")
    walker.fine("a clause")


def test_the_ledgers_are_read_and_downloaded(walker: Walker, downloads: Path) -> None:
    walker.go("/targets", ".wt-table td")
    walker.click(".wt-downloads a", "XLSX")
    book = openpyxl.load_workbook(io.BytesIO(walker.wait_for(partial(saved, downloads, "xlsx"), "the workbook")))
    rows = {row[0]: row[1:] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert rows["再生水利用率"] == (35, 28)
    walker.fine("targets")
    walker.go("/duties", ".du-ranking td")
    walker.click("#du-docx")
    written = docx.Document(io.BytesIO(walker.wait_for(partial(saved, downloads, "docx"), "the document")))
    text = "\n".join(cell.text for table in written.tables for row in table.rows for cell in row.cells)
    assert "市水利局牵头" in text
    walker.fine("duties")
    for path, seen in (("/plans", ".pl-plan"), ("/check", "#ck-draft")):
        walker.go(path, seen)
        walker.fine(path)


def test_a_document_is_uploaded_answered_from_replaced_and_taken_back(
    newcomer: Walker, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    began = time.monotonic()
    for figure, gone in (("6.13", "5.87"), ("5.87", "6.13")):
        newcomer.go("/desk/documents/", "#wc-publish")
        newcomer.send(plan(tmp_path, figure))
        newcomer.wait_for(lambda: "huaichuan.docx" in newcomer.text("#wc-waiting"), "the waiting file")
        newcomer.click("#wc-publish")
        newcomer.told(newcomer.say("published"))
        newcomer.fine("documents")
        newcomer.go("/", "#wc-scope strong")
        answer = newcomer.ask(ASKED)
        record_property("seconds", round(time.monotonic() - began, 1))
        assert figure in answer and gone not in answer
    for stays in (True, False):
        newcomer.go("/desk/documents/", "#wc-return")
        newcomer.wait_for(lambda: "huaichuan.docx" in newcomer.text("#wc-back"), "what rolling back moves")
        newcomer.click("#wc-return")
        newcomer.told(newcomer.say("back"))
        newcomer.go("/", "#wc-scope strong")
        answer = newcomer.ask(ASKED)
        assert "5.87" not in answer and ("6.13" in answer) == stays


def test_an_evaluation_is_run(walker: Walker, tmp_path: Path) -> None:
    walker.go("/desk/evaluation/", "#wc-start")
    walker.wait_for(
        lambda: walker.say("runs") in walker.text("#wc-runs"), "the runs"
    )  # Gradio shows a clock there before
    before = walker.count("#wc-runs tbody tr")
    path = tmp_path / "走查.jsonl"
    path.write_bytes(gold())
    walker.send(path)
    walker.wait_for(lambda: walker.count(".wc-uploads .wc-good") == 1, "the set taken in")
    walker.choose("wc-gold", "走查（2 题）")
    walker.click("#wc-start")
    walker.wait_for(lambda: walker.count("#wc-runs tbody tr") == before + 1, "the run")
    assert re.search(r"100\.0%", walker.text("#wc-runs"))
    walker.fine("evaluation")
