"""Hostile plans and hostile names of files, uploaded and published in a live browser, and then seen on every page: none runs, none calls
another host, none widens a page, and what is downloaded does nothing.
"""

import csv
import io
import json
import random
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import quote

import docx
import openpyxl
import pytest

from index.snapshot import Index, open_index
from tests.chromium import IN_BROWSER
from tests.desk_browser import DeskVisitor, desk_visitor
from tests.desk_server import Desk, desk_running
from tests.hostile_plans import hostile_name, hostile_plan
from tests.hostile_strings import hostile_strings

pytestmark = [*IN_BROWSER, pytest.mark.prove]
SEED = 20261130
LEADS = tuple("=+-@\t\r\n＝＋－＠")
#: What no text of a plan, a question or a name may have become, wherever it stands; forms, styles and pictures of the pages are their own.
ALIVE = (
    "main :is(script, iframe, object, embed, video, audio, math, marquee, base, meta), main img, main link, main form[action], "
    "[onerror], [onload], [onclick], [onfocus], [onmouseover], [ontoggle], [onbegin], [onwheel], [onpageshow], [autofocus]"
)
#: What the console says of a file whose name is refused.
REFUSED = "the server responded with a status of 4"
#: What Gradio says of its own stream of events, where a busy server lets one of them go, or the page is left while it is open.
STREAM_CUT = ("errored out", "AbortError: signal is aborted without reason")
SEND = """
const [files] = arguments;
const held = new DataTransfer();
for (const [name, text] of files) held.items.add(new File([new TextEncoder().encode(text)], name));
const input = document.getElementById("wc-files");
input.files = held.files;
input.dispatchEvent(new Event("change", { bubbles: true }));
"""


class Attacked(DeskVisitor):
    """Looks at pages that hold hostile texts, at the width of a phone."""

    def to(self, path: str, seen: str) -> None:
        self.driver.get(f"{self.address}{path}")
        self.wait_for(lambda: self.count(seen), f"{seen} at {path}")
        self.harmless(path)

    def has_more_answers(self, before: int) -> bool:
        return self.count(".wc-turn .wc-answer:not([aria-busy])") > before

    def harmless(self, where: str) -> None:
        """Nothing of what the page shows was obeyed."""
        assert not self.js("return window.owned"), where
        assert (
            self.js("return [...document.querySelectorAll(arguments[0])].map(e => e.outerHTML.slice(0, 200))", ALIVE)
            == []
        ), where
        strange = "return [...document.querySelectorAll('a[href], [src]')].map(e => e.href || e.src).filter(h => h && new URL(h).host !== location.host && !h.startsWith('data:'))"
        assert self.js(strange) == [], where
        assert self.outside_requests() == [], where
        assert [one for one in self.complaints() if not any(known in one for known in (REFUSED, *STREAM_CUT))] == [], (
            where
        )
        assert self.overflow() <= 0, where


#: All of them, in parts that take minutes each; and for every day a few.
PARTS = {f"all-{part}": hostile_strings()[part - 1 :: 6] for part in range(1, 7)}
FEW = {"sample": random.Random(SEED).sample(hostile_strings(), 10)}


@pytest.fixture(scope="module", params=[*FEW, *(pytest.param(part, marks=pytest.mark.prove) for part in PARTS)])
def texts(request: pytest.FixtureRequest) -> list[str]:
    return (FEW | PARTS)[request.param]


@pytest.fixture(scope="module")
def desk(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    del texts  # of each set of them a desk of its own
    log = tmp_path_factory.mktemp("log") / "served"
    with desk_running(tmp_path_factory.mktemp("desk"), log=log) as desk:
        yield desk


@pytest.fixture(scope="module")
def visitor(desk: Desk, texts: list[str]) -> Iterator[Attacked]:
    """A browser on a phone after all were uploaded, under names of their own where those can be names, and published."""
    with desk_visitor(desk.address) as plain:
        visitor = Attacked(plain.driver, desk.address)
        visitor.narrow(400)
        visitor.to("/desk/documents/", "#wc-files")
        files = [(hostile_name(text), hostile_plan(text, n).decode()) for n, text in enumerate(texts, 1)]
        files += [(f"p{n}.md", hostile_plan(text, 1000 + n).decode()) for n, text in enumerate(texts, 1)]
        visitor.js(SEND, files)
        done = "return document.querySelectorAll('.wc-uploads :is(.wc-good, .wc-bad)').length"
        visitor.wait_for(lambda: visitor.js(done) == len(files), "the end of the uploads")
        visitor.wait_for(lambda: f"p{len(texts)}.md" in visitor.text("#wc-waiting"), "the last one waiting")
        visitor.harmless("uploads")
        visitor.click("#wc-publish")
        visitor.wait_for(lambda: "已发布为版本" in visitor.text("#wc-told"), "the end of publishing")
        visitor.js("document.querySelectorAll('details').forEach(e => { e.open = true })")
        visitor.harmless("what was published")
        yield visitor


@pytest.fixture(scope="module")
def index(desk: Desk, visitor: Attacked) -> Index:
    del visitor  # it is published by then
    return open_index(desk.index)


def hostile_plans(index: Index) -> list[str]:
    return [card.id for card in index.plans if card.id not in ("lantian", "qinghe")]


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address) as reply:
        return bytes(reply.read())


