"""Tables whose heads say no more than a year and a unit: what they part over places stands in the line above them."""

import pytest

from corpus.captions import read_caption
from corpus.structure import read_plan
from corpus.targets import read_targets

HEAD = "云桥市生态修复行动方案\n\n一、主要目标\n\n到2028年，全市修复湿地900公顷。\n\n二、任务分解\n\n"
Said = tuple[str, str, float | None, str, int | None]


def goals(table: str) -> list[Said]:
    rows = read_targets(read_plan("a", HEAD + table))
    return [(r.indicator, r.scope, r.value, r.unit, r.target_year) for r in rows if "\t" in r.quote]


def test_a_caption_names_what_the_columns_do_not() -> None:
    table = "附表 各县（市、区）2026年造林任务分解表\n县（市、区）\t2026年目标（亩）\n青石县\t12000\n白渡区\t18000\n合计\t30000\n"
    assert goals(table) == [
        ("造林（亩）", "青石县", 12000, "亩", 2026),
        ("造林（亩）", "白渡区", 18000, "亩", 2026),
        ("造林（亩）", "全市", 30000, "亩", 2026),
    ]


def test_a_caption_gives_the_unit_and_the_year_too() -> None:
    table = "表2  2026年度农村改厕任务分配表\n单位：户\n乡镇\t任务数\n石桥镇\t1200\n青枫乡\t800\n"
    assert goals(table) == [
        ("农村改厕（户）", "石桥镇", 1200, "户", 2026),
        ("农村改厕（户）", "青枫乡", 800, "户", 2026),
    ]


def test_a_head_that_only_says_how_it_is_measured_goes_with_the_caption() -> None:
    table = "2026年全市造林任务分解表\n县（市、区）\t面积（亩）\n青石县\t12000\n白渡区\t18000\n"
    assert [name for name, *_ in goals(table)] == ["造林面积（亩）"] * 2


def test_a_caption_without_a_name_gives_none() -> None:
    assert not goals("各县区任务分解表\n县区\t2026年目标（亩）\n青石县\t12\n白渡区\t18\n")


def test_a_column_of_a_place_has_the_goal_of_the_caption() -> None:
    table = (
        "表3  2026年各县（市、区）造林任务分解表（单位：亩）\n地区\t青石县\t白渡区\t合计\n任务数\t12000\t18000\t30000\n"
    )
    assert goals(table) == [
        ("造林（亩）", "青石县", 12000, "亩", 2026),
        ("造林（亩）", "白渡区", 18000, "亩", 2026),
        ("造林（亩）", "全市", 30000, "亩", 2026),
    ]


def test_rows_of_years_under_places_have_their_year_and_how_things_stand_is_no_goal() -> None:
    table = (
        "附表2 农村改厕任务分解表（户）\n\t青石县\t白渡区\n2024年实际\t100\t80\n2026年\t1200\t800\n2027年\t1500\t900\n"
    )
    assert goals(table) == [
        ("农村改厕（户）", "青石县", 1200, "户", 2026),
        ("农村改厕（户）", "白渡区", 800, "户", 2026),
        ("农村改厕（户）", "青石县", 1500, "户", 2027),
        ("农村改厕（户）", "白渡区", 900, "户", 2027),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "到2026年，全市完成造林3万亩，各县（市、区）任务分解如下：",
        "2026年各县（市、区）造林任务（亩）如下：",
        "（二）实施造林。2026年任务分解见下表。",
    ],
)
def test_the_sentence_above_a_table_names_what_it_parts(line: str) -> None:
    for table in (
        "县区\t2026年（亩）\n青石县\t12000\n白渡区\t18000\n",
        "县区\t青石县\t白渡区\n2026年（亩）\t12000\t18000\n",
    ):
        assert goals(f"{line}\n{table}") == [
            ("造林（亩）", "青石县", 12000, "亩", 2026),
            ("造林（亩）", "白渡区", 18000, "亩", 2026),
        ]


def test_a_sentence_that_names_nothing_gives_none() -> None:
    assert not goals("具体任务分解如下：\n县区\t青石县\t白渡区\n任务数\t12\t18\n")


@pytest.mark.parametrize(
    ("line", "name", "unit"),
    [
        ("各县区2026年清淤任务（公里）如下：", "清淤", "公里"),
        ("到2026年，全市新建村级养老服务站380个，分解任务见附表2。", "新建村级养老服务站", ""),
        ("各项指标按下表执行。", None, ""),
        ("附表3 “十四五”各县区污水管网建设目标分解表（单位：公里）", "污水管网建设", "公里"),
        ("（二）全市2025—2027年度高标准农田建设计划表", "高标准农田建设", ""),
        ("各乡镇任务一览表", None, ""),
    ],
)
def test_a_caption_is_read(line: str, name: str | None, unit: str) -> None:
    caption = read_caption(f"{line}\n", len(line) + 1)
    assert (line[slice(*caption.named)] if caption.named else None, caption.unit) == (name, unit)
