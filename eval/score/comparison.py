"""Two runs over the same questions, paired question by question: what changed, and which questions turned."""

from dataclasses import asdict, dataclass
from typing import Any

from errors import GoldError
from eval.metrics.catalogue import BY_NAME
from eval.score.columns import render_columns
from eval.score.interval import Estimate, paired_difference
from eval.score.scoring import ALL, Scored, Scores
from eval.score.summary import title_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric over one group of questions in both runs; ``change`` is after minus before."""

    metric: str
    group: str
    before: float
    after: float
    change: Estimate

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.change.low > 0 or self.change.high < 0

    @property
    def is_worse(self) -> bool:
        """Whether the change is for the worse."""
        return (self.change.mean > 0) == BY_NAME[self.metric].lower_is_better and self.change.mean != 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What ``compare`` found. Names are question ids; ``moved`` are (id, metric, before, after) of values that changed."""

    common: int
    differences: tuple[Difference, ...]
    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    answered_anew: tuple[str, ...]
    moved: tuple[tuple[str, str, float | None, float | None], ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


def compare(before: Scores, after: Scores) -> Comparison:
    """Pair the questions that both runs hold.

    Raises:
        GoldError: there is none.
    """
    first = {q.id: q for q in before.questions}
    pairs = [(first[q.id], q) for q in after.questions if q.id in first]
    if not pairs:
        raise GoldError("两次结果没有相同的题目，无法比较。请比较同一套题的两个结果文件夹。")
    turned = [(a.id, a.values.get("right"), b.values.get("right")) for a, b in pairs]
    return Comparison(
        common=len(pairs),
        differences=tuple(_differences(pairs)),
        fixed=tuple(name for name, a, b in turned if a == 0 and b == 1),
        broken=tuple(name for name, a, b in turned if a == 1 and b == 0),
        answered_anew=tuple(a.id for a, b in pairs if a.digest != b.digest),
        moved=tuple(
            (a.id, name, a.values.get(name), b.values.get(name))
            for a, b in pairs
            for name, metric in BY_NAME.items()
            if metric.subject != "time" and name != "right" and a.values.get(name) != b.values.get(name)
        ),
    )


def _differences(pairs: list[tuple[Scored, Scored]]) -> list[Difference]:
    found = []
    for metric in BY_NAME:
        for group in [ALL, *dict.fromkeys(a.type for a, _ in pairs)]:
            both = [
                (a.values[metric], b.values[metric])
                for a, b in pairs
                if group in (ALL, a.type) and metric in a.values and metric in b.values
            ]
            if both:
                old, new = [a for a, _ in both], [b for _, b in both]
                change = paired_difference(old, new)
                found.append(Difference(metric, group, sum(old) / len(old), sum(new) / len(new), change))
    return found


def render_comparison(result: Comparison) -> str:
    """Markdown: the overall change of every metric, the types that changed, and the questions by name."""
    overall = [d for d in result.differences if d.group == ALL]
    by_type = [
        d for d in result.differences if d.group != ALL and d.change.mean and BY_NAME[d.metric].subject != "time"
    ]
    parts = [f"两次结果共有的题目：{result.common}", _table(overall, "指标")]
    if by_type:
        parts.append(_table(by_type, "指标（题型）"))
    parts.append(_names("由错变对", result.fixed))
    parts.append(_names("由对变错", result.broken))
    parts.append(_names("回答或检索有变化", result.answered_anew))
    if result.moved:
        rows = [[name, title_of(metric), _number(a), _number(b)] for name, metric, a, b in result.moved]
        parts.append(render_columns(["题目", "指标", "之前", "之后"], rows, numbers_from=2))
    return "\n\n".join(parts)


def _table(differences: list[Difference], head: str) -> str:
    rows = [
        [
            title_of(d.metric) + ("" if d.group == ALL else f"（{d.group}）"),
            f"{d.before:.3f}",
            f"{d.after:.3f}",
            f"{d.change.mean:+.3f} [{d.change.low:+.3f}, {d.change.high:+.3f}]",
            str(d.change.n),
            ("变差" if d.is_worse else "变好") + ("" if d.is_clear else "（不显著）") if d.change.mean else "",
        ]
        for d in differences
    ]
    return render_columns([head, "之前", "之后", "差 [95% 区间]", "n", ""], rows)


def _names(label: str, names: tuple[str, ...]) -> str:
    return f"{label}（{len(names)}）：{'、'.join(names) or '无'}"


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"
