"""The race: every contestant builds and answers in processes of its own, and the table of docs/PEERS.md is written."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from corpus.catalogue import Corpus
from corpus.regions import short_name
from errors import GoldError
from eval.gold.questions import GoldQuestion
from eval.peers.contestant import Found
from eval.peers.evidence import Grounds, right_plan_first
from eval.peers.roster import OURS, ROSTER

HOME = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Standing:
    """What one contestant did. Recall and first plan are shares over quotes and over questions that have evidence."""

    name: str
    recall: Mapping[str, float]
    first_plan: float
    passages: int
    characters: float
    build_s: float
    p50_ms: float
    p95_ms: float
    peak_mb: float
    cold_s: float


def run_race(
    corpus: Corpus,
    questions: Sequence[GoldQuestion],
    *,
    peers_python: Path,
    passage_tokens: int,
    laps: int,
    say: Callable[[str], None],
) -> list[Standing]:
    """Every contestant of the roster, one after the other; times are medians of ``laps`` runs.

    Raises:
        GoldError: the peers' environment is missing, or a contestant failed.
    """
    if not peers_python.is_file():
        raise GoldError(f"找不到 {peers_python}。请运行 make peers，它会按 requirements-peers.txt 安装。")
    grounds = Grounds({plan.id: plan.text for plan in corpus.plans})
    standings = []
    for name in ROSTER:
        say(f"{name}……")
        python = Path(sys.executable) if name in OURS else peers_python
        with tempfile.TemporaryDirectory() as folder:
            job = _job(corpus, questions, Path(folder) / "index", passage_tokens)
            path = Path(folder) / "job.json"
            built = [_lap(python, name, "build", job, path) for _ in range(laps)]
            asked = [_lap(python, name, "ask", job, path) for _ in range(laps)]
        standings.append(_standing(name, built, asked, questions, grounds))
    return standings


def _job(corpus: Corpus, questions: Sequence[GoldQuestion], index: Path, passage_tokens: int) -> dict[str, Any]:
    names = {
        p.id: sorted(
            {n for n in (p.region, short_name(p.region), p.province, short_name(p.province), *p.aliases) if len(n) > 1}
        )
        for p in corpus.plans
    }
    return {
        "texts": {p.id: p.text for p in corpus.plans},
        "names": names,
        "corpus": str(corpus.folder.resolve()),
        "index": str(index),
        "passage_tokens": passage_tokens,
        "questions": [
            {"id": q.id, "question": q.question, "history": [[t.role, t.content] for t in q.history]} for q in questions
        ],
    }


def _lap(python: Path, name: str, what: str, job: Mapping[str, Any], path: Path) -> dict[str, Any]:
    path.write_text(json.dumps({**job, "started": time.time()}, ensure_ascii=False), encoding="utf-8")
    command = [str(python), "-m", "eval.peers.lap", name, what, str(path)]
    done = subprocess.run(command, cwd=HOME, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  # our own command
    if done.returncode:
        raise GoldError(
            f"{name} 没有跑完：{done.stderr.strip()[-400:]}。请检查 .venv-peers，或删掉它再运行 make peers。"
        )
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def _standing(
    name: str,
    built: Sequence[Mapping[str, Any]],
    asked: Sequence[Mapping[str, Any]],
    questions: Sequence[GoldQuestion],
    grounds: Grounds,
) -> Standing:
    ranked = {key: [Found(plan, text) for plan, text in rows] for key, rows in asked[0]["passages"].items()}
    lengths = [len("".join(p.text.split())) for q in questions if q.evidence for p in ranked[q.id][:10]]
    return Standing(
        name=name,
        recall=grounds.recall(questions, ranked),
        first_plan=right_plan_first(questions, ranked),
        passages=int(built[0]["passages"]),
        characters=sum(lengths) / max(1, len(lengths)),
        build_s=median(lap["build_s"] for lap in built),
        p50_ms=median(_quantile(lap["latencies_ms"], 0.5) for lap in asked),
        p95_ms=median(_quantile(lap["latencies_ms"], 0.95) for lap in asked),
        peak_mb=max(lap["peak_mb"] for lap in asked),
        cold_s=median(lap["cold_s"] for lap in asked),
    )


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
