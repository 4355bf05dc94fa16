"""Half of the terms are left out of a copy of the program, and nothing else."""

import shutil
import tomllib
from pathlib import Path

from eval.proofs.halved import HOME, LEXICON, WORDINGS, Halved, halve_terms, render_halved


def copied(folder: Path) -> Path:
    for name in (WORDINGS, LEXICON):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOME / name, folder / name)
    return folder


def test_half_of_the_terms_go(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    halve_terms(copy, seed=3)
    before = tomllib.loads((HOME / LEXICON).read_text(encoding="utf-8"))
    after = tomllib.loads((copy / LEXICON).read_text(encoding="utf-8"))
    assert 0.4 < len(after["synonym"]) / len(before["synonym"]) < 0.6
    lines, left = ((root / WORDINGS).read_text(encoding="utf-8").splitlines() for root in (HOME, copy))
    assert 0.4 < len(left) / len(lines) < 0.6 and set(left) <= set(lines)


def test_the_same_half_goes_for_the_same_seed(tmp_path: Path) -> None:
    one, same, other = (copied(tmp_path / name) for name in ("one", "same", "other"))
    for copy, seed in ((one, 3), (same, 3), (other, 4)):
        halve_terms(copy, seed)
    assert (one / WORDINGS).read_bytes() == (same / WORDINGS).read_bytes() != (other / WORDINGS).read_bytes()


def test_what_a_set_loses_is_shown() -> None:
    assert "| 第一套 | 0.950 | 0.900 | -0.050 |" in render_halved([Halved("第一套", 0.95, 0.9)])
