"""What one place has of all together, and what only sounds like it."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.two_towns import PLANS


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(Path(tmp_path_factory.mktemp("towns")), PLANS)[0]


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("云桥的二氧化硫减排量占全部的几成", "云桥市约占22.5%（90÷400）"),
        ("青禾的化学需氧量减排占两个市总量的比重", "青禾市约占80%（5200÷6500）"),
        ("云桥化学需氧量减排量占总量多大份额", "云桥市约占20%（1300÷6500）"),
    ],
)
def test_the_share_of_one_place_is_reckoned_over_all(towns: Assistant, question: str, share: str) -> None:
    answer = towns.ask(question)
    assert share in answer.answer and len({c.plan for c in answer.citations}) == 2


def test_a_percentage_has_no_total(assistant: Assistant) -> None:
    answer = assistant.ask("资阳非化石能源消费占总量多少")
    assert "40%" in answer.answer and {c.plan for c in answer.citations} == {"ziyang"}
