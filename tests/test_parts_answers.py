"""Questions that ask several things: each is answered, or said to be left open."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.parts import split_question
from retrieval.question.understanding import understand
from tests.own_corpus import assistant_over


def test_two_figures_in_one_sentence_are_two_parts() -> None:
    assert len(split_question("秸秆利用率是多少，农膜回收率是多少")) == 2
    assert len(split_question("能耗降多少，比抚州多多少")) == 1


def test_what_is_asked_of_two_years_is_two_parts_of_one_thing() -> None:
    asked = "装机和发电量，2024年做到多少、2025年要到多少？"
    assert split_question(asked) == ["装机和发电量，2024年做到多少", "装机和发电量，2025年要到多少？"]
    for one in ("2022、2023、2024这三年各要降多少？", "2025年是多少，比2024年多多少？"):
        assert split_question(one) == [one]


def test_a_condition_stays_with_what_follows_from_it() -> None:
    assert len(split_question("哪个县要是没完成任务，会有什么后果？")) == 1


def test_a_piece_that_asks_next_to_nothing_stays_with_the_one_before() -> None:
    assert split_question("基金盘子多大，首期多少，投一个项目最多能占几成？") == [
        "基金盘子多大，首期多少",
        "投一个项目最多能占几成？",
    ]


@pytest.mark.parametrize("other", ["钱从哪来", "建在哪", "归谁"])
def test_a_piece_that_asks_otherwise_stands_alone_however_short(other: str) -> None:
    assert split_question(f"充电桩一共建多少个，{other}") == ["充电桩一共建多少个", other]


def test_what_an_announcement_ends_with_is_asked_of_in_each_part() -> None:
    assert split_question("对农膜：回收率要到多少？由谁负责？") == ["农膜回收率要到多少？", "农膜由谁负责？"]
    assert split_question("帮我查两个数：氨氮减排量、能耗降幅") == ["氨氮减排量", "能耗降幅"]


def test_what_is_no_question_of_its_own_joins_the_part_before(assistant: Assistant) -> None:
    asked = "福州的秸秆利用率是多少？有没有更高的？农膜回收率是多少？"
    parts = understand(asked, (), assistant.index.plans).parts
    assert [part.asking.as_asked for part in parts] == ["福州的秸秆利用率是多少？有没有更高的？", "农膜回收率是多少？"]


def test_a_part_keeps_its_own_years_and_takes_over_those_before_it(assistant: Assistant) -> None:
    parts = understand(
        "福州2024年氨氮减排量是多少？2025年秸秆利用率是多少？农膜回收率是多少？", (), assistant.index.plans
    ).parts
    assert [part.years for part in parts] == [(2024,), (2025,), (2025,)]


def test_who_leads_and_who_takes_part_are_both_said(assistant: Assistant) -> None:
    assert "市委组织部" in assistant.ask("郴州节能减排监督考核由谁牵头，哪个党委部门参加？").answer


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


def test_when_and_who_are_parts_of_a_question_however_short(assistant: Assistant) -> None:
    told = assistant.ask("资阳的秸秆综合利用率要到多少，谁负责，方案哪天发的？").answer
    assert "90%以上" in told and "市农业农村局" in told and "2023年1月29日" in told


def test_what_is_listed_behind_a_colon_is_asked_thing_by_thing() -> None:
    asked = "帮我查两个数：水质优良比例目标、东岭区承担的减排吨数。"
    assert split_question(asked) == ["水质优良比例目标", "东岭区承担的减排吨数。"]
    assert len(split_question("水质优良比例目标、减排吨数")) == 1


def test_figures_between_which_only_a_pause_stands_are_parts() -> None:
    assert len(split_question("煤要挖多少、装机要到多少，哪年之前达峰？")) == 3
    assert len(split_question("氨氮、化学需氧量、氮氧化物各减多少？")) == 1


def test_two_years_joined_by_and_are_two_parts() -> None:
    assert split_question("2024年实际产量和2025年要保的产量分别是多少？") == [
        "2024年实际产量分别是多少？",
        "2025年要保的产量分别是多少？",
    ]


def test_what_is_asked_of_this_matter_is_a_part_of_its_own() -> None:
    assert split_question("充电桩要建多少个，这块谁牵头") == ["充电桩要建多少个", "这块谁牵头"]
    assert split_question("降得最多的那个市，污水治理率定多少？那一块是谁牵头？")[2] == "它，是谁牵头？"


def test_who_answers_for_a_thing_of_two_characters_is_asked_beside_its_figure(assistant: Assistant) -> None:
    told = assistant.ask("抚州氨氮要减多少，谁负责，什么时候印发").answer
    assert "591吨" in told and "市生态环境局" in told and "2023年5月17日" in told


def test_facts_of_the_document_that_are_only_named_at_the_end_are_asked_as_well(assistant: Assistant) -> None:
    told = assistant.ask("福州COD减多少，文号和日期？").answer
    assert "16000吨" in told and "榕政办〔2022〕127号" in told and "2022年11月9日" in told


def test_a_date_that_the_part_before_tells_is_not_left_open(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = (
        "2025年青海省政府工作报告\n\n——2025年1月17日在青海省第十四届人民代表大会第三次会议上\n青海省省长　何远\n\n各位代表：\n"
        "现在，我代表省人民政府向大会报告工作。\n一、2024年工作回顾\n全省地区生产总值增长4.7%。\n"
        "二、2025年工作安排\n全力扩大内需，稳住外贸外资。\n"
    )
    report = assistant_over(tmp_path_factory.mktemp("author"), {"qinghai.txt": text})[0]
    told = report.ask("青海的报告是谁作的，哪天作的？").answer
    assert "何远" in told and "1月17日" in told and "没有给出" not in told


@pytest.mark.parametrize("asks", ["{}和{}是多少？", "{}、{}各是多少", "{}与{}分别要达到多少"])
def test_of_two_measures_asked_at_once_the_one_that_is_not_given_is_named(assistant: Assistant, asks: str) -> None:
    answer = assistant.ask("资阳的" + asks.format("秸秆综合利用率", "森林覆盖率"))
    assert answer.status == "partial" and "90%以上" in answer.answer and "没有给出“森林覆盖率”的数" in answer.answer


def test_two_measures_that_are_both_given_are_told_and_nothing_is_said_to_be_missing(assistant: Assistant) -> None:
    answer = assistant.ask("资阳的秸秆综合利用率和农膜回收率是多少？")
    assert answer.status == "answered" and "90%以上" in answer.answer and "85%以上" in answer.answer


def test_of_a_rate_asked_beside_another_no_amount_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("福州的污水处理率和秸秆综合利用率是多少")
    assert (
        "90%以上" in answer.answer and "30.5万吨" not in answer.answer and "没有给出“污水处理率”的数" in answer.answer
    )


@pytest.mark.parametrize("request_", ["顺便讲下{}", "再说说{}", "也查一下{}"])
def test_what_is_requested_besides_in_words_that_ask_nothing_is_a_part_of_its_own(
    assistant: Assistant, request_: str
) -> None:
    parts = split_question("福州氨氮到2025年减多少，" + request_.format("农膜"))
    assert parts == ["福州氨氮到2025年减多少", "农膜呢"]
    answer = assistant.ask("福州氨氮到2025年减多少，" + request_.format("VOCs") + "，谁管绿色建筑")
    assert "1100吨" in answer.answer and "2750吨" in answer.answer and "市建设局" in answer.answer


def test_a_thing_requested_besides_that_the_plan_does_not_give_is_named_without_the_particle(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("资阳氨氮减多少，顺便讲下碳普惠")
    assert answer.status == "partial" and "184吨" in answer.answer and "碳普惠呢" not in answer.answer


def test_who_is_responsible_is_asked_of_the_place_that_a_superlative_found(assistant: Assistant) -> None:
    told = assistant.ask("农村污水治理率最低的是哪，谁负责，什么时候印发的").answer
    lines = [line for line in told.splitlines() if "牵头" in line or "成文日期" in line]
    assert "18%" in told and len(lines) == 2 and all("黔东南州" in line for line in lines)


@pytest.mark.parametrize("asked", ["谁负责，什么时候完成", "归谁管，哪年搞完", "由哪个部门牵头，到哪一年"])
def test_who_and_when_asked_behind_a_figure_are_both_answered(assistant: Assistant, asked: str) -> None:
    answer = assistant.ask(f"福州氨氮要减多少，{asked}")
    assert answer.status != "not_found" and "1100吨" in answer.answer and "2025年" in answer.answer
    assert "市生态环境局" in answer.answer
