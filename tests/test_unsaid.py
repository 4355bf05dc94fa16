"""A verdict, a thing or a rate that a plan does not give: said to be so, whatever stands near it."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from retrieval.question.asked import asked_units
from tests.own_corpus import assistant_over


@pytest.mark.parametrize("question", ["以后电费会涨吗", "居民用电要涨价吗"])
def test_sentences_about_a_matter_are_no_verdict_on_it(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status != "answered"


@pytest.mark.parametrize("question", ["黔东南还让烧秸秆吗", "资阳的农民能烧秸秆吗"])
def test_what_is_beside_a_thing_is_no_answer_for_it(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_found" and "没有给出" in answer.answer


def test_a_rate_that_a_plan_has_nowhere_is_not_given_by_another_figure(assistant: Assistant) -> None:
    answer = assistant.ask("各市的污水收集率")
    assert "75%" in answer.answer and "530公里" not in answer.answer
    assert assistant.ask("黔东南的污水收集率要达到多少").status == "not_found"


def test_what_stands_in_the_plans_is_not_said_to_be_unmentioned(assistant: Assistant) -> None:
    later = assistant.ask("2040年碳达峰各市怎么说的")
    assert later.status == "not_found" and "没有写到2040年" in later.answer and "未提及" not in later.answer
    assert "均未提及“核电站”" in assistant.ask("五个市各要建多少座核电站").answer


def test_a_figure_that_is_missing_of_a_thing_that_stands_there_is_what_is_said_to_be_missing(
    assistant: Assistant,
) -> None:
    assert "没有给出“光伏”的数" in assistant.ask("资阳的方案有没有提到光伏，提到的话目标是多少").answer


def test_the_attachments_are_counted_beside_other_facts(assistant: Assistant) -> None:
    answer = assistant.ask("郴州方案啥时候发的？有几个附件？").answer
    assert "2023年10月28日" in answer and "附件有4个" in answer


@pytest.mark.parametrize(
    ("asked", "units"),
    [
        ("职工要到多少岁才能退", ("岁",)),
        ("分数线是多少分？", ("分",)),
        ("隧道有多长", ("米", "公里")),
        ("摊位租期多长", ()),
        ("多少天然气", ()),
        ("要多少分公司", ()),
    ],
)
def test_a_unit_that_is_also_part_of_a_word_is_asked_where_it_stands_alone(asked: str, units: tuple[str, ...]) -> None:
    assert asked_units(asked) == units


def test_the_nearest_that_is_too_short_to_prove_anything_is_not_quoted(tmp_path: Path) -> None:
    plan = "岚屏市“十四五”节能减排实施方案\n\n一、重点工程\n\n零碳岛。开展试点，建设示范项目，推广清洁能源应用。\n"
    answer = assistant_over(tmp_path, {"a.txt": plan})[0].ask("岚屏零碳岛总共要投多少钱")
    assert answer.status == "not_found" and all(len(c.quote) >= 6 for c in answer.citations)
