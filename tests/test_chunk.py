from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import load_corpus
from corpus.plan import Plan
from corpus.structure import read_plan
from index.chunk import build_passages
from index.passage import Passage, Unit
from tests.tiny_index import LANTIAN, QINGHE

PLANS = [*load_corpus(Path(__file__).parents[1] / "corpus" / "plans").plans, read_plan("lantian", LANTIAN)]
LIMIT = 320


def _words_of_span(plan: Plan, start: int, end: int) -> str:
    """Oracle: the raw span without furniture and white space."""
    hidden = {at for item in plan.furniture for at in range(item.start, item.end)}
    return "".join(plan.text[at] for at in range(start, end) if at not in hidden and not plan.text[at].isspace())


def _units(text: str = LANTIAN) -> list[Unit]:
    return build_passages(read_plan("p", text), len, LIMIT)[1]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_every_passage_and_unit_is_verbatim_in_the_raw_text(plan: Plan) -> None:
    passages, units = build_passages(plan, len, LIMIT)
    assert len(passages) >= 5
    pieces: list[Passage | Unit] = [*passages, *units]
    for piece in pieces:
        assert "".join(piece.text.split()) == _words_of_span(plan, piece.start, piece.end), piece.id


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_passages_cover_every_clause_once_and_none_crosses_one(plan: Plan) -> None:
    passages, _ = build_passages(plan, len, LIMIT)
    for clause in plan.clauses:
        own = "".join(p.text for p in passages if p.clause == clause.id)
        assert "".join(own.split()) == "".join(clause.text.split())


@pytest.mark.parametrize("limit", [64, 120, 320, 4000])
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_header_and_text_keep_to_the_token_limit(plan: Plan, limit: int) -> None:
    for passage in build_passages(plan, len, limit)[0]:
        most = max(limit, len(passage.header) + limit // 4)
        assert len(f"{passage.header}\n{passage.text}") <= most, passage.id


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_passages_break_between_sentences_where_sentences_fit(plan: Plan) -> None:
    passages, _ = build_passages(plan, len, 2000)
    by_clause = {clause.id: clause for clause in plan.clauses}
    assert all(p.text == by_clause[p.clause].text.strip() for p in passages)
    for passage in build_passages(plan, len, 800)[0]:
        text = by_clause[passage.clause].text.rstrip()
        assert (
            passage.text[-1] in "。；！？”〕）)" or text.endswith(passage.text) or passage.text == text.split("\n")[0]
        )


def test_parts_of_a_long_clause_are_of_even_length() -> None:
    plan = read_plan("p", "某市方案\n\n一、任务\n\n" + "推进节约用水工作落实到位。" * 40)
    lengths = [len(p.text) for p in build_passages(plan, len, 200)[0] if p.clause == "p#一、"]
    assert len(lengths) > 2
    assert max(lengths) - min(lengths) <= 40


def test_a_sentence_that_is_too_long_is_cut_at_a_comma_and_without_one_anywhere() -> None:
    for sentence in ("推进节约用水，" * 60 + "。", "水" * 500 + "。"):
        plan = read_plan("p", f"某市方案\n\n一、任务\n\n{sentence}")
        passages = [p for p in build_passages(plan, len, 150)[0] if p.clause == "p#一、"]
        assert len(passages) > 3
        assert "".join(p.text for p in passages).endswith(sentence)
        assert "，" not in sentence or all(p.text[-1] in "，。" for p in passages)


def test_ids_are_readable_stable_and_unique() -> None:
    passages, units = build_passages(read_plan("lantian", LANTIAN), len, LIMIT)
    assert {"lantian#一、@1", "lantian#二、（一）@1"} <= {p.id for p in passages}
    assert {"lantian#一、.s1", "lantian#一、.s2"} <= {u.id for u in units}
    assert len({u.id for u in units}) == len(units)
    assert build_passages(read_plan("lantian", LANTIAN), len, LIMIT) == (passages, units)


def test_sentences_of_the_body_are_units_under_their_heading() -> None:
    unit = next(u for u in _units() if "再生水" in u.text)
    assert (unit.kind, unit.heading, unit.text) == ("sentence", "主要目标", "再生水利用率达到35%。")


@pytest.mark.parametrize(
    ("clause", "duty"),
    [
        ("p#二、（一）", "（市农业农村局牵头；市水利局、市财政局按职责分工负责）"),
        ("p#二、（二）", "〔市工信局负责〕"),
        ("p#二、（三）", "（责任单位：市住建局）"),
    ],
)
def test_a_responsibility_bracket_is_a_unit_of_its_own(clause: str, duty: str) -> None:
    assert [u.text for u in _units() if u.clause == clause and u.kind == "duty"] == [duty]
    assert not any(duty in u.text for u in _units() if u.kind == "sentence")


def test_a_bracket_before_the_full_stop_and_one_between_sentences_are_found_others_stay() -> None:
    text = "某市方案\n\n一、任务\n\n推进甲事（市甲局负责）。推进乙事（含丙事）。（市乙局（丙办）牵头）推进丁事。"
    units = [(u.kind, u.text) for u in _units(text) if u.clause == "p#一、"]
    assert units == [
        ("sentence", "推进甲事"),
        ("duty", "（市甲局负责）。"),
        ("sentence", "推进乙事（含丙事）。"),
        ("duty", "（市乙局（丙办）牵头）"),
        ("sentence", "推进丁事。"),
    ]


def test_a_heading_without_sentences_is_a_unit() -> None:
    assert [(u.kind, u.text) for u in _units() if u.clause == "p#二、"] == [("heading", "二、重点任务")]


def test_facts_of_the_front_matter_are_units_named_by_what_they_are() -> None:
    front = {u.heading: u.text for u in _units() if u.kind == "front"}
    assert front["文号"] == "澜府发〔2024〕7号"
    assert front["成文日期"] == "2024年3月8日"
    assert front["标题"] == "澜田市节水行动方案"


def test_what_is_no_fact_of_the_front_matter_is_a_sentence_there() -> None:
    assert any("请认真贯彻执行" in u.text and u.kind == "sentence" for u in _units())


def test_a_sentence_over_a_page_number_is_one_unit_without_the_number() -> None:
    plan = read_plan("p", LANTIAN)
    unit = next(u for u in build_passages(plan, len, LIMIT)[1] if "水肥" in u.text)
    assert unit.text == "推广水肥一体化。"
    assert "- 1 -" in plan.text[unit.start : unit.end]


def test_every_unit_names_a_passage_that_holds_its_beginning() -> None:
    for text in (LANTIAN, QINGHE):
        passages, units = build_passages(read_plan("p", text), len, 100)
        by_id = {p.id: p for p in passages}
        for unit in units:
            assert by_id[unit.passage].start <= unit.start < by_id[unit.passage].end
            assert by_id[unit.passage].clause == unit.clause


def test_a_clause_whose_text_departs_from_the_plan_is_refused() -> None:
    plan = read_plan("p", LANTIAN)
    *others, clause = plan.clauses
    for wrong in (clause.text.replace("8%", "9%"), clause.text + "多", clause.text[:-1]):
        with pytest.raises(ValueError, match="wording"):
            build_passages(replace(plan, clauses=(*others, replace(clause, text=wrong))), len, LIMIT)
