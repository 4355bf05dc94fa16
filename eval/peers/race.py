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
from eval.case import Case, Ranked
from eval.gold import GoldQuestion
from eval.metrics.retrieval import evidence_recall
from eval.peers.roster import OURS, ROSTER
from eval.texts import Texts

HOME = Path(__file__).resolve().parent.parent.parent
CHARACTERS = 2500


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
    texts: Texts,
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
    standings = []
    for name in ROSTER:
        say(f"{name}……")
        python = Path(sys.executable) if name in OURS else peers_python
        with tempfile.TemporaryDirectory() as folder:
            job = _job(corpus, questions, Path(folder) / "index", passage_tokens)
            path = Path(folder) / "job.json"
            built = [_lap(python, name, "build", job, path) for _ in range(laps)]
            asked = [_lap(python, name, "ask", job, path) for _ in range(laps)]
        standings.append(_standing(name, built, asked, questions, texts))
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
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
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
    texts: Texts,
) -> Standing:
    cases = [
        Case(q, None, tuple(Ranked(plan, text) for plan, text in asked[0]["passages"][q.id]), texts)
        for q in questions
        if q.evidence
    ]
    lengths = [len("".join(p.text.split())) for case in cases for p in (case.passages or ())[:10]]
    return Standing(
        name=name,
        recall=quote_recall(cases),
        first_plan=sum(_first_is_asked(case) for case in cases) / len(cases),
        passages=int(built[0]["passages"]),
        characters=sum(lengths) / max(1, len(lengths)),
        build_s=median(lap["build_s"] for lap in built),
        p50_ms=median(_quantile(lap["latencies_ms"], 0.5) for lap in asked),
        p95_ms=median(_quantile(lap["latencies_ms"], 0.95) for lap in asked),
        peak_mb=max(lap["peak_mb"] for lap in asked),
        cold_s=median(lap["cold_s"] for lap in asked),
    )


def quote_recall(cases: Sequence[Case]) -> dict[str, float]:
    """Share of all gold quotes found in the first 1, 5, 10 passages, and in those that fit into 2,500 characters."""
    quotes = sum(len(case.question.evidence) for case in cases)
    fitting = [Case(c.question, None, fit(c.passages or (), CHARACTERS), c.texts) for c in cases]

    def share(measured: Sequence[Case], k: int) -> float:
        measure = evidence_recall(k)
        return sum((measure(case) or 0.0) * len(case.question.evidence) for case in measured) / quotes

    return {"1": share(cases, 1), "5": share(cases, 5), "10": share(cases, 10), str(CHARACTERS): share(fitting, 1000)}


def fit(passages: Sequence[Ranked], characters: int) -> tuple[Ranked, ...]:
    """The first passages that fit into so many characters (white space not counted); the first one always does."""
    kept: list[Ranked] = []
    size = 0
    for passage in passages:
        size += len("".join(passage.text.split()))
        if size > characters and kept:
            break
        kept.append(passage)
    return tuple(kept)


def _first_is_asked(case: Case) -> bool:
    first = (case.passages or ())[:1]
    return bool(first) and first[0].plan in case.question.asked_plans


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
