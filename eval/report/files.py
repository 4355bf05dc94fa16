"""report.html, report.md and report.json of one or several gold sets."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.report.page import failures_first, render_page
from eval.run.case import Case
from eval.score.comparison import compare, render_comparison
from eval.score.scoring import Scores, merge, to_json
from eval.score.summary import render_headline, render_summary


@dataclass(frozen=True, slots=True)
class Part:
    """A gold set of the report."""

    title: str
    scores: Scores
    cases: Sequence[Case]


def write_report(folder: Path, parts: Sequence[Part], before: Scores | None = None) -> list[Path]:
    """Write the three files and say where. ``before`` is an earlier run of the same questions."""
    scores, cases = merge([part.scores for part in parts]), [case for part in parts for case in part.cases]
    title = f"评测报告：{'、'.join(part.title for part in parts)}"
    data = to_json(scores) | {"parts": [to_json(part.scores)["metrics"] | {"gold": part.scores.gold} for part in parts]}
    if before:
        data["comparison"] = compare(before, scores).to_dict()
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "report.html": render_page(title, scores, cases, before),
        "report.md": render_markdown(title, parts, scores, cases, before),
        "report.json": json.dumps(data, ensure_ascii=False, indent=1) + "\n",
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in files]


def render_markdown(
    title: str, parts: Sequence[Part], scores: Scores, cases: Sequence[Case], before: Scores | None = None
) -> str:
    """The report for a CI log: the same tables, then every wrong question with what is wrong."""
    wrong = [(case, scored) for case, scored in failures_first(scores, cases) if scored.faults]
    lines = [f"# {title}", *(f"- {render_headline(part.scores)}" for part in parts), "", render_summary(scores), ""]
    if before:
        lines += ["## 与之前比较", "", render_comparison(compare(before, scores)), ""]
    lines += [f"## 错的题（{len(wrong)}）", ""]
    for case, scored in wrong:
        said = " ".join(case.reply.text.split()) if case.reply else ""
        lines += [
            f"### {scored.id}（{scored.type}）{case.question.question}",
            f"- 问题所在：{'；'.join(scored.faults)}",
            f"- 参考：{case.question.answer}",
            f"- 回答：{said}",
            "",
        ]
    return "\n".join(lines)
