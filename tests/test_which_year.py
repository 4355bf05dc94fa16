"""Of which year a report speaks where a question names none: what was done is told of the year before, what is to be done as a goal."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from retrieval.question.years import asks_of_done
from tests.own_corpus import assistant_over
from tests.provincial_report import report_of


def aims_of(goal: str, jobs: str) -> str:
    return f"全省生产总值增长{goal}%左右。城镇新增就业{jobs}万人以上。"


REPORTS = {
    "qinghai.txt": report_of(
        "青海省",
        aims=aims_of("4.5", "6"),
        review="一般公共预算收入增长2.6%、高于全国0.9个百分点。县域经济增速高于全省经济增速0.4个百分点。城镇新增就业6.4万人。高速公路里程达4600公里。上市公司达36家。",
    ),
    "shanxi.txt": report_of(
        "山西省",
        aims=aims_of("5", "45"),
        review="高速公路里程达6300公里。新建成高速公路120公里。城镇新增就业51.7万人。",
    ),
    "gansu.txt": report_of(
        "甘肃省",
        aims=aims_of("5.5", "30"),
        review="新建成高速公路507公里。城镇新增就业33万人。长期护理保险制度惠及1.7万个家庭。",
    ),
    "hainan.txt": report_of(
        "海南省", aims=aims_of("6", "17"), review="高速公路里程达1465公里。城镇新增就业17.2万人。建好用活“椰易办”平台。"
    ),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("years"), REPORTS)[0]


def told(assistant: Assistant, *turns: str) -> str:
    history: list[Turn] = []
    for question in turns[:-1]:
        history += [Turn("user", question), Turn("assistant", assistant.ask(question, history, mode="extract").answer)]
    return assistant.ask(turns[-1], history, mode="extract").answer


@pytest.mark.parametrize("question", ["财政收入下降了吗", "新建了多少", "完成了没有", "拿了哪些奖"])
def test_what_was_done_is_asked_by_its_aspect(question: str) -> None:
    assert asks_of_done(question)


@pytest.mark.parametrize("question", ["提出了哪些任务", "定了多少", "今年要建多少", "2024年建了多少", "为了什么"])
def test_what_is_written_or_dated_is_not_asked_as_done(question: str) -> None:
    assert not asks_of_done(question)


def test_a_question_of_what_was_done_is_answered_from_the_year_before(reports: Assistant) -> None:
    said = told(reports, "青海一般公共预算收入下降了吗")
    assert "2024年" in said and "增长2.6%" in said


def test_a_goal_is_said_to_be_one_and_a_result_to_be_of_its_year(reports: Assistant) -> None:
    assert "2025年目标：城镇新增就业6万人以上" in told(reports, "青海城镇新增就业多少")
    assert "2024年，上市公司达36家" in told(reports, "青海有多少家上市公司")


def test_how_far_above_another_is_told_where_that_is_asked(reports: Assistant) -> None:
    assert "0.4个百分点" in told(reports, "青海县域经济比全省快多少")


def test_places_weighed_by_no_year_are_weighed_by_the_one_that_most_give(reports: Assistant) -> None:
    said = told(reports, "哪个省高速公路里程最长")
    assert "按2024年的实绩" in said and "山西省6300公里＞青海省4600公里＞海南省1465公里" in said
    assert "507公里＞" not in said and "＞甘肃省" not in said, "what was newly built is another figure"


def test_places_on_one_side_of_a_bound_are_counted_where_that_is_asked(reports: Assistant) -> None:
    assert "的有3个：" in told(reports, "去年城镇新增就业超过10万人的省有几个")


def test_another_thing_that_is_only_named_is_asked_of_the_same_year(reports: Assistant) -> None:
    said = told(reports, "青海去年高速公路里程多少", "城镇新增就业呢")
    assert "6.4万人" in said and "6万人以上" not in said


def test_a_name_that_one_report_has_is_asked_of_that_report(reports: Assistant) -> None:
    said = told(reports, "椰易办是什么")
    assert "只有海南省的报告写到“椰易办”" in said and "甘肃" not in said


def test_what_is_short_for_a_name_is_read_in_full(reports: Assistant) -> None:
    assert "1.7万个家庭" in told(reports, "甘肃长护险惠及多少家庭")


def test_a_partner_that_is_not_held_is_no_place_asked_about(reports: Assistant) -> None:
    assert "资料中没有" not in told(reports, "海南和广东的合作有哪些")


@pytest.mark.parametrize(
    ("turns", "gap"),
    [
        (("山西今年城镇新增就业目标是多少", "去年呢", "差多少"), "少于去年（51.7万人），相差6.7万人"),
        (("海南去年城镇新增就业多少", "今年的目标呢", "少了多少"), "少于去年（17.2万人），相差0.2万人"),
    ],
)
def test_years_told_one_after_the_other_are_weighed_against_each_other(
    reports: Assistant, turns: tuple[str, ...], gap: str
) -> None:
    assert gap in told(reports, *turns)


@pytest.mark.parametrize(
    ("question", "verdicts"),
    [
        ("山西去年城镇新增就业51.7万人，今年目标是45万人以上，对吧？", ["相符", "相符"]),
        (
            "山西去年城镇新增就业45万人，今年目标是46万人以上，对吧？",
            ["不符，方案为51.7万人", "不符，方案为45万人以上"],
        ),
        ("甘肃去年城镇新增就业33万人，今年定了30万人，是这样吗", ["相符", "相符（方案有“以上（不少于）”）"]),
    ],
)
def test_figures_claimed_of_two_years_are_each_held_against_its_year(
    reports: Assistant, question: str, verdicts: list[str]
) -> None:
    lines = told(reports, question).splitlines()[1:]
    assert [line.split("：")[-1].split("。")[0] for line in lines] == verdicts


def test_last_year_and_this_year_are_meant_in_english_as_well(reports: Assistant) -> None:
    assert "51.7万人" in told(reports, "How many new urban jobs did Shanxi create last year?")
    assert "45万人以上" in told(reports, "How many new urban jobs does Shanxi plan to create this year?")


def test_a_figure_told_only_of_the_year_before_is_said_to_be_that(reports: Assistant) -> None:
    answer = reports.ask("甘肃今年的长期护理保险要惠及多少家庭", mode="extract")
    assert answer.status == "not_found" and "没有给出2025年的数，写到的是2024年的" in answer.answer
    assert "1.7万" not in answer.answer
