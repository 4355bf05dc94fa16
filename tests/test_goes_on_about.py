"""Questions that go on about the matter spoken of: in another place, of the others, in its very words, of a case of some size."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.completion import without_pointer_at_matter
from retrieval.question.premises import cases, claims
from retrieval.question.spoken import as_written
from tests.cited import cited_plans
from tests.talking import talk


def test_what_points_at_the_matter_is_left_out_behind_what_is_named() -> None:
    assert without_pointer_at_matter("四川在这方面呢？") == "四川呢？"
    assert without_pointer_at_matter("今年这方面想做到多少") == "今年想做到多少"
    for asked in ("这一块归哪几个部门管", "那这方面谁负责", "这个问题是什么"):
        assert without_pointer_at_matter(asked) == asked


@pytest.mark.parametrize("asked", ["资阳在这方面呢？", "资阳这一块呢"])
def test_another_place_is_asked_the_same_by_whatever_points_at_it(assistant: Assistant, asked: str) -> None:
    told = talk(assistant, "抚州农村生活污水治理率要达到多少", asked)
    assert told.status == "answered" and cited_plans(told) == {"ziyang"} and "75%" in told.answer


@pytest.mark.parametrize("asked", ["剩下两个城市呢", "余下的两个市呢", "剩余两个市是多少"])
def test_the_places_that_are_left_are_those_not_spoken_of(assistant: Assistant, asked: str) -> None:
    told = talk(assistant, "郴州、福州、黔东南的氨氮各减多少", asked).answer
    assert "591吨" in told and "184吨" in told and "700吨" not in told


def test_others_are_asked_whether_the_body_named_does_the_task_spoken_of(assistant: Assistant) -> None:
    told = talk(assistant, "抚州控制排污总量由哪个单位负责", "另外四个地方也是环保部门一家管吗").answer
    assert told.count("生态环境局") >= 4 and "能源消费总量得到" not in told


def test_an_office_goes_by_the_name_it_had(assistant: Assistant) -> None:
    told = assistant.ask("福州控制排污总量是环保部门一家管吗").answer
    assert "是。健全污染物排放总量控制制度，由市生态环境局负责" in told and "不是" not in told


def test_who_does_it_elsewhere_is_told_without_a_verdict_on_whom_was_named_before(assistant: Assistant) -> None:
    told = talk(assistant, "福州的能耗双控是发改委牵头抓的吧", "别的几个市都是谁来抓这个").answer
    assert "州发展改革委牵头" in told and "：是。" not in told and "不是。" not in told


def test_the_words_of_what_a_part_asked_are_its_sentence_and_not_the_whole_document(assistant: Assistant) -> None:
    told = assistant.ask("抚州的涂料油墨到底要减百分之几，原文怎么写的？").answer
    assert "使用量削减比例要求" in told and "全文共" not in told


def test_percentages_may_be_read_out() -> None:
    assert as_written("百分之百都得是新能源吗") == "100%都得是新能源吗"
    assert as_written("降百分之六点五") == "降6.5%" and as_written("减百分之几") == "减百分之几"


def test_of_one_of_a_size_it_is_asked_what_holds() -> None:
    assert cases("2吨的要装吗") == ("2吨",) and not claims("2吨的要装吗")
    assert not cases("是10%的要求吗")


def test_several_are_asked_for_another_figure_as_one_is(assistant: Assistant) -> None:
    told = talk(assistant, "五个市哪个VOC减得最多", "它们的氨氮呢")
    figures = ("700吨", "1100吨", "591吨", "390吨", "184吨")
    assert told.status == "answered" and all(figure in told.answer for figure in figures)
    assert "能源消费总量" not in told.answer
