"""A figure of the asker's own case is held against the plan's bound, and is nothing that the asker claims of the plan."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.asked import asked_units
from retrieval.question.premises import cases, claims
from tests.own_corpus import assistant_over
from tests.talking import talk

PLANS = {
    "a.txt": (
        "枫溪市节能减排方案\n\n一、目标\n到2025年，挥发性有机物重点工程减排量2300吨。\n\n二、措施\n（一）严格准入。"
        "VOCs年排放量大于8吨的新建项目投运前应安装VOCs在线监控设备。\n"
        "（二）锅炉改造。推动45蒸吨/小时以上燃煤锅炉实施超低排放改造。\n"
        "（三）加强指导。对年综合能源消费量7000吨标准煤（当量值）及以上的“两高”项目加强工作指导。\n"
        "（四）环卫。到2025年，生活垃圾焚烧处理规模达1700吨/日，城市生活垃圾资源化利用率达到65%。\n"
    ),
    "b.txt": "荷湾市节能减排方案\n\n一、措施\n（一）加强指导。对年综合能源消费量3万吨标准煤及以上的“两高”项目加强工作指导。\n（二）奖补改造。对节能改造项目给予补助，单个项目不超过80万元。\n",
}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("cases"), PLANS)[0]


@pytest.mark.parametrize(
    ("asked", "side"),
    [
        ("我们想在枫溪市开个喷涂厂，VOCs一年大概排9吨，要不要装在线监控", "9吨在“大于8吨”之列"),
        ("我们想在枫溪市开个喷涂厂，VOCs一年大概排6吨，要不要装在线监控", "6吨不在“大于8吨”之列"),
        ("枫溪市的燃煤锅炉是50蒸吨的，要不要改造", "50蒸吨在“45蒸吨以上”之列"),
        ("一个年综合能耗6000吨标准煤的两高项目放枫溪市会不会被重点盯", "6000吨标准煤不在“7000吨标准煤及以上”之列"),
    ],
)
def test_it_is_told_on_which_side_of_the_bound_the_case_lies(towns: Assistant, asked: str, side: str) -> None:
    answer = towns.ask(asked).answer
    assert side in answer and "不是" not in answer, answer


def test_the_case_is_taken_to_another_place(towns: Assistant) -> None:
    first = "一个年综合能耗2万吨标准煤的两高项目放枫溪市会不会被重点盯"
    assert "2万吨标准煤不在“3万吨标准煤及以上”之列" in talk(towns, first, "放荷湾市呢").answer


def test_a_cap_or_a_goal_is_no_condition(towns: Assistant) -> None:
    answer = towns.ask("我在荷湾市搞改造投了300万元，能补多少").answer
    assert "不超过80万元" in answer and "之列" not in answer


def test_what_is_claimed_of_the_plan_is_still_corrected(towns: Assistant) -> None:
    answer = towns.ask("听说枫溪市挥发性有机物要减排2500吨，对吗").answer
    assert "不是2500吨" in answer and "2300吨" in answer


@pytest.mark.parametrize(
    ("asked", "of_case"),
    [
        ("我家承包了200亩地，能拿补贴吗", ("200亩",)),
        ("锅炉是40蒸吨的，要改吗", ("40蒸吨",)),
        ("听说单位GDP能耗要降16%？", ()),
        ("能耗降20%，没错吧", ()),
        ("去年增长了6%，靠什么拉动", ()),
    ],
)
def test_a_case_is_told_from_a_claim(asked: str, of_case: tuple[str, ...]) -> None:
    assert cases(asked) == of_case and bool(claims(asked)) == (not of_case)


def test_what_is_done_in_a_day_is_no_percentage(towns: Assistant) -> None:
    assert "1700吨/日" in towns.ask("枫溪市一天能烧掉多少垃圾呀").answer


@pytest.mark.parametrize(
    ("asked", "unit"),
    [("新增多少处理能力", ""), ("新增多少处置设施", ""), ("建多少座泵站", "座"), ("涉及多少户人家", "户")],
)
def test_a_longer_word_that_begins_like_a_unit_is_none(asked: str, unit: str) -> None:
    assert (unit in asked_units(asked)) if unit else asked_units(asked) == ()
