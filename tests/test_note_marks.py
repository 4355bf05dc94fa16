"""Marks of notes in plain text: beside the words, never in a number."""

import pytest

from corpus.check import find_violations
from corpus.note_marks import find_note_marks
from corpus.structure import read_plan
from corpus.targets import read_targets


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("建成岸电桩320¹座", 320.0),
        ("建成岸电桩320¹²座", 320.0),
        ("建成岸电桩320²座", 320.0),
        ("建成岸电桩320[2]座", 320.0),
        ("建成岸电桩320〔3〕座", 320.0),
        ("建成岸电桩320[注1]座", 320.0),
        ("建成岸电桩320（注1）座", 320.0),
        ("建成岸电桩320①座", 320.0),
        ("建成岸电桩320[^4]座", 320.0),
        ("建成岸电桩[2]320座", 320.0),
        ("建成岸电桩三百二十[2]座", 320.0),
        ("建成岸电桩320*座", 320.0),
        ("建成岸电桩320（1）座", 320.0),
        ("建成岸电桩320^1^座", 320.0),
        ("岸电使用率达到85^[2]^%", 85.0),
        ("建成岸电桩32{3}万座", 32.0),
        ("岸电使用率²达到85%", 85.0),
        ("岸电使用率达到85³%", 85.0),
        ("岸电使用率达到85[5]%", 85.0),
        ("岸电使用率达到８５%¹", 85.0),
        ("库容达到2.6×10⁷立方米", 26_000_000.0),
        ("库容达到2.6×10⁷[3]立方米", 26_000_000.0),
        ("绿地面积达到1200m²", 1200.0),
    ],
)
def test_a_note_mark_changes_no_number_and_stays_out_of_its_name(written: str, value: float) -> None:
    plan = read_plan("p", f"岚溪市岸电建设方案\n一、总体目标\n到2027年，{written}。\n二、保障措施\n市交通局牵头。\n")
    assert find_violations(plan) == []
    (target,) = read_targets(plan)
    assert target.value == value
    assert target.target_year == 2027
    assert not any(sign in target.indicator for sign in "¹²³[]〔〕①注")
    assert plan.text[target.start : target.end].startswith(target.quote[:4])


@pytest.mark.parametrize(
    "text",
    [
        "国发〔85〕12号",
        "岚政发〔2024〕7号",
        "[1] 数据来自统计局",
        "¹ 数据来自统计局",
        "流量3米³/秒、25m²、4km²",
        "Ca²⁺、10⁻³",
        "（10⁴m³）",
        "包括：①泵站②水闸",
        "共3项：[1]泵站",
        "第12（1）条、附件3（2）项、*320*座、（一）1（2）家",
        "库容10^8^立方米、2×10^6^方",
        "改良10⁴亩、10⁵公顷",
    ],
)
def test_exponents_units_and_numbers_of_lists_and_documents_are_no_marks(text: str) -> None:
    assert [text[a:b] for a, b in find_note_marks(text)] == []