def test_names_and_titles_of_uploaded_files_are_shown_and_not_obeyed_on_every_page(
    visitor: Attacked, index: Index, texts: list[str], record_property: Callable[[str, object], None]
) -> None:
    plans = hostile_plans(index)
    assert len(plans) >= len(texts)
    visitor.to("/", ".wc-welcome")
    visitor.click("#wc-scope")
    visitor.wait_for(lambda: visitor.count(".wc-choice") >= len(index.current), "the scope")
    visitor.harmless("the scope")
    visitor.to("/plans", ".pl-plan")
    few = "&".join(f"plan={quote(plan)}" for plan in plans[:50])
    for path, seen in (("/targets", "main table td"), ("/duties", "main table td"), ("/check", "#ck-draft")):
        visitor.to(f"{path}?{few}", seen)
    visitor.to("/desk/documents/", "#wc-journal tbody tr")
    record_property("claim", "恶意的文件名、标题、指标、单位、表格经上传、发布后在各页上只是文字")
    record_property("n", len(texts))
    record_property("held", len(texts))


def test_a_hostile_plan_is_read_asked_of_and_checked_against_and_stays_text(
    visitor: Attacked, index: Index, texts: list[str], record_property: Callable[[str, object], None]
) -> None:
    plans = hostile_plans(index)
    for plan in plans:
        visitor.to(f"/plans?plan={quote(plan)}", ".pl-text")
        visitor.to(f"/duties?plan={quote(plan)}&view=clause", "main table td, .du-nothing")
    visitor.open()
    for text in texts:
        visitor.js("const b = document.querySelector('#wc-box'); b.value = arguments[0]", f"{text[:400]}利用率是多少")
        before = visitor.count(".wc-turn .wc-answer:not([aria-busy])")
        visitor.click("#wc-send")
        visitor.wait_for(partial(visitor.has_more_answers, before), text[:60])
    visitor.js("document.querySelectorAll('details').forEach(e => { e.open = true })")
    visitor.harmless("questions and answers")
    visitor.to("/check", "#ck-draft")
    draft = "\n".join(f"第{n}市{text[:40]}利用率达到{n + 1}%。" for n, text in enumerate(texts, 1))[:19_000]
    fill = "const b = document.getElementById('ck-draft'); b.value = arguments[0]; b.dispatchEvent(new Event('input'))"
    visitor.js(fill, draft)
    visitor.click(".ck-form .wc-primary")
    visitor.wait_for(lambda: visitor.count("#ck-counts, .ck-empty"), "the draft, checked")
    visitor.harmless("a draft")
    record_property("claim", "恶意的方案读、问、核对，页面只当文字")
    record_property("n", len(plans))
    record_property("held", len(plans))


def test_what_is_downloaded_of_them_is_inert(desk: Desk, index: Index) -> None:
    plans = hostile_plans(index)
    for at in range(0, len(plans), 50):
        few = "&".join(f"plan={quote(plan)}" for plan in plans[at : at + 50])
        rows = list(
            csv.reader(io.StringIO(fetched(f"{desk.address}/api/targets.csv?{few}").decode("utf-8-sig"), newline=""))
        )
        assert len(rows) > 1
        assert not [cell for row in rows for cell in row if cell[:1] in LEADS]
        for ledger in ("targets", "duties"):
            book = openpyxl.load_workbook(io.BytesIO(fetched(f"{desk.address}/api/{ledger}.xlsx?{few}")))
            cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
            assert {cell.data_type for cell in cells} <= {"s", "n"}
            assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]
        written = docx.Document(io.BytesIO(fetched(f"{desk.address}/api/duties.docx?{few}")))
        parts = list(written.part.package.iter_parts())
        assert not [relation for part in parts for relation in part.rels.values() if relation.is_external]
        blobs = b"".join(part.blob for part in parts)
        assert not [
            word for word in (b"<w:hyperlink", b"<w:object", b"HYPERLINK") if word in blobs and b"&lt;" not in blobs
        ]


def test_a_hostile_set_of_questions_is_run_and_its_report_holds_text_alone(visitor: Attacked, texts: list[str]) -> None:
    quote_of = "全市用水总量控制在9.6亿立方米以内"
    rows = [
        {
            "id": f"h{n} {text[:40]}",
            "type": "fact",
            "question": f"澜田市到2027年用水总量控制在多少？{text[:200]}",
            "plans": ["lantian"],
            "answer": text[:200] or "无",
            "must_include": [[text[:40].strip() or "无"]],
            "evidence": [{"plan": "lantian", "quote": quote_of}],
        }
        for n, text in enumerate(texts)
    ]
    visitor.to("/desk/evaluation/", "#wc-files")
    name, bad = "恶意题", "<img src=x onerror=window.owned=1>"
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    visitor.js(SEND, [(f"{name}.jsonl", lines), (f"{bad}.jsonl", lines), ("坏.jsonl", bad)])
    visitor.wait_for(lambda: visitor.count(".wc-uploads :is(.wc-good, .wc-bad)") == 3, "the end of the uploads")
    visitor.harmless("uploaded sets")
    assert visitor.count(".wc-uploads .wc-good") == 1, visitor.text(".wc-uploads")
    visitor.choose("wc-gold", f"{name}（{len(texts)} 题）")
    visitor.click("#wc-start")
    visitor.wait_for(lambda: visitor.count("#wc-runs tbody tr") == 1, "the run")
    visitor.harmless("the run")
    visitor.driver.get(visitor.driver.find_element("css selector", "#wc-runs a").get_attribute("href"))
    visitor.wait_for(lambda: visitor.count("h1"), "the report")
    visitor.js("document.querySelectorAll('details').forEach(e => { e.open = true })")
    assert not visitor.js("return window.owned")
    assert visitor.count("img, iframe, object, embed, [onerror], [onload]") == 0
    assert visitor.outside_requests() == [] and visitor.complaints() == []
