"""How long a process that has just begun takes to open an index and to find the passages for its first question."""

import os
import time
from pathlib import Path
from typing import Any

from eval.bench.questions import questions_about
from index.embed import EmbeddingChoice
from index.snapshot import open_index
from index.versions import read_pointer
from retrieval.question.understanding import understand
from retrieval.search.ranking import rank_passages

_PASSAGES = 20


def measure_opening(folder: Path, source: Path, *, forget: bool) -> dict[str, Any]:
    """Seconds to open (every checksum is compared), to understand the first question and to rank its passages.

    ``forget``: the files are to be read from the disk, not from what the system keeps of them in memory.
    """
    if forget:
        _forget(folder / "versions" / read_pointer(folder)[0])
    began = time.perf_counter()
    index = open_index(folder, choice=EmbeddingChoice("bundled"))
    opened = time.perf_counter()
    asked = questions_about(index.plans, source, 1)[0]
    ready = time.perf_counter()
    query = understand(asked.scoped, (), index.plans)
    understood = time.perf_counter()
    rank_passages(index, query, _PASSAGES)
    ranked = time.perf_counter()
    return {
        "open": round(opened - began, 2),
        "understand": round(understood - ready, 2),
        "rank": round(ranked - understood, 2),
    }


def _forget(directory: Path) -> None:
    """Have the system drop what it keeps of the files in memory."""
    for path in directory.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)
