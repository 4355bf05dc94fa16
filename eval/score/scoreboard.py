"""The README's table of scores, written from the committed baselines and from nothing else."""

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
_PLACEHOLDER = "\nSCORES\n"
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
    by_type = [[f"{type_name(kind)} {kind}", *(_share(one, kind) for one in data.values())] for kind in types]
    return "\n\n".join(
        [
            "不用大模型，`make eval` 在两核机器上重现（指标的定义见 [docs/evaluation.md](docs/evaluation.md)）：",
            render_columns(["题集", "题数", "答对 [95% 区间]", *_COLUMNS.values(), "p50 / p95 毫秒"], rows),
            "各题型答对的题数：",
            render_columns(["题型", *titles.values()], by_type),
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


def with_scoreboard(readme: str, scoreboard: str) -> str:
    """The README with its marked block replaced.

    Raises:
        GoldError: it has no marked block.
    """
    block = f"{BEGIN}\n\n{scoreboard}\n\n{END}"
    if _PLACEHOLDER in readme:
        return readme.replace(_PLACEHOLDER, f"\n{block}\n", 1)
    start, end = readme.find(BEGIN), readme.find(END)
    if start < 0 or end < start:
        raise GoldError(f"README.md 里没有成绩表的位置。请在“成绩”一节加入两行：{BEGIN} 和 {END}。")
    return readme[:start] + block + readme[end + len(END) :]
