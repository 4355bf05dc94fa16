"""What a plan wants done by a year, and what is reckoned of the figures of one sentence."""

import pytest

from retrieval.answers import compose
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.talking import talk

PLAN = """柏川市“十五五”节能减排工作方案

一、淘汰落后产能。2027年底前，淘汰铁合金矿热炉7台，退出焦化产能38万吨/年；2029年底前，水泥熟料生产线全部完成改造。（市工业和信息化局负责）
二、治理移动源。“十五五”期间淘汰国三及以下柴油货车5300辆，其中2027年底前淘汰3100辆。（市生态环境局负责）
三、推进清洁取暖。与2025年相比，2030年全市散煤用量下降42%，2027年采暖季前建成区散煤清零。（市能源局负责）
四、落实资金。三年总投资6.9亿元，其中争取上级资金1.8亿元、专项债券2.2亿元、社会资本2.9亿元。（市财政局负责）
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("due"), {"a.txt": PLAN})[0]


def test_all_that_is_due_by_a_year_is_listed(city: Assistant) -> None:
    answer = city.ask("柏川2027年底前要干完的事都有哪些")
    assert "写到2027年的共3处" in answer.answer
    assert all(told in answer.answer for told in ("矿热炉7台", "3100辆", "散煤清零")) and "水泥" not in answer.answer
    assert "散煤清零" in talk(city, "柏川2027年底前要干完的事都有哪些", "第三个是什么").answer


def test_a_year_compared_with_sets_no_date(city: Assistant) -> None:
    assert "42%" not in city.ask("柏川2025年要完成哪些任务").answer


def test_of_a_thing_its_own_figure_is_told(city: Assistant) -> None:
    assert "写到2027年的" not in city.ask("柏川2027年底前淘汰多少辆柴油货车").answer


def test_what_is_left_is_reckoned(city: Assistant) -> None:
    answer = city.ask("柏川国三柴油货车到2027年底之后还剩多少辆没淘汰").answer
    assert "还剩2200辆（5300辆－3100辆）" in answer


def test_a_difference_within_one_sentence_is_reckoned(city: Assistant) -> None:
    assert (
        "社会资本比专项债券多0.7亿元（2.9亿元－2.2亿元）"
        in city.ask("柏川6.9亿总投资里，社会资本比专项债多多少").answer
    )


def test_without_it_nothing_is_reckoned(city: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "compose_within_sentence", lambda *_: None)
    assert "2200辆" not in city.ask("柏川国三柴油货车到2027年底之后还剩多少辆没淘汰").answer
