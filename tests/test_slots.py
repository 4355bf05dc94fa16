"""What is asked for in so many words must stand in what answers."""

import pytest

from retrieval.answers.slots import _names_told, fills, is_in_unit
from retrieval.answers.statement import Statement
from retrieval.assistant import Assistant
from retrieval.question.asked import which_ones
from retrieval.question.strangers import counties_named
from tests.test_choice import desk_of


@pytest.mark.parametrize(
    ("asked", "names"),
    [("那4座水库是哪四座？", 4), ("3个试点村是哪3个村", 3), ("有哪几个县", 2), ("哪个县最多", 0), ("有几个县", 0)],
)
def test_how_many_names_are_asked_for(asked: str, names: int) -> None:
    assert which_ones(asked) == names


@pytest.mark.parametrize(
    ("said", "wanted", "names"),
    [
        ("石门市：新建4座水库，修复堤防、护岸和涵闸。", 4, 1),
        ("石门市：新建4座水库：青溪、白沙、柳坪和云台。", 4, 4),
        ("石门市：在柳坪乡、云台乡开展试点。", 2, 2),
        ("石门市：第二批不少于4个，2026年启动。", 2, 1),
        ("石门市：落实《河道条例》《水法》。", 2, 2),
        ("石门市：一是护岸；二是清淤；三是补水。", 3, 3),
    ],
)
def test_what_a_statement_counts_itself_it_names_only_behind_that(said: str, wanted: int, names: int) -> None:
    assert _names_told(Statement(said), wanted) == names


def test_what_may_be_a_county_is_read_wherever_it_stands() -> None:
    assert "柳坪县" in list(counties_named("石门方案给柳坪县分了多少？"))
    assert not list(counties_named("各县要减多少？"))


def test_an_and_between_two_deeds_lists_nothing() -> None:
    assert _names_told(Statement("石门市：巩固和发展渔业合作社。"), 2) == 1
    assert _names_told(Statement("石门市：扶持柳坪县和云台县。"), 2) == 2


@pytest.mark.parametrize(
    ("asked", "said", "held"),
    [
        ("福州每年安排多少万元专项资金？", "福州市：新建泊位35座。", False),
        ("福州每年安排多少万元专项资金？", "福州市：安排专项资金300万元。", True),
        ("福州要建多少座泊位？", "福州市：新建泊位35个。", True),
        ("福州的泊位怎么建？", "福州市：新建泊位。", True),
    ],
)
def test_a_figure_stands_in_the_one_unit_asked(assistant: Assistant, asked: str, said: str, held: bool) -> None:
    assert is_in_unit(desk_of(assistant, asked), [Statement(said)]) is held


def test_a_kind_of_body_is_no_body_without_a_part_in_the_work(assistant: Assistant) -> None:
    desk = desk_of(assistant, "抚州的检测站由哪个部门牵头建设？")
    assert not fills(desk, [Statement("抚州市：建设检测站，培育检测服务机构。")])
    assert fills(desk, [Statement("抚州市：建设检测站，由检测机构负责。")])
