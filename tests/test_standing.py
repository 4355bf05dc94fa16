"""Places that things hold among others (居全国第3位): what holds one, and one that a question takes for granted."""

import pytest

from retrieval.assistant import Assistant
from retrieval.question.standing import standing_sought, standings_in
from tests.own_corpus import assistant_over
from tests.provincial_report import report_of

REPORT = report_of(
    "青海省",
    review="经济平稳。研发投入强度提升至2.57%、居西部第2位，高新技术企业达1.75万家。新增盐湖产业集群7个，单项冠军企业达72家，均居西部第1位。"
    "新能源装机规模居全国第3位。枸杞产量连续7年排全国第一。",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("standing"), {"qinghai.txt": REPORT})[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新增36家、居全国第7位", [("全国", 7)]),
        ("出口额稳居全球首位，招商居全省第十一", [("全球", 1), ("全省", 11)]),
        ("全国第一批试点、全省第一产业、全国排第几", []),
    ],
)
def test_a_place_is_read_with_those_among_whom(text: str, found: list[tuple[str, int]]) -> None:
    assert [(s.among, s.number) for s in standings_in(text)] == found


def test_what_holds_a_place_is_sought_by_who_and_which_and_not_by_why() -> None:
    assert standing_sought("哪些指标居西部第一") and not standing_sought("为什么居西部第一")


def test_all_that_holds_a_place_is_listed_and_nothing_else(report: Assistant) -> None:
    told = report.ask("青海哪些指标居西部第一", mode="extract").answer
    assert "盐湖产业集群7个" in told and "均居西部第1位" in told
    assert "2.57%" not in told and "枸杞" not in told


@pytest.mark.parametrize("question", ["青海研发投入强度居西部第一吧", "既然青海研发投入强度全国第一，那具体是多少"])
def test_a_place_taken_for_granted_is_denied_with_the_one_that_is_written(report: Assistant, question: str) -> None:
    answer = report.ask(question, mode="extract")
    assert "没有写“" in answer.answer and "居西部第2位" in answer.answer


def test_a_place_that_another_thing_of_the_sentence_holds_is_none_of_what_is_asked(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    review = "生态向好。空气质量优良天数比率96.1%，国考断面水质优良比例98.6%，生态质量指数居全国第1。"
    told = assistant_over(tmp_path_factory.mktemp("other"), {"qinghai.txt": report_of("青海省", review=review)})[0]
    denied = told.ask("青海空气质量优良天数比率全国第一吧").answer
    assert "没有写“全国第一”，写的是：空气质量优良天数比率96.1%" in denied
    assert "没有写" not in told.ask("青海生态质量指数全国第一吧").answer


def test_the_place_that_is_written_is_not_denied(report: Assistant) -> None:
    answer = report.ask("青海枸杞产量排全国第一吧", mode="extract")
    assert answer.status == "answered" and "没有写" not in answer.answer


def test_the_place_of_one_is_told_from_its_report_and_not_reckoned_over_all(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    texts = {
        "qinghai.txt": REPORT,
        "gansu.txt": report_of("甘肃省", review="枸杞产量达15万吨。新能源装机规模达6000万千瓦。"),
        "ningxia.txt": report_of("宁夏回族自治区", review="枸杞产量达30万吨。"),
    }
    reports = assistant_over(tmp_path_factory.mktemp("places"), texts)[0]
    answer = reports.ask("青海枸杞产量排第几？", mode="extract")
    assert "全国第一" in answer.answer and "甘肃" not in answer.answer
