"""Lists that a plan counts itself, asked for by their number in other words than the plan's."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from retrieval.question.asked import counted_thing
from tests.own_corpus import assistant_over

REPORT = """2025年某安省政府工作报告

一、2024年工作回顾
过去一年，“四大攻坚项目”突破关键技术20项，民生支出增长5%。

二、2025年工作安排
今年要重点抓好以下四个方面的工作。
（一）扩大内需。扩大有效投资，促进消费回暖。
（二）科技创新。大力推进北斗轨控卫星、氢能重型卡车、优质再生稻、量子重力测量等四大技术攻关项目。
（三）改革开放。优化营商环境，扩大对外开放。
（四）改善民生。扎实办好“四大重点民生实事”。①补充农村学校电脑30万台。②培训乡村医生5000名。③建设老年助餐点500个。④改造危旧房5000套。让人民生活更好。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("counted")
    return assistant_over(folder, {"mouan.txt": REPORT})[0]


@pytest.mark.parametrize("asked", ["某安今年要给老百姓办的四件大事是哪四件", "某安省的四大重点民生实事具体是哪些"])
def test_things_counted_in_other_words_are_those_announced_by_number_and_kind(report: Assistant, asked: str) -> None:
    told = report.ask(asked).answer
    assert all(words in told for words in ("电脑30万台", "乡村医生5000名", "助餐点500个", "危旧房5000套")), told
    assert "扩大内需" not in told


@pytest.mark.parametrize("asked", ["某安那四个攻关项目具体都是什么", "某安四大技术攻关项目是哪些"])
def test_an_enumeration_of_what_is_counted_is_told_and_no_other_sentence_of_it(report: Assistant, asked: str) -> None:
    told = report.ask(asked).answer
    assert "北斗轨控卫星、氢能重型卡车、优质再生稻、量子重力测量等四大技术攻关项目" in told and "20项" not in told


def test_what_is_counted_ends_before_the_words_that_ask_of_it() -> None:
    assert counted_thing("十件大事是哪十件") == "大事"
    assert counted_thing("“十大技术攻关项目”具体是哪些") == "技术攻关项目"
    assert counted_thing("能耗降多少") == ""
