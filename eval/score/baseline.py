"""Committed baselines, one small JSON file a gold set, and the gate that a run must pass."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import GoldError
from eval.metrics.catalogue import BY_NAME
from eval.score.columns import render_columns
from eval.score.interval import quantile
from eval.score.scoring import ALL, Scores, to_json
from eval.score.summary import title_of

BASELINES = Path(__file__).resolve().parent.parent / "baselines"
#: What the promise is about: where there was not a single fault in this many questions, there may be none.
_PERFECT_FROM = 20
_PERFECT = {"verbatim", "right_plan", "wrong_values", "unsupported_numbers", "stray_numbers", "true_refusal"}
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Breach:
    """A mean beyond what the baseline allows. ``bound`` is the worst mean that would have passed; ``mean`` None: not measured."""

    metric: str
    group: str
    mean: float | None
    baseline: float
    bound: float


def to_baseline(scores: Scores) -> dict[str, Any]:
    """What is committed: means with their intervals overall and by type, p50 and p95, and which questions are wrong."""
    data = to_json(scores)
    times = scores.values("latency_ms")
    kept = {name: parts for name, parts in data["metrics"].items() if BY_NAME[name].subject in ("answer", "passages")}
    return {
        "gold": scores.gold,
        "gold_digest": scores.gold_digest,
        "n": len(scores.questions),
        "latency": {"p50": quantile(times, 0.5), "p95": quantile(times, 0.95)},
        "metrics": {name: {part: parts[part] for part in ("overall", "type")} for name, parts in kept.items()},
        "wrong": [q.id for q in scores.questions if q.values.get("right") == 0],
    }


def write_baseline(scores: Scores, folder: Path = BASELINES) -> Path:
    """Write ``<gold set>.json`` into the folder of baselines."""
    path = folder / f"{scores.gold}.json"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(to_baseline(scores), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def load_baseline(path: Path) -> dict[str, Any]:
    """Read a baseline.

    Raises:
        GoldError: there is none, or it is not one.
    """
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        data["gold_digest"], data["metrics"], data["wrong"]
    except OSError:
        raise GoldError(f"没有基线 {path}。请先运行 python -m eval baseline 结果文件夹 --write 并提交。") from None
    except (ValueError, KeyError, TypeError):
        raise GoldError(f"{path} 不是基线文件。请运行 python -m eval baseline 结果文件夹 --write 重写。") from None
    return data


def find_breaches(scores: Scores, baseline: Mapping[str, Any]) -> list[Breach]:
    """Where a run falls below its baseline.

    A mean may not be worse than the far end of the baseline's 95 % interval, overall or for a type; and what had no fault in 20 or more
    questions (no invented quote, no wrong plan, no number from nowhere) must have none. A metric that is missing altogether does not pass; one that
    a type no longer has (answers without numbers) does. Times are not compared.

    Raises:
        GoldError: the baseline belongs to other questions.
    """
    if baseline["gold_digest"] != scores.gold_digest:
        command = "python -m eval baseline 结果文件夹 --write"
        raise GoldError(f"题集 {scores.gold} 与基线的题目不同，无法比较。题目确实改过时，请运行 {command} 重写基线。")
    summary = scores.summary()
    breaches = []
    for name, part, group, known in _entries(baseline["metrics"]):
        bound = _bound(name, part, known)
        now = summary.get(name, {}).get(part, {}).get(group)
        if now is None and part == "overall":
            breaches.append(Breach(name, group, None, known["mean"], bound))
        elif now and (now.mean - bound) * (1 if BY_NAME[name].lower_is_better else -1) > _TOLERANCE:
            breaches.append(Breach(name, group, now.mean, known["mean"], bound))
    return breaches


def _entries(metrics: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Mapping[str, float]]]:
    for name, parts in metrics.items():
        if name in BY_NAME:
            yield from ((name, part, group, known) for part, groups in parts.items() for group, known in groups.items())


def _bound(name: str, part: str, known: Mapping[str, float]) -> float:
    metric = BY_NAME[name]
    perfect = known["mean"] == 1 - metric.worst
    if perfect and name in _PERFECT and part == "overall" and known["n"] >= _PERFECT_FROM:
        return known["mean"]
    return known["high"] if metric.lower_is_better else known["low"]


def render_gate(scores: Scores, breaches: list[Breach], baseline: Mapping[str, Any]) -> str:
    """What the gate says, with the questions that were right in the baseline and are wrong now."""
    if not breaches:
        return f"{scores.gold}：没有低于基线"
    rows = [
        [
            title_of(b.metric) + ("" if b.group == ALL else f"（{b.group}）"),
            f"{b.baseline:.3f}",
            f"{b.bound:.3f}",
            "没有测" if b.mean is None else f"{b.mean:.3f}",
        ]
        for b in breaches
    ]
    wrong_before = set(baseline["wrong"])
    broken = [q.id for q in scores.questions if q.values.get("right") == 0 and q.id not in wrong_before]
    table = render_columns(["指标", "基线", "最差可到", "现在"], rows)
    return f"{scores.gold}：{len(breaches)} 处低于基线\n\n{table}\n\n由对变错（{len(broken)}）：{'、'.join(broken) or '无'}"
