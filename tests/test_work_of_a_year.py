"""What a report sets out to do in a year, or did, and things asked of several years or under another of their names."""

import pytest

from retrieval.answer import Turn
from retrieval.assistant import Assistant
from retrieval.question.parts import split_question
from tests.own_corpus import assistant_over

REPORT = """2025年{place}政府工作报告
来源：{place}日报
——2025年1月17日在{place}第十四届人民代表大会第三次会议上
省长　{name}

各位代表：
现在，我代表省人民政府报告工作，请予审议。
一、2024年工作回顾
一年来，主要做了以下工作：
（一）着力稳住经济运行。全省生产总值增长{grown}%。市域经济增速高于全省经济增速0.4个百分点。新增托位2150个。
（二）着力推进生态保护。新建国家公园2处。
（三）着力改善民生。改造老旧小区112个。
二、2025年工作安排
今年全省经济社会发展的主要预期目标是：全省生产总值增长{goal}%左右，平台经济核心产业增加值增长15%，新增托位1800个。重点做好四个方面工作。
（一）全力扩大有效投资。抓好重大项目。
（二）加快建设清洁能源高地。推进光伏治沙，防范重点领域风险。
（三）推动农牧业提质。稳定粮食播种面积。
（四）办好民生实事。坚持为民办事。坚持工作下沉。坚持重点突破。
三、加强政府自身建设
依法履行职责。
"""
PLANS = {
    "haidong.txt": """海东市人民政府关于印发海东市“十四五”节能减排综合工作方案的通知
东政〔2022〕31号

各县区人民政府：
现印发给你们，请认真贯彻执行。
海东市人民政府
2022年6月8日

海东市“十四五”节能减排综合工作方案
一、主要目标
到2025年，化学需氧量、氨氮重点工程减排量分别达到1200吨、90吨。
二、重点工程
（一）公共建筑绿色工程。新建公共建筑执行绿色标准。（市住房城乡建设局牵头，市机关事务管理局配合）
（二）数据中心节能工程。推进数据中心节能改造。
（三）公共机构能效提升工程。公共机构人均综合能耗下降6%。
""",
    "yuncheng.txt": """运城市“十四五”节能减排综合工作方案

一、主要目标
通过实施公共机构能效提升等行动，到2025年，全市单位地区生产总值能源消耗比2020年下降15%，化学需氧量、氨氮重点工程减排量分别达到2600吨、130吨。
二、重点工程
（一）数据中心绿色工程。推动绿色数据中心建设。
""",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    qinghai = REPORT.format(place="青海省", name="罗东川", grown="2.7", goal="4.5")
    shanxi = REPORT.format(place="山西省", name="金湘军", grown="2.3", goal="5")
    return assistant_over(tmp_path_factory.mktemp("years"), {"qinghai.txt": qinghai, "shanxi.txt": shanxi})[0]


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("plans"), PLANS)[0]


def said(assistant: Assistant, question: str, *before: str) -> str:
    history: list[Turn] = []
    for earlier in before:
        told = assistant.ask(earlier, tuple(history), mode="extract").answer
        history += [Turn("user", earlier), Turn("assistant", told)]
    return assistant.ask(question, tuple(history), mode="extract").answer


@pytest.mark.parametrize(
    "question", ["青海今年的重点工作有哪些", "青海今年重点抓哪些工作", "青海今年主要任务是什么", "青海今年工作安排"]
)
def test_the_work_of_this_year_is_the_parts_of_its_section(reports: Assistant, question: str) -> None:
    answer = reports.ask(question, mode="extract")
    assert answer.status == "answered" and "共4项" in answer.answer
    assert "全力扩大有效投资" in answer.answer and "推动农牧业提质" in answer.answer and "坚持" not in answer.answer


@pytest.mark.parametrize("question", ["青海去年主要做了哪些工作", "青海2024年干了哪些大事"])
def test_the_work_of_the_last_year_is_the_parts_of_the_review(reports: Assistant, question: str) -> None:
    told = said(reports, question)
    assert "着力推进生态保护" in told and "清洁能源高地" not in told


def test_the_work_on_one_thing_is_not_that_of_the_whole_year(reports: Assistant) -> None:
    told = said(reports, "青海今年农牧业重点工作有哪些")
    assert "共4项" not in told


def test_a_goal_is_ranked_by_its_thing_under_whichever_name(reports: Assistant) -> None:
    told = said(reports, "今年经济增速目标最高的是哪个省")
    assert "山西省（5%左右）高于青海省（4.5%左右）" in told and "15%" not in told


def test_by_how_much_one_stands_above_another_is_not_what_it_amounts_to(reports: Assistant) -> None:
    told = said(reports, "青海去年经济增长了多少")
    assert "0.4个百分点" not in told and "2.7%" in told


def test_the_goals_of_all_that_was_asked_are_told_for_the_year_named_last(reports: Assistant) -> None:
    told = said(reports, "青海去年经济增长多少、新增托位多少？今年的目标呢？")
    assert all(figure in told for figure in ("2.7%", "2150个", "4.5%", "1800个"))


def test_a_last_part_that_names_a_thing_is_asked_of_that_alone() -> None:
    assert len(split_question("去年发电量多少？煤炭产量多少？今年发电量又定了多少？")) == 3


def test_who_issued_it_after_a_fact_of_the_document_is_a_fact_of_it(plans: Assistant) -> None:
    assert "海东市人民政府" in said(plans, "是谁发的", "海东的方案文号是什么")


@pytest.mark.parametrize("question", ["运城也是这么多吗？", "运城也一样吗"])
def test_whether_another_place_has_as_much_is_asked_of_the_last_thing(plans: Assistant, question: str) -> None:
    told = said(plans, question, "海东化学需氧量减排多少？", "氨氮呢？")
    assert "130吨" in told and "2600吨" not in told


def test_it_is_weighed_within_one_question_as_well(plans: Assistant) -> None:
    told = said(plans, "海东化学需氧量减排多少？氨氮呢？运城也是这么多吗？")
    assert "不同：海东市90吨，运城市130吨" in told


def test_the_second_half_of_an_english_question_is_asked_as_well(plans: Assistant) -> None:
    told = said(
        plans, "What is the target for ammonia nitrogen in Haidong, and who leads the work on public buildings?"
    )
    assert "90吨" in told and "市住房城乡建设局" in told


def test_a_figure_in_a_part_that_says_little_of_what_is_asked_is_not_told_beside_others(plans: Assistant) -> None:
    told = said(plans, "各市公共机构人均能耗降几个点")
    assert "6%" in told and "15%" not in told


def test_what_lacks_the_abbreviation_asked_for_is_at_best_near(plans: Assistant) -> None:
    answer = plans.ask("各市绿色数据中心PUE要求", mode="extract")
    assert answer.status != "answered"


@pytest.mark.parametrize("question", ["换成运城，门槛是多少？", "运城的标准是多少"])
def test_the_figure_itself_is_asked_again_of_another_place(plans: Assistant, question: str) -> None:
    assert "130吨" in said(plans, question, "海东氨氮减排多少吨？")
