"""Goals in tables with a row a year, and in pairs of a name and a value without a head."""

from corpus.structure import read_plan
from corpus.targets import read_results, read_targets

HEAD = "岚溪市林业规划\n\n一、主要目标\n\n"


def goals(text: str) -> list[tuple[str, float | None, str, int | None]]:
    return [(t.indicator, t.value, t.unit, t.target_year) for t in read_targets(read_plan("a", HEAD + text))]


YEARS = "主要指标\n年份\t森林覆盖率（%）\t湿地保有量（万亩）\n2023年\t41.2\t12\n2026年目标\t42\t12.5\n2028年目标\t43.5\t13.1\n"


def test_a_row_of_a_year_gives_each_indicator_its_goal() -> None:
    assert goals(YEARS) == [
        ("森林覆盖率（%）", 42, "%", 2026),
        ("湿地保有量（万亩）", 12.5, "万亩", 2026),
        ("森林覆盖率（%）", 43.5, "%", 2028),
        ("湿地保有量（万亩）", 13.1, "万亩", 2028),
    ]
    plan = read_plan("a", HEAD + YEARS)
    assert [(t.value, t.target_year) for t in read_results(plan)] == [(41.2, 2023), (12, 2023)]
    assert all("2026年目标" in t.quote or "2028年目标" in t.quote for t in read_targets(plan))


def test_pairs_that_are_said_to_be_goals_are_some() -> None:
    pairs = "造林合格率\t95%\n新建苗圃\t12处\n完成投资（亿元）\t3.6\n"
    assert goals(f"到2028年主要指标：\n{pairs}") == [
        ("造林合格率", 95, "%", 2028),
        ("新建苗圃", 12, "处", 2028),
        ("完成投资（亿元）", 3.6, "亿元", 2028),
    ]
    text = f"岚溪市概况\n\n一、基本情况\n\n2023年情况：\n{pairs}"
    assert not read_targets(read_plan("a", text))


def test_a_head_of_three_rows_names_each_column_and_a_unit_above_holds_for_all() -> None:
    rows = "指标\t近期\t\t远期\n指标\t规划值\t\t规划值\n指标\t2026年\t2027年\t2028年\n新增造林\t5\t5.2\t6\n"
    assert goals(f"主要指标\n单位：万亩\n{rows}") == [
        ("新增造林（万亩）", 5, "万亩", 2026),
        ("新增造林（万亩）", 5.2, "万亩", 2027),
        ("新增造林（万亩）", 6, "万亩", 2028),
    ]


def test_a_size_that_a_cell_and_its_unit_say_is_said_once() -> None:
    assert goals("主要指标\n指标\t单位\t2028年目标\n完成投资\t亿元\t1.25亿\n造林\t亩\t1.2万\n") == [
        ("完成投资（亿元）", 1.25, "亿元", 2028),
        ("造林（万亩）", 1.2, "万亩", 2028),
    ]
