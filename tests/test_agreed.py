"""What is said firmly though in doubt, and what of several things asked is left open rather than answered by another's figure."""

import pytest

from retrieval.answers import choice, firmness
from retrieval.answers.agreed import names_nothing_of
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.talking import talk

PLAN = """榆港市绿色出行实施方案

一、主要目标
到2028年，公共交通中新能源汽车占比超过63%，轨道交通运营里程达到140公里，共享单车停放点规范率达到88%。
二、重点任务
（一）站场建设。新建公交首末站27座，改造换乘枢纽6处。
（二）商圈便民行动。办好14件便民实事，鼓励商场错峰卸货，推广电子围栏，引导车辆有序停放。（市商务局负责）
三、保障措施
（一）加强考核。对连续两年未完成任务的县区，约谈其主要负责人。
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("port"), {"yugang.txt": PLAN})[0]


@pytest.mark.parametrize(
    ("asked", "figure"),
    [("榆港公交里新能源车要占多少？", "63%"), ("榆港要办多少件便民实事", "14件"), ("榆港公交首末站新建几座", "27座")],
)
def test_a_figure_of_all_that_is_named_is_no_guess(
    port: Assistant, asked: str, figure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firmness, "FIRM", {"words": 0.99, "reader": 0.99})
    answer = port.ask(asked)
    assert figure in answer.answer and answer.status == "answered" and answer.band == "sure"


def test_what_both_halves_find_is_said_sooner_and_not_firmly(port: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firmness, "FIRM", {"words": 0.99, "reader": 0.99})
    monkeypatch.setattr(firmness, "_CHANCE", {})
    monkeypatch.setattr(choice, "DECLINED", {"words": 0.99, "reader": 0.99})
    answer = port.ask("榆港县区两年没干完会怎样")
    assert "约谈其主要负责人" in answer.answer and answer.status == "partial"
    monkeypatch.setattr(choice, "agrees", lambda *_: False)
    assert port.ask("榆港县区两年没干完会怎样").status == "not_found"


def test_where_nothing_definite_is_asked_it_is_firm_by_its_own_chance(
    port: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firmness, "FIRM", {"words": 0.99, "reader": 0.99})
    assert port.ask("榆港县区两年没干完会怎样").band == "sure"
    monkeypatch.setattr(firmness, "_CHANCE", {"measure": 0.99})
    assert port.ask("榆港县区两年没干完会怎样").band == "doubt"


def test_without_it_such_a_figure_is_only_the_nearest(port: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firmness, "FIRM", {"words": 0.99, "reader": 0.99})
    monkeypatch.setattr(firmness, "_CHANCE", {})
    monkeypatch.setattr(choice, "agrees", lambda *_: False)
    assert port.ask("榆港公交里新能源车要占多少？").status == "partial"
    assert port.ask("榆港县区两年没干完会怎样").status == "partial"


@pytest.mark.parametrize("asked", ["码头建几座", "飞机几架", "二氧化硫减几吨"])
def test_a_figure_that_has_nothing_of_what_is_named_is_of_something_else(port: Assistant, asked: str) -> None:
    said = port.extract("榆港公交首末站新建几座").statements
    query = port.understand(f"榆港{asked}")
    assert names_nothing_of(port.index, query, said)
    assert not names_nothing_of(port.index, port.understand("榆港首末站建几座"), said)


@pytest.mark.parametrize(
    ("asked", "told", "open_"),
    [
        ("榆港公交首末站新建几座、换乘枢纽改几处、码头建几座？", ["27座", "6处"], "码头建几座"),
        ("榆港轨道交通里程多少、停放点规范率多少、地铁票价多少？", ["140公里", "88%"], "地铁票价"),
    ],
)
def test_each_thing_asked_is_answered_or_named_as_open(
    port: Assistant, asked: str, told: list[str], open_: str
) -> None:
    answer = port.ask(asked)
    assert all(figure in answer.answer for figure in told) and answer.status == "partial"
    assert "没有给出" in answer.answer and open_ in answer.answer


def test_what_an_item_is_about_and_who_does_it_are_both_said_firmly(port: Assistant) -> None:
    answer = talk(port, "榆港第二部分有哪些任务", "第二个具体要干什么，归谁管")
    assert "错峰卸货" in answer.answer and "市商务局负责" in answer.answer and answer.status == "answered"
