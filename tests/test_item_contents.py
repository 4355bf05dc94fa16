"""What stands below the one item of a list that is asked for by its name."""

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

PLAN = """榆泽市惠民工作方案

一、总体要求
坚持以人民为中心，把好事办实、实事办好。
二、主要任务
（一）保障和改善民生。积极回应群众关切，加大财政民生投入强度，把更多资金用在群众身上。

办好12件民生实事。新建社区食堂18家，覆盖全部街道和人口超过五千人的社区。改造老旧电梯260部，优先改造使用超过十五年的电梯。为重点人群免费筛查眼病。开通学生公交专线9条，接送距离学校三公里以上的学生。

发展社会事业。统筹稳岗扩岗、技能培训、创业带动等措施，新建市图书馆，扩建第二中学，让更多孩子就近入学。

强化社会治理。推进网格化管理，完善信访制度，严把食品安全源头关、生产关、流通关，守护群众饮食安全。
（二）加快农业发展。稳定粮食生产，粮食产量保持在42万吨以上。
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("items"), {"yuze.txt": PLAN})[0]


@pytest.mark.parametrize("asked", ["榆泽市要办哪些民生实事", "榆泽市12件民生实事都有哪些"])
def test_the_item_is_answered_with_what_it_consists_of(city: Assistant, asked: str) -> None:
    told = city.ask(asked).answer
    assert all(words in told for words in ("社区食堂18家", "老旧电梯260部", "学生公交专线9条")), told
    assert "发展社会事业" not in told and "共3项" not in told


def test_the_heading_of_all_is_answered_with_the_items(city: Assistant) -> None:
    told = city.ask("榆泽市保障和改善民生有哪些工作").answer
    assert "发展社会事业" in told and "强化社会治理" in told, told
