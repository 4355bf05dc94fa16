"""Each planted fault is caught by its gate, and honest statements pass."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.snapshot import Index, open_index
from retrieval.gates import pass_gates
from retrieval.statement import Statement, evidence_of

QUESTION = "资阳单位GDP能耗要降多少"


@pytest.fixture(scope="module")
def index(real_index: Path) -> Index:
    return open_index(real_index)


@pytest.fixture(scope="module")
def honest(index: Index) -> Statement:
    unit = next(u for u in index.units_of_clause("ziyang#二、") if "14.5%" in u.text)
    start = unit.text.index("全市单位地区")
    end = unit.text.index("14.5%") + len("14.5%")
    return Statement(f"资阳市：到2025年，{unit.text[start:end]}。", (evidence_of(index, unit, start, end),), "ziyang")


def failed(index: Index, statement: Statement, plans: tuple[str, ...] = ("ziyang",)) -> list[str]:
    kept, checks = pass_gates(index, [statement], QUESTION, plans)
    assert (kept == []) == any(not check.passed for check in checks)
    return [check.gate for check in checks if not check.passed]


def test_an_honest_statement_passes_every_gate(index: Index, honest: Statement) -> None:
    assert failed(index, honest) == []


def test_a_changed_digit_is_dropped(index: Index, honest: Statement) -> None:
    assert failed(index, replace(honest, text=honest.text.replace("14.5%", "15.4%"))) == ["数字"]


def test_a_changed_unit_is_dropped(index: Index, honest: Statement) -> None:
    assert failed(index, replace(honest, text=honest.text.replace("14.5%", "14.5万吨"))) == ["数字"]


def test_a_changed_year_is_dropped(index: Index, honest: Statement) -> None:
    assert failed(index, replace(honest, text=honest.text.replace("2025年", "2030年"))) == ["数字"]


def test_a_quote_that_is_not_in_the_plan_is_dropped(index: Index, honest: Statement) -> None:
    forged = replace(honest.evidence[0], quote=honest.evidence[0].quote.replace("14.5", "15.4"))
    assert "引文" in failed(index, replace(honest, evidence=(forged,)))


def test_a_quote_of_another_place_in_the_plan_is_dropped(index: Index, honest: Statement) -> None:
    moved = replace(honest.evidence[0], start=honest.evidence[0].start - 30, end=honest.evidence[0].end - 30)
    assert failed(index, replace(honest, evidence=(moved,))) == ["引文"]


def test_a_statement_without_evidence_is_dropped(index: Index, honest: Statement) -> None:
    assert "依据" in failed(index, replace(honest, evidence=()))


def test_a_department_that_the_quote_does_not_name_is_dropped(index: Index, honest: Statement) -> None:
    assert failed(index, replace(honest, text=honest.text + "由市农业农村局负责。")) == ["部门"]


def test_a_citation_of_the_twin_city_is_dropped(index: Index, honest: Statement) -> None:
    assert "方案" in failed(index, replace(honest, plan="fuzhou-jx"), ("fuzhou-jx",))


def test_a_plan_that_was_not_asked_is_dropped(index: Index, honest: Statement) -> None:
    assert failed(index, honest, ("chenzhou",)) == ["方案"]


def test_another_plans_city_in_the_sentence_is_dropped(index: Index, honest: Statement) -> None:
    assert failed(index, replace(honest, text="郴州" + honest.text)) == ["方案"]
