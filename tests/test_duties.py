import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.duties import read_duties, standing_duties
from corpus.plan import Duty, Plan
from corpus.structure import read_plan

ROOT = Path(__file__).parents[1]
LABELS = [json.loads(line) for line in (ROOT / "eval/gold/labels/duties.jsonl").read_text("utf-8").splitlines()]
PLANS = {f.stem: read_plan(f.stem, f.read_text("utf-8")) for f in sorted((ROOT / "corpus/plans").glob("*.txt"))}


def _plan(body: str) -> Plan:
    return read_plan("p", f"甲市节能减排实施方案\n一、重点任务\n（一）工业节能。推进钢铁行业改造。{body}\n")


def _duties(body: str) -> tuple[Duty, ...]:
    return read_duties(_plan(body))


def _roles(body: str) -> list[tuple[str, str]]:
    return [(d.role, d.body) for d in _duties(body)]


@pytest.mark.parametrize("plan", sorted({row["plan"] for row in LABELS}))
def test_ledger_equals_the_hand_labels(plan: str) -> None:
    labelled = Counter((r["body"], r["role"], r["order"], r["quote"]) for r in LABELS if r["plan"] == plan)
    read = Counter((d.body, d.role, d.order, d.quote) for d in read_duties(PLANS[plan]))
    assert sum(labelled.values()) > 100
    assert read == labelled


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_every_clause_that_says_by_division_of_duties_has_rows(plan: Plan) -> None:
    duties = read_duties(plan)
    saying = {c.id for c in plan.clauses if re.search("按职责分工负责|责任单位：", c.text)}
    assert len(saying) >= 10
    assert saying <= {d.clause for d in duties}


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_quote_stands_at_its_span_and_body_in_its_quote(plan: Plan) -> None:
    hidden = {at for item in plan.furniture for at in range(item.start, item.end)}
    for duty in read_duties(plan):
        raw = "".join(plan.text[at] for at in range(duty.start, duty.end) if at not in hidden)
        assert "".join(raw.split()) == "".join(duty.quote.split())
        assert duty.body in duty.quote


def test_leaders_come_before_those_who_take_part() -> None:
    assert _roles("（市发展改革委、市工信局牵头，市财政局、市生态环境局等按职责分工负责）") == [
        ("lead", "市发展改革委"),
        ("lead", "市工信局"),
        ("join", "市财政局"),
        ("join", "市生态环境局"),
    ]


def test_without_a_leader_all_share() -> None:
    assert _roles("（市商务局、市工信局按职责分工负责）") == [("shared", "市商务局"), ("shared", "市工信局")]


def test_one_body_alone_is_alone_but_a_group_is_not() -> None:
    assert _roles("（市商务局负责）") == [("alone", "市商务局")]
    assert _roles("（责任单位：市商务局）") == [("alone", "市商务局")]
    assert _roles("（各有关部门按职责分工负责）") == [("shared", "各有关部门")]
    assert _roles("（市领导小组成员单位按职责分工负责）") == [("shared", "市领导小组成员单位")]


@pytest.mark.parametrize(
    "bracket",
    ["（{}）", "({})", "（{})", "〔{}〕", "[{}]", "【{}】", "**（{}）**", "（{}）。", "\n\n（{}）\n", "\n{}。", "（{}"],
)
def test_brackets_of_every_kind_and_lists_without_one_are_read(bracket: str) -> None:
    words = "责任单位：市商务局、各县（市、区)人民政府、元翔（福州）航空港有限公司"
    expected = [("shared", "市商务局"), ("shared", "各县（市、区)人民政府"), ("shared", "元翔（福州）航空港有限公司")]
    assert _roles(bracket.format(words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("牵头单位：市发改委；责任单位：市财政局、市水务局", "lead市发改委 join市财政局 join市水务局"),
        ("牵头单位:市发改委,配合单位:市财政局等", "lead市发改委 join市财政局"),
        ("主办：市发改委；协办：市财政局", "lead市发改委 join市财政局"),
        ("责任单位：市发改委（牵头）、市财政局", "lead市发改委 join市财政局"),
        ("责任单位：市发改委、市水务局牵头，市财政局", "lead市发改委 lead市水务局 join市财政局"),
        ("市发改委会同有关部门负责", "lead市发改委 join有关部门"),
        ("由市发改委牵头，市财政局、市水务局参与", "lead市发改委 join市财政局 join市水务局"),
        ("市发改委、市水务局分别牵头，市财政局配合", "lead市发改委 lead市水务局 join市财政局"),
        ("市发改委牵头负责", "lead市发改委"),
        ("市发改委负责，市财政局配合", "lead市发改委 join市财政局"),
        ("市发改委牵头；市财政局按职责分工负责，各县市区政府具体落实", "lead市发改委 join市财政局 join各县市区政府"),
        ("节能工作由市发改委牵头，减排工作由市环境局牵头", "lead市发改委 lead市环境局"),
        ("责任单位：市发改委；完成时限：2024年12月底；责任人：李某某", "alone市发改委"),
        ("责任单位：市发改委、市水务局，排在第一位的为牵头单位", "lead市发改委 join市水务局"),
    ],
)
def test_roles_follow_labels_and_verbs(words: str, expected: str) -> None:
    assert " ".join(role + body for role, body in _roles(f"（{words}）")) == expected


