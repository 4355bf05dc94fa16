"""Signs of a PDF that are no words of its text, or stand off its lines: note marks, exponents, footnotes, watermarks, false bold."""

from pathlib import Path
from typing import Literal

import pytest
from fpdf import FPDF

from corpus.readers import read_document
from corpus.readers.printed import PrintedLine, page_paragraphs
from corpus.structure import read_plan
from corpus.targets import read_targets
from tests.made_documents import page_of


@pytest.fixture
def paper() -> FPDF:
    return page_of()


def read(folder: Path, paper: FPDF) -> str:
    (folder / "a.pdf").write_bytes(bytes(paper.output()))
    return read_document(folder / "a.pdf")


def write(paper: FPDF, *runs: str) -> None:
    """Runs on one line; ^ opens a raised one, _ a lowered one."""
    places: dict[str, Literal["SUP", "SUB"]] = {"^": "SUP", "_": "SUB"}
    for run in runs:
        paper.char_vpos = places.get(run[0], "LINE")
        paper.write(9, run[1:] if run[0] in places else run)
    paper.char_vpos = "LINE"
    paper.ln(9)


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        (("建成岸电桩320", "^1", "座。"), "建成岸电桩320座。"),
        (("使用率达到85%", "^[12]", "。"), "使用率达到85%。"),
        (("使用率", "^①", "达到85%。"), "使用率达到85%。"),
        (("蓄水2.6×10", "^7", "立方米。"), "蓄水2.6×10⁷立方米。"),
        (("绿地1200m", "^2", "。"), "绿地1200m²。"),
        (("减排CO", "_2", "300吨。"), "减排CO₂300吨。"),
        (("PM", "_2.5", "下降5%。"), "PM2.5下降5%。"),
    ],
)
def test_raised_and_lowered_signs_of_a_line_are_told_by_size_and_baseline(
    tmp_path: Path, paper: FPDF, runs: tuple[str, ...], words: str
) -> None:
    write(paper, *runs)
    assert read(tmp_path, paper) == words


def test_a_mark_that_is_drawn_after_its_line_stands_where_it_is_printed(tmp_path: Path, paper: FPDF) -> None:
    paper.text(40, 60, "建成岸电桩320")
    at = 40 + paper.get_string_width("建成岸电桩320")
    paper.text(at + 3, 60, "座，达标。")
    paper.set_font_size(7)
    paper.text(at, 57, "1")
    assert "".join(read(tmp_path, paper).split()) == "建成岸电桩320座，达标。"


def test_figures_of_a_line_in_small_print_are_no_marks(tmp_path: Path, paper: FPDF) -> None:
    write(paper, "一、主要指标")
    paper.set_font_size(9)
    write(paper, "岸电桩 320座")
    assert read(tmp_path, paper).split() == ["一、主要指标", "岸电桩", "320座"]


def test_bold_made_by_drawing_twice_gives_each_sign_once(tmp_path: Path, paper: FPDF) -> None:
    for aside in (0, 0.15, 0.3):
        paper.text(30 + aside, 40, "建成岸电桩11座3300个")
    at = 30.0
    for sign in "改造泊位2200个":
        for aside in (0, 0.1):
            paper.text(at + aside, 60, sign)
        at += paper.get_string_width(sign)
    assert read(tmp_path, paper).split("\n") == ["建成岸电桩11座3300个", "改造泊位2200个"]


def test_watermarks_are_no_text_and_light_words_of_one_page_are(tmp_path: Path, paper: FPDF) -> None:
    for number in range(3):
        if number:
            paper.add_page()
        with paper.rotation(45, 105, 150):
            paper.set_font_size(48)
            paper.text(40, 150, "内部资料")
        paper.set_font_size(30)
        paper.set_text_color(225)
        paper.text(40, 120, "岚溪市政府网下载")
        paper.set_font_size(14)
        if number == 1:
            paper.text(40, 70, "浅色说明")
        paper.set_text_color(0)
        paper.text(28, 40, f"第{number + 1}批改造泊位{number + 17}个。")
    words = read(tmp_path, paper)
    assert "内部资料" not in words and "政府网" not in words
    assert "浅色说明" in words and all(f"改造泊位{n}个" in words for n in (17, 18, 19))


@pytest.mark.parametrize("ruled", [True, False])
def test_a_footnote_does_not_cut_the_sentence_that_crosses_the_page(tmp_path: Path, paper: FPDF, ruled: bool) -> None:
    lines = [
        "　　到2027年，全市建成岸电桩三百二十座以上，改造泊位十八处以上，",
        "并把靠港船舶的岸电使用率提高到百分之八十五以",
    ]
    paper.text(28, 30, "一、总体目标")
    for i in range(6):
        paper.text(28, 45 + 9 * i, "　　推进靠港船舶使用岸电，推进港口泊位改造工作落实到位。")
    for i, line in enumerate(lines):
        paper.text(28, 110 + 9 * i, line)
    paper.set_font_size(9)
    if ruled:
        paper.line(28, 260, 80, 260)
    paper.text(28, 266, ("" if ruled else "① ") + "岸电桩：向靠港船舶供电的设施，含2016年建成的40座。")
    paper.set_font_size(14)
    paper.add_page()
    paper.text(28, 30, "上。")
    paper.text(28, 39, "　　推进其他工作落实到位。")
    clause = read_plan("p", read(tmp_path, paper)).clauses[-1]
    assert "提高到百分之八十五以上。" in "".join(clause.text.split())
    assert "40座" not in clause.text


def test_small_lines_at_the_foot_of_a_page_that_are_no_notes_stay(tmp_path: Path, paper: FPDF) -> None:
    for i in range(6):
        paper.text(28, 45 + 9 * i, "推进靠港船舶使用岸电，推进港口泊位改造工作落实到位。")
    paper.set_font_size(9)
    paper.text(28, 250, "抄送：市委办公室，市人大常委会办公室。")
    assert "抄送" in read(tmp_path, paper)


def test_the_ledger_of_a_printed_plan_has_its_numbers(tmp_path: Path, paper: FPDF) -> None:
    for runs in (
        ("岚溪市岸电建设方案",),
        ("一、总体目标",),
        ("到2027年，建成岸电桩320", "^1", "座，蓄水量达到2.6×10", "^7", "立方米。"),
    ):
        write(paper, *runs)
    values = {target.value for target in read_targets(read_plan("p", read(tmp_path, paper)))}
    assert values == {320.0, 26_000_000.0}


def test_other_figures_at_one_place_of_each_page_are_no_watermark(tmp_path: Path, paper: FPDF) -> None:
    shares = ("85%", "90%", "75%", "60%")
    for number, share in enumerate(shares):
        if number:
            paper.add_page()
        paper.set_font_size(48)
        paper.text(40, 120, share)
        paper.set_font_size(14)
        paper.text(28, 40, f"第{number + 1}批改造泊位{number + 17}个。")
    words = read(tmp_path, paper)
    assert all(share in words for share in shares)


def test_a_heading_below_the_widest_of_short_lines_begins_a_paragraph() -> None:
    words = [
        "岚溪市城乡居民就业促进行动方案",
        "一、主要目标",
        "到2027年，新增就业五万人。",
        "二、保障",
        "市人社局牵头。",
    ]
    lines = [PrintedLine(w, 70, 70 + 10 * len(w), 700 - 20 * n, 712 - 20 * n) for n, w in enumerate(words)]
    assert page_paragraphs([lines]) == [words]
