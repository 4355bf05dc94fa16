"""Which years a question names, and whether it is about a time that its documents do not speak of."""

from pathlib import Path

import pytest

from retrieval.question.years import (
    WRITTEN_YEAR,
    asked_years,
    given_years,
    is_out_of_time,
    with_year_told,
    without_years,
)
from tests.own_corpus import assistant_over
from tests.talking import talk

PLAN = "澜田市“十四五”节水行动方案"
REPORT = "澜田市2024年政府工作报告"


@pytest.mark.parametrize(
    ("asked", "titles", "years"),
    [
        ("到2025年和2030年各降多少", (), (2025, 2030)),
        ("2025降多少", (), (2025,)),
        ("比2020年降多少", (), ()),
        ("较2020年降多少", (), ()),
        ("澜府发〔2024〕7号和（2023）8号、[2022]9号、(2021)3号说了什么", (), ()),
        ("去年降多少", (REPORT,), (2023,)),
        ("上年降多少", (REPORT,), (2023,)),
        ("上一年降多少", (REPORT,), (2023,)),
        ("前一年降多少", (REPORT,), (2023,)),
        ("今年降多少", (REPORT,), (2024,)),
        ("降多少", (REPORT,), ()),
        ("今年降多少", (PLAN,), ()),
        ("今年的2022年目标", (REPORT,), (2022,)),
    ],
)
def test_years_are_those_named_or_counted_from_the_year_in_the_title(
    asked: str, titles: tuple[str, ...], years: tuple[int, ...]
) -> None:
    assert asked_years(asked, titles) == years


@pytest.mark.parametrize(
    ("text", "is_year"), [("2025年", 1), ("二〇二五年", 1), ("二〇一五年", 0), ("2025", 0), ("三年", 0)]
)
def test_a_plan_writes_a_year_in_digits_or_in_characters(text: str, is_year: int) -> None:
    assert bool(WRITTEN_YEAR.fullmatch(text)) is bool(is_year)


def test_a_year_given_is_followed_by_its_sign() -> None:
    assert given_years("到2025年达到2030吨") == {2025}


@pytest.mark.parametrize(
    "asked",
    [
        *("实际减了多少", "完成情况怎么样", "完成了多少", "完成了没有", "截至年底有多少", "去年减了多少"),
        *("上年减了多少", "上一年减了多少", "前年减了多少", "已是多少", "已经达到多少", "目前有多少"),
        *("现在完成多少", "如今减多少", "目前降多少", "目前建了多少"),
    ],
)
def test_a_plan_gives_no_results_but_a_report_does(asked: str) -> None:
    assert is_out_of_time(asked, [PLAN])
    assert not is_out_of_time(asked, [])
    assert not is_out_of_time(asked.replace("实际", "").replace("完成", ""), [REPORT])


@pytest.mark.parametrize(("asked", "out"), [("去年的用水报表哪天前交", False), ("上一年度水费实际哪天交的", True)])
def test_what_is_due_may_be_of_the_year_before(asked: str, out: bool) -> None:
    assert is_out_of_time(asked, [PLAN], when=True) is out
    assert is_out_of_time(asked, [PLAN])


@pytest.mark.parametrize("asked", ["要减多少", "目前建成投产的有哪些", "目前建成的有哪些", "现在建的项目有哪些"])
def test_what_stands_already_is_no_result(asked: str) -> None:
    assert not is_out_of_time(asked, [PLAN])


@pytest.mark.parametrize("period", list("一二三五六七"))
def test_a_period_that_the_titles_do_not_name_is_out_of_time(period: str) -> None:
    assert is_out_of_time(f"十{period}五要减多少", [PLAN])
    assert not is_out_of_time(f"十{period}五要减多少", ["澜田市节水行动方案"])
    assert not is_out_of_time(f"十{period}五和十四五比", [PLAN])
    assert not is_out_of_time("十四五要减多少", [PLAN])
    assert is_out_of_time("十四五要减多少", [f"澜田市“十{period}五”规划"])


@pytest.mark.parametrize(
    ("asked", "titles", "out"),
    [
        ("2024年实际减了多少", [REPORT], True),
        ("今年完成了多少", [REPORT], True),
        ("2024年完成情况如何", [REPORT], True),
        ("2024年完成的项目", [REPORT], True),
        ("2024年要减多少", [REPORT], False),
        ("去年实际减了多少", [REPORT], False),
        ("实际减了多少", [REPORT], False),
        ("实际减了多少", ["政府工作报告"], False),
    ],
)
def test_a_report_gives_the_results_of_the_year_before_and_not_those_of_its_own(
    asked: str, titles: list[str], *, out: bool
) -> None:
    assert is_out_of_time(asked, titles) is out


def test_years_leave_a_blank() -> None:
    assert without_years("去年2025年降2030").split() == ["降"]
    assert without_years("上一年降") == "  降"


_REPORT = """{city}市2031年政府工作报告

一、2030年工作回顾

2030年全市粮食产量{before}万吨，新建泵站{pumps}座。

二、2031年工作安排

今年全市粮食产量达到{goal}万吨。
"""


@pytest.mark.parametrize(
    ("asked", "said"),
    [("去年降多少", "2023年降多少"), ("2022年降多少", "2022年降多少"), ("今年降多少", "今年降多少")],
)
def test_the_year_before_is_said_as_documents_write_it(asked: str, said: str) -> None:
    assert with_year_told(asked, (REPORT,)) == said


def test_another_place_is_asked_for_the_same_year(tmp_path: Path) -> None:
    reports = {
        "qinghe.txt": _REPORT.format(city="青禾", before=31, pumps=4, goal=33),
        "yunqiao.txt": _REPORT.format(city="云桥", before=52, pumps=6, goal=57),
    }
    assistant = assistant_over(tmp_path, reports)[0]
    before = talk(assistant, "青禾去年粮食产量多少", "云桥呢")
    assert "52万吨" in before.answer and "57万吨" not in before.answer
    goal = talk(assistant, "青禾今年粮食产量目标多少", "云桥呢")
    assert "57万吨" in goal.answer and "52万吨" not in goal.answer
