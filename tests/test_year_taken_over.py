"""A year that a follow-up only takes over, put to a plan that names it nowhere; a share asked after two figures; 分别 is no sum."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

PLANS = {
    "a.txt": "枫溪市绿色出行方案\n\n一、目标\n到2026年，建成公共充电桩6300个，换电站21座。\n",
    "b.txt": "荷湾市绿色出行方案\n\n一、目标\n到2025年，建成公共充电桩4700个，换电站13座。汽车产量达420万辆，新能源汽车产量达105万辆。\n",
}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("years"), PLANS)[0]


def _after(towns: Assistant, before: str, asked: str) -> str:
    history = [Turn("user", before), Turn("assistant", towns.ask(before).answer)]
    return towns.ask(asked, history).answer


def test_the_other_plan_tells_its_own_year(towns: Assistant) -> None:
    told = _after(towns, "枫溪市到2026年要建成多少个公共充电桩", "荷湾市的呢")
    assert "4700个" in told and "2025年" in told, told


def test_a_year_that_is_typed_is_asked_for(towns: Assistant) -> None:
    assert "4700个" not in towns.ask("荷湾市到2026年要建成多少个公共充电桩").answer.split("最接近")[0]


def test_the_share_of_one_figure_told_in_the_other_is_reckoned(towns: Assistant) -> None:
    told = _after(towns, "荷湾市汽车产量和新能源汽车产量各多少", "占比大概多少")
    assert "约占汽车产量的25%（105万辆÷420万辆）" in told, told


def test_figures_asked_for_one_by_one_are_not_added(towns: Assistant) -> None:
    assert "合计" not in towns.ask("枫溪市、荷湾市分别要建多少个公共充电桩").answer
