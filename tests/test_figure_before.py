"""A figure told before that is only weighed against another place."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from tests.comparable_plans import write_index

_PLANS = {
    "langxi": ("琅溪市", "中心城区新建污水管网65公里以上，农膜回收率达到82%。"),
    "shuyuan": ("蜀原市", "新建和改造污水收集管网510公里，农膜回收率达到86%。"),
    "hengzhou": ("衡洲市", "新建改造污水收集管网430公里，农膜回收率达到90%。"),
}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant(write_index(tmp_path_factory.mktemp("weighed"), _PLANS))


def _talk(towns: Assistant, *asked: str) -> str:
    history: list[Turn] = []
    for question in asked:
        answer = towns.ask(question, history)
        history += [Turn("user", question), Turn("assistant", answer.answer)]
    return answer.answer


def test_it_is_weighed_by_the_name_that_it_has_where_it_was_told(towns: Assistant) -> None:
    told = _talk(towns, "琅溪市中心城区污水管要新建多少、改造多少公里", "那蜀原呢", "比衡洲多多少")
    assert "蜀原市比衡洲市高80公里（510公里－430公里）" in told


def test_what_is_asked_by_that_name_is_weighed_as_asked(towns: Assistant) -> None:
    told = _talk(towns, "蜀原市农膜回收率要到多少", "比衡洲低多少")
    assert "4个百分点" in told and "蜀原市" in told.splitlines()[0]
