"""What another thing is measured by is not that thing: GDP is no 单位GDP能耗."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.two_towns import PLANS


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(Path(tmp_path_factory.mktemp("towns")), PLANS)[0]


@pytest.mark.parametrize(
    ("question", "missing", "instead"),
    [("哪个市GDP最高", "没有给出GDP", "11.5%"), ("云桥的工业增加值要达到多少", "没有给出工业增加值", "17%")],
)
def test_a_thing_that_only_measures_others_is_declined_with_what_is_written(
    towns: Assistant, question: str, missing: str, instead: str
) -> None:
    answer = towns.ask(question)
    assert answer.status == "not_found"
    assert missing in answer.answer and instead in answer.answer and "最高的是" not in answer.answer


def test_what_the_plan_speaks_of_by_itself_as_well_is_not_said_to_be_missing(tmp_path: Path) -> None:
    own = {
        name: text.replace("二、重点任务", "全市工业增加值连年增长。\n\n二、重点任务") for name, text in PLANS.items()
    }
    answer = assistant_over(tmp_path, own)[0].ask("云桥的工业增加值要达到多少")
    assert "没有给出工业增加值，写到的是" not in answer.answer


@pytest.mark.parametrize("question", ["青禾单位GDP降多少", "青禾GDP能耗降多少", "青禾万元工业增加值用水量"])
def test_who_says_the_whole_means_the_whole(towns: Assistant, question: str) -> None:
    answer = towns.ask(question)
    assert answer.status == "answered" and "没有给出" not in answer.answer
