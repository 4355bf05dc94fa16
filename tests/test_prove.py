"""What ``make prove`` writes: counts with their N, failures as failures, and nothing without its data."""

from pathlib import Path

import pytest

from errors import GoldError
from eval.proofs.mutate import Tally
from eval.proofs.mutation.probe import KINDS
from eval.proofs.prove import check_data, mutation_proofs, read_report, render_proofs
from eval.score.thresholds import read_thresholds

REPORT = """<testsuites><testsuite>
<testcase name="test_kills"><properties><property name="claim" value="杀进程不坏索引"/><property name="n" value="40"/></properties></testcase>
<testcase name="test_flips"><properties><property name="n" value="9"/><property name="held" value="8"/></properties><failure/></testcase>
<testcase name="test_hostile_files"><properties><property name="n" value="7"/></properties><error/></testcase>
<testcase name="test_skipped"><skipped/></testcase>
</testsuite></testsuites>"""


def test_a_report_of_pytest_becomes_lines_with_n_and_a_skip_proves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(REPORT, encoding="utf-8")
    kills, flips, hostile, skipped = read_report(path)
    assert (kills.claim, kills.tried, kills.held, kills.passed) == ("杀进程不坏索引", 40, 40, True)
    assert (flips.tried, flips.held, flips.passed) == (9, 8, False)
    assert (hostile.tried, hostile.held, hostile.passed) == (7, None, False)
    assert not skipped.passed
    page = render_proofs([kills, flips, hostile], [], [], read_thresholds(["1.0"], KINDS))
    assert "| 杀进程不坏索引 | 40 | 40 | 1.000 | 通过 |" in page
    assert "| 9 | 8 | 0.889 | **未通过** |" in page and "| 7 | — | — | **未通过** |" in page


def test_a_share_below_its_floor_is_no_proof_and_one_below_1_is_not_called_passed() -> None:
    counts = [Tally("number", 2, 2, 10, 10, 10, 10), Tally("deletion", 2, 2, 10, 7, 10, 7)]
    strict, lenient = read_thresholds(["1.0"], KINDS), read_thresholds(["1.0", "deletion=0.6"], KINDS)
    assert [proof.passed for proof in mutation_proofs(counts, strict)] == [True, False]
    assert [proof.verdict for proof in mutation_proofs(counts, lenient)] == ["通过", "未到 1，不低于下限"]


@pytest.mark.parametrize("given", ["2", "-1", "x", "deletion=", "rain=0.5"])
def test_a_floor_that_means_nothing_is_refused(given: str) -> None:
    with pytest.raises(GoldError, match="--min"):
        read_thresholds([given], KINDS)


def test_without_the_committed_data_nothing_is_proved(tmp_path: Path) -> None:
    check_data()
    with pytest.raises(GoldError, match=r"duties\.jsonl"):
        check_data(tmp_path)
