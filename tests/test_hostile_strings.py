"""Hundreds of hostile texts in every place that shows or keeps one: none runs, none calls another host, none widens the page."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from starlette.testclient import TestClient

from corpus.plan import Target
from portal.apart import Apart
from portal.api import build_api
from portal.desk_html import plain
from portal.guard import Guard, policy_of
from portal.sheets import written_to
from portal.target_exports import Comparison, Figure, as_csv
from settings import Settings
from tests.chromium import IN_BROWSER
from tests.hostile_server import CARDS, hostile_answer
from tests.hostile_strings import OTHER, hostile_strings, surrogates
from tests.running_server import running
from tests.scripted_assistant import CLAUSES, ScriptedAssistant
from tests.visitor import Visitor, sized

TEXTS = hostile_strings()
ALIVE = "img, script, iframe, object, embed, svg, style, link, meta, base, video, audio, math, form:not([class]), [onerror], [onload]"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running("-m", "tests.hostile_server") as address:
        yield address


@pytest.fixture
def visitor(driver: Any, address: str) -> Iterator[Visitor]:
    visitor = Visitor(driver, address)
    sized(visitor, 400)
    yield visitor
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def harmless(visitor: Visitor, where: str = "main") -> None:
    """Nothing of what the page shows was obeyed."""
    assert not visitor.js("return window.owned")
    alive = "return [...document.querySelectorAll(arguments[0])].flatMap(e => [...e.querySelectorAll(arguments[1])]).map(e => e.outerHTML)"
    assert visitor.js(alive, where, ALIVE) == []
    strange = "return [...document.querySelectorAll(`${arguments[0]} a`)].map(a => a.href).filter(h => new URL(h).host !== location.host)"
    assert visitor.js(strange, where) == []
    assert visitor.outside_requests() == [] and visitor.complaints() == []
    assert visitor.js("return document.documentElement.scrollWidth") <= 400


def mark(test: Any) -> Any:
    for one in IN_BROWSER:
        test = one(test)
    return test


def test_there_are_some_three_hundred_of_them() -> None:
    assert len(TEXTS) + len(surrogates()) >= 300
    assert {len(text) for text in TEXTS} >= {3_000, 10_000}


@mark
def test_answers_cells_citations_checks_and_titles_are_shown_and_not_obeyed(visitor: Visitor) -> None:
    visitor.ask("全部")
    visitor.js("document.querySelectorAll('details').forEach(e => { e.open = true })")
    assert len(visitor.all(".wc-card")) == len(TEXTS) // 4 + 1
    assert len(visitor.all(".wc-grid tbody tr, .wc-scroll tbody tr")) >= len(TEXTS)
    assert "<script>window.owned=1</script>" in visitor.texts(".wc-prose")[0]
    visitor.js("document.querySelectorAll('.wc-mark').forEach((e, n) => n < 3 && e.click())")
    harmless(visitor)
    visitor.click("#wc-scope")
    visitor.wait_for(lambda: len(visitor.all(".wc-choice")) == len(CARDS), "every plan to choose from")
    harmless(visitor, ".wc-dialog")


@mark
def test_questions_that_were_asked_and_names_of_conversations_are_shown_and_not_obeyed(visitor: Visitor) -> None:
    codes = [[ord(sign) for sign in text] for text in [*TEXTS, *surrogates()]]
    fill = """
const [codes, done] = arguments;
const request = indexedDB.open("wence", 1);
request.onsuccess = () => {
  const changing = request.result.transaction(["turns", "conversations"], "readwrite");
  codes.forEach((code, n) => {
    const text = String.fromCodePoint(...code);
    changing.objectStore("conversations").put({ id: n ? `c${n}` : "all", title: text, updated: n, plans: [], said: text });
    changing.objectStore("turns").put({ id: `t${n}`, conversation: "all", at: n, question: text, plans: [text], answer: null, stopped: true });
  });
  changing.oncomplete = () => done(true);
};"""
    visitor.driver.execute_async_script(fill, codes)
    visitor.open("?c=all")
    visitor.wait_for(lambda: len(visitor.all(".wc-turn .wc-actions")) == len(codes), "all questions")
    assert len(visitor.all(".wc-history-title")) >= len(codes)
    assert f"<script src={OTHER}/x.js></script>" in visitor.js(
        "return [...document.querySelectorAll('.wc-question')].map(e => e.textContent)"
    )
    harmless(visitor)


@mark
def test_titles_in_the_list_of_plans_are_shown_and_not_obeyed(visitor: Visitor) -> None:
    visitor.driver.get(f"{visitor.address}/plans")
    visitor.wait_for(lambda: len(visitor.all(".pl-plan")) == len(CARDS), "the plans")
    harmless(visitor)


@mark
def test_names_of_files_on_the_desk_are_shown_even_where_no_policy_would_stop_them(visitor: Visitor) -> None:
    visitor.driver.get("about:blank")
    whole = "".join(f"<li title='x'>{plain(text)}</li>" for text in [*TEXTS, *surrogates()])
    visitor.js("document.body.innerHTML = `<main><ul>${arguments[0]}</ul></main>`", whole)
    assert len(visitor.all("main li")) == len(TEXTS) + len(surrogates())
    assert not visitor.js("return window.owned")
    assert visitor.js("return document.querySelectorAll(`main :not(ul, li, br)`).length") == 0
    assert [one for one in visitor.outside_requests() if one != "about:blank"] == []


@mark
def test_an_answer_copied_or_saved_as_markdown_has_no_link_image_or_markup_in_it(visitor: Visitor) -> None:
    from markdown_it import MarkdownIt

    made = """
