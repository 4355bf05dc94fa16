"""Runs a command and watches what it costs: time, processor time, memory of all its processes together."""

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of processor time; the most memory at once in MB (shared pages counted once), page cache in it."""

    output: str
    seconds: float
    cpu_seconds: float
    peak_mb: float


def run_watched(command: Sequence[str]) -> Cost:
    """Run a Python command of ours to its end.

    Raises:
        RuntimeError: it failed.
    """
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, *command], cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    output, errors = process.communicate()
    watcher.join()
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {errors[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(output, seconds, cpu, peak[0])


def memory_mb(process: int | None = None) -> tuple[float, float]:
    """(memory of its own, mapped files) of a process, in MB; Linux only, else zeros."""
    found = {"Pss_Anon": 0.0, "Pss_File": 0.0}
    try:
        for line in Path(f"/proc/{process or os.getpid()}/smaps_rollup").read_text(encoding="ascii").splitlines():
            name, _, rest = line.partition(":")
            if name in found:
                found[name] = int(rest.split()[0]) / 1024
    except (OSError, IndexError, ValueError):
        pass
    return found["Pss_Anon"], found["Pss_File"]


def _watch(process: "subprocess.Popen[str]", peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(sum(memory_mb(number)) for number in _tree(process.pid)))
        time.sleep(_EVERY)


def _tree(process: int) -> Iterator[int]:
    yield process
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(number) for number in tasks.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for child in children:
            yield from _tree(child)
