"""One plan gives the same clauses and the same ledgers, whichever format it is written in."""

from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from corpus.check import find_violations
from corpus.duties import read_duties
from corpus.plan import Plan
from corpus.readers import read_document
from corpus.readers.recogniser import is_installed
from corpus.structure import read_plan
from corpus.targets import read_targets
from tests import five_formats

FORMATS: dict[str, Callable[[], bytes]] = {
    ".docx": five_formats.as_docx,
    ".html": five_formats.as_html,
    ".pdf": five_formats.as_pdf,
    ".md": five_formats.as_markdown,
}


@cache
def plan_as(suffix: str) -> Plan:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{suffix}"
        path.write_bytes(FORMATS[suffix]())
        return read_plan("plan", read_document(path))


def clauses(plan: Plan) -> list[tuple[str, str, str]]:
    return [(c.address, "".join(c.heading.split()), "".join(c.text.split())) for c in plan.clauses]


def targets(plan: Plan) -> list[tuple[str, float | None, str, int | None, str]]:
    return [(t.indicator, t.value, t.value_text, t.target_year, t.comparison) for t in read_targets(plan)]


def duties(plan: Plan) -> list[tuple[str, str, str]]:
    return [(d.clause.partition("#")[2], d.body, d.role) for d in read_duties(plan)]


def test_the_plan_has_its_tables_rows_and_values_and_none_of_its_notes() -> None:
    plan = plan_as(".docx")
    assert ("用水总量（亿立方米）", 12.1, "12.1", 2025, "reach") in targets(plan)
    assert ("建成节水型企业数量", 300.0, "300家", 2025, "reach") in targets(plan)
    assert [body for _, body, _ in duties(plan)][:3] == ["市城管局", "市水务局", "市农业农村局"]
    assert not any(note in text for note in five_formats.NOTES for _, _, text in clauses(plan))


def notes(plan: Plan) -> list[str]:
    return [plan.text[f.start : f.end].partition(":")[2].strip() for f in plan.furniture if f.kind == "footnote"]


@pytest.mark.parametrize("suffix", [".docx", ".html", ".pdf", ".md"])
def test_the_notes_of_a_plan_are_kept_behind_its_text(suffix: str) -> None:
    plan = plan_as(suffix)
    assert notes(plan) == list(five_formats.NOTES)
    assert not any(note in text for note in five_formats.NOTES for _, _, text in clauses(plan))


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".md"])
def test_a_plan_with_tables_and_notes_says_the_same_in_every_format(suffix: str) -> None:
    expected, plan = plan_as(".docx"), plan_as(suffix)
    assert find_violations(plan) == []
    assert clauses(plan) == clauses(expected)
    assert targets(plan) == targets(expected)
    assert duties(plan) == duties(expected)


@pytest.mark.skipif(not is_installed(), reason="the extra of requirements-ocr.txt is not installed")
def test_a_scan_of_the_plan_has_its_words_its_tables_and_all_its_values(tmp_path: Path) -> None:
    expected = plan_as(".docx")
    path = tmp_path / "plan.pdf"
    path.write_bytes(five_formats.as_scan())
    plan = read_plan("plan", read_document(path))
    assert find_violations(plan) == []
    words, read = ("".join(text for _, _, text in clauses(p)) for p in (expected, plan))
    same = sum(block.size for block in SequenceMatcher(None, words, read, autojunk=False).get_matching_blocks())
    assert same >= 0.97 * len(words)
    assert {t[1:4] for t in targets(expected)} == {t[1:4] for t in targets(plan)}
    assert [t for t in targets(expected) if t[4] == "reach"][-3:] == [t for t in targets(plan) if t[4] == "reach"][-3:]
    assert duties(plan) == duties(expected)
    assert not any(note in text for note in five_formats.NOTES for _, _, text in clauses(plan))
