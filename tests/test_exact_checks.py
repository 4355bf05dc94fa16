"""What the exact checks find of a claim beside its passage, and what they let stand because it is the same in other words."""

import pytest

from retrieval.gates.alignment import align
from retrieval.gates.cited import Cited, cite_texts
from retrieval.gates.claims import amounts, fold
from retrieval.gates.facts import VETOES, check_all
from retrieval.gates.source import Named

YUNZE = Named("云泽市节水方案", "云泽市")


def cited(text: str) -> Cited:
    return cite_texts(YUNZE, [("二、任务", text)])


def vetoed(claim: str, text: str) -> set[str]:
    """The deciding checks that find something."""
    return set(check_all(align(fold(claim), cited(text)))) & VETOES


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("每辆补助1.2万到4.5万元", [("1.2", "万元", "at_least"), ("4.5", "万元", "at_most")]),
        ("奖励500至5000元", [("500", "元", "at_least"), ("5000", "元", "at_most")]),
        ("处一万元以上三万元以下罚款", [("1", "万元", "at_least"), ("3", "万元", "at_most")]),
        ("每年培育5—10个集聚区", [("5", "个", "at_least"), ("10", "个", "at_most")]),
        ("由10%到20%", [("10", "%", ""), ("20", "%", "")]),
        ("暂停审批3个月", [("3", "个月", "")]),
        ("补贴280余万件", [("280", "万件", "")]),
        ("总额要过3万亿元", [("3", "万亿元", "at_least")]),
        ("约谈负责人，三个月不批", [("3", "个月", "")]),
    ],
)
def test_ranges_and_round_numbers_are_read_with_their_unit_and_bounds(
    text: str, written: list[tuple[str, str, str]]
) -> None:
    assert [(a.number, a.unit, ",".join(a.bounds)) for a in amounts(fold(text))] == written


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("审批只有20天。", "审批部门应当自受理之日起20日内完成审查。"),
        ("异常两天内处理完。", "异常信息48小时内处理完毕。"),
        ("积分两年内有效。", "积分有效期24个月。"),
        ("新增50万千瓦以上。", "新增500兆瓦以上。"),
        ("擅自停机罚一万到三万元。", "擅自停机的，处一万元以上三万元以下罚款。"),
        ("门槛是年耗能5000吨标准煤，达到和超过的都要管。", "对年耗能5000吨标准煤及以上的项目加强管理。"),
        ("保温工程至少保5年。", "保温工程的最低保修期限为5年。"),
        ("总里程过了1万公里。", "总里程突破1万公里。"),
        ("增长目标是8%以上，低于2024年10.4%的实际增幅。", "2024年增长10.4%。增长目标为8%以上。"),
        ("循环水量要达到17130吨，约合1.7万吨。", "循环水量达到17130吨。"),
        ("再生水利用率是40%，不是90%。", "再生水利用率达到40%。"),
        ("两台33万千瓦的机组，加起来66万千瓦。", "推进2台33万千瓦机组改造。"),
        ("2023、2024、2025年分别是21个、18个、14个。", "2023年21个、2024年18个、2025年14个。"),
        ("由三个部门牵头：市水务局、市住建局和市工信局。", "市水务局、市住建局、市工信局牵头。"),
    ],
)
def test_a_figure_in_other_words_is_no_other_figure(claim: str, text: str) -> None:
    assert "figures" not in check_all(align(fold(claim), cited(text)))


@pytest.mark.parametrize(
    ("claim", "text", "check"),
    [
        ("审批只有30天。", "审批部门应当自受理之日起20日内完成审查。", "figures"),
        ("擅自停机罚一万到五万元。", "擅自停机的，处一万元以上三万元以下罚款。", "figures"),
        ("补贴280余件。", "补贴280余万件。", "figures"),
        ("四家牵头：市水务局、市住建局、市工信局。", "市水务局、市住建局、市工信局牵头，分4步推进。", "figures"),
        ("管网由市场监管部门检查。", "管网由市卫生健康部门检查，财政部门保障经费。", "strange office"),
        (
            "管网检查的具体办法由财政部门制定。",
            "管网检查的具体办法由卫生健康部门制定。财政部门保障经费。",
            "other office",
        ),
        ("完成省里下达任务。", "完成国家下达任务。", "other level"),
        ("领导小组实行周调度、年评估。", "领导小组实行月调度、年评估。", "other period"),
        ("水费按季申报缴纳。", "水费按年申报缴纳。", "other period"),
        ("在线监控在投运后安装。", "在线监控在投运前安装。", "other side"),
        (
            "重点在甲口、乙屏、丙岭、丁浦、戊川推进。",
            "重点在甲口、乙屏、丙岭、己桥、戊川推进，丁浦另行安排。",
            "other item",
        ),
        (
            "临屿区试点农村垃圾就地减量。",
            "盐浦县试点农村垃圾就地减量，临屿区试点污水资源化利用。",
            "swapped place",
        ),
        ("建成4A级景区。", "建成5A级景区。", "strange signs"),
    ],
)
def test_a_word_or_figure_in_anothers_place_is_found(claim: str, text: str, check: str) -> None:
    assert check in vetoed(claim, text)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("管网由环保部门检查。", "管网由市生态环境局检查。"),
        ("规模由省级政府来定。", "规模由省、自治区、直辖市人民政府确定。"),
        ("鼓励使用再生水，没有强制。", "鼓励使用再生水。"),
        ("补贴每月不低于740元。", "补贴标准不低于740元/月。"),
        ("责任单位是县水务局和县住建局。", "责任单位：县水务局、县住建局。"),
        ("由县水务局负责，连国网供电公司也在内。", "由县水务局、国网供电公司负责。"),
    ],
)
def test_another_way_of_saying_it_is_let_stand(claim: str, text: str) -> None:
    assert not vetoed(claim, text)


def test_the_places_of_other_plans_are_strange_in_training_too() -> None:
    from retrieval.gates.shown import Shown
    from retrieval.gates.support_pairs import Pair, aligned

    shown = Shown(YUNZE, "二、任务", "漏损率控制在8%以内。")
    pair = Pair("p", "d", "临溪漏损率控制在8%以内[1]。", supported=False, kind="place", shown=(shown,))
    alignment = aligned(pair, ("临溪市", "云泽市"))
    assert alignment is not None
    assert "places" in check_all(alignment)


@pytest.mark.parametrize(
    ("claim", "text", "check"),
    [
        ("铁门的比例要达到25%，比35%的一般要求高10个百分点。", "比例达到35%，铁门可放宽至25%。", "wrong way"),
        ("城镇所有建筑都执行绿色标准。", "城镇新建建筑执行绿色标准。", "all of some"),
        ("不报送的一经发现即罚一万元。", "不报送的责令改正，拒不改正的处一万元罚款。", "added condition"),
    ],
)
def test_a_claim_that_turns_what_it_rests_on_is_found(claim: str, text: str, check: str) -> None:
    assert check in vetoed(claim, text)


@pytest.mark.parametrize(
    "claim", ["非化石能源占比达到76.6%。", "另外，非化石能源占比达到76.6%。", "还有，非化石能源占比76.6%。"]
)
def test_what_is_left_of_a_hundred_is_only_so_called_where_it_is_left(claim: str) -> None:
    text = "到2025年，非化石能源占能源消费总量比重达到23.4%。"
    assert "figures" in set(check_all(align(fold(claim), cited(text))))
