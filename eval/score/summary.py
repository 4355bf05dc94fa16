"""What a run scored, as text tables: overall with intervals, then metric by type and by plan."""

from collections.abc import Mapping, Sequence

from eval.metrics.catalogue import BY_NAME
from eval.score.agreement import measure_agreement, render_agreement
from eval.score.columns import render_columns, show
from eval.score.interval import Estimate, estimate, quantile
from eval.score.scoring import ALL, Scores

_BY_GROUP = ("right", "key_facts", "proof", "citation_recall", "unsupported_numbers", "evidence_recall_5", "ndcg_10")


def render_summary(scores: Scores) -> str:
    """Markdown: every metric over all questions, then the main ones by type and by plan, then times."""
    summary = scores.summary()
    return "\n\n".join(
        [
            f"题集 {scores.gold}，{len(scores.questions)} 题",
            overall_table(summary),
            group_table(summary, "type", "题型", scores.types),
            group_table(summary, "plan", "方案", scores.plans),
            *filter(None, [render_agreement(measure_agreement(scores)), latency_line(scores)]),
        ]
    )


def render_headline(scores: Scores) -> str:
    """One line: name, questions, share right with its interval (or, without answers, evidence recall), times."""
    name = "right" if scores.values("right") else "evidence_recall_5"
    known = estimate(scores.values(name))
    times = latency_line(scores)
    return f"{scores.gold}：{len(scores.questions)} 题，{title_of(name)} {show(known)}{'，' + times if times else ''}"


Summary = Mapping[str, Mapping[str, Mapping[str, Estimate]]]


def overall_table(summary: Summary) -> str:
    """Metric, mean with 95 % interval, n."""
    rows = []
    for name, parts in summary.items():
        whole, is_time = parts["overall"][ALL], BY_NAME[name].subject == "time"
        rows.append([title_of(name), show(whole, digits=1 if is_time else 3), str(whole.n)])
    return render_columns(["指标", "均值 [95% 区间]", "n"], rows)


def title_of(name: str) -> str:
    """A metric's label, with an arrow where less is better."""
    return BY_NAME[name].label + ("↓" if BY_NAME[name].lower_is_better else "")


def group_table(summary: Summary, part: str, head: str, groups: Sequence[str]) -> str:
    """A row a type or plan: its questions, the verdict with its interval, the means of the other main metrics."""
    names = [name for name in _BY_GROUP if name in summary]
    rows = []
    for group in groups:
        estimates = [summary[name][part].get(group) for name in names]
        cells = [
            show(e) if name == "right" else f"{e.mean:.3f}" if e else "—"
            for name, e in zip(names, estimates, strict=True)
        ]
        rows.append([group, str(max((e.n for e in estimates if e), default=0)), *cells])
    return render_columns([head, "n", *(title_of(name) for name in names)], rows)


def latency_line(scores: Scores) -> str:
    """p50 and p95 of whole answers, in milliseconds; empty when no times were recorded."""
    times = scores.values("latency_ms")
    p50, p95 = quantile(times, 0.5), quantile(times, 0.95)
    return "" if p50 is None or p95 is None else f"耗时 p50 {p50:.1f} 毫秒，p95 {p95:.1f} 毫秒（n={len(times)}）"
