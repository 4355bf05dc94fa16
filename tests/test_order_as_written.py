"""Figures of places that are not of one indicator word for word are put in order as they are written, and said to be no more than that."""

import pytest

from retrieval.assistant import Assistant
from tests.comparable_plans import write_index

_PLANS = {
    "anlan": ("岸兰市", "对考核优秀的县区通报表扬，并奖励资金150万元。"),
    "beigou": ("北沟市", "考核得分90分以上的为优秀，给予260万元奖励。"),
    "chengpo": ("澄坡市", "对考核结果为优秀的单位，一次性奖励资金150万元。"),
}


def _asked(tmp: pytest.TempPathFactory, plans: dict[str, tuple[str, str]]) -> str:
    towns = Assistant(write_index(tmp.mktemp("order"), plans))
    return towns.ask("岸兰、北沟、澄坡考核优秀各奖励多少钱，谁最多").answer


def test_the_order_is_that_of_the_figures_and_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    told = _asked(tmp_path_factory, _PLANS | {"chengpo": ("澄坡市", "获评优秀的，由市财政给予150万元奖励。")})
    assert "只按所写的数由高到低：北沟市260万元＞岸兰市150万元＝澄坡市150万元。" in told, told
    assert "条件也可能不同" in told


def test_a_place_that_gives_another_figure_beside_a_ranking_is_not_held_silent(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    told = _asked(tmp_path_factory, _PLANS)
    assert "北沟市：没有给出同一项的数，写到的是：" in told and "260万元" in told, told
    assert "未提及" not in told
