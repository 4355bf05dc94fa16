"""A wrong figure that stands elsewhere in the text is denied all the same, with the true one, its year and what the wrong one is said of."""

import pytest

from retrieval.answers import claimed, correction
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

REPORT = """2025年河南省政府工作报告

各位代表，现在我代表省人民政府报告工作，请予审议。
一、2024年工作回顾
2024年地区生产总值达6.4万亿元、增长5.1%，固定资产投资增长7%。
顶住压力，三季度进出口增长2.6%，四季度进出口增长8.4%，全年进出口增长1.2%。
经过经济普查，各市地区生产总值都有所增加，全省共增加1502亿元，2023年达到6.05万亿元，迈上新台阶。
粮食产量1343.9亿斤，城镇新增就业126.5万人。
汽车产量增长22%、达137.2万辆，新能源汽车产量增长44%、达68.1万辆。
郑州港集装箱吞吐量达到241.5万标准箱。
二、2025年工作安排
今年主要预期目标是：地区生产总值增长5.5%左右，粮食产量1350亿斤以上，城镇新增就业110万人左右。
"""


@pytest.fixture(scope="module")
def henan(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("henan"), {"henan.txt": REPORT})[0]


@pytest.mark.parametrize(
    ("asked", "denied", "given", "whose"),
    [
        ("河南2024年GDP是6.05万亿，对不对", "不是6.05万亿。", "6.4万亿元", "2023年达到6.05万亿元"),
        ("听说河南去年GDP达到6.05万亿元，是真的吗", "不是6.05万亿元。", "6.4万亿元", "2023年达到6.05万亿元"),
        ("河南去年粮食产量1350亿斤，对吗", "不是1350亿斤。", "1343.9亿斤", "1350亿斤是2025年的目标"),
        ("河南今年粮食产量目标1343.9亿斤，是吗", "不是1343.9亿斤。", "1350亿斤以上", "1343.9亿斤是2024年的数"),
        ("河南去年GDP增长7%，对不对", "不是7%。", "增长5.1%", "原文的7%说的是：固定资产投资增长7%"),
        ("河南去年汽车产量68.1万辆，对不对", "不是68.1万辆。", "137.2万辆", "原文的68.1万辆说的是：新能源汽车产量"),
        ("河南去年进出口增长8.4%，对不对", "不是8.4%。", "1.2%", "四季度进出口增长8.4%"),
    ],
)
def test_a_figure_of_something_else_is_denied(
    henan: Assistant, asked: str, denied: str, given: str, whose: str
) -> None:
    answer = henan.ask(asked)
    assert answer.status == "not_found", answer.answer
    assert denied in answer.answer and given in answer.answer and whose in answer.answer


@pytest.mark.parametrize(
    "asked",
    [
        "河南2024年GDP是6.4万亿，对不对",
        "河南去年汽车产量137.2万辆，对不对",
        "河南去年进出口增长1.2%，对不对",
        "河南2023年GDP达到6.05万亿元，对吗",
        "郑州港241.5万标箱，对吧",
    ],
)
def test_a_figure_of_the_very_thing_is_not_denied(henan: Assistant, asked: str) -> None:
    assert "不是" not in henan.ask(asked).answer


def test_a_claim_that_names_no_thing_is_held_against_its_unit(henan: Assistant) -> None:
    told = henan.ask("河南郑州港集装箱400万标箱，对不对").answer
    assert "不是400万标箱" in told and "241.5万标准箱" in told


def test_a_claim_of_no_year_is_confirmed_of_the_year_that_has_it(henan: Assistant) -> None:
    assert "2024年是。" in henan.ask("河南GDP增长5.1%，对吗").answer
    assert "不是6%" in henan.ask("河南GDP增长6%，对吗").answer


def test_about_a_number_is_not_from_it_on(henan: Assistant) -> None:
    told = henan.ask("河南今年城镇新增就业110万人以上，对吗").answer
    assert "不是110万人以上" in told and "110万人左右" in told


def test_from_a_number_on_is_not_about_it(henan: Assistant) -> None:
    assert "不是1350亿斤左右" in henan.ask("河南今年粮食产量目标1350亿斤左右，对吗").answer


def test_a_bound_that_is_asked_for_is_no_claim(henan: Assistant) -> None:
    assert "是，超过6万亿" in henan.ask("河南去年GDP超过6万亿了吗").answer


def test_without_the_year_the_wrong_figure_is_borne_out(henan: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claimed, "_is_of_time", lambda *_: True)
    monkeypatch.setattr(correction, "rows_of", lambda index, _, plan: index.targets_of_plan(plan))
    assert "不是6.05万亿" not in henan.ask("河南2024年GDP是6.05万亿，对不对").answer
