"""Which plans speak of a thing and which do not; which give a figure."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.mentions import thing_mentioned, ways_to_say
from tests.cited import cited_plans


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("哪些方案提到了充电桩？", "充电桩"),
        ("哪几个城市没有提到碳汇？", "碳汇"),
        ("有没有方案提到光伏", "光伏"),
        ("哪些城市没有提非化石能源占比", "非化石能源"),
        ("有“商贸领域能效提升工程”的是哪个市", "商贸领域能效提升工程"),
        ("能耗要降多少", ""),
    ],
)
def test_the_thing_mentioned_is_read_from_the_question(question: str, thing: str) -> None:
    assert thing_mentioned(question) == thing


def test_a_thing_is_looked_for_under_the_names_that_plans_give_it() -> None:
    assert "充电基础设施" in ways_to_say("建设充电桩")


def test_the_plans_that_mention_a_thing_and_those_that_do_not_are_both_named(assistant: Assistant) -> None:
    for question in ("哪几个城市没有提到碳汇？", "哪个市提到了碳汇"):
        answer = assistant.ask(question)
        assert "提到“碳汇”的有1份：郴州市；没有提到的有4份：福州市、抚州市、黔东南州、资阳市" in answer.answer
        assert cited_plans(answer) == {"chenzhou"}


def test_a_heading_can_be_the_mention(assistant: Assistant) -> None:
    answer = assistant.ask("有“商贸领域能效提升工程”的是哪个市")
    assert cited_plans(answer) == {"fuzhou-fj"}


def test_another_sense_of_a_word_is_no_mention(assistant: Assistant) -> None:
    answer = assistant.ask("哪些城市没有提非化石能源占比").answer
    assert "没有提到的有2份：郴州市、福州市" in answer


def test_a_figure_finds_its_plan_and_its_indicator(assistant: Assistant) -> None:
    assert "资阳市：到2025年，全市累计建成建制镇污水处理厂76座" in assistant.ask("资阳76座是什么").answer
    which = assistant.ask("5000个是哪个市的什么目标")
    assert cited_plans(which) == {"qiandongnan"} and "充电基础设施5000个以上" in which.answer


def test_a_figure_that_no_plan_gives_is_denied_beside_those_they_give(assistant: Assistant) -> None:
    answer = assistant.ask("有没有城市要求能耗降20%").answer
    assert "没有方案给出20%" in answer
    assert all(figure in answer for figure in ("15%", "14.5%", "14%", "13%", "12.5%"))


def test_a_bound_picks_the_plans_beyond_it(assistant: Assistant) -> None:
    assert "超过15%的：抚州市（16%）" in assistant.ask("哪些市要求规上工业能耗下降超过15%").answer


def test_an_office_on_the_list_of_those_responsible_is_a_mention(assistant: Assistant) -> None:
    answer = assistant.ask("哪个市把公安局交警支队也列成了责任单位？那个市的氮氧化物要减多少").answer
    assert "提到“公安局交警支队”的有1份：郴州市" in answer and "3674吨" in answer and "3100" not in answer


def test_a_quoted_term_has_to_stand_in_the_plan(assistant: Assistant) -> None:
    answer = assistant.ask("公共机构节能率先，哪几个地方说了“能源费用托管”")
    assert cited_plans(answer) == {"fuzhou-fj", "qiandongnan"}


def test_a_thing_made_an_item_of_its_own_is_looked_for_in_titles(assistant: Assistant) -> None:
    answer = assistant.ask("哪个市把商贸领域单独列成了工程")
    assert "把“商贸领域”列为工程的有1份：福州市" in answer.answer and cited_plans(answer) == {"fuzhou-fj"}


def test_what_a_place_has_more_than_the_others_is_what_only_it_has(assistant: Assistant) -> None:
    answer = assistant.ask("福州比别的市多了什么工程")
    assert "商贸领域能效提升工程" in answer.answer and cited_plans(answer) == {"fuzhou-fj"}


def test_what_is_only_mentioned_is_no_item_of_its_own(assistant: Assistant) -> None:
    answer = assistant.ask("哪些市把煤炭清洁高效利用单列为一项工程")
    assert "列为工程的有3份：福州市、抚州市、黔东南州；没有的有2份：郴州市、资阳市" in answer.answer


def test_a_bound_over_places_that_are_only_listed_filters_them(assistant: Assistant) -> None:
    answer = assistant.ask("氮氧化物减排超过两千吨的有哪些").answer
    assert answer.startswith("超过两千吨的：郴州市（3674吨）、福州市（3100吨）。")
    assert "1470吨" not in answer and "650吨" not in answer


def test_a_figure_is_not_found_inside_another(assistant: Assistant) -> None:
    assert "没有方案给出4.5%" in assistant.ask("哪些市的单位GDP能耗降幅是4.5%").answer


@pytest.mark.parametrize(
    "asked", ["哪些市定了秸秆综合利用率，各是多少", "五份方案里哪些写了秸秆综合利用率，分别是多少"]
)
def test_who_gives_a_figure_and_who_does_not_is_said_before_the_figures(assistant: Assistant, asked: str) -> None:
    answer = assistant.ask(asked)
    assert "有4份：福州市、抚州市、黔东南州、资阳市；没有给出的有1份：郴州市" in answer.answer
    assert answer.status == "answered" and "86%以上" in answer.answer and "接着问" not in answer.answer
