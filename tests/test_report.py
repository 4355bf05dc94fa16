"""The report is one HTML file that needs nothing else, readable on a telephone, with what went wrong first."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from eval.report.files import Part, write_report
from eval.run.case import Case, read_reply
from eval.score.scoring import Scores, score_cases
from tests.chromium import CHROMIUM, DRIVER, LACKING, chromium
from tests.twin_cities import QUESTIONS, SHARED, TEXTS, case, ranking, row

HOSTILE = '<img src=x onerror="document.title=1">'


def cases() -> list[Case]:
    """One right answer, one with a wrong digit, one crash, one with hostile text, one invented quote."""
    spoiled = {
        "fact": {"answer": row("fact")["answer"].replace("14%", "15%")},
        "agency": {"status": "error", "answer": "KeyError", "citations": []},
        "outside": {"answer": f"资料中没有。{HOSTILE}"},
        "compare": {"citations": [row("compare")["citations"][0] | {"quote": "这句话不在任何方案里面。"}]},
    }
    return [Case(QUESTIONS[n], read_reply(row(n) | spoiled.get(n, {})), ranking(n), TEXTS) for n in QUESTIONS]


def scores_of(some: list[Case]) -> Scores:
    return score_cases(some, "twins", "d", {"mode": "extract", "index": "abc"})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    before = scores_of([case(name) for name in QUESTIONS])
    write_report(folder, [Part("两座城", scores_of(cases()), cases())], before)
    return folder


class Page(HTMLParser):
    """Collects the tags of a page and checks that they nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "br"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


def test_the_page_asks_nothing_of_any_other_place(report: Path) -> None:
    text = (report / "report.html").read_text(encoding="utf-8")
    for tag, attributes in Page(text).tags:
        for name in ("src", "href", "srcset", "action", "data"):
            value = attributes.get(name) or "#"
            assert value.startswith("#") or value == "data:,", (tag, value)
    assert not re.search(r"https?://|@import|url\(|fetch\(|XMLHttpRequest|localStorage", text)


def test_every_question_can_be_opened_and_what_went_wrong_comes_first(report: Path) -> None:
    page = Page((report / "report.html").read_text(encoding="utf-8"))
    questions = [a for tag, a in page.tags if tag == "details" and "data-name" in a]
    assert sorted(str(a["data-name"]) for a in questions) == sorted(QUESTIONS)
    assert [a["data-verdict"] for a in questions] == ["wrong"] * 3 + ["right"] * 2


def test_a_citation_is_marked_inside_its_sentence_and_an_invented_one_is_called_so(report: Path) -> None:
    text = (report / "report.html").read_text(encoding="utf-8")
    assert "到2025年，<mark>全市单位地区生产总值能耗比2020年下降14%</mark>，化学需氧量" in text
    assert f"<mark>{SHARED}</mark>" in text
    assert "这句话不在任何方案里面。 <span" in text and "不是原文" in text


def test_what_answers_say_is_shown_and_never_run(report: Path) -> None:
    text = (report / "report.html").read_text(encoding="utf-8")
    assert HOSTILE not in text and "&lt;img src=x" in text


def test_plots_show_types_plans_times_and_the_earlier_run(report: Path) -> None:
    text = (report / "report.html").read_text(encoding="utf-8")
    assert text.count("<svg") == 4 and 'class="before"' in text and 'class="before-line"' in text and "p95" in text
    assert "责任单位" in text and "多份方案" in text


def test_the_markdown_and_the_json_tell_the_same(report: Path) -> None:
    markdown = (report / "report.md").read_text(encoding="utf-8")
    assert "## 错的题（3）" in markdown and "作答时出错：KeyError" in markdown and "由对变错（3）" in markdown
    data = json.loads((report / "report.json").read_text(encoding="utf-8"))
    assert data["metrics"]["right"]["overall"]["全部"]["mean"] == 0.4
    assert set(data["comparison"]["broken"]) == {"fact", "agency", "compare"}
    assert {q["id"]: q["faults"] for q in data["questions"]}["agency"] == ["作答时出错：KeyError"]


def test_a_ranking_alone_can_be_reported(tmp_path: Path) -> None:
    ranked = [Case(QUESTIONS[n], None, ranking(n), TEXTS) for n in ("fact", "measure")]
    write_report(tmp_path, [Part("检索", scores_of(ranked), ranked)])
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert (
        "只记录了检索结果" in text
        and "证据召回@5" in text
        and "答对" not in (tmp_path / "report.md").read_text(encoding="utf-8")
    )


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if not (CHROMIUM and DRIVER):
        pytest.skip(LACKING)
    with chromium(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


def show(browser: Any, report: Path, width: int) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get((report / "report.html").as_uri())


@pytest.mark.browser
@pytest.mark.parametrize("width", [400, pytest.param(1280, marks=pytest.mark.prove)])
def test_nothing_runs_over_the_edge(browser: Any, report: Path, width: int) -> None:
    show(browser, report, width)
    browser.execute_script("document.querySelectorAll('details').forEach((d) => d.open = true)")
    over = browser.execute_script(
        "return [...document.querySelectorAll('body *')].filter((e) => !e.closest('.scroll') && !e.closest('svg')"
        " && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80))"
    )
    assert over == [] and browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert browser.title == "评测报告：两座城"


@pytest.mark.browser
def test_lists_and_tables_can_be_sorted_and_filtered(browser: Any, report: Path) -> None:
    show(browser, report, 1280)
    names = "return [...document.querySelectorAll('#questions > details')].filter((d) => !d.hidden).map((d) => d.dataset.name)"
    click = "document.querySelector('.heads [data-key=name]').click()"
    browser.execute_script(click)
    assert browser.execute_script(names) == sorted(QUESTIONS)
    browser.execute_script(click)
    assert browser.execute_script(names) == sorted(QUESTIONS, reverse=True)
    browser.execute_script(
        "const v = document.getElementById('verdict'); v.value = 'right'; v.dispatchEvent(new Event('input'))"
    )
    assert browser.execute_script(names) == ["outside", "measure"]
    column = "return [...document.querySelectorAll('table.sortable')[0].tBodies[0].rows].map((r) => parseFloat(r.cells[1].textContent))"
    browser.execute_script("document.querySelectorAll('table.sortable')[0].querySelectorAll('th button')[1].click()")
    values = browser.execute_script(column)
    assert values == sorted(values) and len(set(values)) > 3
