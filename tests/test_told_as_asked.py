"""Pieces by the title quoted, lists by the name of their heading, years and figures put right, who gave a report, gaps between results."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

PLAN = """海东市“十四五”节能减排综合工作方案

一、主要目标
到2025年，全市单位地区生产总值能耗比2020年下降12%，非化石能源占比达到36%。
二、实施节能减排重大工程
（一）园区循环改造工程。推动园区梯级用能。（市发展改革委会同有关部门负责）
（二）城镇绿色建筑工程。新建建筑执行绿色标准。（市住房城乡建设局牵头，市自然资源局配合）
（三）水泥行业减污工程。推进水泥、焦化行业深度治理，力争2024年底前全市水泥企业完成深度治理。
三、保障措施
（一）健全标准体系。落实节约用水条例。执行能耗限额标准。开展水效领跑者行动。
（二）重点工作。加强工艺革新，实施重大技改，推进产业集群治理重大任务。
"""
REPORT = """2025年{place}政府工作报告
来源：{place}日报
——2025年1月{day}日在{place}第十四届人民代表大会第三次会议上
省长　{name}

各位代表：
现在，我代表省人民政府报告工作，请予审议。
一、2024年工作回顾
{gdp}。
二、2025年工作安排
（一）今年目标。全省生产总值增长5%左右。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("plan"), {"haidong.txt": PLAN})[0]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    qinghai = REPORT.format(place="青海省", day="17", name="罗东川", gdp="全省生产总值3950.8亿元、增长2.7%")
    shanxi = REPORT.format(
        place="山西省",
        day="16",
        name="金湘军",
        gdp="全省生产总值增长2.3%，低于全国2.7个百分点，经济总量达到25494.7亿元，税收增长1%",
    )
    return assistant_over(tmp_path_factory.mktemp("reports"), {"qinghai.txt": qinghai, "shanxi.txt": shanxi})[0]


def said(assistant: Assistant, question: str) -> str:
    return assistant.ask(question, mode="extract").answer


@pytest.mark.parametrize("question", ["要实施哪些重大工程，列一下", "有哪些重大工程", "实施了哪些重大工程？"])
def test_the_parts_of_the_heading_with_the_name_asked_are_listed(plan: Assistant, question: str) -> None:
    answer = plan.ask(question, mode="extract")
    assert answer.status == "answered"
    assert "共3项" in answer.answer and "水泥行业减污工程" in answer.answer and "工艺革新" not in answer.answer


@pytest.mark.parametrize("question", ["“健全标准体系”那节说了什么？", "“健全标准体系”这一条讲了什么"])
def test_a_piece_whose_title_is_quoted_is_told_whole(plan: Assistant, question: str) -> None:
    told = said(plan, question)
    assert all(words in told for words in ("节约用水条例", "能耗限额标准", "水效领跑者"))


@pytest.mark.parametrize(
    "question", ["水泥企业是不是要到2025年底才完成深度治理？", "水泥企业2025年底前完成深度治理，对吗"]
)
def test_a_year_by_which_it_is_not_done_is_put_right(plan: Assistant, question: str) -> None:
    told = said(plan, question)
    assert "不是2025年" in told and "2024年底前" in told


def test_a_year_that_is_right_is_borne_out(plan: Assistant) -> None:
    assert "不是" not in said(plan, "水泥企业2024年底前完成深度治理，对吗")


def test_who_leads_together_with_others_is_cut_nowhere(plan: Assistant) -> None:
    assert "市发展改革委会同有关部门负责" in said(plan, "园区循环改造由谁牵头")
    assert "市自然资源局" not in said(plan, "城镇绿色建筑由谁牵头")


@pytest.mark.parametrize(
    "question", ["青海的报告是谁作的？", "青海的政府工作报告是哪天作的，谁作的", "青海的报告人是谁"]
)
def test_who_gave_the_report_is_told_with_the_day(reports: Assistant, question: str) -> None:
    told = said(reports, question)
    assert "罗东川" in told and "1月17日" in told and "日报" not in told and "请予审议" not in told


def test_results_that_follow_their_growth_are_weighed_in_the_unit_of_the_others(reports: Assistant) -> None:
    assert "21543.9亿元（25494.7亿元－3950.8亿元）" in said(reports, "2024年山西和青海的生产总值相差多少亿元？")


def test_a_figure_said_by_its_scale_is_put_right_as_it_was_said(reports: Assistant) -> None:
    told = said(reports, "青海2024年生产总值已经突破1万亿了吧？")
    assert told.startswith("青海省：不是") and "3950.8亿元" in told