def test_comma_for_pause_mark_and_blanks_separate_names() -> None:
    assert [b for _, b in _roles("（责任单位：市生态环境局，市市场监管局；市商务局　市水务局）")] == [
        "市生态环境局",
        "市市场监管局",
        "市商务局",
        "市水务局",
    ]


def test_names_with_and_inside_stay_whole_and_two_names_are_cut() -> None:
    words = "（市自然资源和规划局、市文化和旅游局、各县区人民政府和高新区管委会及市水务局按职责分工负责）"
    assert [b for _, b in _roles(words)] == [
        "市自然资源和规划局",
        "市文化和旅游局",
        "各县区人民政府",
        "高新区管委会",
        "市水务局",
    ]


def test_names_holding_words_of_duty_stay_whole() -> None:
    names = "市重大项目推进办、市应急管理局、市残疾人联合会、市青年联合会、华为技术有限公司、市委编办"
    assert [b for _, b in _roles(f"（{names}负责）")] == names.split("、")


def test_et_cetera_is_no_body() -> None:
    for tail in ("等", "等部门", "等有关单位", "等市直相关部门", "等5个部门"):
        assert [b for _, b in _roles(f"（市商务局、市水务局{tail}按职责分工负责）")] == ["市商务局", "市水务局"]


def test_a_body_named_twice_is_one_row() -> None:
    duties = _duties("（市商务局、市水务局、市商务局按职责分工负责）")
    assert [(d.body, d.order) for d in duties] == [("市商务局", 1), ("市水务局", 2)]


def test_phrase_keeps_the_words_that_give_the_role() -> None:
    duties = _duties("（市商务局牵头，市水务局按职责分工负责）（责任单位：市林业局）")
    assert [d.phrase for d in duties] == ["牵头", "按职责分工负责", "责任单位"]


def test_brackets_of_one_clause_are_counted_each_for_itself() -> None:
    duties = _duties("（市商务局负责）推进园区改造。（市水务局牵头，市林业局配合）")
    assert [(d.body, d.order) for d in duties] == [("市商务局", 1), ("市水务局", 1), ("市林业局", 2)]
    assert duties[0].quote == "（市商务局负责）"


@pytest.mark.parametrize(
    "words",
    [
        "主要污染物（以下简称“污染物”）减排。",
        "每年减排300吨（当量值）。",
        "坚持（政府引导、企业负责、社会参与）的原则。",
        "落实（谁污染、谁负责）的原则。",
        "有关部门（市商务局、市水务局）要加强协作。",
        "督促企业设置能源管理岗位和负责人。",
        "健全由省领导担任链长、单个部门牵头的专班推进机制。",
        "支持龙头企业牵头组建创新联合体。",
        "各县（区）人民政府对本行政区域节能减排工作负总责，主要负责同志是第一责任人。",
        "明确牵头单位、责任单位和完成时限。",
        "由市发改委牵头，制定全市能耗方案。",
        "（牵头单位见附件1）",
    ],
)
def test_what_gives_out_no_duty_is_not_read(words: str) -> None:
    assert _roles(words) == []


def test_a_sentence_that_is_nothing_but_an_assignment_is_read() -> None:
    assert _roles("由市发改委牵头，市水务局、市林业局配合。") == [
        ("lead", "市发改委"),
        ("join", "市水务局"),
        ("join", "市林业局"),
    ]


def test_a_bare_list_counts_only_where_duties_stand() -> None:
    assert _roles("（市商务局、市水务局）") == [("shared", "市商务局"), ("shared", "市水务局")]


