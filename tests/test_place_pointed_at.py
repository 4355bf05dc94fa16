"""A question that points at the place spoken of, and at nothing else, keeps no topic of the question before."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from tests.comparable_plans import write_index

_PLANS = {
    "muhe": ("木禾市", "农膜回收率达到84%。节能技改项目每节约1吨标准煤奖励350元。新建充电桩1200个。"),
    "nanpu": ("楠浦市", "农膜回收率达到86%。新建充电桩900个。"),
}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant(write_index(tmp_path_factory.mktemp("pointed"), _PLANS))


@pytest.mark.parametrize("asked", ["它家的充电桩要新建多少个", "当地充电桩要新建多少个", "那边的充电桩要新建多少个"])
def test_what_is_asked_of_the_place_is_asked_by_itself(towns: Assistant, asked: str) -> None:
    before = "木禾市农膜回收率要到多少"
    history = [Turn("user", before), Turn("assistant", towns.ask(before).answer)]
    query = towns.understand(asked, history)
    assert query.scope.plans == ("muhe",)
    assert not any("农膜" in concept.words for concept in query.concepts), query.concepts
    answer = towns.ask(asked, history)
    assert "1200个" in answer.answer and answer.status == "answered"
