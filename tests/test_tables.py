"""Tables as documents have them: rows and cells stay apart, goals and tasks are read each from its own row and column."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from corpus.catalogue import load_corpus
from corpus.duties import read_duties
from corpus.plan import Plan
from corpus.structure import read_plan
from corpus.tables import find_tables, tables_in
from corpus.targets import read_targets
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

HEAD = "石梁市城市更新行动计划（2021—2025年）\n为推进城市更新，制定本计划。\n"
GOALS = [
    ["序号", "指标名称", "单位", "2020年实际", "2025年目标", "属性"],
    ["1", "建成区绿地率", "%", "36.4", "40.2", "约束性"],
    ["2", "新增停车泊位", "个", "2100", "7300", "预期性"],
    ["3", "管网漏损率（%）", "", "11.8", "9", "预期性"],
]
TASKS = [
    ["重点任务", "具体内容", "牵头单位", "配合单位", "完成时限"],
    ["管网改造", "改造供水管网52公里", "市水务局", "市财政局、市住建局", "2024年12月"],
    ["管网改造", "改造燃气管网38公里", "市城管局", "", "2025年6月"],
    ["公园建设", "新建口袋公园26个", "市园林局", "市自然资源局", "2023年12月"],
]


def plan_of(*tables: list[list[str]], line: Callable[[list[str]], str] = "\t".join) -> Plan:
    parts = [HEAD]
    for number, table in zip("一二三", tables, strict=False):
        parts.append(f"{number}、主要内容\n" + "\n".join(line(row) for row in table) + "\n")
    return read_plan("shiliang", "".join(parts) + "四、保障措施\n加强领导。\n")


def test_rows_and_cells_stay_apart_in_the_wording_of_a_clause() -> None:
    plan = plan_of(GOALS)
    (table,) = find_tables(next(c.text for c in plan.clauses if c.label == "一、"))
    assert [[table.text(cell) for cell in row] for row in table.rows] == [[c for c in row if c] for row in GOALS]
    assert table.heads == 1 and table.heading(4) == "2025年目标"
    assert [cell.column for cell in table.rows[3]] == [0, 1, 3, 4, 5]


@pytest.mark.parametrize("line", ["\t".join, lambda row: f"| {' | '.join(row)} |"], ids=["tabs", "markdown"])
def test_a_goal_has_the_unit_and_the_value_of_its_own_row(line: Callable[[list[str]], str]) -> None:
    said = [(t.indicator, t.value, t.unit, t.target_year, t.qualifier) for t in read_targets(plan_of(GOALS, line=line))]
    assert said == [
        ("建成区绿地率（%）", 40.2, "%", 2025, "约束性"),
        ("新增停车泊位（个）", 7300.0, "个", 2025, "预期性"),
        ("管网漏损率（%）", 9.0, "%", 2025, "预期性"),
    ]


def test_years_need_not_stand_in_the_head_and_units_may_stand_with_the_value() -> None:
    plan = plan_of([["指标", "目标值"], ["绿色建筑占比", "85%"], ["充电桩", "3200个以上"]])
    said = [(t.indicator, t.value, t.unit, t.target_year, t.qualifier) for t in read_targets(plan)]
    assert said == [("绿色建筑占比", 85.0, "%", 2025, ""), ("充电桩", 3200.0, "个", 2025, "以上")]


def test_goals_of_two_years_are_rows_of_their_own_and_where_things_stand_is_none() -> None:
    plan = plan_of([["指标", "单位", "2022年", "2025年", "2030年"], ["绿化覆盖率", "%", "41.2", "43.5", "45"]])
    assert [(t.value, t.target_year) for t in read_targets(plan)] == [(43.5, 2025), (45.0, 2030)]


def test_a_task_is_a_clause_with_its_own_bodies_and_its_own_deadline() -> None:
    plan = plan_of(TASKS)
    rows = {c.id: c for c in plan.clauses if c.address.endswith("行")}
    assert [c.title for c in rows.values()] == [row[1] for row in TASKS[1:]]
    said = [(rows[d.clause].title, d.body, d.role) for d in read_duties(plan)]
    assert said == [
        ("改造供水管网52公里", "市水务局", "lead"),
        ("改造供水管网52公里", "市财政局", "join"),
        ("改造供水管网52公里", "市住建局", "join"),
        ("改造燃气管网38公里", "市城管局", "lead"),
        ("新建口袋公园26个", "市园林局", "lead"),
        ("新建口袋公园26个", "市自然资源局", "join"),
    ]
    figures = [(t.indicator, t.value, t.target_year) for t in read_targets(plan)]
    assert figures == [("改造供水管网", 52.0, 2024), ("改造燃气管网", 38.0, 2025), ("新建口袋公园数量", 26.0, 2023)]


def test_every_sign_of_a_plan_with_tables_stands_in_one_clause() -> None:
    plan = plan_of(GOALS, TASKS)
    words = "".join("".join(c.text for c in plan.clauses).split())
    assert words == "".join(plan.text.split())
    assert [(c.start, c.end) for c in plan.clauses][1:] == [
        (a.end, b.end) for a, b in zip(plan.clauses, plan.clauses[1:], strict=False)
    ]


def test_what_stands_behind_a_table_is_read_on() -> None:
    text = (
        HEAD
        + "一、任务\n"
        + "\n".join("\t".join(row) for row in TASKS)
        + "\n到2025年，改造小区41个。\n二、保障\n加强领导。\n"
    )
    plan = read_plan("shiliang", text)
    assert ("改造小区数量", 41.0) in [(t.indicator, t.value) for t in read_targets(plan)]


def test_numbered_lists_in_cells_open_no_clauses() -> None:
    rows = [
        ["序号", "指标", "内容及分值"],
        ["1", "学历", "1.本科（30分）。 2.专科（20分）。"],
        ["2", "服务", "1.献血每次3分。 2.志愿服务50小时2分。"],
    ]
    plan = plan_of(rows)
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "四、"]


def test_a_label_with_a_tab_behind_it_is_a_heading_and_no_table() -> None:
    plan = read_plan(
        "p", HEAD + "一、\t总体要求\n加强领导。\n二、\t主要任务\n（一）\t工业\n推进改造。\n（二）\t农业\n推进节水。\n"
    )
    assert [c.title for c in plan.clauses if c.kind == "clause"] == ["总体要求", "主要任务", "工业", "农业"]


def docx_with_merged_cells() -> bytes:
    document = Document()
    document.add_paragraph("石梁市城市更新行动计划（2021—2025年）")
    document.add_paragraph("一、任务清单")
    table = document.add_table(rows=len(TASKS), cols=len(TASKS[0]))
    for r, row in enumerate(TASKS):
        for c, words in enumerate(row):
            table.cell(r, c).text = words
    table.cell(2, 0).text = ""
    table.cell(1, 0).merge(table.cell(2, 0))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


HTML = (
    "<html><body><p>石梁市城市更新行动计划（2021—2025年）</p><p>一、任务清单</p><table>"
    + "".join(
        "<tr>"
        + "".join(
            f"<td{' rowspan=2' if (r, c) == (1, 0) else ''}>{words}</td>"
            for c, words in enumerate(row)
            if (r, c) != (2, 0)
        )
        + "</tr>"
        for r, row in enumerate(TASKS)
    )
    + "</table></body></html>"
)


@pytest.mark.parametrize(("name", "data"), [("a.docx", docx_with_merged_cells()), ("a.html", HTML.encode())])
def test_a_merged_cell_holds_for_each_row_that_it_covers(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    (plan,) = load_corpus(tmp_path).plans
    rows = [c.text.split("\t")[:2] for c in plan.clauses if c.address.endswith("行")]
    assert rows == [row[:2] for row in TASKS[1:]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("city"), {"shiliang.txt": plan_of(GOALS, TASKS).text})[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("石梁市2025年建成区绿地率目标是多少", "2025年建成区绿地率（%）为40.2"),
        ("新增停车泊位要多少个", "2025年新增停车泊位（个）为7300"),
        ("改造燃气管网38公里由哪个单位牵头", "市城管局"),
        ("市园林局牵头什么", "新建口袋公园26个"),
    ],
)
def test_a_cell_is_answered_and_no_other(city: Assistant, asked: str, told: str) -> None:
    answer = city.ask(asked)
    assert answer.status == "answered" and told in answer.answer, answer.answer
    others = [row[1] for row in TASKS[1:] if row[1] not in told and row[1] not in asked]
    assert not any(other in answer.answer for other in others)
    assert "\t" not in answer.answer


@pytest.mark.parametrize(
    ("cell", "value", "unit", "comparison"),
    [
        ("≤35", 35.0, "微克", "at_most"),
        ("不低于62.5%", 62.5, "%", "at_least"),
        ("≤0.5%", 0.5, "%", "at_most"),
        ("30左右", 30.0, "微克", "about"),
        ("1.2万", 1.2, "万微克", "reach"),
        ("5—10", 5.0, "微克", "reach"),
        ("42个以上", 42.0, "个", "at_least"),
    ],
)
def test_a_cell_keeps_its_limit_and_takes_the_unit_of_its_column(
    cell: str, value: float, unit: str, comparison: str
) -> None:
    (row,) = read_targets(plan_of([["指标", "单位", "2025年目标"], ["PM2.5浓度", "微克", cell], ["", "", ""]]))
    assert (row.value, row.unit, row.comparison) == (value, unit, comparison)
    assert row.value_text.lstrip("≤") in cell and (row.value_text.startswith("≤")) == ("≤" in cell)


def test_the_name_of_a_group_of_rows_ends_no_table() -> None:
    goals = [GOALS[0], ["生态建设", "", "", "", "", ""], *GOALS[1:2], ["", "交通", "", "", "", ""], *GOALS[2:3]]
    assert [t.value for t in read_targets(plan_of(goals))] == [40.2, 7300.0]
    tasks = [TASKS[0], ["一、市政领域", "", "", "", ""], *TASKS[1:]]
    plan = plan_of(tasks)
    assert [c.address for c in plan.clauses if c.address.endswith("、")] == ["一、", "四、"]
    assert len(read_duties(plan)) == len(read_duties(plan_of(TASKS)))


def test_the_year_of_a_span_is_its_last_and_a_head_may_go_on_under_empty_cells() -> None:
    spans = plan_of([["指标", "单位", "2021—2025年目标"], ["绿地率", "%", "41"], ["湿地率", "%", "12"]])
    assert {t.target_year for t in read_targets(spans)} == {2025}
    two = plan_of(
        [["指标", "目标值", ""], ["", "2025年", "2030年"], ["公园数（个）", "61", "70"], ["泵站数（座）", "8", "9"]]
    )
    assert [(t.value, t.target_year) for t in read_targets(two)] == [
        (61.0, 2025),
        (70.0, 2030),
        (8.0, 2025),
        (9.0, 2030),
    ]


def test_a_second_head_over_the_same_columns_begins_a_table() -> None:
    text = "\t本期\t上年同期\n泵站数\t12\t9\n水闸数\t7\t7\n\t期末\t上年末\n堤防长度\t83\t81\n"
    first, second = tables_in(text)
    assert (first.heading(1), second.heading(1), second.heading(2)) == ("本期", "期末", "上年末")
    assert [second.text(cell) for row in second.body() for cell in row] == ["堤防长度", "83", "81"]
    whole = tables_in(text.replace("\t期末\t上年末", "合计\t持平\t略降"))
    assert len(whole) == 1


def test_a_project_is_named_by_its_name_and_not_by_what_is_built() -> None:
    rows = [
        ["项目名称", "建设内容", "2025年计划投资（亿元）"],
        ["石梁电厂", "装机20万千瓦", "3"],
        ["石梁水库", "库容2亿方", "5"],
    ]
    assert [(t.indicator, t.value) for t in read_targets(plan_of(rows))] == [
        ("石梁电厂（亿元）", 3.0),
        ("石梁水库（亿元）", 5.0),
    ]


def test_a_percentage_in_chinese_numerals_is_answered(tmp_path: Path) -> None:
    text = "石梁市节水规划\n一、目标\n到2027年，再生水利用率达到百分之八十五。\n二、任务\n推进节水改造。\n"
    city = assistant_over(tmp_path, {"shiliang.txt": text})[0]
    answer = city.ask("石梁市再生水利用率目标是多少")
    assert answer.status == "answered" and "百分之八十五" in answer.answer, answer.answer


def test_the_size_of_a_task_in_a_cell_of_its_own_is_that_of_what_its_row_names() -> None:
    rows = [
        ["项目名称", "建设内容", "建设规模", "责任单位", "完成时限"],
        ["绿道工程", "新建绿道", "52公里", "市园林局", "2024年6月"],
        ["绿道工程", "改造驿站", "≥18座", "市园林局", "2025年底"],
        ["公园工程", "新建公园3个", "12公顷以上", "市城管局", "2025年底"],
        ["公园工程", "补种", "乔木2万株、灌木5万株", "市城管局", "2025年底"],
    ]
    said = [(t.indicator, t.value, t.unit, t.comparison, t.target_year) for t in read_targets(plan_of(rows))]
    assert said[:2] == [("新建绿道", 52.0, "公里", "reach", 2024), ("改造驿站", 18.0, "座", "at_least", 2025)]
    assert ("新建公园数量", 3.0, "个", "reach", 2025) in said
    assert not [name for name, value, *_ in said if value == 12.0 and "公园3个" in name]


def test_numbers_of_rows_below_their_heading_begin_rows() -> None:
    plan = plan_of([["序号", "指标名称", "目标值"], ["1", "绿地率"], ["2", "湿地率", "12%"]])
    assert [t.value for t in read_targets(plan)] == [12.0]
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "四、"]


INNER = [["新建", "12座"], ["改造", "8座"]]


def _nested_html() -> bytes:
    inner = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in INNER)
    rows = f"<tr><td>指标</td><td>2025年目标</td></tr><tr><td>泵站</td><td><table>{inner}</table></td></tr>"
    return f"<h1>石梁市排水规划</h1><p>一、目标</p><table>{rows}<tr><td>普及率</td><td>95%</td></tr></table>".encode()


def _nested_docx() -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph("石梁市排水规划")
    document.add_paragraph("一、目标")
    table = document.add_table(3, 2)
    for row, words in enumerate([("指标", "2025年目标"), ("泵站", ""), ("普及率", "95%")]):
        for column, said in enumerate(words):
            table.cell(row, column).text = said
    inner = table.cell(1, 1).add_table(2, 2)
    for row, pair in enumerate(INNER):
        for column, said in enumerate(pair):
            inner.cell(row, column).text = said
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "data"), [(".html", _nested_html()), (".docx", _nested_docx())])
def test_the_rows_of_a_table_in_a_cell_are_rows_beside_the_other_cells(tmp_path: Path, kind: str, data: bytes) -> None:
    (tmp_path / f"p{kind}").write_bytes(data)
    plan = load_corpus(tmp_path).plans[0]
    said = [(t.indicator, t.value, t.qualifier) for t in read_targets(plan)]
    assert said == [("泵站", 12.0, "新建"), ("泵站", 8.0, "改造"), ("普及率", 95.0, "")]


def _counties(inner: str) -> bytes:
    rows = "".join(f"<tr><td>{county}</td><td>{inner}</td></tr>" for county in ("青石县", "白渡区"))
    head = "<tr><td>县区</td><td>任务</td></tr>"
    return f"<h1>石梁市排水规划</h1><p>一、目标</p><table>{head}{rows}</table>".encode()


def test_tables_of_one_head_in_cells_give_their_columns_to_the_whole(tmp_path: Path) -> None:
    lines = [("指标", "单位", "2028年"), ("护岸", "公里", "32"), ("泵站", "座", "30")]
    rows = (f"<tr>{''.join(f'<td>{word}</td>' for word in line)}</tr>" for line in lines)
    inner = f"<table>{''.join(rows)}</table>"
    (tmp_path / "p.html").write_bytes(_counties(inner))
    said = [(t.indicator, t.value, t.scope) for t in read_targets(load_corpus(tmp_path).plans[0])]
    assert said == [(f"{n}（{u}）", float(v), c) for c in ("青石县", "白渡区") for n, u, v in lines[1:]]


def test_a_table_in_a_frame_keeps_its_cells(tmp_path: Path) -> None:
    inner = "<table><tr><td>指标</td><td>2028年目标</td></tr><tr><td>泵站（座）</td><td>30</td></tr></table>"
    page = f"<h1>石梁市排水规划</h1><p>一、目标</p><table><tr><td>{inner}</td></tr></table>"
    (tmp_path / "p.html").write_bytes(page.encode())
    plan = load_corpus(tmp_path).plans[0]
    assert "泵站（座）\t30" in plan.text
    assert [(t.indicator, t.value) for t in read_targets(plan)] == [("泵站（座）", 30.0)]
