"""``python -m tests.answer_speed [OTHER_CHECKOUT] [--sets public,twelfth]``: processor time of a whole answer, here and in another checkout.

Each checkout answers over an index of the five plans that it has built itself, in a process of its own that has answered some
questions before. Both are asked the same question in turns, so that a machine that is busier for a while slows both.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import numpy as np

_HERE = Path(__file__).parents[1]
_WARMING = 30
_ANSWER = """
import sys, time
from functools import cache
from pathlib import Path
from eval.gold.questions import load_gold
from index.snapshot import open_index
from retrieval.assistant import Assistant
assistant = Assistant(open_index(Path(sys.argv[1])))
load = cache(load_gold)
for line in sys.stdin:
    name, number = line.split()
    question = load(Path(f"eval/gold/{name}.jsonl"))[int(number)]
    began = time.process_time()
    assistant.ask(question.question, question.history, mode="extract")
    print(time.process_time() - began, flush=True)
"""


class _Answering:
    """A process that answers in a checkout, told which question by line."""

    def __init__(self, checkout: Path, index: Path) -> None:
        build = [sys.executable, "-m", "index", "build", "--index", str(index)]
        subprocess.run(build, cwd=checkout, capture_output=True, check=True)
        command = [sys.executable, "-c", _ANSWER, str(index)]
        self._process = subprocess.Popen(
            command, cwd=checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, name: str, number: int) -> float:
        """Milliseconds of processor time of an answer."""
        print(name, number, file=_open(self._process.stdin), flush=True)
        return float(_open(self._process.stdout).readline()) * 1000

    def end(self) -> None:
        """Let it end."""
        _open(self._process.stdin).close()
        self._process.wait()


def _open(pipe: IO[str] | None) -> IO[str]:
    assert pipe
    return pipe


def main() -> None:
    """Print a line a checkout: the median and the 95th percentile of its answers' milliseconds, and the other's as a part of those here."""
    parser = argparse.ArgumentParser(prog="python -m tests.answer_speed", description=main.__doc__)
    parser.add_argument("other", type=Path, nargs="*")
    parser.add_argument("--sets", default="public")
    arguments = parser.parse_args()
    sets = arguments.sets.split(",")
    asked = [(name, n) for name in sets for n in range(_size(name))]
    with tempfile.TemporaryDirectory() as folder:
        checkouts = [_HERE, *(path.resolve() for path in arguments.other)]
        answering = [_Answering(checkout, Path(folder) / str(n)) for n, checkout in enumerate(checkouts)]
        for name, number in asked[-_WARMING:]:
            for each in answering:
                each.ask(name, number)
        spent = np.array([[each.ask(name, number) for each in answering] for name, number in asked[:-_WARMING]])
        for each in answering:
            each.end()
    for checkout, own in zip(checkouts, spent.T, strict=True):
        p50, p95 = np.percentile(own, (50, 95))
        part = np.median(own / spent[:, 0])
        print(f"{checkout.name}\t{len(own)}\tp50 {p50:.1f}\tp95 {p95:.1f}\tmean {own.mean():.1f}\t{part:.0%}")


def _size(name: str) -> int:
    return sum(bool(line.strip()) for line in (_HERE / f"eval/gold/{name}.jsonl").open(encoding="utf-8"))


if __name__ == "__main__":
    main()
