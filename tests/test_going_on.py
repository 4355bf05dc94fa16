"""Questions that go on with an answer in another way than by a place: another bound, the other end, what a task consists of, all places."""

import pytest

from retrieval.answers import compose
from retrieval.assistant import Assistant
from tests.cited import cited_plans
from tests.talking import talk


def test_another_bound_takes_the_place_of_the_one_before(assistant: Assistant) -> None:
    filtered = talk(assistant, "氮氧化物减排量超过3000吨的有哪些", "低于1200吨的呢")
    assert (
        filtered.answer.startswith("低于1200吨的：资阳市（650吨）、黔东南州（1130吨）")
        and filtered.status == "answered"
    )
    again = talk(assistant, "氮氧化物减排量超过3000吨的有哪些", "低于1200吨的呢", "1400吨以上的呢")
    assert again.answer.startswith("1400吨以上的：郴州市（3674吨）、福州市（3100吨）、抚州市（1470吨）")


def test_a_bound_with_a_thing_of_its_own_is_a_question_of_its_own(assistant: Assistant) -> None:
    other = talk(assistant, "氮氧化物减排量超过3000吨的有哪些", "化学需氧量减排量低于5000吨的呢")
    assert "黔东南州（2100吨）、资阳市（4218吨）" in other.answer


def test_who_asks_for_the_lowest_is_told_that_first(assistant: Assistant) -> None:
    lowest = talk(assistant, "五市氨氮减排量谁最多", "最低的呢")
    assert lowest.answer.startswith("最低的是资阳市（184吨），最高的是福州市（1100吨）。由低到高：资阳市184吨＜")
    assert assistant.ask("五市氨氮减排量最高和最低的各是谁").answer.startswith("最高的是福州市")


def test_so_many_from_one_end_are_weighed_though_no_place_is_named(assistant: Assistant) -> None:
    assert (
        "最高的3个是福州市（16000吨）、郴州市（10500吨）、抚州市（8945吨）"
        in assistant.ask("化学需氧量减排量前三名").answer
    )


@pytest.mark.parametrize("asked", ["这个工程具体做些什么", "这项工作要干啥", "它具体做什么"])
def test_what_a_task_consists_of_is_told_after_who_is_responsible_for_it(assistant: Assistant, asked: str) -> None:
    content = talk(assistant, "资阳推进绿色交通体系建设由谁负责", asked)
    assert content.status == "answered" and cited_plans(content) == {"ziyang"}
    assert "新能源和清洁能源汽车" in content.answer and "责任单位" not in content.answer


def test_it_is_told_in_one_sentence_where_that_is_asked(assistant: Assistant) -> None:
    turns = ("资阳推进绿色交通体系建设由谁负责", "用一句话说说这个工程要干啥")
    whole = talk(assistant, turns[0], "这个工程具体做些什么")
    short = talk(assistant, *turns)
    assert 20 < len(short.answer) < len(whole.answer) and len(short.citations) == 1


def test_without_it_the_bodies_are_told_again(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "say_task", lambda _: [])
    again = talk(assistant, "资阳推进绿色交通体系建设由谁负责", "这个工程具体做些什么")
    assert "新能源和清洁能源汽车" not in again.answer


@pytest.mark.parametrize("asked", ["各省的呢", "其他省份都是多少", "各地的呢"])
def test_all_places_are_asked_of_whatever_they_are_called(assistant: Assistant, asked: str) -> None:
    answer = talk(assistant, "福州氨氮减排多少", asked).answer
    assert all(figure in answer for figure in ("700吨", "591吨", "390吨", "184吨"))


def test_three_things_that_are_listed_are_each_answered(assistant: Assistant) -> None:
    asked = "抚州秸秆综合利用率目标、农村生活污水治理率要达到多少、谁来负责，一次告诉我"
    answer = assistant.ask(asked).answer
    assert "95%以上" in answer and "40%" in answer and "市农业农村局" in answer
    assert len(assistant.understand("资阳化学需氧量、氨氮减排量是多少，谁负责").parts) == 2  # a thing is no question


def test_a_year_that_calls_a_document_is_no_year_of_its_figures(assistant: Assistant) -> None:
    told = assistant.ask("黔东南2023年印发的那个方案里氨氮要减多少吨")
    assert "390吨" in told.answer and told.status == "answered" and "不是" not in told.answer


def test_a_document_called_by_a_wrong_year_is_put_right(assistant: Assistant) -> None:
    told = assistant.ask("黔东南2021年印发的那个方案里氨氮要减多少吨")
    assert "黔东南州：不是2021年。成文日期为2023年6月7日" in told.answer and "390吨" in told.answer
    late = assistant.ask("抚州2022年发的那份方案为什么比福州的晚")
    assert "抚州市：不是2022年。成文日期为2023年5月17日" in late.answer and "2022年11月9日" in late.answer


