"""How far the judge and the deterministic metrics agree: a judge that does not is not to be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass

from eval.score.columns import render_columns, show
from eval.score.interval import Estimate, wilson
from eval.score.scoring import Scored, Scores


@dataclass(frozen=True, slots=True)
class Agreement:
    """``share`` of questions with the same verdict, Cohen's kappa (chance taken out; None when both always say the same), and who differs."""

    criterion: str
    share: Estimate
    kappa: float | None
    differ: tuple[str, ...]


def measure_agreement(scores: Scores) -> list[Agreement]:
    """Judge against metrics: faithful against statements and numbers all supported, complete against key facts all given."""
    pairs = {
        "忠实": ("judged_faithful", {"citation_recall": 1.0, "unsupported_numbers": 0.0}),
        "完整": ("judged_complete", {"key_facts": 1.0}),
    }
    found = []
    for criterion, (judged, best) in pairs.items():
        rows = [
            (q.id, q.values[judged] == 1, ours)
            for q in scores.questions
            if judged in q.values and (ours := _holds(q, best)) is not None
        ]
        if rows:
            same = sum(a == b for _, a, b in rows)
            differ = tuple(name for name, a, b in rows if a != b)
            found.append(Agreement(criterion, wilson(same, len(rows)), _kappa([(a, b) for _, a, b in rows]), differ))
    return found


def _holds(question: Scored, best: Mapping[str, float]) -> bool | None:
    known = {name: question.values[name] for name in best if name in question.values}
    return all(value == best[name] for name, value in known.items()) if known else None


def _kappa(pairs: list[tuple[bool, bool]]) -> float | None:
    """Cohen 1960."""
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    first, second = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    chance = first * second + (1 - first) * (1 - second)
    return None if chance == 1 else (observed - chance) / (1 - chance)


def render_agreement(found: list[Agreement]) -> str:
    """Markdown; empty when nothing was judged."""
    if not found:
        return ""
    rows = [
        [
            a.criterion,
            show(a.share),
            "—" if a.kappa is None else f"{a.kappa:.2f}",
            str(a.share.n),
            "、".join(a.differ[:12]) or "无",
        ]
        for a in found
    ]
    return "评委与确定性指标的一致程度：\n\n" + render_columns(
        ["评判", "一致 [95% 区间]", "κ", "n", "不一致的题"], rows
    )