const [answer, done] = arguments;
import("./wence/chat/copying.js").then((m) => done([m.conversationAsMarkdown(answer.question, [{ question: answer.question, answer }]), m.asMarkdown(answer)]));
"""
    for text in visitor.driver.execute_async_script(made, hostile_answer(TEXTS[0]).to_dict()):
        tokens = [
            token
            for block in MarkdownIt("commonmark").enable("table").parse(text)
            for token in [block, *(block.children or [])]
        ]
        kinds = {token.type for token in tokens}
        assert len(tokens) > 1000
        assert not kinds & {"link_open", "image", "html_inline", "html_block"}, kinds


def client_of(file: str) -> TestClient:
    settings = Settings(_env_file=None, feedback_file=file)  # type: ignore[call-arg]
    return TestClient(Guard(build_api(ScriptedAssistant(), settings), policy_of(settings)), base_url="http://127.0.0.1")


def test_a_document_made_of_them_has_no_link_field_or_outside_part(tmp_path: Path) -> None:
    quoted = [
        {"n": n, "title": text[:400], "address": text[:400], "quote": text[:4000]} for n, text in enumerate(TEXTS)
    ]
    answers = [
        {
            "question": text[:900],
            "answer": text,
            "citations": quoted[at : at + 1],
            "tables": [{"columns": [text[:900]], "rows": [[text[:900]]]}],
        }
        for at, text in enumerate(TEXTS)
    ]
    with client_of(str(tmp_path / "f")) as client:
        reply = client.post("/api/export/docx", json={"title": TEXTS[0][:100], "answers": answers})
    assert reply.status_code == 200, reply.text
    document = docx.Document(io.BytesIO(reply.content))
    parts = list(document.part.package.iter_parts())
    assert not [relation for part in parts for relation in part.rels.values() if relation.is_external]
    blobs = b"".join(part.blob for part in parts)
    assert not [word for word in (b"<w:hyperlink", b"<w:instrText", b"<w:fldSimple", b"<w:object") if word in blobs]
    assert "\u202e".encode() not in blobs and b"&lt;script" in blobs


def test_sheets_and_csv_made_of_them_hold_text_alone() -> None:
    held = io.BytesIO()
    with written_to(held) as book:
        book.add("表", [("甲", 9)], [[text] for text in TEXTS])
    cells = [cell for row in openpyxl.load_workbook(held)["表"].iter_rows() for cell in row]
    assert len(cells) > len(TEXTS) and {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink or (cell.data_type == "n" and cell.value is not None)]
    clause = CLAUSES["qingyu", "qingyu/1"]
    figures = [
        Figure(
            replace(CARDS[0], title=text),
            clause,
            Target("p", clause.id, text, text, text, None, text, text, "reach", None, 2025, "", text, text, text, 0, 1),
            Apart(2025, text),
        )
        for text in TEXTS
    ]
    rows = list(csv.reader(io.StringIO(as_csv(Comparison(CARDS, [], figures)).decode("utf-8-sig"), newline="")))
    assert len(rows) == len(TEXTS) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r\n＝＋－＠")]


def test_remarks_stay_one_line_each(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    with client_of(str(file)) as client:
        for text in TEXTS:
            body = {"answer": "a", "question": text[:900], "verdict": "bad", "reason": "source", "note": text[:900]}
            assert client.post("/api/feedback", json=body).status_code == 200, text
    lines = file.read_bytes().split(b"\n")
    assert len(lines) == len(TEXTS) + 1
    assert all(json.loads(line)["verdict"] == "bad" for line in lines[:-1])
