"""Words that are struck out hold no more: their figures never run into those beside them."""

from pathlib import Path

import docx
import pytest

from corpus.readers import read_document
from corpus.structure import read_plan
from corpus.targets import read_targets

PAGE = "<html><body><p>岭溪市湿地修复方案</p><p>到2028年，修复湿地{}公顷。</p></body></html>"


@pytest.mark.parametrize(
    "struck",
    [
        "<del>260</del><ins>340</ins>",
        "<s>260</s>340",
        "<strike>260</strike>340",
        "<span style='text-decoration: line-through'>260</span>340",
        "<span style='text-decoration-line:line-through;color:red'>260</span>340",
    ],
)
def test_a_figure_that_a_page_strikes_out_is_not_read(tmp_path: Path, struck: str) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(struck), encoding="utf-8")
    assert "修复湿地340公顷" in read_document(tmp_path / "a.html")


def test_a_figure_that_a_word_document_strikes_out_is_not_read(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("到2028年，修复湿地")
    paragraph.add_run("260").font.strike = True
    paragraph.add_run("340公顷。").font.strike = False
    document.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx").strip() == "到2028年，修复湿地340公顷。"


def test_a_figure_that_markdown_strikes_out_is_not_read() -> None:
    plan = read_plan("a", "# 岭溪市湿地修复方案\n\n## 一、目标\n\n到2028年，修复湿地~~260~~340公顷。\n")
    assert [(row.value, row.value_text) for row in read_targets(plan)] == [(340, "340公顷")]


def test_a_range_written_with_two_tildes_is_not_struck_out() -> None:
    plan = read_plan("a", "# 岭溪市湿地修复方案\n\n## 一、目标\n\n到2028年，修复湿地260~340公顷，投入5~6亿元。\n")
    assert "260~340" in plan.clauses[-1].text
    assert "5~6" in plan.clauses[-1].text


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("| 湿地 | 公顷 | **340** |", "湿地（公顷）"),
        ("| **湿地** | 公顷 | 340 |", "湿地（公顷）"),
        ("| 湿地\\|滩涂 | 公顷 | 340 |", "湿地|滩涂（公顷）"),
    ],
)
def test_a_cell_of_markdown_stays_one_cell_whatever_marks_it_has(row: str, name: str) -> None:
    head = "# 岭溪市湿地修复方案\n\n## 一、目标\n\n| **指标** | 单位 | **2028年目标** |\n|---|---|---|\n"
    plan = read_plan("a", f"{head}{row}\n")
    assert [(found.indicator, found.value) for found in read_targets(plan)] == [(name, 340)]
