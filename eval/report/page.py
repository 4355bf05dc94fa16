"""The HTML report: summary, plots, sortable tables, every question. No request leaves the page."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from eval.gold.kinds import type_name
from eval.metrics.catalogue import BY_NAME
from eval.report.plots import Bar, render_bars, render_times
from eval.report.question import render_question
from eval.run.case import Case
from eval.score.columns import show
from eval.score.interval import Estimate, quantile
from eval.score.scoring import ALL, Scored, Scores
from eval.score.summary import Summary, title_of

_FOLDER = Path(__file__).parent
_TILES = (
    "right",
    "key_facts",
    "proof",
    "verbatim",
    "right_plan",
    "unsupported_numbers",
    "false_refusal",
    "evidence_recall_5",
)
_FACTS = {"mode": "模式", "index": "索引", "program": "程序"}
_HEADS = {"rank": "结果", "name": "编号", "kind": "题型", "plan": "方案", "ask": "问题", "time": "耗时"}


def render_page(title: str, scores: Scores, cases: Sequence[Case], before: Scores | None = None) -> str:
    """The whole page. ``scores`` and ``cases`` are in the same order; ``before`` is an earlier run of the same questions."""
    summary, earlier = scores.summary(), before.summary() if before else {}
    body = [
        f"<header><h1>{escape(title)}</h1><p class='facts'>{escape(_facts(scores))}</p></header><main>",
        f"<section><h2>总览</h2>{_tiles(scores, summary)}</section>",
        f"<section><h2>图</h2><div class='plots'>{_plots(scores, before, summary, earlier)}</div></section>",
        f"<section><h2>指标</h2>{_metric_table(summary, earlier)}</section>",
        _group_section("题型", "type", scores.types, summary),
        _group_section("方案", "plan", scores.plans, summary),
        _questions(scores, cases),
        "</main>",
    ]
    style, script = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title><style>{style}</style></head><body>{"".join(body)}<script>{script}</script></body></html>\n'
    )


def _facts(scores: Scores) -> str:
    known = [f"{label} {scores.run[fact]}" for fact, label in _FACTS.items() if fact in scores.run]
    return "　".join([f"题集 {scores.gold}", f"{len(scores.questions)} 题", *known])


def _tiles(scores: Scores, summary: Summary) -> str:
    tiles = [
        f"<div class='tile'><b>{whole.mean:.3f}</b><span>{escape(title_of(name))}<br>[{whole.low:.3f}, {whole.high:.3f}]　n={whole.n}</span></div>"
        for name in _TILES
        if (whole := summary.get(name, {}).get("overall", {}).get(ALL))
    ]
    times = scores.values("latency_ms")
    p50, p95 = quantile(times, 0.5), quantile(times, 0.95)
    if p50 is not None and p95 is not None:
        tiles.append(
            f"<div class='tile'><b>{p50:.0f} / {p95:.0f}</b><span>耗时 p50 / p95（毫秒）<br>n={len(times)}</span></div>"
        )
    return f"<div class='tiles'>{''.join(tiles)}</div>"


def _plots(scores: Scores, before: Scores | None, summary: Summary, earlier: Summary) -> str:
    main = "right" if "right" in summary else "evidence_recall_5"
    label = BY_NAME[main].label
    figures = []
    for part, groups, name in (("type", scores.types, "题型"), ("plan", scores.plans, "方案")):
        bars = [
            Bar(type_name(group), now, earlier.get(main, {}).get(part, {}).get(group))
            for group in groups
            if (now := summary.get(main, {}).get(part, {}).get(group))
        ]
        figures.append(
            (
                f"{label}，按{name}（括号里是题数，短线是 95% 区间{'，圆圈是之前' if before else ''}）",
                render_bars(label, bars),
            )
        )
    shares = [
        Bar(title_of(name), parts["overall"][ALL], earlier.get(name, {}).get("overall", {}).get(ALL))
        for name, parts in summary.items()
        if BY_NAME[name].subject != "time"
    ]
    figures.append((f"全部指标{'，圆圈是之前' if before else ''}（↓ 越低越好）", render_bars("全部指标", shares)))
    times = render_times("耗时", scores.values("latency_ms"), before.values("latency_ms") if before else ())
    figures.append(("耗时", times))
    return "".join(
        f"<figure><figcaption>{escape(caption)}</figcaption>{svg}</figure>" for caption, svg in figures if svg
    )


def _metric_table(summary: Summary, earlier: Summary) -> str:
    heads = ["指标", "均值", "95% 区间", "n", *(["之前", "差"] if earlier else [])]
    rows = []
    for name, parts in summary.items():
        now, old = parts["overall"][ALL], earlier.get(name, {}).get("overall", {}).get(ALL)
        rows.append(
            [
                title_of(name),
                f"{now.mean:.3f}",
                f"{now.low:.3f} – {now.high:.3f}",
                str(now.n),
                *_then(now, old, bool(earlier)),
            ]
        )
    return _table(heads, rows)


def _then(now: Estimate, old: Estimate | None, wanted: bool) -> list[str]:
    if not wanted:
        return []
    return [f"{old.mean:.3f}", f"{now.mean - old.mean:+.3f}"] if old else ["—", "—"]


def _group_section(name: str, part: str, groups: Sequence[str], summary: Summary) -> str:
    metrics = [m for m in summary if BY_NAME[m].subject != "time"]
    rows = []
    for group in groups:
        known = [summary[m][part].get(group) for m in metrics]
        cells = [
            show(e) if m == "right" else f"{e.mean:.3f}" if e else "—" for m, e in zip(metrics, known, strict=True)
        ]
        rows.append([type_name(group), str(max((e.n for e in known if e), default=0)), *cells])
    return f"<section><h2>按{name}</h2>{_table([name, 'n', *(title_of(m) for m in metrics)], rows)}</section>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th scope='col'><button class='sort' type='button'>{escape(h)}</button></th>" for h in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<div class='scroll' tabindex='0'><table class='sortable'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _questions(scores: Scores, cases: Sequence[Case]) -> str:
    ordered = failures_first(scores, cases)
    items = "".join(render_question(case, scored, place) for place, (case, scored) in enumerate(ordered))
    heads = "".join(
        f"<button class='sort' type='button' data-key='{key}'>{label}</button>" for key, label in _HEADS.items()
    )
    kinds = "".join(f"<option value='{escape(kind)}'>{escape(type_name(kind))}</option>" for kind in scores.types)
    tools = (
        "<input id='find' type='search' placeholder='在题目和回答里找' aria-label='在题目和回答里找'>"
        "<select id='verdict' aria-label='结果'><option value=''>对错都看</option><option value='wrong'>只看错的</option><option value='right'>只看对的</option></select>"
        f"<select id='kind' aria-label='题型'><option value=''>全部题型</option>{kinds}</select><span id='count' class='note'>{len(ordered)} 题</span>"
    )
    return f"<section><h2>逐题</h2><div class='tools'>{tools}</div><div class='heads row'>{heads}</div><div id='questions'>{items}</div></section>"


def failures_first(scores: Scores, cases: Sequence[Case]) -> list[tuple[Case, Scored]]:
    """Questions that went wrong, most faults first, then the others in their order."""
    pairs = list(zip(cases, scores.questions, strict=True))
    return sorted(pairs, key=lambda pair: (pair[1].values.get("right", 1.0), -len(pair[1].faults)))
