"""Scores of a run: a value per question and metric, and their means over all questions, by type and by plan. Pure functions of the records."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import GoldError
from eval.gold.questions import load_gold
from eval.gold.texts import Texts
from eval.metrics.catalogue import BY_NAME, METRICS
from eval.metrics.verdict import faults
from eval.run.case import Case, load_cases, read_rows
from eval.run.runner import ANSWERS, PASSAGES
from eval.score.interval import Estimate, estimate

SCORES = "scores.json"
ALL, MANY_PLANS, NO_PLAN = "全部", "多份方案", "语料之外"


@dataclass(frozen=True, slots=True)
class Scored:
    """A question's values. ``faults`` says why it is wrong; ``digest`` changes when the answer or the ranking does."""

    id: str
    type: str
    plan: str
    values: Mapping[str, float]
    faults: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one results folder. ``gold`` is the name of the gold set, ``run`` says what made the answers."""

    gold: str
    gold_digest: str
    run: Mapping[str, str]
    questions: tuple[Scored, ...]

    def values(self, metric: str, *, kind: str = "", plan: str = "") -> list[float]:
        """The values of a metric, None left out, over all questions or those of a type or plan."""
        chosen = (q for q in self.questions if kind in ("", q.type) and plan in ("", q.plan))
        return [q.values[metric] for q in chosen if metric in q.values]

    @property
    def metrics(self) -> list[str]:
        """Names of the metrics that at least one question has, in reading order."""
        return [m.name for m in METRICS if any(m.name in q.values for q in self.questions)]

    @property
    def types(self) -> list[str]:
        """Types of question, in order of appearance."""
        return list(dict.fromkeys(q.type for q in self.questions))

    @property
    def plans(self) -> list[str]:
        """Plans, then 多份方案 and 语料之外."""
        return sorted(dict.fromkeys(q.plan for q in self.questions), key=lambda p: (p in (MANY_PLANS, NO_PLAN), p))

    def summary(self) -> dict[str, dict[str, dict[str, Estimate]]]:
        """Metric -> 全部, type or plan -> its estimate, under ``overall``, ``type`` and ``plan``."""
        return {
            name: {
                "overall": _estimates({ALL: self.values(name)}),
                "type": _estimates({kind: self.values(name, kind=kind) for kind in self.types}),
                "plan": _estimates({plan: self.values(name, plan=plan) for plan in self.plans}),
            }
            for name in self.metrics
        }


def _estimates(groups: Mapping[str, Sequence[float]]) -> dict[str, Estimate]:
    return {name: known for name, values in groups.items() if (known := estimate(values))}


def score_folder(folder: Path, gold: Path, texts: Texts) -> tuple[Scores, list[Case]]:
    """Score the records of a results folder.

    Raises:
        GoldError: the gold file or the records cannot be used.
    """
    questions = load_gold(gold)
    cases = load_cases(folder, questions, texts)
    return score_cases(cases, gold.stem, digest_of(gold), _run_facts(folder)), cases


def score_cases(cases: Iterable[Case], gold: str, gold_digest: str, run: Mapping[str, str]) -> Scores:
    """Score cases that were read or made already."""
    return Scores(gold, gold_digest, run, tuple(score_case(case) for case in cases))


def score_case(case: Case) -> Scored:
    """All metrics of one question."""
    values = {metric.name: value for metric in METRICS if (value := metric.value(case)) is not None}
    plans = case.question.plans
    plan = plans[0] if len(plans) == 1 else MANY_PLANS if plans else NO_PLAN
    wrong = tuple(faults(case)) if case.reply else ()
    return Scored(case.question.id, case.question.type, plan, values, wrong, _digest(case))


def _digest(case: Case) -> str:
    reply = case.reply
    said = [reply.text, reply.status, [[c.plan, c.quote] for c in reply.citations]] if reply else None
    ranked = [[p.plan, p.text] for p in case.passages] if case.passages is not None else None
    return hashlib.sha256(json.dumps([said, ranked], ensure_ascii=False).encode()).hexdigest()[:12]


def _run_facts(folder: Path) -> dict[str, str]:
    """Index, program and mode of the first recorded row."""
    for name in (ANSWERS, PASSAGES):
        if (folder / name).is_file():
            row = next(iter(read_rows(folder / name)), {})
            return {fact: str(row[fact]) for fact in ("mode", "index", "program") if fact in row}
    return {}


def digest_of(path: Path) -> str:
    """Short hash (12 hexadecimal digits) of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def to_json(scores: Scores) -> dict[str, Any]:
    """The content of scores.json: the summary for people and programs, the questions to compute everything again from."""
    summary = {
        name: {part: {group: e.to_dict() for group, e in groups.items()} for part, groups in parts.items()}
        for name, parts in scores.summary().items()
    }
    labels = {
        name: {"label": BY_NAME[name].label, "lower_is_better": BY_NAME[name].lower_is_better} for name in summary
    }
    questions = [
        {
            "id": q.id,
            "type": q.type,
            "plan": q.plan,
            "values": {name: round(value, 6) for name, value in q.values.items()},
            "faults": list(q.faults),
            "digest": q.digest,
        }
        for q in scores.questions
    ]
    head = {"gold": scores.gold, "gold_digest": scores.gold_digest, "run": dict(scores.run), "n": len(questions)}
    return head | {"labels": labels, "metrics": summary, "questions": questions}


def write_scores(scores: Scores, folder: Path) -> Path:
    """Write scores.json into a results folder."""
    path = folder / SCORES
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(to_json(scores), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def read_scores(folder: Path) -> Scores:
    """Read a results folder's scores.json.

    Raises:
        GoldError: it has not been scored, or not by this version.
    """
    path = folder / SCORES
    command = f"请先运行 python -m eval score {folder} --gold 题目。"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        questions = tuple(
            Scored(q["id"], q["type"], q["plan"], q["values"], tuple(q["faults"]), q["digest"])
            for q in data["questions"]
        )
        return Scores(data["gold"], data["gold_digest"], data["run"], questions)
    except OSError:
        raise GoldError(f"{folder} 还没有打分。{command}") from None
    except (ValueError, KeyError, TypeError):
        raise GoldError(f"{path} 不是本版本的成绩文件。{command}") from None


def merge(parts: Sequence[Scores]) -> Scores:
    """Several gold sets as one."""
    if len(parts) == 1:
        return parts[0]
    run: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        for fact, value in part.run.items():
            run[fact] += [value] if value not in run[fact] else []
    names, digests = "+".join(p.gold for p in parts), "+".join(p.gold_digest for p in parts)
    facts = {fact: "、".join(values) for fact, values in run.items()}
    return Scores(names, digests, facts, tuple(q for part in parts for q in part.questions))
