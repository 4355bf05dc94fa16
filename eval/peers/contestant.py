"""What every contestant can do: build an index of plan texts in a folder, and open it to search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; ``history`` holds (role, content) of the turns before it, which only some contestants read."""

    question: str
    history: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of a ranking."""

    plan: str
    text: str


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be indexed, and where: plan id -> text, the corpus folder they came from, the names of each plan's place."""

    texts: Mapping[str, str]
    names: Mapping[str, Sequence[str]]
    corpus: Path
    index: Path
    passage_tokens: int


class Search(Protocol):
    """An opened index."""

    def __call__(self, asked: Asked, limit: int) -> list[Found]:
        """At most ``limit`` passages, best first."""
        ...


class Contestant(Protocol):
    """A way to search."""

    def build(self, job: Job) -> int:
        """Write an index; returns the number of passages."""
        ...

    def open(self, job: Job) -> Search:
        """Open what :meth:`build` wrote."""
        ...
