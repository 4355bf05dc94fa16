"""Tables printed in a PDF: their rows and cells are those that every other format has."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
import pytest
from fpdf import FPDF

from corpus.check import find_violations
from corpus.duties import read_duties
from corpus.plan import Plan
from corpus.readers import limits, read_document
from corpus.readers.grids import find_grids
from corpus.readers.pdf import parse_pdf
from corpus.readers.rulings import Effort, Ruling, Rulings
from corpus.structure import read_plan
from corpus.targets import read_targets
from tests.crafted_bytes import page_pdf, stream
from tests.printed_tables import Box, Part, Table, as_docx, as_html, as_markdown, as_pdf, new_pdf

TITLE = ["荔湖市生态水系建设行动计划（2022—2026年）", "为建设生态水系，制定本计划。"]
GOALS: Table = [
    ["序号", "指标名称", "单位", "2021年实际", "2026年目标", "属性"],
    ["1", "城市水面率", "%", "7.4", "8.9", "约束性"],
    ["2", "新建湿地公园", "个", "3", "11", "预期性"],
    ["3", "河道生态岸线占比（%）", "", "52.6", "71", "预期性"],
]
TASKS: Table = [
    ["重点任务", "具体内容", "牵头单位", "配合单位", "完成时限"],
    [
        Box("水系连通", down=2),
        "疏浚城区河道43公里，同步建设沿河步道、亲水平台和智能监测站点，恢复断头河的自然流动。",
        "市水务局",
        "市财政局、市自然资源局、市园林局",
        "2024年12月",
    ],
    ["改造老旧水闸29座", "市水务局", "", "2025年6月"],
    ["湿地修复", "修复退化湿地860亩", "市林业局", "市生态环境局", "2023年10月"],
]
TWO_HEADS: Table = [
    [Box("指标", down=2), Box("单位", down=2), Box("目标值", across=2)],
    ["2026年", "2030年"],
    ["城市水面率", "%", "8.9", "9.6"],
    ["再生水利用量", "万吨", "1350", "2100"],
]
TASK_WIDTHS = (15, 40, 20, 25, 20)


def document(*tables: Table) -> list[Part]:
    headings = ["一、主要指标", "二、重点任务", "三、保障措施"]
    parts: list[Part] = [*TITLE]
    for heading, table in zip(headings, tables, strict=False):
        parts += [heading, table]
    return [*parts, f"{'一二三四'[len(tables)]}、组织实施", "加强领导，落实责任。"]


def plan_of(folder: Path, data: bytes, kind: str = ".pdf") -> Plan:
    path = folder / f"lihu{kind}"
    path.write_bytes(data)
    plan = read_plan("lihu", read_document(path))
    assert find_violations(plan) == []
    return plan


def goals(plan: Plan) -> list[tuple[str, float | None, str, int | None, str]]:
    return [(t.indicator, t.value, t.unit, t.target_year, t.qualifier) for t in read_targets(plan)]


def duties(plan: Plan) -> list[tuple[str, str, str]]:
    clauses = {c.id: c for c in plan.clauses}
    return [(clauses[d.clause].title, d.body, d.role) for d in read_duties(plan)]


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.replace("\f", "").split("\n") if "\t" in line]


def test_a_goal_of_a_ruled_table_has_the_unit_and_the_value_of_its_own_row(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, as_pdf(document(GOALS), widths=(10, 28, 12, 22, 22, 18)))
    assert goals(plan) == [
        ("城市水面率（%）", 8.9, "%", 2026, "约束性"),
        ("新建湿地公园（个）", 11.0, "个", 2026, "预期性"),
        ("河道生态岸线占比（%）", 71.0, "%", 2026, "预期性"),
    ]


def test_cells_that_wrap_and_cells_merged_downwards_keep_their_rows(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, as_pdf(document(TASKS), widths=TASK_WIDTHS))
    told = [c.text.split("\t") for c in plan.clauses if c.address.endswith("行")]
    assert [row[:3] for row in told] == [
        [
            "水系连通",
            "疏浚城区河道43公里，同步建设沿河步道、亲水平台和智能监测站点，恢复断头河的自然流动。",
            "市水务局",
        ],
        ["水系连通", "改造老旧水闸29座", "市水务局"],
        ["湿地修复", "修复退化湿地860亩", "市林业局"],
    ]
    assert [(body, role) for _, body, role in duties(plan)] == [
        ("市水务局", "lead"),
        ("市财政局", "join"),
        ("市自然资源局", "join"),
        ("市园林局", "join"),
        ("市水务局", "lead"),
        ("市林业局", "lead"),
        ("市生态环境局", "join"),
    ]
    figures = [(value, year) for _, value, _, year, _ in goals(plan)]
    assert figures == [(43.0, 2024), (29.0, 2025), (860.0, 2023)]


def test_a_head_of_two_rows_names_the_columns_below_it(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, as_pdf(document(TWO_HEADS)))
    assert [(value, unit, year) for _, value, unit, year, _ in goals(plan)] == [
        (8.9, "%", 2026),
        (9.6, "%", 2030),
        (1350.0, "万吨", 2026),
        (2100.0, "万吨", 2030),
    ]


@pytest.mark.parametrize(
    ("kind", "make"), [(".pdf", as_pdf), (".docx", as_docx), (".html", as_html), (".md", as_markdown)]
)
def test_a_group_of_rows_with_a_number_and_a_name_parts_no_table(
    tmp_path: Path, kind: str, make: Callable[[Sequence[Part]], bytes]
) -> None:
    head, *body = GOALS
    grouped = [head, ["一", "水面", *[""] * 4], body[0], ["（二）", "岸线", *[""] * 4], *body[1:]]
    plan = plan_of(tmp_path, make(document(grouped)), kind)
    assert [value for _, value, *_ in goals(plan)] == [
        value for _, value, *_ in goals(plan_of(tmp_path, make(document(GOALS)), kind))
    ]
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "二、"]


@pytest.mark.parametrize(
    ("kind", "make"), [(".docx", as_docx), (".html", as_html), (".md", as_markdown)], ids=["docx", "html", "md"]
)
@pytest.mark.parametrize("tables", [(GOALS, TASKS), (TWO_HEADS, TASKS)], ids=["goals", "two-heads"])
def test_tables_say_the_same_in_a_pdf_as_in_other_formats(
    tmp_path: Path, kind: str, make: Callable[[Sequence[Part]], bytes], tables: tuple[Table, ...]
) -> None:
    parts = document(*tables)
    printed, other = plan_of(tmp_path, as_pdf(parts)), plan_of(tmp_path, make(parts), kind)
    assert goals(printed) == goals(other) != []
    assert duties(printed) == duties(other) != []

    def words(plan: Plan) -> list[tuple[str, str]]:
        return [(c.address, "".join(c.text.split()).replace("|", "")) for c in plan.clauses]

    assert words(printed) == words(other)


@pytest.mark.parametrize("repeated", [0, 1], ids=["once", "head-repeated"])
def test_a_table_goes_on_over_page_breaks(tmp_path: Path, repeated: int) -> None:
    many: list[Sequence[str | Box]] = [TASKS[0]]
    for n in range(1, 13):
        many.append([f"第{n}类", f"修复河段{n}0公里，同步整治沿线排口", "市水务局", "市住建局", f"20{22 + n % 4}年6月"])
    data = as_pdf(document(many), widths=TASK_WIDTHS, height=140, repeated=repeated)
    plan = plan_of(tmp_path, data)
    assert plan.text.count("\f") >= 2
    told = [c.text.split("\t") for c in plan.clauses if c.address.endswith("行")]
    assert [row[0] for row in told] == [row[0] for row in many[1:]]
    assert [value for _, value, *_ in goals(plan)] == [10.0 * n for n in range(1, 13)]


def ruled(pdf: FPDF, xs: Sequence[float], ys: Sequence[float], missing: Sequence[tuple[int, int]] = ()) -> None:
    """Draw a grid; ``missing`` are (line, column) of the pieces of lines across that are not drawn."""
    for row, y in enumerate(ys):
        for column in range(len(xs) - 1):
            if (row, column) not in missing:
                pdf.line(xs[column], y, xs[column + 1], y)
    for x in xs:
        pdf.line(x, ys[0], x, ys[-1])


def words_at(pdf: FPDF, x: float, y: float, text: str) -> None:
    pdf.set_xy(x, y)
    pdf.cell(0, 6, text)


def test_a_cell_merged_over_a_page_break_holds_on_the_next_page_too() -> None:
    pdf = new_pdf()
    xs = [30, 60, 110, 150]
    ruled(pdf, xs, [230, 240, 250, 260], missing=[(2, 0)])
    for n, row in enumerate(
        [["类别", "任务", "责任单位"], ["防洪", "加固堤防7公里", "甲局"], ["", "新建泵站2座", "乙局"]]
    ):
        for x, cell in zip(xs, row, strict=False):
            words_at(pdf, x + 1, 232 + 10 * n, cell)
    pdf.add_page()
    ruled(pdf, xs, [30, 40, 50], missing=[(1, 0)])
    for n, row in enumerate([["", "清淤河道9公里", "丙局"], ["", "改造涵闸5座", "丁局"]]):
        for x, cell in zip(xs, row, strict=False):
            words_at(pdf, x + 1, 32 + 10 * n, cell)
    assert [row[0] for row in rows(parse_pdf(bytes(pdf.output())).text)] == ["类别", "防洪", "防洪", "防洪", "防洪"]


def test_rulings_may_be_thin_filled_shapes_and_the_sides_may_be_open() -> None:
    pdf = new_pdf()
    pdf.set_fill_color(0)
    for y in (40, 50, 60, 70):
        pdf.rect(30, y, 120, 0.3, style="F")
    for x in (70, 110):
        pdf.rect(x, 40, 0.3, 30, style="F")
    for n, row in enumerate([["指标", "单位", "目标值"], ["水面率", "", "9.5"], ["", "座", "16"]]):
        for x, cell in zip((31, 71, 111), row, strict=True):
            words_at(pdf, x, 42 + 10 * n, cell)
    assert rows(parse_pdf(bytes(pdf.output())).text) == [
        ["指标", "单位", "目标值"],
        ["水面率", "", "9.5"],
        ["", "座", "16"],
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_to_be_read_has_its_rows_across(turn: int) -> None:
    table = [["指标", "单位", "目标值"], ["水面率", "", "9.5"], ["湿地公园", "座", "16"]]
    pdf = new_pdf()
    with pdf.rotation(turn, 105, 105):
        ruled(pdf, [30, 70, 90, 120], [40, 50, 60, 70])
        for n, row in enumerate(table):
            for x, cell in zip((31, 71, 91), row, strict=True):
                words_at(pdf, x, 42 + 10 * n, cell)
        words_at(pdf, 30, 80, "推进水系连通，")
        words_at(pdf, 30, 89, "修复生态。")
    turned, data = pypdfium2.PdfDocument(bytes(pdf.output())), io.BytesIO()
    turned[0].set_rotation(turn)
    turned.save(data)
    text = parse_pdf(data.getvalue()).text
    assert rows(text) == table and "推进水系连通，\n修复生态。" in text


@pytest.mark.parametrize("edges", [[40, 50, 80], [40, 80]], ids=["head-ruled", "no-row-ruled"])
@pytest.mark.parametrize("down", [0, 3], ids=["level", "shifted"])
def test_rows_without_rulings_between_them_are_rows_where_their_cells_are_level(
    down: float, edges: list[float]
) -> None:
    table = [["指标", "单位", "目标值"], ["水面率", "%", "9.5"], ["湿地公园", "", "16"], ["岸线", "公里", "240"]]
    pdf = new_pdf()
    ruled(pdf, [30, 70, 90, 120], edges)
    for n, row in enumerate(table):
        for x, cell in zip((31, 71, 91), row, strict=True):
            words_at(pdf, x, 42 + 9 * n + (down if n and x == 31 else 0), cell)
    found = rows(parse_pdf(bytes(pdf.output())).text)
    assert (found == table) if not down else not any("9.5 16" in cell for row in found for cell in row)


ALIGNED = [
    ["指标", "单位", "2021年实际", "2026年目标"],
    ["城市水面率", "%", "7.4", "8.9"],
    ["新建湿地公园", "个", "", "11"],
    ["水质优良断面比例", "%", "83", "90"],
]


def aligned(table: Sequence[Sequence[str]], places: Sequence[float]) -> bytes:
    pdf = new_pdf()
    for n, line in enumerate([*TITLE, "一、主要指标"]):
        words_at(pdf, 33, 30 + 9 * n, line)
    for n, row in enumerate(table):
        for x, cell in zip(places, row, strict=True):
            if cell:
                words_at(pdf, x, 60 + 9 * n, cell)
    words_at(pdf, 33, 65 + 9 * len(table), "二、组织实施")
    return bytes(pdf.output())


def test_columns_parted_by_blanks_are_a_table_with_its_empty_cells(tmp_path: Path) -> None:
    data = aligned(ALIGNED, (30, 80, 105, 145))
    assert rows(parse_pdf(data).text) == ALIGNED
    plan = plan_of(tmp_path, data)
    assert [(value, unit, year) for _, value, unit, year, _ in goals(plan)] == [
        (8.9, "%", 2026),
        (11.0, "个", 2026),
        (90.0, "%", 2026),
    ]


def test_a_column_that_the_head_names_may_be_filled_rarely_and_lines_of_a_form_above_are_no_rows() -> None:
    form = [["填表单位：", "荔湖市水利局", "", "", ""], ["填表人：", "", "", "审核人：", ""]]
    table = [["断面名称", "类别", "预警", "浓度", "限值"]]
    table += [
        [f"{name}断面", "国控", "↑" if n == 4 else "", f"0.{n + 11}", "[0.2]"]
        for n, name in enumerate("甲乙丙丁戊己庚辛")
    ]
    table[2][2] = "↓"
    text = parse_pdf(aligned([*form, *table], (30, 70, 100, 122, 150))).text
    assert rows(text)[-len(table) :] == table
    assert "填表人： 审核人：\n" in text


@pytest.mark.parametrize(
    ("table", "places"),
    [
        ([["一、", "总体要求"], ["二、", "主要任务"], ["三、", "保障措施"]], (30, 50)),
        ([["总体要求", "1"], ["主要任务", "4"], ["保障措施", "17"]], (30, 150)),
        ([["联系人：王宁", "电话：3366"], ["联系人：李想", "电话：3377"], ["联系人：赵一", "电话：3388"]], (30, 100)),
        ([["●", "总体要求"], ["●", "主要任务"], ["●", "保障措施"]], (30, 50)),
        ([["水面率", "8.9"], ["湿地", "11"]], (30, 100)),
    ],
    ids=["list", "contents", "contacts", "bullets", "two-rows"],
)
def test_other_lines_with_wide_blanks_are_no_table(table: Sequence[Sequence[str]], places: Sequence[float]) -> None:
    text = parse_pdf(aligned(table, places)).text
    assert "\t\t" not in text and not rows(text), text
    assert "".join(text.split()).count("".join("".join(row) for row in table)) == 1


def test_a_signature_keeps_its_lines() -> None:
    pdf = new_pdf()
    for n, (x, line) in enumerate([(33, "请认真贯彻执行。"), (120, "荔湖市人民政府"), (122, "2022年3月8日")]):
        words_at(pdf, x, 40 + 9 * n, line)
    assert "\t" not in parse_pdf(bytes(pdf.output())).text


def test_running_text_in_two_columns_of_a_page_is_no_table() -> None:
    pdf = new_pdf()
    said = [
        "统筹推进水系连通与生态修复，完善河湖长制，",
        "健全管护机制，落实管护责任，确保治理成效，",
        "加强监测评估，定期通报进展情况并接受监督。",
    ]
    for n, line in enumerate(said):
        for x in (20, 112):
            pdf.set_font_size(10)
            words_at(pdf, x, 40 + 8 * n, line)
    assert not any(line.count("\t") > 1 or "\t\t" in line for line in parse_pdf(bytes(pdf.output())).text.split("\n"))


def test_a_framed_box_keeps_its_paragraphs() -> None:
    said = [
        "专栏1 水系治理工程",
        "清淤疏浚。整治城区河道，恢复河道过流能力，改善城区水体水质。",
        "岸线修复。建设生态护岸。",
    ]

    def page(*, framed: bool) -> str:
        pdf = new_pdf()
        if framed:
            pdf.rect(28, 35, 150, 40)
            pdf.line(28, 48, 178, 48)
        for n, line in enumerate(said):
            words_at(pdf, 33, 40 + 10 * n, line)
        return parse_pdf(bytes(pdf.output())).text

    assert page(framed=True) == page(framed=False)
    assert "".join(page(framed=True).split()) == "".join("".join(said).split())


def test_lines_through_nothing_but_one_text_change_nothing() -> None:
    pdf = new_pdf()
    ruled(pdf, [20, 60, 100], [30, 34, 38])
    words_at(pdf, 30, 60, "统筹推进水系连通与生态修复。")
    assert parse_pdf(bytes(pdf.output())).text == "统筹推进水系连通与生态修复。"


def test_a_page_that_draws_too_much_is_read_as_lines_of_text() -> None:
    lines = b"\n".join(b"%d 0 m %d 800 l S" % (n % 595, n % 595) for n in range(limits.PDF_PAGE_RULINGS + 1))
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    data = page_pdf(stream(b"BT /F 12 Tf 50 700 Td (Words) Tj ET\n" + lines), resources=font)
    assert parse_pdf(data).text == "Words"


def test_a_grid_of_too_many_places_is_none_and_the_effort_has_an_end() -> None:
    def net(n: int) -> Rulings:
        across = [Ruling(4.0 * k, 0, 4.0 * n) for k in range(n + 1)]
        return Rulings(across, across)

    assert find_grids(net(110), Effort()) == []
    (grid,) = find_grids(net(90), Effort())
    assert len(grid.cells) == 8100
    assert find_grids(net(90), Effort(10_000)) == []


@pytest.mark.parametrize("opening", ["12月底前完成改造", "①建成泵站三座", "注：以上为全年数", "20个以上小区参加"])
def test_what_stands_below_a_table_that_fills_the_page_is_no_footnote(opening: str) -> None:
    pdf = new_pdf()
    edges = [30 + 20 * n for n in range(11)]
    ruled(pdf, [30, 70, 110], edges)
    for n, y in enumerate(edges[:-1]):
        words_at(pdf, 31, y + 6, "指标" if not n else f"指标{n}")
        words_at(pdf, 71, y + 6, "目标值" if not n else f"{n}5%")
    words_at(pdf, 30, 240, f"{opening}，各县区分解落实。")
    words_at(pdf, 30, 250, "市水务局每季度通报一次。")
    text = parse_pdf(bytes(pdf.output())).text
    assert opening in text and "每季度通报" in text
