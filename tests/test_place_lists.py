"""Goals listed place by place in a sentence: each figure belongs to the place before it, and the places are told, ordered and held against bounds."""

import pytest

from corpus.structure import read_plan
from corpus.targets import read_targets
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

HEAD = "岭溪市湿地修复行动方案\n\n2025年3月1日\n\n一、主要目标\n\n到2028年，全市修复湿地900公顷。到2028年，形成长效机制。\n\n"
LISTED = f"""{HEAD}二、任务分解

“十五五”湿地保护率提高目标分别为：青石县62%、白渡区58.5%、桐湾镇51%。自然岸线修复长度：青石县12公里，白渡区9公里，桐湾镇30公里。到2027年污水排放量下降目标：青石县8%；白渡区6%。

三、保障措施

每年安排资金3000万元，其中城区2000万元、集镇500万元。新建污水管网260公里，其中青石县95公里。培育园区：示范区5个、孵化区3个。
"""

Said = tuple[str, str, str, str, int | None]


def goals(text: str) -> list[Said]:
    rows = read_targets(read_plan("a", text))
    return [(row.indicator, row.scope, row.value_text, row.comparison, row.target_year) for row in rows]


def test_each_place_of_a_list_has_a_row_of_its_own() -> None:
    assert goals(LISTED)[1:7] == [
        ("湿地保护率提高", "青石县", "62%", "reach", 2028),
        ("湿地保护率提高", "白渡区", "58.5%", "reach", 2028),
        ("湿地保护率提高", "桐湾镇", "51%", "reach", 2028),
        ("自然岸线修复长度", "青石县", "12公里", "reach", 2028),
        ("自然岸线修复长度", "白渡区", "9公里", "reach", 2028),
        ("自然岸线修复长度", "桐湾镇", "30公里", "reach", 2028),
    ]


def test_what_a_list_is_of_tells_how_and_for_which_year() -> None:
    assert ("污水排放量", "白渡区", "6%", "decrease", 2027) in goals(LISTED)


def test_a_list_below_a_heading_is_of_what_that_names() -> None:
    text = f"{HEAD}二、各县区造林面积目标\n\n青石县1.2万亩、白渡区8000亩、桐湾镇3000亩。\n"
    assert goals(text)[1:] == [("造林面积", "青石县", "1.2万亩", "reach", 2028)] + [
        ("造林面积", place, value, "reach", 2028) for place, value in (("白渡区", "8000亩"), ("桐湾镇", "3000亩"))
    ]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (
            "湿地保护率目标：青石县62%以上、白渡区不低于58.5%、桐湾镇51%左右。",
            [("青石县", "62%", "at_least"), ("白渡区", "58.5%", "at_least"), ("桐湾镇", "51%", "about")],
        ),
        ("修复湿地任务分解为：青石县（260公顷）、白渡区（340公顷）。", [("青石县", "260公顷", "reach"), ("白渡区", "340公顷", "reach")]),
        ("修复湿地任务：青石县260公顷、白渡区和桐湾镇各120公顷。", [("青石县", "260公顷", "reach"), ("白渡区、桐湾镇", "120公顷", "reach")]),
        ("湿地保护率达到60%，其中青石县62%、白渡区58.5%。", [("全市", "60%", "reach"), ("青石县", "62%", "reach"), ("白渡区", "58.5%", "reach")]),
        ("湿地保护率达到60%（青石县62%、白渡区58.5%）。", [("全市", "60%", "reach"), ("青石县", "62%", "reach"), ("白渡区", "58.5%", "reach")]),
        ("青石县、白渡区湿地保护率分别达到62%、58%。", [("青石县", "62%", "reach"), ("白渡区", "58%", "reach")]),
        ("青石县、白渡区两县分别修复湿地260公顷、340公顷。", [("青石县", "260公顷", "reach"), ("白渡区", "340公顷", "reach")]),
        ("湿地保护率目标如下：\n城区92%；\n青石县：62%。", [("城区", "92%", "reach"), ("青石县", "62%", "reach")]),
    ],
)  # fmt: skip
def test_a_list_is_read_however_it_is_written(words: str, rows: list[tuple[str, str, str]]) -> None:
    found = goals(f"{HEAD}二、任务\n\n{words}\n")[1:]
    assert [(scope, value, comparison) for _, scope, value, comparison, _ in found] == rows
    assert {name for name, *_ in found} <= {"湿地保护率", "修复湿地"}


def test_parts_of_a_town_and_kinds_of_parks_are_no_places() -> None:
    scopes = {scope for _, scope, *_ in goals(LISTED)}
    assert not scopes & {"集镇", "示范区", "孵化区"}


def test_a_list_of_how_things_stood_sets_nothing() -> None:
    assert len(goals(f"{HEAD}二、进展\n\n2020年湿地保护率分别为：青石县42%、白渡区38%。\n")) == 1


def test_a_quote_says_what_its_figure_is_of() -> None:
    row = next(row for row in read_targets(read_plan("a", LISTED)) if row.scope == "桐湾镇")
    assert row.quote.endswith("桐湾镇51%")
    assert "湿地保护率" in row.quote


FILES = {"a.md": LISTED, "b.md": "云桥市湿地修复方案\n\n一、任务\n\n到2028年，全市自然岸线修复长度达到70公里。\n"}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("listed"), FILES)[0]


def test_one_place_is_told_its_own_figure(assistant: Assistant) -> None:
    told = assistant.ask("岭溪市白渡区湿地保护率目标是多少").answer
    assert "白渡区湿地保护率" in told
    assert "58.5%" in told
    assert "62%" not in told


def test_the_places_of_a_list_are_put_in_order(assistant: Assistant) -> None:
    told = assistant.ask("岭溪市哪个县区自然岸线修复长度最长").answer
    assert "桐湾镇30公里＞青石县12公里＞白渡区9公里" in told


def test_the_places_of_a_list_are_held_against_a_bound(assistant: Assistant) -> None:
    told = assistant.ask("岭溪市湿地保护率目标超过55%的有哪些县区").answer
    assert "青石县" in told
    assert "白渡区" in told
    assert "桐湾镇" not in told


def test_the_figures_of_a_list_are_added_and_two_of_them_compared(assistant: Assistant) -> None:
    assert "51公里" in assistant.ask("岭溪市各县区自然岸线修复长度合计多少").answer
    assert "3公里" in assistant.ask("岭溪市青石县比白渡区自然岸线修复长度多多少").answer


def test_the_part_of_a_place_is_no_figure_of_its_city_beside_others(assistant: Assistant) -> None:
    told = assistant.ask("哪个市的自然岸线修复长度最长").answer
    assert "70公里" in told
    assert "岭溪市30公里" not in told
    assert "最高的是岭溪市" not in told


def test_a_place_that_one_plan_sets_something_for_is_asked_of_that_plan(assistant: Assistant) -> None:
    told = assistant.ask("桐湾镇自然岸线修复长度是多少").answer
    assert "30公里" in told
    assert "70公里" not in told
