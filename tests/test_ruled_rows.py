"""Tables in PDFs whose rows alone are ruled: the blanks that go through the rows part their columns."""

from pathlib import Path

import pytest
from fpdf.enums import TableBordersLayout

from corpus.readers import read_document
from corpus.structure import read_plan
from corpus.tables import find_tables
from corpus.targets import read_targets
from tests.printed_tables import Box, Part, Table, as_pdf

GOALS: Table = [
    ["类别", "指标名称", "单位", "2023年", "2027年"],
    [Box("水环境", down=2), "河湖水质优良率", "%", "81.2", "88.5"],
    ["新增水域面积", "公顷", "40", "300"],
    [Box("水生态", down=2), "水土保持率", "%", "71.2", "74.5"],
    ["新建湿地公园", "个", "1", "5"],
]
DUTIES: Table = [
    ["任务", "责任单位"],
    ["清淤河道85公里", "市水务局"],
    ["建成处理站140座", "市农业农村局"],
    ["整治排口20个", "市生态环境局"],
]
PLAN: list[Part] = ["岚溪市河湖治理方案", "一、目标", "到2027年，各项指标按下表执行。", GOALS]


def goals(
    tmp_path: Path, parts: list[Part], widths: tuple[int, ...] = ()
) -> list[tuple[str, float | None, int | None]]:
    path = tmp_path / "a.pdf"
    path.write_bytes(as_pdf(parts, widths=widths, borders=TableBordersLayout.HORIZONTAL_LINES))
    return [(t.indicator, t.value, t.target_year) for t in read_targets(read_plan("a", read_document(path)))]


@pytest.mark.parametrize("widths", [(30, 50, 22, 28, 28), (20, 22, 18, 20, 20)])  # the narrow one breaks its names
def test_rows_between_lines_have_the_columns_that_blanks_part(tmp_path: Path, widths: tuple[int, ...]) -> None:
    assert goals(tmp_path, [*PLAN, "二、保障", "市水务局牵头。"], widths) == [
        ("河湖水质优良率（%）", 88.5, 2027),
        ("新增水域面积（公顷）", 300, 2027),
        ("水土保持率（%）", 74.5, 2027),
        ("新建湿地公园（个）", 5, 2027),
    ]


def test_the_name_of_a_group_parts_no_table_and_text_between_two_does(tmp_path: Path) -> None:
    table: Table = [
        ["指标", "单位", "2027年"],
        [Box("一、水环境", across=3)],
        ["河湖水质优良率", "%", "88.5"],
        [Box("二、水生态", across=3)],
        ["新建湿地公园", "个", "5"],
    ]
    path = tmp_path / "a.pdf"
    parts: list[Part] = [*PLAN[:3], table, "二、任务", "任务分工如下。", DUTIES, "三、保障"]
    path.write_bytes(as_pdf(parts, borders=TableBordersLayout.HORIZONTAL_LINES))
    plan = read_plan("a", read_document(path))
    assert [len(t.rows) for c in plan.clauses for t in find_tables(c.text) if c.address == "一、"] == [5]
    assert [c.address for c in plan.clauses if c.kind == "clause"] == [
        "一、",
        "二、",
        *(f"二、第{n}行" for n in (1, 2, 3)),
        "三、",
    ]


def test_lines_around_running_text_are_no_table(tmp_path: Path) -> None:
    text: Table = [["到2027年，全市建成泵站三十座。"], ["各县区按职责分工负责落实。"], ["市水务局加强督促检查。"]]
    path = tmp_path / "a.pdf"
    path.write_bytes(as_pdf([*PLAN[:2], text], borders=TableBordersLayout.HORIZONTAL_LINES))
    assert "\t" not in read_document(path)
