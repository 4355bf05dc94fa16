"""One round of measuring: every part in a process of its own, so that no part warms or fattens another."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.bench.lite import is_there
from eval.bench.scale import write_scale_corpus
from eval.bench.schedule import Pace, plan_schedule
from eval.bench.watch import HOME, Cost, run_watched
from eval.run.commit import commit

#: Passages wanted -> plans of the scale corpus, 40 passages each.
PLANS = {1_000: 25, 10_000: 250, 100_000: 2_500, 1_000_000: 25_000}
MILLION = 1_000_000
QUESTIONS = 200
#: Processes that read documents beside the one that writes: as many as the machine of the figures has cores.
_HELPERS = 2


def measure(sizes: Sequence[int], work: Path, source: Path, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """All figures of a report: ours and the plain pipeline at each size, reading speed, cold start (``rounds`` times)."""
    found: dict[str, Any] = _begun()
    found["sizes"] = [measure_size(size, work, source, say, beside=True) for size in sizes]
    say("读入速度")
    found["reading"] = _part("reading", work / f"corpus-{max(sizes)}", source)
    say("冷启动")
    started = work / "index-started"
    shutil.rmtree(started, ignore_errors=True)
    _part("build", source, started, 0)
    found["cold_start"] = _part("cold-start", started, source, rounds)
    return found


def measure_size(size: int, work: Path, source: Path, say: Callable[[str], None], *, beside: bool) -> dict[str, Any]:
    """One size: build, bytes, opening, questions, changes, recall; with ``beside`` also the plain pipelines over the same texts.

    What has been measured is told and kept in ``work`` after each step: the largest size takes most of an hour.
    """
    corpus, index, plain, lite = (work / f"{kind}-{size}" for kind in ("corpus", "index", "plain", "lite"))
    for folder in (corpus, index, plain, lite):
        shutil.rmtree(folder, ignore_errors=True)
    say(f"{size} 个段落：生成语料")
    text_bytes, begun = write_scale_corpus(corpus, PLANS[size], source), _begun()
    say(f"{size} 个段落：从头建索引")
    found = {**begun, "size": size, "text_bytes": text_bytes, "build": _part("build", corpus, index, _HELPERS)}
    found["disk"] = _disk(index)
    _keep(found, work, say)
    say(f"{size} 个段落：打开")
    found["opening"] = {how: _part("opening", index, source, how) for how in ("kept", "forgotten")}
    say(f"{size} 个段落：提问")
    found["queries"] = _part("queries", index, source, QUESTIONS)
    _keep(found, work, say)
    say(f"{size} 个段落：改一份方案")
    found["changes"] = _part("changes", corpus, index, source)
    _keep(found, work, say)
    say(f"{size} 个段落：召回")
    found["queries"] |= _part("recall", index, source, QUESTIONS)
    if beside:
        say(f"{size} 个段落：对照")
        found["baseline_build"] = _part("baseline-build", corpus, plain)
        found["baseline_queries"] = _part("baseline-queries", plain, index, source, QUESTIONS)
    if beside and is_there():
        found["lite_build"] = _part("lite-build", corpus, lite)
        found["lite_queries"] = _part("lite-queries", corpus, lite, index, source, QUESTIONS)
    return found


def _keep(found: dict[str, Any], work: Path, say: Callable[[str], None]) -> None:
    (work / f"size-{found['size']}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    say(json.dumps({name: found[name] for name in ("disk", "opening", "changes") if name in found}, ensure_ascii=False))
    if "queries" in found:
        totals = {scope: found["queries"][scope] for scope in ("scoped", "unscoped")}
        say(json.dumps(totals, ensure_ascii=False))
    say(json.dumps(found["build"]["cost"]))


def _begun() -> dict[str, Any]:
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        "commit": commit(),
        "load": round(os.getloadavg()[0], 1),
    }


def measure_over_many(index: Path | None, plans: int, work: Path) -> dict[str, Any]:
    """Whole answers to questions without a place, over an index, or over one of so many plans of the scale corpus, built first."""
    if index is None:
        corpus, index = work / f"corpus-many-{plans}", work / f"index-many-{plans}"
        shutil.rmtree(corpus, ignore_errors=True)
        write_scale_corpus(corpus, plans, HOME / "corpus" / "plans")
        _part("build", corpus, index, _HELPERS)
    return _begun() | _part("many", index.absolute())


def measure_schedule(
    work: Path, *, documents: int, jobs: int, machines: int, cores: int, deaths: int
) -> dict[str, Any]:
    """A dry run over a catalogue of so many documents, at the pace of 250 plans of the scale corpus read and published here."""
    corpus, index = work / "corpus-shares", work / "index-shares"
    for folder in (corpus, index):
        shutil.rmtree(folder, ignore_errors=True)
    write_scale_corpus(corpus, PLANS[10_000], HOME / "corpus" / "plans")
    found = _part("shares", corpus, index)
    pace = Pace(found["bytes"], found["read_seconds"], found["publish_seconds"])
    planned = plan_schedule(documents, jobs, machines, cores, deaths, pace)
    return _begun() | {"pace": found, "schedule": planned.to_dict()}


def _part(name: str, *arguments: object) -> dict[str, Any]:
    cost: Cost = run_watched(["-m", "eval.bench", "part", name, *map(str, arguments)])
    result: dict[str, Any] = json.loads(cost.output.strip().splitlines()[-1])
    spent = {"wall": round(cost.seconds, 2), "cpu": round(cost.cpu_seconds, 2), "peak_mb": round(cost.peak_mb)}
    return {**result, "cost": spent}


def _disk(index: Path) -> dict[str, int]:
    """Bytes of the served version by kind of file."""
    name = (index / "CURRENT").read_text(encoding="ascii").split()[0]
    kinds = Counter({"records": 0, "keyword": 0, "vectors": 0})
    for path in (index / "versions" / name).rglob("*"):
        if path.is_file():
            part = path.relative_to(index / "versions" / name).parts[0]
            kinds["records" if part not in kinds else part] += path.stat().st_size
    return dict(kinds)
