"""Pieces of a question that lean on each other: one that the answer does not tell of is asked by itself."""

from retrieval.assistant import Assistant
from retrieval.question.parts import pieces_that_ask, thing_gone_on_with


def test_pieces_that_ask_keep_what_leads_up_to_them_and_what_is_only_listed() -> None:
    assert pieces_that_ask("去年汽车产量多少，其中新能源车多少？出口排第几？") == [
        "去年汽车产量多少",
        "其中新能源车多少？",
        "出口排第几？",
    ]
    assert pieces_that_ask("要评出几家能效、水效领跑者，由谁牵头") == ["要评出几家能效、水效领跑者", "由谁牵头"]


def test_a_figure_that_is_asked_beside_who_leads_is_told_as_well(assistant: Assistant) -> None:
    both = assistant.ask("黔东南要评几家公共机构能效领跑者，由谁牵头，财政局参不参与？")
    assert "遴选1家公共机构能效领跑者" in both.answer and "州机关事务局牵头" in both.answer


def test_figures_asked_before_whose_the_part_is_come_first(assistant: Assistant) -> None:
    both = assistant.ask("抚州秸秆综合利用率、农膜回收率分别要到多少，这部分由哪个局打头负责？")
    assert "95%" in both.answer and "85%" in both.answer
    assert both.answer.index("85%") < both.answer.index("市农业农村局")


def test_another_thing_behind_two_that_lean_on_each_other_is_told(assistant: Assistant) -> None:
    three = assistant.ask("福清市的城市生活污水集中收集率要到多少，全市又是多少，污泥处置呢？")
    assert "70%" in three.answer and "污泥无害化处置率达到100%" in three.answer


def test_a_piece_that_is_told_by_the_whole_is_not_told_again(assistant: Assistant) -> None:
    both = assistant.ask("抚州的农膜回收率要到多少，其中秸秆综合利用率呢")
    assert both.answer.count("85%") == both.answer.count("95%") == 1


def test_a_thing_that_is_only_named_and_written_nowhere_is_said_to_be_left(assistant: Assistant) -> None:
    answer = assistant.ask("福州生活垃圾回收利用率要到多少，其中厨余呢，原文怎么写的")
    assert answer.status == "partial" and "50%" in answer.answer and "没有写到“厨余”" in answer.answer


def test_pieces_are_told_though_the_whole_is_not(assistant: Assistant) -> None:
    answer = assistant.ask("郴州能耗强度降多少，其中数据中心呢")
    assert answer.status == "partial" and "15%" in answer.answer and "没有写到“数据中心”" in answer.answer


def test_the_thing_of_a_piece_is_named_without_what_leads_to_it() -> None:
    assert thing_gone_on_with("其中厨余呢？") == "厨余" and thing_gone_on_with("那总磷呢") == "总磷"
    assert thing_gone_on_with("谁负责呢") == "" and thing_gone_on_with("减排多少") == ""
