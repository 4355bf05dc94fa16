"""Questions that ask several things: each is answered, or said to be left open."""

from retrieval.assistant import Assistant
from retrieval.question.parts import split_question


def test_two_figures_in_one_sentence_are_two_parts() -> None:
    assert len(split_question("秸秆利用率是多少，农膜回收率是多少")) == 2
    assert len(split_question("能耗降多少，比抚州多多少")) == 1


def test_a_part_that_the_plan_leaves_open_is_said_to_be_open(assistant: Assistant) -> None:
    answer = assistant.ask("福州的秸秆利用率是多少，农膜回收率是多少")
    assert answer.status == "partial" and "90%以上" in answer.answer
    assert "福州市：方案没有给出“农膜回收率是多少”" in answer.answer


def test_who_is_responsible_goes_on_with_the_part_before(assistant: Assistant) -> None:
    answer = assistant.ask("资阳的秸秆利用率是多少？谁负责？").answer
    assert "90%以上" in answer and "市农业农村局" in answer


def test_the_rank_of_one_place_is_found_among_all(assistant: Assistant) -> None:
    assert "资阳市（14.5%）排第2" in assistant.ask("资阳能耗降幅排第几").answer


def test_two_indicators_of_one_place_are_divided(assistant: Assistant) -> None:
    assert "15倍（10500÷700）" in assistant.ask("郴州化学需氧量是氨氮的多少倍").answer


def test_the_four_pollutants_of_one_place_are_added(assistant: Assistant) -> None:
    assert "合计5332吨" in assistant.ask("资阳四项污染物减排总量是多少").answer


def test_a_figure_the_plan_does_not_give_is_not_made_up_from_a_sentence(assistant: Assistant) -> None:
    assert assistant.ask("郴州新增污水处理能力").status == "not_found"


def test_two_indicators_of_one_place_are_added_in_the_order_of_the_text(assistant: Assistant) -> None:
    assert "合计17100吨（16000＋1100）" in assistant.ask("福州化学需氧量和氨氮减排量一共多少吨").answer


def test_a_document_number_names_its_plan(assistant: Assistant) -> None:
    answer = assistant.ask("文号是资府发〔2023〕3号的方案能耗目标是多少")
    assert "14.5%" in answer.answer and {c.plan for c in answer.citations} == {"ziyang"}


def test_the_totals_of_two_places_are_weighed(assistant: Assistant) -> None:
    answer = assistant.ask("四项主要污染物加总，郴州和福州（福建）谁的任务重，重多少吨？").answer
    assert "福州市合计22950吨（16000＋1100＋3100＋2750）" in answer
    assert "福州市比郴州市多7140吨（22950－15810）" in answer


def test_a_question_for_one_place_is_answered_without_a_table(assistant: Assistant) -> None:
    answer = assistant.ask("非化石能源占比最高的是哪个市")
    assert "最高的是资阳市（40%）" in answer.answer and "| 地区 |" not in answer.answer
    assert "没有给出的：郴州市、福州市" in answer.answer and answer.tables


def test_the_place_found_first_is_asked_both_things(assistant: Assistant) -> None:
    answer = assistant.ask("提出打造“气大庆”的市，它的非化石能源消费占比目标和秸秆综合利用率分别是多少？").answer
    assert "40%" in answer and "90%以上" in answer