def test_it_is_put_right_once_where_several_things_are_asked_of_it(assistant: Assistant) -> None:
    told = assistant.ask("黔东南2021年印发的那个方案里氨氮要减多少吨，谁牵头监督考核")
    assert told.answer.count("不是2021年") == 1 and "390吨" in told.answer and "牵头" in told.answer


def test_without_it_a_wrong_year_stands(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "compose_misdated", lambda *_: [])
    assert "不是2021年" not in assistant.ask("黔东南2021年印发的那个方案里氨氮要减多少吨").answer


@pytest.mark.parametrize("asked", ["把福州那句原文给我", "福州的原话呢", "福州那句原文是怎么写的"])
def test_the_words_of_another_place_are_those_of_what_was_asked_before_in_whole_sentences(
    assistant: Assistant, asked: str
) -> None:
    for before in ("五市谁的氨氮减排量最多", "郴州氨氮减排量是多少"):
        told = talk(assistant, before, asked)
        assert cited_plans(told) == {"fuzhou-fj"} and "二、“主要目标”：“到2025年，全市单位地区生产总值" in told.answer
        assert "1100吨" in told.answer and "全文共" not in told.answer


def test_whether_a_place_has_none_is_nothing_that_another_is_asked_again(assistant: Assistant) -> None:
    turns = ("农村生活污水治理率哪个市定得最高", "郴州没有吗", "把资阳那句原文给我")
    assert "75%以上" in talk(assistant, *turns).answer
    charging = talk(assistant, "黔东南要建多少个充电桩", "这块谁负责", "那福州呢，有没有写要建几个").answer
    assert "负责" not in charging


def test_the_words_of_a_place_without_anything_asked_before_are_the_document(assistant: Assistant) -> None:
    assert "全文共" in assistant.ask("把福州的原文给我").answer


@pytest.mark.parametrize(
    ("first", "then", "other"),
    [
        ("福州单位GDP能耗要降多少", "那抚州呢，更高吗", "fuzhou-jx"),
        (
            "What is Fuzhou Fujian's target for energy consumption per unit of GDP?",
            "And Ziyang? Is it higher?",
            "ziyang",
        ),
    ],
)
def test_a_place_that_is_only_asked_to_be_higher_is_held_against_the_one_before(
    assistant: Assistant, first: str, then: str, other: str
) -> None:
    told = talk(assistant, first, then)
    assert {"fuzhou-jx": "不是：抚州市12.5%", "ziyang": "是：资阳市14.5%"}[other] in told.answer
    assert cited_plans(told) == {"fuzhou-fj", other}


def test_a_case_asked_behind_the_bound_is_held_against_it(assistant: Assistant) -> None:
    told = assistant.ask("福州VOCs年排放量多少吨以上的新建项目要装在线监控？2吨的要装吗")
    assert told.status == "answered" and "2吨不在“大于5吨”之列" in told.answer


@pytest.mark.parametrize(
    "asked", ["其中谁的氨氮减排量更多", "这几个市里谁的氨氮减排量最多", "里面哪个市氨氮减排量最多"]
)
def test_a_question_of_those_that_were_found_is_asked_of_these_alone(assistant: Assistant, asked: str) -> None:
    told = talk(assistant, "哪几个市的方案提到零填埋", asked).answer
    assert "福州市" in told and "黔东南州" in told and "郴州市" not in told and "资阳市" not in told


def test_those_found_by_a_figure_or_by_who_leads_are_meant_as_well(assistant: Assistant) -> None:
    gives = talk(assistant, "单位GDP能耗目标是14%或15%的有哪几个市", "其中谁的氨氮减排量更多")
    assert cited_plans(gives) == {"chenzhou", "fuzhou-fj"}
    led = talk(assistant, "哪几个市由发改委牵头能耗双控", "这几个市的氨氮减排量各是多少")
    assert "fuzhou-jx" not in cited_plans(led) and "chenzhou" in cited_plans(led)


def test_without_places_found_before_all_are_meant(assistant: Assistant) -> None:
    told = talk(assistant, "五市氨氮减排量各是多少", "其中谁的化学需氧量减排量最多")
    assert cited_plans(told) == {"chenzhou", "fuzhou-fj", "fuzhou-jx", "qiandongnan", "ziyang"}


def test_places_that_only_were_found_are_in_no_order(assistant: Assistant) -> None:
    turns = ("五市氨氮减排量排名", "哪几个市的方案提到零填埋", "最低的那个市是哪天印发的")
    assert cited_plans(talk(assistant, *turns)) == {"ziyang"}
