"""What a claim names stands in the part of the text that says what the claim says of it; taken from the sentence beside it, it falls."""

import pytest

from retrieval.gates.alignment import align
from retrieval.gates.attachment import wrong_attachment
from retrieval.gates.cited import Cited, cite_texts
from retrieval.gates.claims import fold
from retrieval.gates.english import wrong_translation
from retrieval.gates.reckoning import wrong_reckoning
from retrieval.gates.source import Named

LAW = """第五条 县级人民政府卫生健康主管部门负责二次供水卫生监督工作；县级人民政府价格主管部门负责二次供水价格管理工作；县级人民政府公安部门负责二次供水治安管理工作。收费办法由国务院财政部门会同林业主管部门制定。监控数据至少保存三个月，费用按月计算。保修期限自竣工验收合格之日起计算。"""
WORKS = """（一）治理。推进清水江污染治理，完成青酒厂污染治理改造。重点实施凯里、剑河、天柱、岑巩整县推进乡镇生活污水处理项目，三穗、黎平生活垃圾焚烧发电示范工程。到2025年，废旧农膜回收利用率达到85%以上，畜禽粪污综合利用率达到80%以上。组织开展生态文明月宣传活动。"""


def cited(text: str) -> Cited:
    return cite_texts(Named("某法"), [("", text)])


def reason(claim: str, text: str) -> str:
    return wrong_attachment(align(fold(claim), cited(text)))


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("二次供水的卫生监督工作由卫生健康主管部门负责。", LAW),
        ("收费办法由财政部门会同林业主管部门制定。", LAW),
        ("监控数据至少存三个月，费用按月计算。", LAW),
        ("废旧农膜回收利用率要到85%以上。", WORKS),
        ("凯里、剑河、岑巩整县推进乡镇生活污水处理项目。", WORKS),
        ("生态文明月宣传活动要开展。", WORKS),
    ],
)
def test_what_stands_where_it_is_said_passes(claim: str, text: str) -> None:
    assert reason(claim, text) == ""


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("二次供水的卫生监督工作由公安部门负责。", LAW),
        ("收费办法由林业主管部门会同财政部门制定。", LAW),
        ("省级人民政府价格主管部门负责二次供水价格管理工作。", LAW),
        ("监控数据至少存一年。", LAW),
        ("费用按年计算。", LAW),
        ("废旧农膜回收利用率要到80%以上。", WORKS),
        ("凯里、剑河、三穗整县推进乡镇生活污水处理项目。", WORKS),
        ("生态文明周宣传活动要开展。", WORKS),
    ],
)
def test_what_stands_only_beside_it_falls(claim: str, text: str) -> None:
    assert reason(claim, text)


RULES = """第三条 停水应当提前24小时通知用户；连续超过12小时不能正常供水的，应当应急供水。新增污水处理能力0.77万立方米/日，入园企业达190家，友好城市达148对。内燃机车执行国一排放标准，确保2030年前达峰，可循环快递箱达到3万个。"""


@pytest.mark.parametrize(
    "claim",
    [
        "Users are told 24 hours ahead.",
        "Sewage treatment capacity grows by 7,700 cubic metres a day.",
        "There are 148 pairs of friendship cities now.",
    ],
)
def test_an_english_figure_answers_to_its_unit(claim: str) -> None:
    assert wrong_translation(claim, cited(RULES)) == ""


@pytest.mark.parametrize(
    "claim",
    [
        "Users are told 12 hours ahead.",
        "Sewage treatment capacity grows by 7,700 cubic metres a year.",
        "There are 190 pairs of friendship cities now.",
        "In Chengdu users are told 24 hours ahead.",
        "The health bureau tells users 24 hours ahead.",
    ],
)
def test_an_english_figure_with_anothers_unit_falls(claim: str) -> None:
    assert wrong_translation(claim, cited(RULES))


@pytest.mark.parametrize(
    "claim", ["内燃机车执行国三排放标准。", "2030年前后达峰。", "可循环快递箱达到3个。", "欧盟确保2030年前达峰。"]
)
def test_grades_sizes_and_sides_of_a_year_are_held_to_the_text(claim: str) -> None:
    assert reason(claim, RULES)


SUMS = "罚款十万元以上一百万元以下；个人处一万元以上五十万元以下。化学需氧量4.32万吨、氨氮0.18万吨。"


@pytest.mark.parametrize(
    "claim", ["单位罚款10万元以上100万元以下。", "化学需氧量4.32万吨，与氨氮0.18万吨相差4.14万吨。"]
)
def test_a_range_and_a_difference_that_are_so_pass(claim: str) -> None:
    assert wrong_reckoning(align(fold(claim), cited(SUMS))) == ""


@pytest.mark.parametrize("claim", ["单位罚款10万元以上50万元以下。", "化学需氧量4.32万吨，与氨氮相差0.18万吨。"])
def test_a_range_or_a_difference_put_together_falls(claim: str) -> None:
    assert wrong_reckoning(align(fold(claim), cited(SUMS)))
