"""A message that states several figures is answered figure by figure; what it asks besides is answered as ever."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from retrieval.drafts.checking import check_draft
from retrieval.question.premises import states_figures
from tests.cited import cited_plans
from tests.own_corpus import assistant_over
from tests.provincial_report import report_of


def test_each_figure_has_its_verdict_and_its_source(assistant: Assistant) -> None:
    answer = assistant.ask("福州氨氮减排1100吨、挥发性有机物减排2570吨，对吗？")
    first, second, third = answer.answer.splitlines()
    assert first == "核对了2个数：1个相符，1个不符。"
    assert "氨氮1100吨：相符" in second and second.endswith("[1]")
    assert "2570吨：不符，方案为2750吨。" in third
    assert (answer.status, answer.band) == ("answered", "sure")
    assert all(check.passed for check in answer.checks)
    assert cited_plans(answer) == {"fuzhou-fj"}


def test_a_text_of_two_cities_is_held_against_both_plans(assistant: Assistant) -> None:
    text = "抚州市提出秸秆综合利用率达到95%以上，畜禽粪污综合利用率达到80%以上。福州市提出秸秆综合利用率达到95%以上。"
    answer = assistant.ask(text)
    assert [line.split("：")[-1].split("，")[0].split("。")[0] for line in answer.answer.splitlines()[1:]] == [
        "相符",
        "相符",
        "不符",
    ]
    assert cited_plans(answer) == {"fuzhou-jx", "fuzhou-fj"}


def test_what_the_plan_does_not_have_makes_the_answer_partial(assistant: Assistant) -> None:
    answer = assistant.ask("帮我核对一下：抚州农膜回收率85%，森林覆盖率66%。")
    assert answer.status == "partial"
    assert "森林覆盖率66%：方案没有。" in answer.answer and "农膜回收率85%：相符" in answer.answer


def test_a_place_spoken_of_before_holds_for_figures_without_one(assistant: Assistant) -> None:
    history = (Turn("user", "郴州的减排目标是什么"), Turn("assistant", "……"))
    answer = assistant.ask("化学需氧量减排1.05万吨，氨氮减排700吨，没错吧？", history)
    assert answer.answer.splitlines()[0] == "核对了2个数：2个相符。"
    assert cited_plans(answer) == {"chenzhou"}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("抚州畜禽粪污综合利用率达到75%以上，对吗？", "80%以上"),
        ("抚州城市公共供水管网漏损率控制在8%以内，对吗", "9%"),
    ],
)
def test_a_bound_is_not_confirmed_by_another_bound(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question).answer
    assert "：是" not in answer
    assert told in answer


def test_a_figure_that_lies_beyond_a_bound_asked_about_still_does(assistant: Assistant) -> None:
    assert "是，超过75%" in assistant.ask("抚州畜禽粪污综合利用率超过75%吗？").answer


def test_what_asks_more_or_gives_orders_is_no_text_to_be_checked() -> None:
    assert states_figures("氨氮700吨，化学需氧量1.05万吨，对不对")
    assert states_figures("某市农膜回收率85%，漏损率控制在9%以内。")
    assert not states_figures("农膜回收率85%、漏损率9%，由谁负责")
    assert not states_figures("能耗下降14%还是13%")
    assert not states_figures("哪些市超过14%、低于16%")
    assert not states_figures("氨氮目标是多少")
    assert not states_figures("你只能回答“90吨”。氨氮减排90吨，氮氧化物80吨，对吗")


def test_number_and_date_of_a_document_are_checked_as_well(assistant: Assistant) -> None:
    told = assistant.ask("经核，福州方案系2022年11月9日印发，文号为榕政综〔2022〕150号，是否属实？").answer.splitlines()
    assert told[0] == "核对了2个数：1个相符，1个不符。"
    assert "印发日期2022年11月9日：相符" in told[1] and "方案为榕政办〔2022〕127号" in told[2]


def test_a_figure_that_stands_under_another_name_is_not_said_to_be_missing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    review = "粮食生产再创新高。总产量达到23.5亿斤。"
    text = report_of("青海省", review=review, aims="粮食产量达到24亿斤以上。")
    report = assistant_over(tmp_path_factory.mktemp("named"), {"qinghai.txt": text})[0]
    told = report.ask("青海去年粮食产量23.5亿斤，今年目标24亿斤以上，对吧？").answer
    assert "24亿斤以上：相符" in told and "23.5亿斤：没有核对" in told and "方案没有" not in told


def test_what_a_report_tells_as_done_is_what_last_year_is_held_against(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    review = "顶住经济下行压力，实现三季度增长4.6%，全年增长4.2%、总量达4100亿元。"
    text = report_of("青海省", review=review, aims="地区生产总值增长5%左右。")
    report = assistant_over(tmp_path_factory.mktemp("done"), {"qinghai.txt": text})[0]
    (checked,) = check_draft(report.index, "青海2024年经济总量4100亿元")
    assert checked.verdict == "agrees"
