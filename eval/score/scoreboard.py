"""The page of scores, docs/SCORES.md, written from the committed baselines and from nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from errors import GoldError
from eval.gold.kinds import type_name
from eval.gold.suites import Suite, load_suites
from eval.score.baseline import BASELINES, load_baseline
from eval.score.columns import render_columns
from eval.score.scoring import ALL

BEGIN, END = "<!-- 成绩：由 python -m eval table --write 写入 -->", "<!-- 成绩完 -->"
_COLUMNS = {
    "proof": "有据可证",
    "verbatim": "引文逐字",
    "right_plan": "引自正确方案",
    "unsupported_numbers": "无出处的数字",
    "false_refusal": "误拒",
    "true_refusal": "该拒则拒",
    "evidence_recall_5": "证据召回@5",
}


def render_scoreboard(baselines: Path = BASELINES, suites: Sequence[Suite] | None = None) -> str:
    """Markdown: a row a gold set, then the share of right answers by type."""
    chosen = suites or load_suites()
    data = {suite.name: load_baseline(baselines / f"{suite.name}.json") for suite in chosen}
    titles = {suite.name: suite.title for suite in chosen}
    rows = [[titles[name], str(one["n"]), _right(one), *_cells(one), _latency(one)] for name, one in data.items()]
    types = list(dict.fromkeys(kind for one in data.values() for kind in one["metrics"]["right"]["type"]))
    by_type = [[titles[name], *(_share(one, kind) for kind in types)] for name, one in data.items()]
    return "\n\n".join(
        [
            "不用大模型，`make eval` 在两核机器上重现（指标的定义见 [evaluation.md](evaluation.md)）：",
            render_columns(["题集", "题数", "答对 [95% 区间]", *_COLUMNS.values(), "p50 / p95 毫秒"], rows),
            "各题型答对的题数：",
            render_columns(["题集", *map(type_name, types)], by_type),
        ]
    )


def _mean(one: Mapping[str, Any], metric: str) -> str:
    known = one["metrics"].get(metric, {}).get("overall", {}).get(ALL)
    return f"{known['mean']:.3f}" if known else "—"


def _cells(one: Mapping[str, Any]) -> list[str]:
    return [_mean(one, metric) for metric in _COLUMNS]


def _right(one: Mapping[str, Any]) -> str:
    known = one["metrics"]["right"]["overall"][ALL]
    return f"{known['mean']:.3f} [{known['low']:.3f}, {known['high']:.3f}]"


def _latency(one: Mapping[str, Any]) -> str:
    p50, p95 = one["latency"]["p50"], one["latency"]["p95"]
    return f"{p50:.0f} / {p95:.0f}" if p50 is not None else "—"


def _share(one: Mapping[str, Any], kind: str) -> str:
    known = one["metrics"]["right"]["type"].get(kind)
    return f"{round(known['mean'] * known['n'])}/{known['n']}" if known else ""


def with_scoreboard(page: str, scoreboard: str) -> str:
    """The page with its marked block replaced.

    Raises:
        GoldError: it has no marked block.
    """
    block = f"{BEGIN}\n\n{scoreboard}\n\n{END}"
    start, end = page.find(BEGIN), page.find(END)
    if start < 0 or end < start:
        raise GoldError(f"docs/SCORES.md 里没有成绩表的位置。请加入两行：{BEGIN} 和 {END}。")
    return page[:start] + block + page[end + len(END) :]
