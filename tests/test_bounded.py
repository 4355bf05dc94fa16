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
