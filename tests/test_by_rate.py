"""What a rate comes to for an amount that is named, or for its cap."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

PLAN = """云岭市清洁取暖实施方案

一、补贴标准
对完成“煤改气”的居民，每户一次性补助设备款3600元，采暖季用气每立方米补贴0.4元，每户每季补贴气量上限1500立方米。
二、技改奖励
节能技改项目每节约1吨标准煤奖励350元，单个企业年度奖励不超过50万元。
三、设施建设
到2027年，新建充电桩800个，淘汰燃煤锅炉120台。
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("rates")
    return assistant_over(folder, {"yunling.txt": PLAN})[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("云岭市煤改气采暖季用气最多补贴多少钱", "按每立方米0.4元计算，1500立方米合600元"),
        ("云岭市煤改气一个采暖季用气1000立方米补贴多少元", "按每立方米0.4元计算，1000立方米合400元"),
        (
            "云岭市煤改气一个采暖季用气2000立方米补贴多少元",
            "所写的上限是1500立方米，按每立方米0.4元计算，1500立方米合600元",
        ),
        ("云岭市节能技改项目一年节约200吨标准煤奖励多少元", "按每吨标准煤350元计算，200吨标准煤合7万元"),
        (
            "云岭市节能技改项目一年节约2000吨标准煤奖励多少元",
            "按每吨标准煤350元计算，2000吨标准煤合70万元，超过所写的上限，以50万元为限",
        ),
    ],
)
def test_a_rate_is_reckoned_for_the_amount_asked(town: Assistant, asked: str, told: str) -> None:
    answer = town.ask(asked)
    assert answer.answer.splitlines()[0].startswith(f"- 云岭市：{told}。[1]"), answer.answer
    assert answer.status == "answered"


@pytest.mark.parametrize(
    "asked", ["云岭市节能技改项目奖励标准是多少元", "云岭市新建多少个充电桩", "云岭市淘汰多少台燃煤锅炉"]
)
def test_without_an_amount_nothing_is_reckoned(town: Assistant, asked: str) -> None:
    assert "计算" not in town.ask(asked).answer
