"""One contestant in a process of its own: ``python -m eval.peers.lap NAME build|ask JOB.json``, a JSON object on the last line.

``build`` times reading to written index, without imports. ``ask`` tells how long after its start by the parent the first passages
were there (cold start), the milliseconds of every question after that, and the most memory the process held.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from eval.peers.contestant import Asked, Contestant, Job
from eval.peers.roster import call

LIMIT = 20


def read_job(path: Path) -> tuple[Job, list[tuple[str, Asked]], float]:
    """The job, the questions by id, and the wall-clock second at which the parent started this process."""
    row = json.loads(path.read_text(encoding="utf-8"))
    job = Job(row["texts"], row["names"], Path(row["corpus"]), Path(row["index"]), row["passage_tokens"])
    asked = [(q["id"], Asked(q["question"], tuple((h[0], h[1]) for h in q["history"]))) for q in row["questions"]]
    return job, asked, float(row["started"])


def build_lap(contestant: Contestant, job: Job) -> dict[str, Any]:
    """Build the index."""
    start = time.perf_counter()
    passages = contestant.build(job)
    return {"build_s": time.perf_counter() - start, "passages": passages}


def ask_lap(contestant: Contestant, job: Job, questions: list[tuple[str, Asked]], started: float) -> dict[str, Any]:
    """Ask everything once; the first question is the cold one and is asked again with the others."""
    search = contestant.open(job)
    search(questions[0][1], LIMIT)
    cold = time.time() - started
    found, late = {}, []
    for name, asked in questions:
        begun = time.perf_counter()
        found[name] = [[f.plan, f.text] for f in search(asked, LIMIT)]
        late.append((time.perf_counter() - begun) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cold_s": cold, "latencies_ms": late, "peak_mb": peak, "passages": found}


def main(name: str, what: str, path: str) -> None:
    """Run a lap and print its result."""
    job, questions, started = read_job(Path(path))
    contestant = call(name)
    result = build_lap(contestant, job) if what == "build" else ask_lap(contestant, job, questions, started)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:4])
