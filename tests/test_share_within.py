"""What a part has of its whole, where a sentence tells it behind 其中."""

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

PLAN = """岚汀县美丽乡村建设方案

一、资金保障
三年总投资9.2亿元，其中上级资金3.1亿元、专项债券2.3亿元、社会资本3.8亿元。
二、设施建设
新建充电桩900个，其中县城360个。改造老旧路灯1200盏。
三、绿色出行
到2027年，公共交通中新能源汽车占比达到70%，其中出租车中新能源汽车占比达到60%。
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("share"), {"lanting.txt": PLAN})[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("岚汀县三年总投资里专项债占百分之几", "2.3亿元约占9.2亿元的25%（2.3亿元÷9.2亿元）"),
        ("岚汀县社会资本占几成", "3.8亿元约占9.2亿元的41.3%"),
        ("岚汀县新建充电桩里县城的占几成", "360个约占900个的40%"),
    ],
)
def test_the_share_is_reckoned_of_the_sentence_that_tells_both(county: Assistant, asked: str, told: str) -> None:
    answer = county.ask(asked)
    assert told in answer.answer.splitlines()[0] and answer.status == "answered"


@pytest.mark.parametrize("asked", ["岚汀县老旧路灯占几成", "岚汀县公共交通中新能源汽车占几成", "岚汀县上级资金有多少"])
def test_without_a_part_of_that_name_no_share_is_reckoned(county: Assistant, asked: str) -> None:
    assert "约占" not in county.ask(asked).answer
