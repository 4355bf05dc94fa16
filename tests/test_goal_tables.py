"""Tables of goals: each row an indicator with its unit, the value of the last year its goal."""

from pathlib import Path

import pytest

from corpus.goal_tables import goal_rows, may_hold_table
from index.snapshot import open_index
from retrieval.assistant import Assistant
from tests.tiny_index import PairEmbedder, build_tiny

TABLE = "指标2020年2025年属性再生水利用率（%）21 35约束性PM2.5浓度（微克/立方米）33.5 29预期性公园面积（公顷）1,200 1,350预期性"
PLAN = """云桥市“十四五”节水工作方案
一、主要目标
专栏1 云桥市“十四五”节水主要指标
指标　　　　　　　　　　2020年　　2025年　　属性
再生水利用率（%）　　　 21　　　　35　　　　约束性
水库面积（公顷）　　　　610　　　 640　　　 预期性
二、重点任务
（一）农业节水。推广水肥一体化，由市水利局牵头。
"""


def test_a_row_has_its_name_with_the_unit_and_the_goal_of_the_last_year() -> None:
    rows = list(goal_rows(TABLE, 0, len(TABLE), "全市"))
    said = [(r.name, r.figure.value, r.figure.bare, r.year, r.qualifier) for r in rows]
    assert said == [
        ("再生水利用率（%）", 35.0, "%", 2025, "约束性"),
        ("PM2.5浓度（微克/立方米）", 29.0, "微克/立方米", 2025, "预期性"),
        ("公园面积（公顷）", 1350.0, "公顷", 2025, "预期性"),
    ]
    assert TABLE[rows[1].start : rows[1].end] == "PM2.5浓度（微克/立方米）33.5 29预期性"


@pytest.mark.parametrize("text", ["到2025年，再生水利用率达到35%。", "指标体系于2020年建立（见附件）5 6"])
def test_running_text_is_no_table(text: str) -> None:
    assert not may_hold_table(text) or not list(goal_rows(text, 0, len(text), "全市"))


def test_a_goal_in_a_table_is_answered_with_its_year_and_unit(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "yunqiao.txt").write_text(PLAN, encoding="utf-8")
    build_tiny(plans, tmp_path / "index")
    answer = Assistant(open_index(tmp_path / "index", embedder=PairEmbedder())).ask("再生水利用率要到多少？")
    assert "2025年再生水利用率（%）为35" in answer.answer
    assert answer.citations[0].quote.startswith("再生水利用率（%）21 35")
