"""The support model measured on documents it has not seen: what is kept and caught at every chance, and the area under the curve."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.score.reading import area_under_roc
from retrieval.gates.facts import CHECKS, VETOES
from retrieval.gates.support_pairs import load_pairs
from retrieval.gates.support_training import Learnt, cross_validated, prepare_all

_STEPS = (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.72, 0.75, 0.8)


def render_folds(data: Path, seed: int = 20261) -> str:
    """Lines of Markdown: the area under the curve, then for each chance what falls of the honest and of the faulty."""
    learnt = prepare_all(load_pairs(data), seed)
    told = cross_validated(learnt, seed)
    honest = np.array([each.pair.supported for each, _ in told])
    chances = np.array([chance for _, chance in told])
    vetoed = np.array([bool(set(each.found) & VETOES) for each, _ in told])
    lines = [
        f"按文件交叉验证：如实 {honest.sum()} 句，植入错的 {(~honest).sum()} 句，ROC-AUC {area_under_roc(chances.tolist(), honest.tolist()):.3f}",
        f"只凭逐项核对：误删 {vetoed[honest].mean():.1%}，拦下 {vetoed[~honest].mean():.1%}",
        "| 低于此值不留 | 如实的误删 | 错的拦下 |",
        "|---|---|---|",
    ]
    for least in _STEPS:
        falls = vetoed | (chances < least)
        lines.append(f"| {least} | {falls[honest].mean():.1%} | {falls[~honest].mean():.1%} |")
    return "\n".join(lines)


def render_checks(learnt: Sequence[Learnt]) -> str:
    """A line for each exact check: how many honest sentences it wronged, how many faults it found, and of which kinds."""
    lines = ["| 核对 | 单独作数 | 误报（如实） | 查出（错的） |", "|---|---|---|---|"]
    for name in CHECKS:
        found = [each for each in learnt if name in each.found]
        wronged = sum(each.pair.supported for each in found)
        lines.append(f"| {name} | {'是' if name in VETOES else ''} | {wronged} | {len(found) - wronged} |")
    return "\n".join(lines)
