import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.check import find_violations
from corpus.plan import Plan
from corpus.structure import read_plan

ROOT = Path(__file__).parents[1]
FILES = [*sorted((ROOT / "corpus/plans").glob("*.txt")), *sorted((ROOT / "tests/data/invented").glob("*.txt"))]
REAL = {path.stem: read_plan(path.stem, path.read_text("utf-8")) for path in FILES}


def _rewrapped(plan: Plan, width: int, indent: str, between: str) -> str:
    """The plan with every paragraph of its body cut at a column, numbers and Latin words kept whole, no mark opening a line."""
    lines: list[str] = []
    for clause in plan.clauses:
        paragraphs = clause.text.split("\n")
        lines += (
            paragraphs
            if clause.kind in ("front", "closing")
            else [p for q in paragraphs for p in _cut(indent + q, width)]
        )
    return between.join(lines) + "\n"


def _cut(paragraph: str, width: int) -> list[str]:
    lines = [""]
    for word in re.findall(r"[A-Za-z0-9.,%]+|.", paragraph):
        if lines[-1].strip() and len(lines[-1]) + len(word) > width and word not in "。，、；：！？）〕”》":
            lines.append("")
        lines[-1] += word
    return lines


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from([stem for stem in REAL if stem not in ("lanpu", "yunling")]),
    width=st.integers(17, 60),
    indent=st.sampled_from(["", "　　", "    "]),
    between=st.sampled_from(["\n", "\n\n"]),
)
def test_rewrapping_the_lines_of_a_plan_changes_no_clause(name: str, width: int, indent: str, between: str) -> None:
    """Lines of 13 characters and more; narrower ones are not told from short lines of their own."""
    plan = REAL[name]
    again = read_plan(name, _rewrapped(plan, width, indent, between))
    own = [(c.address, c.text) for c in plan.clauses if c.kind in ("clause", "preamble")]
    assert [(c.address, c.text) for c in again.clauses if c.kind in ("clause", "preamble")] == own


_PIECES = (
    "一、|二、|（一）|(二)|（三）中所述|1.|2.|1.5|第一章|第二章|第一条|专栏1|附件|附件1|附件：|### |**|- 3 -|4|目标。|推进节能减排工作|；|，|：|（|）|〔|〕|《|》|“|”|①|"
    "甲市节能减排方案|甲市人民政府|2023年1月2日|甲政发〔2023〕1号|各县：|（公开）|\\|\f|\t| |\u3000\u3000|\n|\n|\n|\n\n"
).split("|")


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join), st.text(max_size=60)))
def test_any_text_parses_with_every_invariant(text: str) -> None:
    plan = read_plan("p", text)
    assert find_violations(plan) == []
    assert plan.text == text


@pytest.mark.parametrize(
    "text",
    [
        "　" * 60_000,
        "\n" * 60_000,
        "（" * 60_000,
        "一、\n" * 20_000,
        "附件：\n" * 15_000 + "附件\n",
        "*" * 60_000,
        "1\n" * 30_000,
    ],
    ids=["blanks", "line feeds", "brackets", "labels", "attachments", "marks", "numbers"],
)
def test_strange_texts_are_read_in_one_go(text: str) -> None:
    """Quadratic work on 60,000 characters would take minutes; the count of clauses shows that the text was read."""
    plan = read_plan("p", f"甲市方案\n一、任务\n推进。\n{text}")
    assert plan.clauses[0].text.startswith("甲市方案")
    assert plan.clauses[1].address == "一、"
