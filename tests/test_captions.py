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


@pytest.mark.parametrize(
    ("line", "name", "unit"),
    [
        ("附表3 “十四五”各县区污水管网建设目标分解表（单位：公里）", "污水管网建设", "公里"),
        ("（二）全市2025—2027年度高标准农田建设计划表", "高标准农田建设", ""),
        ("各乡镇任务一览表", None, ""),
    ],
)
def test_a_caption_is_read(line: str, name: str | None, unit: str) -> None:
    caption = read_caption(f"{line}\n", len(line) + 1)
    assert (line[slice(*caption.named)] if caption.named else None, caption.unit) == (name, unit)
