"""A bound asked of one place: 是 or 不是 with the figure, and no verdict where the figure leaves it open."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.two_towns import PLANS


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(Path(tmp_path_factory.mktemp("towns")), PLANS)[0]


@pytest.mark.parametrize(
    ("question", "opening", "figure"),
    [
        ("青禾的单位GDP能耗降幅超过15%吗", "是，超过15%。", "16%"),
        ("青禾的单位GDP能耗降幅是不是不到12%", "不是。", "16%"),
        ("云桥的化学需氧量减排量有没有超过1000吨", "有，超过1000吨。", "1300吨"),
        ("云桥的化学需氧量减排量有没有超过2000吨", "没有。", "1300吨"),
        ("云桥秸秆综合利用率不到85%对吗", "不是。", "88%"),
    ],
)
def test_the_verdict_comes_first_and_the_figure_behind_it(
    towns: Assistant, question: str, opening: str, figure: str
) -> None:
    answer = towns.ask(question)
    assert answer.status == "answered"
    assert answer.answer.split("：", 1)[1].startswith(opening)
    assert figure in answer.answer and len({c.plan for c in answer.citations}) == 1


def test_a_figure_that_is_itself_a_bound_leaves_it_open(towns: Assistant) -> None:
    answer = towns.ask("青禾的秸秆综合利用率高于95%吗").answer
    assert "92%以上" in answer and "是，" not in answer and "不是" not in answer


def test_the_firm_goal_decides_and_the_ambitious_one_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("黔东南单位GDP能耗降幅超过14%吗").answer
    assert "不是。" in answer and "13%" in answer and "14.5%" in answer


def test_a_figure_that_is_so_is_confirmed(towns: Assistant, assistant: Assistant) -> None:
    assert "：是。" in towns.ask("云桥的二氧化硫减排量是90吨吗").answer
    assert "不是100吨" in towns.ask("云桥的二氧化硫减排量是100吨吗").answer
    assert "是。" not in assistant.ask("抚州能耗要降13%吗").answer, "13% is what is striven for"


def test_what_is_striven_for_is_not_confirmed_as_the_goal(assistant: Assistant) -> None:
    assert "14.5%是力争的目标" in assistant.ask("黔东南单位GDP能耗必须降14.5%，对不对").answer
    assert "：是。" in assistant.ask("黔东南单位GDP能耗力争降14.5%，对不对").answer


def test_a_limit_that_a_row_gives_is_held_against_that_row(tmp_path: Path) -> None:
    plan = "青屏省2025年政府工作报告\n\n一、目标\n（一）粮食。粮食储备规模达500万吨。粮食产量512万吨以上。\n"
    answer = assistant_over(tmp_path, {"a.txt": plan})[0].ask("青屏今年粮食目标512万吨以上，对吗").answer
    assert "是，512万吨以上" in answer and "500万吨" not in answer


def test_a_limit_that_is_claimed_is_held_against_the_limit_that_is_set_and_not_against_a_fall_beside_it(
    tmp_path: Path,
) -> None:
    plan = "澄屏市节能方案\n\n一、目标\n全市煤炭消费量到2027年控制在138万吨以内，较2022年减少19万吨。\n"
    town = assistant_over(tmp_path, {"a.txt": plan})[0]
    wrong = town.ask("澄屏市2027年煤炭消费量控制在150万吨以内，没错吧").answer
    assert "不是150万吨以内" in wrong and "138万吨以内" in wrong and "是，" not in wrong, wrong
    assert "是，138万吨以内" in town.ask("澄屏市2027年煤炭消费量控制在138万吨以内，没错吧").answer
