"""核对 in Chromium, over the plans of five invented cities: a draft is pasted, marked, sifted and taken away."""

import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.snapshot import Index
from retrieval.assistant import Assistant
from retrieval.service import Service
from tests.accessibility import OF_COLOURS, faults_of
from tests.chromium import IN_BROWSER
from tests.comparable_plans import write_index
from tests.thread_server import serving
from tests.visitor import Visitor, resized

pytestmark = IN_BROWSER
#: A box of text beside a paragraph, as Word writes one: once for itself, and once more for old readers.
BOX = (
    f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent><mc:Choice Requires="wps">'
    "<w:drawing><w:txbxContent>{text}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{text}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
BOXED = "（讨论稿）"
DRAFT = (
    "澜田市提出单位地区生产总值能耗比2020年下降13%，农村生活污水治理率达到42%，秸秆综合利用率达到90%以上。"
    "溪岩市森林覆盖率达到60%—65%，用水总量控制在3亿立方米以内。"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return write_index(tmp_path_factory.mktemp("checked"))


@pytest.fixture(scope="module")
def address(index: Index) -> Iterator[str]:
    with serving(Service(Assistant(index))) as address:
        yield address


class Editor(Visitor):
    """A person at the page that checks drafts."""

    def at(self, query: str = "") -> "Editor":
        """Open the page anew, with nothing kept from before."""
        self.driver.get(f"{self.address}/check?{query}")
        self.js("sessionStorage.clear()")
        self.driver.refresh()
        self.see("#ck-draft")
        return self

    def check(self, text: str) -> "Editor":
        self.js(
            "const b = document.getElementById('ck-draft'); b.value = arguments[0]; b.dispatchEvent(new Event('input'))",
            text,
        )
        self.click(".ck-form .wc-primary")
        return self

    def rows(self) -> list[list[str]]:
        """The table as it is shown: figure, verdict, and what the plan says."""
        script = (
            "return [...document.querySelectorAll('.ck-scroll tbody tr')].map(r => [r.querySelector('b').innerText,"
            " r.querySelector('.ck-verdict').innerText.slice(2).trim(), r.cells[2].querySelector('b')?.innerText ?? ''])"
        )
        return list(self.js(script))


@pytest.fixture
def editor(driver: Any, address: str) -> Iterator[Editor]:
    yield Editor(driver, address)
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_every_figure_of_a_draft_has_its_verdict_beside_the_words_of_the_plan(editor: Editor) -> None:
    editor.at("lang=zh").check(DRAFT).see("#ck-counts")
    assert editor.texts("#ck-counts") == ["5 个数：3 相符，1 不符，1 方案没有"]
    assert editor.rows() == [
        ["13%", "相符", "13%"],
        ["42%", "不符", "40%"],
        ["90%以上", "相符", "90%以上"],
        ["60%—65%", "相符", "60%—65%"],
        ["3亿立方米以内", "方案没有", ""],
    ]
    assert editor.texts(".ck-mark") == ["13%✓", "42%✗", "90%以上✓", "60%—65%✓", "3亿立方米以内∅"]
    assert "农村生活污水治理率达到40%" in "".join(editor.texts("#ck-row-2 q"))
    assert editor.complaints() == []


def test_a_figure_leads_to_its_row_the_row_back_and_on_to_the_clause(editor: Editor) -> None:
    editor.at("lang=zh").check(DRAFT).see(".ck-mark")
    editor.click(".ck-differs.ck-mark")
    assert editor.js("return document.activeElement.id") == "ck-row-2"
    editor.click("#ck-row-2 .ck-number")
    assert editor.js("return document.activeElement.innerText") == "42%✗"
    editor.click("#ck-row-2 a")
    editor.wait_for(lambda: "40%" in "".join(editor.texts("main mark")), "the sentence marked in the reading room")


def test_only_what_differs_stays_in_the_address_and_the_draft_in_the_tab(editor: Editor) -> None:
    editor.at("lang=zh").check(DRAFT).see(".ck-only input")
    editor.click(".ck-only input")
    assert [row[0] for row in editor.rows()] == ["42%", "3亿立方米以内"]
    editor.driver.refresh()
    editor.see("#ck-counts")
    assert [row[0] for row in editor.rows()] == ["42%", "3亿立方米以内"]
    assert "only=1" in editor.driver.current_url
    editor.click(".ck-mark")
    assert editor.js("return document.activeElement.id") == "ck-row-1"


def test_the_plans_chosen_are_the_only_ones_it_is_held_against(editor: Editor) -> None:
    editor.at("lang=zh&plan=xiyan").check(DRAFT).see("#ck-counts")
    assert [row[1] for row in editor.rows()] == ["未核对", "未核对", "未核对", "相符", "方案没有"]
    editor.click(".ck-plans input[value=lantian]")
    assert "plan=lantian" in editor.driver.current_url
    editor.click(".ck-form .wc-primary")
    editor.wait_for(lambda: [row[1] for row in editor.rows()][:2] == ["相符", "不符"], "the other plan")


def told(editor: Editor, name: str) -> bool:
    """Whether it is said that a file cannot be read."""
    return f"读不出“{name}”" in "".join(editor.texts(".ck-said"))


def test_a_draft_is_opened_from_word_or_text_and_what_cannot_be_read_is_said(editor: Editor, tmp_path: Path) -> None:
    first, second = DRAFT[: DRAFT.index("溪岩")], DRAFT[DRAFT.index("溪岩") :]
    book = docx.Document()
    book.add_paragraph(first)._p.append(parse_xml(BOX.format(text=f"<w:p><w:r><w:t>{BOXED}</w:t></w:r></w:p>")))
    cell = book.add_table(1, 1).cell(0, 0)
    cell.text = second
    book.save(str(tmp_path / "稿.docx"))
    with zipfile.ZipFile(tmp_path / "stored.docx", "w", zipfile.ZIP_STORED) as stored:
        for part in (packed := zipfile.ZipFile(tmp_path / "稿.docx")).infolist():
            stored.writestr(part.filename, packed.read(part))
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        (tmp_path / f"{encoding}.txt").write_text(f"{first}\n{second}", encoding=encoding)
    (tmp_path / "damaged.docx").write_bytes((tmp_path / "稿.docx").read_bytes()[:-400])
    (tmp_path / "no.docx").write_bytes(b"\xff\x00\x81" * 50)
    editor.at("lang=zh")
    for name in ("稿.docx", "stored.docx", "utf-8.txt", "utf-8-sig.txt", "gb18030.txt", "utf-16.txt"):
        editor.js("const b = document.getElementById('ck-draft'); b.value = ''; b.dispatchEvent(new Event('input'))")
        editor.all(".ck-buttons input[type=file]")[0].send_keys(str(tmp_path / name))
        editor.wait_for(lambda: len(editor.all("#ck-draft")[0].get_attribute("value").split("\n")) >= 2, name)
        text = f"{first}\n{second}" if name.endswith(".txt") else f"{first}\n{BOXED}\n{second}"
        assert editor.all("#ck-draft")[0].get_attribute("value") == text, name
    for name in ("damaged.docx", "no.docx"):
        editor.all(".ck-buttons input[type=file]")[0].send_keys(str(tmp_path / name))
        editor.wait_for(partial(told, editor, name), name)
        assert editor.all("#ck-draft")[0].get_attribute("value") == f"{first}\n{second}"
    editor.click(".ck-form .wc-primary")
    assert len(editor.see("#ck-counts")) == 1 and len(editor.rows()) == 5


def test_nothing_to_check_is_said(editor: Editor) -> None:
    editor.at("lang=zh").check("  ")
    editor.wait_to_read(".ck-said", "先粘贴要核对的文字。")
    editor.check("澜田市扎实推进节能减排。").see(".ck-empty")
    assert editor.texts(".ck-empty")[0].startswith("稿中没有读到")
    editor.check("澜" * 20_001)
    editor.wait_to_read(".ck-said", "稿件超过 20,000 字。请分成几次核对。")
    editor.check(DRAFT).see("#ck-counts")
    editor.js("const b = document.getElementById('ck-draft'); b.value += '。'; b.dispatchEvent(new Event('input'))")
    editor.wait_to_read(".ck-stale", "稿件改过了，下面是改之前的结果。请再核对一次。")


@pytest.mark.parametrize(
    ("width", "theme"),
    [
        (400, "light"),
        *(pytest.param(*look, marks=pytest.mark.prove) for look in ((1280, "light"), (768, "dark"), (400, "dark"))),
    ],
)
def test_the_page_fits_every_width_without_a_fault(editor: Editor, width: int, theme: str) -> None:
    resized(editor, width)
    editor.at("lang=zh").check(DRAFT).see(".ck-mark")
    editor.js("document.documentElement.dataset.theme = arguments[0]", theme)
    assert editor.js("return document.documentElement.scrollWidth") <= width
    assert editor.js("const s = document.querySelector('.ck-scroll'); return s.scrollWidth <= s.clientWidth")
    assert faults_of(editor.driver, OF_COLOURS if theme == "dark" else ()) == []


@pytest.mark.prove
def test_in_english_every_word_but_those_of_the_plans_is(editor: Editor) -> None:
    editor.at("lang=en").check(DRAFT).see("#ck-counts")
    assert editor.texts("#ck-counts") == ["5 figures: 3 agree, 1 differ, 1 not in the plan"]
    assert [row[1] for row in editor.rows()] == ["Agrees", "Differs", "Agrees", "Agrees", "Not in the plan"]
    assert editor.texts("h1") == ["Check a draft"]


@pytest.mark.parametrize(
    ("status", "band", "answer", "badge"),
    [
        ("not_found", "sure", "柏川市：不是80%。到2025年，农膜回收率达到82%以上。[1]", "与原文不符"),
        ("answered", "sure", "柏川市：不是80%以上。到2025年，农膜回收率达到82%以上。[1]", "与原文不符"),
        ("partial", "sure", "核对了2个数：……\n- 柏川市：农膜回收率80%：不符，方案为82%以上。[1]", "与原文不符"),
        ("answered", "sure", "核对了2个数：2个相符。\n- 柏川市：农膜回收率82%：相符。[1]", "有据"),
        ("answered", "sure", "柏川市：是，超过75%。畜禽粪污综合利用率达到79%以上。[1]", "有据"),
        ("not_found", "declined", "柏川市：没有给出森林覆盖率。", "未提及"),
    ],
)
def test_an_answer_that_denies_is_marked_so_whichever_way_it_does(
    editor: Editor, status: str, band: str, answer: str, badge: str
) -> None:
    editor.at("lang=zh")
    script = "const done = arguments[1]; import('./wence/chat/status.js').then((m) => done(m.statusOf(arguments[0])[0]), (e) => done(String(e)))"
    record = {"status": status, "band": band, "answer": answer}
    assert editor.driver.execute_async_script(script, record) == badge
