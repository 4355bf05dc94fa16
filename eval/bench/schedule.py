"""A dry run of reading a very large catalogue in shares: which job gets how much, how long all take, what dying workers cost.

Names and sizes of the documents are made up; the shares are those of ``python -m index build --part``, the seconds those measured on
the documents of an index that was built.
"""

from dataclasses import asdict, dataclass
from heapq import heappop, heappush
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.share import Share

#: Sizes of documents: e to the power of a normal variable, whose spread is that of the lengths of the five plans.
_SPREAD = 0.5


@dataclass(frozen=True, slots=True)
class Pace:
    """What was measured: seconds of processor time that a document of ``bytes`` takes to be read, and to be published."""

    bytes: float
    read_seconds: float
    publish_seconds: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """A catalogue read in shares: documents and hours of the jobs, and hours until all were read, with ``deaths`` workers killed."""

    documents: int
    jobs: int
    machines: int
    cores: int
    fewest: int
    most: int
    shortest_hours: float
    longest_hours: float
    read_hours: float
    deaths: int
    read_twice: int
    read_hours_with_deaths: float
    publish_hours: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary."""
        return asdict(self)


def plan_schedule(documents: int, jobs: int, machines: int, cores: int, deaths: int, pace: Pace) -> Schedule:
    """Give out the documents to ``jobs`` shares, run these on ``machines`` of ``cores`` each, a job a machine at a time, and kill
    ``deaths`` of the workers somewhere in the middle: their jobs are begun again and make only what was not finished."""
    random = Random(documents)  # noqa: S311  # a simulation, no secrets
    sizes = np.exp(np.random.default_rng(documents).normal(0, _SPREAD, documents))
    seconds = sizes / sizes.mean() * pace.read_seconds / cores
    held = _held(documents, jobs)
    hours = np.bincount(held, weights=seconds, minlength=jobs) / 3600
    counts = np.bincount(held, minlength=jobs)
    dying = random.sample(range(jobs), min(deaths, jobs))
    slowed = hours.copy()
    slowed[dying] += seconds.mean() / 3600  # the document that was in hand is read again
    return Schedule(
        documents=documents,
        jobs=jobs,
        machines=machines,
        cores=cores,
        fewest=int(counts.min()),
        most=int(counts.max()),
        shortest_hours=round(float(hours.min()), 2),
        longest_hours=round(float(hours.max()), 2),
        read_hours=round(_makespan(hours, machines), 2),
        deaths=len(dying),
        read_twice=len(dying) * cores,
        read_hours_with_deaths=round(_makespan(slowed, machines), 2),
        publish_hours=round(documents * pace.publish_seconds / 3600, 2),
    )


def _held(documents: int, jobs: int) -> NDArray[np.int64]:
    """The share of each document, from 0."""
    return np.array([Share.of_name(f"方案{number:07d}.pdf", jobs) - 1 for number in range(documents)], dtype=np.int64)


def _makespan(hours: NDArray[np.float64], machines: int) -> float:
    """Hours until the last job ends, each begun as soon as a machine is free, as a job array does."""
    free = [0.0] * machines
    for job in hours.tolist():
        heappush(free, heappop(free) + job)
    return max(free)