def test_list_on_lines_of_its_own_ends_where_the_names_end() -> None:
    duties = _duties("\n牵头单位：市发改委\n配合单位：市财政局、\n市水务局\n以上工作要在年内完成并报告结果。")
    assert [(d.role, d.body) for d in duties] == [("lead", "市发改委"), ("join", "市财政局"), ("join", "市水务局")]
    assert duties[0].quote.endswith("市水务局")


def test_bracket_broken_by_wraps_and_a_page_number_is_whole() -> None:
    text = "甲市方案\n一、任务\n（一）工业。改造。（市商\n务局、市水\n\n— 3 —\n\n务局按职责\n分工负责）\n（二）农业。改造。\n\n— 4 —\n\n（市林业局负责）\n"
    duties = read_duties(read_plan("p", text))
    assert [(d.body, d.quote) for d in duties] == [
        ("市商务局", "（市商务局、市水务局按职责分工负责）"),
        ("市水务局", "（市商务局、市水务局按职责分工负责）"),
        ("市林业局", "（市林业局负责）"),
    ]
    assert text[duties[0].start : duties[0].end].startswith("（市商\n务局")
    assert text[duties[0].end - 1] == "）"


@pytest.mark.parametrize(
    ("bracket", "bound"),
    [
        ("市工信局负责。以下均需各县（区）政府和高新区管委会落实，不再列出", ["各县（区）政府", "高新区管委会"]),
        (
            "责任单位：市工信局、市水务局按职责分工负责。各县（区）政府、高新区管委会，下同不再列出",
            ["各县（区）政府", "高新区管委会"],
        ),
        ("责任单位：市工信局、市水务局、各县（区）政府，下同", ["各县（区）政府"]),
        ("市工信局牵头，各县市区政府落实。以下任务均需各县市区政府落实，不再列出", ["各县市区政府"]),
    ],
)
def test_rule_of_the_first_clause_binds_the_later_ones_without_rows_there(bracket: str, bound: list[str]) -> None:
    text = f"甲市方案\n一、任务\n（一）工业。改造。（{bracket}）\n（二）农业。改造。（市农业农村局负责）\n（三）商贸。改造。\n"
    plan = read_plan("p", text)
    duties = read_duties(plan)
    first, second, third = plan.clauses[-3:]
    assert [d.body for d in duties if d.rule] == bound
    assert [d.body for d in duties if d.clause == second.id] == ["市农业农村局"]
    for later in (second, third):
        assert [d.body for d in standing_duties(duties, later)] == bound
    assert standing_duties(duties, first) == ()


def test_note_that_the_first_body_leads_holds_below_too() -> None:
    text = "甲市方案\n一、任务\n（一）工业。改造。（责任单位：市工信局、市水务局，列第一位的为牵头单位，下同）\n（二）农业。改造。（责任单位：市林业局、市商务局）\n"
    assert [(d.role, d.body) for d in read_duties(read_plan("p", text))] == [
        ("lead", "市工信局"),
        ("join", "市水务局"),
        ("lead", "市林业局"),
        ("join", "市商务局"),
    ]


def test_traditional_text_is_read_and_quoted_as_published() -> None:
    assert _duties("（市發展改革委牽頭，各縣（區）人民政府等按職責分工負責）")[1].body == "各縣（區）人民政府"
    duties = _duties("（責任單位：市經濟和信息化局、市財政局）")
    assert [(d.role, d.body) for d in duties] == [("shared", "市經濟和信息化局"), ("shared", "市財政局")]
    assert duties[0].quote == "（責任單位：市經濟和信息化局、市財政局）"


def test_deep_nesting_and_stray_brackets_cost_no_more_than_their_length() -> None:
    assert _roles("（" * 3000 + "市商务局负责" + "）" * 3000) == []
    assert _roles("（" * 3000 + "】" * 3000 + "（市商务局负责）") == [("alone", "市商务局")]


@given(st.text("市县商务水局委会和、，；。：（）〔〕()【】责任单位牵头负配合按职分工等各下同以均需 \n", max_size=80))
def test_any_text_is_read_with_rows_that_stand_in_it(words: str) -> None:
    plan = _plan(words)
    for duty in read_duties(plan):
        assert duty.body
        assert duty.body in duty.quote
        clause = next(c for c in plan.clauses if c.id == duty.clause)
        assert duty.quote in clause.text
        assert clause.start <= duty.start < duty.end <= clause.end
