"""One round of measuring: every part in a process of its own, so that no part warms or fattens another."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.bench.scale import write_scale_corpus
from eval.bench.watch import HOME, Cost, run_watched
from eval.run.commit import commit

#: Passages wanted -> plans of the scale corpus, 40 passages each.
PLANS = {1_000: 25, 10_000: 250, 100_000: 2_500}
QUESTIONS = 200


def measure(sizes: Sequence[int], work: Path, source: Path, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """All figures of a report: ours and the plain pipeline at each size, reading speed, cold start (``rounds`` times)."""
    found: dict[str, Any] = {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        "commit": commit(),
        "load": round(os.getloadavg()[0], 1),
        "sizes": [],
    }
    for size in sizes:
        say(f"{size} 个段落：生成语料")
        corpus, index, plain = (work / f"{kind}-{size}" for kind in ("corpus", "index", "plain"))
        for folder in (corpus, index, plain):
            shutil.rmtree(folder, ignore_errors=True)
        text_bytes = write_scale_corpus(corpus, PLANS[size], source)
        say(f"{size} 个段落：从头建索引")
        built = _part("build", corpus, index, os.cpu_count() or 1)
        say(f"{size} 个段落：提问")
        asked = _part("queries", index, source, QUESTIONS)
        say(f"{size} 个段落：改一份方案")
        changed = _part("changes", corpus, index, source)
        say(f"{size} 个段落：对照")
        peer = _part("baseline-build", corpus, plain)
        peer_asked = _part("baseline-queries", plain, index, source, QUESTIONS)
        found["sizes"].append(
            {
                "size": size,
                "text_bytes": text_bytes,
                "build": built,
                "disk": _disk(index),
                "queries": asked,
                "changes": changed,
                "baseline_build": peer,
                "baseline_queries": peer_asked,
            }
        )
    say("读入速度")
    found["reading"] = _part("reading", work / f"corpus-{max(sizes)}", source)
    say("冷启动")
    started = work / "index-started"
    shutil.rmtree(started, ignore_errors=True)
    _part("build", source, started, 0)
    found["cold_start"] = _part("cold-start", started, source, rounds)
    return found


def measure_over_many(index: Path | None, plans: int, work: Path) -> dict[str, Any]:
    """Whole answers to questions without a place, over an index, or over one of so many plans of the scale corpus, built first."""
    if index is None:
        corpus, index = work / f"corpus-many-{plans}", work / f"index-many-{plans}"
        shutil.rmtree(corpus, ignore_errors=True)
        write_scale_corpus(corpus, plans, HOME / "corpus" / "plans")
        _part("build", corpus, index, os.cpu_count() or 1)
    began = {"date": f"{datetime.now(UTC):%Y-%m-%d %H:%M}", "commit": commit(), "load": round(os.getloadavg()[0], 1)}
    return began | _part("many", index.absolute())


def _part(name: str, *arguments: object) -> dict[str, Any]:
    cost: Cost = run_watched(["-m", "eval.bench", "part", name, *map(str, arguments)])
    result: dict[str, Any] = json.loads(cost.output.strip().splitlines()[-1])
    spent = {"wall": round(cost.seconds, 2), "cpu": round(cost.cpu_seconds, 2), "peak_mb": round(cost.peak_mb)}
    return {**result, "cost": spent}


def _disk(index: Path) -> dict[str, int]:
    """Bytes of the served version by kind of file."""
    name = (index / "CURRENT").read_text(encoding="ascii").split()[0]
    kinds = {"records": 0, "keyword": 0, "vectors": 0}
    for path in (index / "versions" / name).rglob("*"):
        for kind in kinds:
            if path.is_file() and path.relative_to(index / "versions" / name).parts[0].startswith(kind):
                kinds[kind] += path.stat().st_size
    return kinds
