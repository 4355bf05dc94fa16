"""Rules side by side for several ages and amounts, and lists that run on: the one asked, or all of them, never half."""

import pytest

from index.passage import Unit
from index.snapshot import open_index
from retrieval.answers.tiers import read_tier
from retrieval.assistant import Assistant
from tests.tiny_index import PairEmbedder, build_tiny

RULES = """双柳县护河员补助办法
第一条 年满55周岁不满65周岁的护河员，每人每月补助210元；年满65周岁不满75周岁的，每人每月补助340元；年满75周岁的，每人每月补助430元。
第二条 捐资3万元以上的企业，授予绿牌；捐资20万元以上的，授予金牌。
第三条 有下列情形之一的，取消护河员资格：（一）弄虚作假的；（二）擅离岗位的；（三）迁居外县的。
第四条 到2026年，护河队伍达到90支以上；巡河里程达到700公里以上。
"""


@pytest.fixture(scope="module")
def assistant_of_rules(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "plans").mkdir()
    (folder / "plans" / "shuangliu.txt").write_text(RULES, encoding="utf-8")
    build_tiny(folder / "plans", folder / "index")
    return Assistant(open_index(folder / "index", embedder=PairEmbedder()))


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("年满55周岁不满65周岁的护河员，补助210元；", "岁", 55, 65),
        ("20万元以上50万元以下的，奖励2万元；", "元", 200000, 500000),
        ("捐资3万元以上的企业，授予绿牌；", "元", 30000, float("inf")),
        ("不足三吨的，免费；", "吨", float("-inf"), 3),
    ],
)
def test_the_bounds_of_a_case_are_read(text: str, unit: str, low: float, high: float) -> None:
    tier = read_tier(_unit(text))
    assert tier and (tier.unit, tier.low, tier.high) == (unit, low, high)


@pytest.mark.parametrize("text", ["到2026年，护河队伍达到90支以上；", "巡河里程达到700公里以上。", "授予绿牌。"])
def test_an_aim_is_no_case(text: str) -> None:
    assert read_tier(_unit(text)) is None


@pytest.mark.parametrize(
    ("asked", "said", "unsaid"),
    [
        ("双柳60岁的护河员每月补助多少", "210元", "340元"),
        ("双柳70岁的护河员每月补助多少", "340元", "210元"),
        ("双柳80岁的护河员每月补助多少", "430元", "340元"),
        ("双柳企业捐资25万元授予什么", "金牌", "绿牌"),
    ],
)
def test_the_rule_for_the_amount_asked_is_told_and_not_its_neighbour(
    assistant_of_rules: Assistant, asked: str, said: str, unsaid: str
) -> None:
    answer = assistant_of_rules.ask(asked).answer
    assert said in answer and unsaid not in answer


def test_without_an_amount_the_whole_row_is_told(assistant_of_rules: Assistant) -> None:
    answer = assistant_of_rules.ask("双柳护河员每月补助多少元").answer
    assert all(amount in answer for amount in ("210元", "340元", "430元"))


def test_a_list_that_runs_on_does_not_stop_at_its_first_item(assistant_of_rules: Assistant) -> None:
    answer = assistant_of_rules.ask("双柳哪些情形取消护河员资格").answer
    assert all(case in answer for case in ("弄虚作假", "擅离岗位", "迁居外县"))


def _unit(text: str) -> Unit:
    return Unit("u", "p", "p#1", "p#1", "sentence", "", text, 0, len(text))


def test_the_rules_stand_in_the_clause_cited(assistant_of_rules: Assistant) -> None:
    cited = assistant_of_rules.ask("双柳70岁的护河员每月补助多少").citations
    assert {c.clause for c in cited} == {"shuangliu#第一条"}
