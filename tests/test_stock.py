"""How many there are is not told by how many are added."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from retrieval.question.indicators import asks_for_stock
from tests.own_corpus import assistant_over
from tests.talking import talk

REPORT = """2025年榆川省政府工作报告

一、2024年工作回顾
城市更美了。新增公园41座、累计达到273座，新建绿道130公里。

二、2025年工作安排
（一）城市。新增公园20座，持续推动公园24小时开放。新建公共充电桩5000个。
（二）企业。新增高新技术企业3000家，争创单项冠军企业10家左右。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("stock")
    return assistant_over(folder, {"yuchuan.txt": REPORT})[0]


@pytest.mark.parametrize(
    "asked", ["榆川现在一共有多少座公园", "榆川目前有几座公园", "How many parks does Yuchuan have now (榆川)?"]
)
def test_the_count_there_is_by_now_is_told_and_not_the_one_to_come(report: Assistant, asked: str) -> None:
    told = report.ask(asked)
    assert told.status == "answered" and "累计达到273座" in told.answer


@pytest.mark.parametrize("asked", ["榆川目前有多少家高新技术企业", "榆川总共有多少个公共充电桩"])
def test_what_is_added_is_only_the_nearest_to_how_many_there_are(report: Assistant, asked: str) -> None:
    told = report.ask(asked)
    assert told.status != "answered" and "没有给出" in told.answer


def test_how_many_are_to_come_may_follow_how_many_there_are(report: Assistant) -> None:
    assert "20座" in talk(report, "榆川现在有多少座公园", "今年再添几座").answer


def test_what_is_to_be_built_is_no_stock() -> None:
    assert not asks_for_stock("一共要有多少个充电桩建成") and asks_for_stock("目前已有几家")
