"""Plans whose clauses are called 任务1, 行动二: each is a clause of its own, with its bodies, and is found by its number."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.address import addresses_in
from tests.own_corpus import assistant_over
from tests.talking import talk

PLAN = """柏川新区绿色交通三年行动计划

第一部分 总体安排
到2026年，绿色出行比例达到78%。单位客运量能耗2023年下降2.1%、2024年下降2.6%、2025年下降2.4%。

第二部分 绿色交通

任务1 加密轨道交通。建成轻轨一期（全长14.6公里，设站9座），2025年9月底前开通运营。牵头：新区交通建设局；配合：新区轨道公司。

任务2 优化公交线网。新开公交线路27条。牵头：新区公交管理局；配合：各街道。

任务3 推进绿色货运。建设2个城市货运配送中心。牵头：新区商务局。
"""


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("district"), {"a.txt": PLAN})[0]


def test_each_task_is_a_clause(district: Assistant) -> None:
    labels = [c.label for c in district.index.clauses("a")]
    assert [label for label in labels if label.startswith("任务")] == ["任务1", "任务2", "任务3"]


def test_who_leads_is_told_of_the_task_spoken_of(district: Assistant) -> None:
    answer = talk(district, "柏川轻轨一期有多长，几个站", "牵头的是哪个局").answer
    assert "新区交通建设局牵头" in answer and "公交管理局" not in answer and "商务局" not in answer


def test_a_task_is_found_by_its_number(district: Assistant) -> None:
    assert "新区公交管理局" in district.ask("柏川新区任务二谁负责").answer
    assert addresses_in("任务3个都完成了吗") == () and addresses_in("三项任务") == ()


def test_figures_of_several_years_are_yearly_ones(district: Assistant) -> None:
    answer = district.ask("柏川2023到2025年单位客运量能耗每年降多少")
    assert "2.6%" in answer.answer and "没有给出平均每年的数" not in answer.answer
