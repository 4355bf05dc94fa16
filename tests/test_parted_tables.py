"""Tables that part goals over counties: each figure belongs to the county of its row or column, never to the city."""

import pytest

from corpus.structure import read_plan
from corpus.table_places import place_said
from corpus.targets import read_targets
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

Said = tuple[str, str, float | None, int | None]

HEAD = "岭溪市湿地修复行动方案\n\n一、主要目标\n\n到2028年，全市修复湿地900公顷。\n\n二、任务分解\n\n"
ROWS = f"""{HEAD}附表 各县（市、区）2028年湿地修复任务分解表
县（市、区）\t湿地修复（公顷）\t栽种水生植物（万株）
青石县\t260\t12
白渡区\t340\t9
合计\t600\t21
"""
COLUMNS = f"""{HEAD}指标\t单位\t2028年目标\t2028年目标\t2028年目标
指标\t单位\t全市\t青石县\t白渡区
水质达标率\t%\t92\t95\t90
垃圾清运量\t吨\t800\t500\t300
"""
YEARS = f"""{HEAD}地区\t指标\t2026年\t2027年\t2028年
青石县\t护岸长度（公里）\t4\t9\t15
白渡区\t护岸长度（公里）\t3\t6\t11
"""


def goals(text: str) -> list[Said]:
    rows = read_targets(read_plan("a", text))
    return [(row.indicator, row.scope, row.value, row.target_year) for row in rows if "\t" in row.quote]


def test_a_row_of_a_county_gives_each_goal_to_the_county_and_the_sum_to_the_city() -> None:
    assert goals(ROWS) == [
        ("湿地修复（公顷）", "青石县", 260, 2028),
        ("栽种水生植物（万株）", "青石县", 12, 2028),
        ("湿地修复（公顷）", "白渡区", 340, 2028),
        ("栽种水生植物（万株）", "白渡区", 9, 2028),
        ("湿地修复（公顷）", "全市", 600, 2028),
        ("栽种水生植物（万株）", "全市", 21, 2028),
    ]


def test_a_column_of_a_county_gives_its_goals_to_the_county() -> None:
    assert goals(COLUMNS)[:3] == [
        ("水质达标率（%）", "全市", 92, 2028),
        ("水质达标率（%）", "青石县", 95, 2028),
        ("水质达标率（%）", "白渡区", 90, 2028),
    ]


def test_goals_of_years_beside_the_name_of_a_county_are_the_county_s() -> None:
    assert {scope for _, scope, _, _ in goals(YEARS)} == {"青石县", "白渡区"}
    assert ("护岸长度（公里）", "白渡区", 11, 2028) in goals(YEARS)


def test_a_plan_of_no_place_has_its_counties_too() -> None:
    text = ROWS.replace("岭溪市湿地", "湿地").replace("全市修复", "修复")
    assert ("湿地修复（公顷）", "白渡区", 340, 2028) in goals(text)


def test_the_year_above_a_table_goes_before_that_of_the_plan() -> None:
    assert {year for *_, year in goals(ROWS.replace("2028年湿地修复任务", "2027年湿地修复任务"))} == {2027}


@pytest.mark.parametrize(
    "table",
    [
        "各县区基本情况\n县（市、区）\t人口（万人）\t面积（平方公里）\n青石县\t26\t1200\n白渡区\t34\t900\n",  # how things are
        "各县区2020年完成情况\n县区\t湿地修复（公顷）\n青石县\t26\n白渡区\t34\n",
        "任务分解表\n类型\t湿地修复（公顷）\n建成区\t26\n保护区\t34\n",  # no places
    ],
)
def test_tables_that_set_nothing_for_places_give_no_goals(table: str) -> None:
    assert not goals(f"{HEAD}{table}")


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("青石县", "青石县"),
        ("青石县人民政府", "青石县"),
        ("高新区管委会", "高新区"),
        ("青石县、白渡区", "青石县、白渡区"),
        ("全市合计", "全市"),
        ("合 计", "全市"),
        ("小计", None),
        ("建成区", None),
        ("各县区", None),
        ("超市", None),
        ("其他", None),
    ],
)
def test_a_cell_names_a_place_or_the_whole_or_neither(words: str, scope: str | None) -> None:
    assert place_said(words, "全市") == scope


FILES = {
    "a.md": ROWS.replace("岭溪市", "福州市").replace("青石县", "闽侯县").replace("白渡区", "晋安区"),
    "b.md": f"云桥市湿地修复方案\n\n一、任务\n\n到2028年完成各项任务。\n\n二、分解\n\n{YEARS.removeprefix(HEAD)}",
    "c.md": "水东市湿地修复方案\n\n一、任务\n\n到2028年，全市护岸长度达到70公里。\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("parted"), FILES)[0]


def test_a_city_is_told_the_sum_and_a_county_its_own(assistant: Assistant) -> None:
    city = assistant.ask("福州市栽种水生植物多少万株").answer
    assert "21" in city
    assert not {"12", "闽侯县"} & set(city.replace("为", " ").split())
    county = assistant.ask("闽侯县栽种水生植物多少万株").answer
    assert "闽侯县" in county
    assert "为12" in county
    assert "21" not in county


def test_a_county_that_has_no_row_is_given_no_other_s(assistant: Assistant) -> None:
    answer = assistant.ask("长乐区栽种水生植物多少万株")
    assert answer.status == "not_found"


def test_counties_are_named_where_a_plan_gives_nothing_for_the_whole(assistant: Assistant) -> None:
    told = assistant.ask("云桥市2028年护岸长度多少").answer
    assert "青石县护岸长度（公里）为15" in told
    assert "白渡区护岸长度（公里）为11" in told


def test_the_part_of_a_county_is_not_weighed_against_another_city(assistant: Assistant) -> None:
    told = assistant.ask("哪个市的护岸长度最长").answer
    assert "70公里" in told
    assert "15" not in told


@pytest.mark.parametrize("asked", ["福州各县区栽种水生植物多少万株", "福州哪个县区栽种水生植物最多"])
def test_all_counties_are_told_where_they_are_asked_for(assistant: Assistant, asked: str) -> None:
    told = assistant.ask(asked).answer
    assert "闽侯县栽种水生植物（万株）为12" in told
    assert "晋安区栽种水生植物（万株）为9" in told
