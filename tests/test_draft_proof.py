"""A figure of a plan as it is agrees with the plan; with a digit changed it never does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.snapshot import open_index
from tests.changed_digits import Found
from tests.conftest import HOME
from tests.tiny_index import PairEmbedder, build_tiny

CORPORA = ("corpus/plans", "tests/data/invented", "eval/gold/unseen/samples", "eval/gold/unseen/reports")
LEAST = 0.97
"""Share of unchanged figures that must agree; the others stand in tables that have lost the names, or are said twice otherwise."""


def found_in(folders: tuple[str, ...], place: Path, *, every_digit: bool) -> Found:
    found = Found()
    for at, folder in enumerate(folders):
        build_tiny(HOME / folder, place / str(at), 600)
        found.add(open_index(place / str(at), embedder=PairEmbedder()), every_digit=every_digit)
    return found


def test_the_last_digit_of_every_goal_of_the_plans_may_not_change(tmp_path: Path) -> None:
    found = found_in(CORPORA[:1], tmp_path, every_digit=False)
    assert not found.wrong
    assert found.unchanged["agrees"] / found.unchanged.total() >= LEAST
    assert found.changed["differs"] / found.changed.total() >= LEAST


@pytest.mark.prove
def test_no_digit_of_any_goal_may_change(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    found = found_in(CORPORA, tmp_path, every_digit=True)
    record_property("claim", "核对稿件：方案原句改掉一个数字，不会判为相符")
    record_property("n", found.changed.total())
    record_property("held", found.changed.total() - found.changed["agrees"])
    assert not found.wrong


@pytest.mark.prove
def test_goals_as_the_plans_have_them_agree(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    found = found_in(CORPORA, tmp_path, every_digit=False)
    record_property("claim", "核对稿件：方案原句照抄，判为相符")
    record_property("n", found.unchanged.total())
    record_property("held", found.unchanged["agrees"])
    assert found.unchanged["agrees"] / found.unchanged.total() >= LEAST
