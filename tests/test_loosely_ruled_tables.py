"""Tables that a PDF rules in part only, and heads that no Chinese word gives away."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from fpdf import FPDF

from corpus.readers import read_document
from corpus.tables import Table, tables_in
from eval.score.tables import score_table
from tests.printed_tables import new_pdf

LEFT, WIDTH, HEIGHT = 25.0, 32.0, 9.0


def rule(pdf: FPDF, x: float, y: float, to_x: float, to_y: float) -> None:
    pdf.line(LEFT + x * WIDTH, 40 + y * HEIGHT, LEFT + to_x * WIDTH, 40 + to_y * HEIGHT)


def put(pdf: FPDF, x: float, y: float, words: str) -> None:
    pdf.text(LEFT + x * WIDTH + 2, 40 + y * HEIGHT + 6, words)


def read(folder: Path, pdf: FPDF) -> list[Table]:
    (folder / "a.pdf").write_bytes(bytes(pdf.output()))
    return tables_in(read_document(folder / "a.pdf"))


def said(table: Table) -> list[list[tuple[str, str]]]:
    return [[(table.heading(cell.column), table.text(cell)) for cell in row] for row in table.body()]


ROWS = [["北河县", "12.5", "13.6", "14.2"], ["东湖县", "8.4", "8.8", "9.1"], ["南岭县", "3.3", "3.6", "4.0"]]


def test_rows_between_lines_below_a_head_with_walls_have_the_columns_of_the_head(tmp_path: Path) -> None:
    pdf = new_pdf()
    for x in range(5):
        rule(pdf, x, 0, x, 1)
    for x in (0, 4):
        rule(pdf, x, 0, x, 4)
    for y in range(5):
        rule(pdf, 0, y, 4, y)
    for y, row in enumerate([["县区", "2023年", "2024年", "2025年"], *ROWS]):
        for x, words in enumerate(row):
            put(pdf, x, y, words)
    (table,) = read(tmp_path, pdf)
    assert said(table)[1] == [("县区", "东湖县"), ("2023年", "8.4"), ("2024年", "8.8"), ("2025年", "9.1")]


def test_names_over_two_columns_each_are_parted_where_no_wall_stands_between_them(tmp_path: Path) -> None:
    pdf = new_pdf()
    for x in (0, 1, 5):
        rule(pdf, x, 0, x, 4)
    for x in (2, 3, 4):
        rule(pdf, x, 1, x, 4)
    rule(pdf, 1, 1, 5, 1)
    for y in (0, 2, 3, 4):
        rule(pdf, 0, y, 5, y)
    for at, words in ((0, "县区"), (1.6, "产量"), (3.6, "产值")):
        put(pdf, at, 0, words)
    for y, row in enumerate(
        [["", "上年", "本年", "上年", "本年"], ["甲县", "5", "6", "7", "8"], ["乙县", "1", "2", "3", "4"]], 1
    ):
        for x, words in enumerate(row):
            put(pdf, x, y, words)
    (table,) = read(tmp_path, pdf)
    assert said(table)[0][1:] == [("产量 上年", "5"), ("产量 本年", "6"), ("产值 上年", "7"), ("产值 本年", "8")]


def test_names_of_rows_that_no_lines_part_stand_each_in_its_row(tmp_path: Path) -> None:
    pdf = new_pdf()
    for x in range(1, 4):
        rule(pdf, x, 0, x, 6)
    for y in range(7):
        rule(pdf, 0 if y in (0, 1, 6) else 1, y, 3, y)
    for y, row in enumerate([["支出", "上年", "本年"], *([f"第{n}项支出", f"{n}50", f"{n}80"] for n in range(1, 6))]):
        for x, words in enumerate(row):
            put(pdf, x, y, words)
    (table,) = read(tmp_path, pdf)
    assert [row[0][1] for row in said(table)] == [f"第{n}项支出" for n in range(1, 6)]
    assert said(table)[4] == [("支出", "第5项支出"), ("上年", "550"), ("本年", "580")]


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        (["\tQ1\tQ2", "甲\t3.5\t4.5", "乙\t5.5\t6.5"], [("", "甲"), ("Q1", "3.5"), ("Q2", "4.5")]),
        (["\t1996\t1993", "甲\t59\t54", "乙\t62\t60"], [("", "甲"), ("1996", "59"), ("1993", "54")]),
        (["产品\t1月至5月\t1月至6月", "原煤\t35\t42", "焦炭\t5\t6"], [("产品", "原煤"), ("1月至5月", "35"), ("1月至6月", "42")]),
        (["\t\t7月1日\t\t8月1日", "序\t站\t实测\t常年\t实测", "1\t甲\t3\t4\t5", "2\t乙\t6\t7\t8"], [("序", "1"), ("站", "甲"), ("7月1日 实测", "3"), ("7月1日 常年", "4"), ("8月1日 实测", "5")]),
    ],
)  # fmt: skip
def test_a_head_is_told_by_the_numbers_under_it(rows: Sequence[str], first: list[tuple[str, str]]) -> None:
    (table,) = tables_in("\n".join(rows))
    assert said(table)[0] == first


@pytest.mark.parametrize(
    "rows", [["甲县\t3个\t5个", "乙县\t4个\t6个"], ["生产总值\t1,200\t5.5%", "财政收入\t300\t6.1%"]]
)
def test_a_row_of_numbers_is_no_head(rows: Sequence[str]) -> None:
    (table,) = tables_in("\n".join(rows))
    assert table.heads == 0


def test_the_score_of_a_table_counts_cells_under_their_names() -> None:
    label = {"file": "a", "title": "t", "stubs": 1, "part": False, "columns": ["上年", "本年"], "rows": [["甲", "1", "2"], ["乙", "3", ""]]}  # fmt: skip
    right = tables_in("县\t上年\t本年\n甲\t1\t2\n乙\t3")
    assert score_table(label, right).f1 == 1.0
    wrong = tables_in("县\t上年\t本年\n甲\t1\t2\n乙\t\t3")
    assert score_table(label, wrong).right == 2