def test_whether_it_is_the_same_there_is_told_first(tmp_path: Path) -> None:
    files = {
        f"{name}.txt": f"{place}“十四五”节能减排综合工作方案\n\n一、主要目标\n到2025年，全市农膜回收率达到{rate}%。\n二、保障措施\n加强年综合能耗{tons}吨标准煤以上项目指导。\n"
        for name, place, rate, tons in (("haidong", "海东市", 81, "6000"), ("lvliang", "吕梁市", 84, "2万"))
    }
    assistant, _ = assistant_over(tmp_path, files)
    told = said(assistant, "海东农膜回收率要达到多少？吕梁也是这个数吗？")
    assert "不同：海东市81%，吕梁市84%。" in told
    assert "同：" not in said(assistant, "海东农膜回收率要达到多少？吕梁呢？")


def test_a_place_that_only_tells_a_result_is_apart_from_those_ranked(tmp_path: Path) -> None:
    shape = "2025年{place}政府工作报告\n\n一、2024年工作回顾\n{done}。\n二、2025年工作安排\n（一）目标。{goal}。\n"
    files = {
        "qinghai.txt": shape.format(
            place="青海省", done="工业稳步恢复", goal="力争全社会研发经费投入强度突破1%，就业稳定"
        ),
        "shanxi.txt": shape.format(
            place="山西省", done="经济平稳", goal="全社会研发经费投入强度达到1.4%左右，就业稳定"
        ),
        "liaoning.txt": shape.format(
            place="辽宁省", done="研发投入强度提升至2.6%、居全国前列", goal="粮食产量稳定在500亿斤以上"
        ),
    }
    assistant, _ = assistant_over(tmp_path, files)
    told = said(assistant, "哪个地方的研发投入强度目标定得最高？")
    assert "山西省1.4%左右＞青海省力争突破1%" in told or "山西省（1.4%左右）高于青海省（力争突破1%）" in told
    assert "2.6%" not in told and "辽宁省：报告没有给出" in told


def test_each_thing_that_is_only_named_is_asked_as_the_first_was(tmp_path: Path) -> None:
    text = "海东市“十四五”节能减排综合工作方案\n\n一、主要目标\n到2025年，秸秆综合利用率达到88%，畜禽粪污综合利用率达到83%，废旧地膜回收率达到79%。\n二、保障措施\n（一）强化地膜回收。推进地膜回收和秸秆离田。（市农业农村局负责）\n"
    assistant, _ = assistant_over(tmp_path, {"haidong.txt": text})
    told = said(assistant, "秸秆利用多少？地膜呢？粪污呢？")
    assert all(rate in told for rate in ("88%", "79%", "83%")) and "农业农村局" not in told


@pytest.mark.parametrize("question", ["十四五节能减排的大目标有哪些", "总目标是啥", "把海东的指标列成表"])
def test_what_a_plan_aims_at_is_told_however_it_is_called(plan: Assistant, question: str) -> None:
    answer = plan.ask(question, mode="extract")
    assert answer.status == "answered" and "12%" in answer.answer


def test_the_parts_of_what_counts_them_are_listed(tmp_path: Path) -> None:
    text = "2025年青海省政府工作报告\n\n一、2024年工作回顾\n经济平稳。\n二、2025年工作安排\n重点做好四个方面工作。\n（一）聚焦绿色算力。建设机房。\n（二）聚焦生态旅游。完善线路。\n（三）聚焦高原农牧。扩种青稞。\n（四）聚焦民生改善。1.抓好就业。稳岗。\n2.抓好教育。扩学位。\n3.抓好医疗。建中心。\n"
    assistant, _ = assistant_over(tmp_path, {"qinghai.txt": text})
    told = said(assistant, "今年重点做好哪四个方面的工作？")
    assert "共4项" in told and "聚焦绿色算力" in told and "抓好就业" not in told


def test_how_far_figures_are_apart_is_reckoned_whatever_else_is_said(tmp_path: Path) -> None:
    files = {
        f"{name}.txt": f"{place}“十四五”节能减排综合工作方案\n\n一、主要目标\n到2025年，全市单位地区生产总值能耗比2020年下降{rate}%。\n"
        for name, place, rate in (("haidong", "海东市", 12), ("lvliang", "吕梁市", 14.5))
    }
    assistant, _ = assistant_over(tmp_path, files)
    assert "2.5个百分点（14.5%－12%）" in said(assistant, "海东和吕梁的单位GDP能耗下降目标差几个百分点？")
