"""Plots as inline SVG: bars with their intervals, a histogram of times. Text is text, colours come from the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from eval.score.interval import Estimate, quantile

_WIDTH, _LEFT, _RIGHT, _ROW = 520, 150, 92, 30


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled share with its interval; ``before`` is the same of an earlier run."""

    label: str
    now: Estimate
    before: Estimate | None = None


def render_bars(title: str, bars: Sequence[Bar]) -> str:
    """Horizontal bars from 0 to 1 with 95 % whiskers; an earlier run is a hollow mark on the same line."""
    height = 16 + _ROW * len(bars) + 22
    span = _WIDTH - _LEFT - _RIGHT
    parts = [_open(title, height)]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _LEFT + span * tick
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="8" x2="{x:.1f}" y2="{height - 22}"/>')
        parts.append(f'<text class="tick" x="{x:.1f}" y="{height - 6}" text-anchor="middle">{tick:g}</text>')
    for row, bar in enumerate(bars):
        parts.append(_bar(bar, 8 + _ROW * row, span))
    return "".join([*parts, "</svg>"])


def _bar(bar: Bar, top: float, span: float) -> str:
    middle, now = top + _ROW / 2, bar.now
    low, mean, high = (_LEFT + span * min(max(value, 0.0), 1.0) for value in (now.low, now.mean, now.high))
    parts = [
        f'<text class="name" x="{_LEFT - 8}" y="{middle + 4:.1f}" text-anchor="end">{escape(_short(bar.label))}</text>',
        f'<rect class="bar" x="{_LEFT}" y="{top + 6:.1f}" width="{mean - _LEFT:.1f}" height="{_ROW - 12}" rx="2">'
        f"<title>{escape(bar.label)} {now.mean:.3f}，n={now.n}</title></rect>",
        f'<line class="whisker" x1="{low:.1f}" y1="{middle:.1f}" x2="{high:.1f}" y2="{middle:.1f}"/>',
        *(
            f'<line class="whisker" x1="{x:.1f}" y1="{middle - 4:.1f}" x2="{x:.1f}" y2="{middle + 4:.1f}"/>'
            for x in (low, high)
        ),
    ]
    if bar.before:
        x = _LEFT + span * bar.before.mean
        title = f"<title>之前 {bar.before.mean:.3f}</title>"
        parts.append(f'<circle class="before" cx="{x:.1f}" cy="{middle:.1f}" r="5">{title}</circle>')
    value = f"{now.mean:.3f}（{now.n}）"
    parts.append(f'<text class="value" x="{_WIDTH - _RIGHT + 8}" y="{middle + 4:.1f}">{value}</text>')
    return "".join(parts)


def _short(label: str) -> str:
    return label if len(label) <= 20 else label[:19] + "…"


def render_times(title: str, times: Sequence[float], before: Sequence[float] = ()) -> str:
    """A histogram of milliseconds up to p99 with p50 and p95 marked; empty without times."""
    if not times:
        return ""
    top = max(quantile(times, 0.99) or 1.0, quantile(before, 0.99) or 0.0, 1e-6)
    bins, height, left, base = 24, 190, 30, 150
    width = (_WIDTH - left - 12) / bins
    counts = [0] * bins
    for value in times:
        counts[min(bins - 1, int(bins * value / top))] += 1
    scale = (base - 22) / max(counts)
    parts = [_open(title, height)]
    for place, count in enumerate(counts):
        label = f"<title>{top * place / bins:.0f}–{top * (place + 1) / bins:.0f} 毫秒：{count} 题</title>"
        x, size = left + place * width, count * scale
        parts.append(
            f'<rect class="bar" x="{x:.1f}" y="{base - size:.1f}" width="{width - 1:.1f}" height="{size:.1f}">{label}</rect>'
        )
    for row, (values, name) in enumerate(((times, ""), (before, "之前 "))):
        parts += [_mark(values, share, f"{name}p{share * 100:.0f}", top, base, left, row) for share in (0.5, 0.95)]
    for tick in range(5):
        x = left + (_WIDTH - left - 12) * tick / 4
        parts.append(f'<text class="tick" x="{x:.1f}" y="{base + 18}" text-anchor="middle">{top * tick / 4:.0f}</text>')
    parts.append(
        f'<text class="tick" x="{_WIDTH / 2}" y="{height - 4}" text-anchor="middle">毫秒（最慢的 1% 并入最右一柱）</text>'
    )
    return "".join([*parts, "</svg>"])


def _mark(values: Sequence[float], share: float, name: str, top: float, base: float, left: float, row: int) -> str:
    value = quantile(values, share)
    if value is None:
        return ""
    x = left + (_WIDTH - left - 12) * min(value / top, 1.0)
    anchor = "end" if x > _WIDTH - 110 else "start"
    shift = -4 if anchor == "end" else 4
    look = "before-line" if row else "mark"
    return (
        f'<line class="{look}" x1="{x:.1f}" y1="{8 + 14 * row}" x2="{x:.1f}" y2="{base}"/>'
        f'<text class="value" x="{x + shift:.1f}" y="{18 + 14 * row}" text-anchor="{anchor}">{name} {value:.1f}</text>'
    )


def _open(title: str, height: float) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
