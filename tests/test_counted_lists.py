"""An item of a list that the question counts itself (八个方面，第五个), and figures of the year before that are weighed by name."""

import pytest

from retrieval.answers.lacking import mentions
from retrieval.assistant import Assistant
from retrieval.question.topic import find_concepts
from tests.own_corpus import assistant_over

OPENING = "2025年{place}政府工作报告\n\n各位代表，现在报告工作，请予审议。\n一、2024年工作回顾\n{told}\n二、2025年工作安排\n今年重点抓好三个方面工作，2025年6月底前全部开工。\n"
PARTS = "（一）着力扩大内需。多办展会。\n（二）着力兴产业。多建园区。\n（三）着力惠民生。办好三大重点民生实事。（1）新建托位1200个。（2）培训乡村医生500名。（3）改造农村公路90公里。\n"
FILES = {
    "a.txt": OPENING.format(place="四川省", told="全省地区生产总值增长5.4%，经济总量达到61234亿元。") + PARTS,
    "b.txt": OPENING.format(place="福建省", told="全省地区生产总值54321亿元、增长5.2%。") + PARTS,
}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("two"), FILES)[0]


def test_an_item_of_a_counted_list_is_told_behind_a_comma(two: Assistant) -> None:
    answer = two.ask("四川今年三个方面工作，第二个方面是啥").answer
    assert "着力兴产业" in answer and "扩大内需" not in answer and "惠民生" not in answer


@pytest.mark.parametrize("asked", ["四川三件民生实事，第二件是什么", "四川三大民生实事的第二件"])
def test_a_list_may_be_counted_in_another_word(two: Assistant, asked: str) -> None:
    answer = two.ask(asked).answer
    assert "培训乡村医生500名" in answer and "托位" not in answer


def test_a_total_is_weighed_and_not_its_growth(two: Assistant) -> None:
    assert "高6913亿元（61234亿元－54321亿元）" in two.ask("四川经济总量比福建多多少亿").answer


def test_a_report_is_asked_for_its_agenda_and_not_for_dates(two: Assistant) -> None:
    assert "写到2025年的" not in two.ask("四川2025年要做哪些事").answer


def test_a_threshold_is_no_word_that_a_plan_must_write(two: Assistant) -> None:
    assert mentions(two.index, "a", two.understand("四川的托位门槛是多少", []))
    assert not mentions(two.index, "a", two.understand("四川的运河门槛是多少", []))


def test_what_is_counted_may_be_counted_otherwise() -> None:
    counted = next(c for c in find_concepts("十件民生实事有哪些") if c.words == "十件")
    assert {"十大", "十项"} <= {*counted.alternatives}
