"""Nothing hangs on fitted words: a copy of the program that lacks a random half of its terms is trained anew and scored on every gold set."""

import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from errors import GoldError

HOME = Path(__file__).resolve().parent.parent.parent
#: The table of wordings, a term a line, and the lexicon, a term a ``[[synonym]]``.
WORDINGS, LEXICON = "index/wordings.tsv", "retrieval/lexicon.toml"
#: No set may fall by more.
MOST_LOST = 0.06
_COPIED = ("*.venv*", "var", ".git", "__pycache__", ".*_cache", ".hypothesis")
_STEPS = (
    ("retrieval", "train"),
    ("index", "build"),
    ("eval", "all", "--fresh"),
    ("eval", "baseline", "--write"),
)
_SYNONYM = re.compile(r"(?m)^(?=\[\[synonym\]\])")


@dataclass(frozen=True, slots=True)
class Halved:
    """The share of right answers on a gold set with all terms and with half of them."""

    gold: str
    whole: float
    half: float

    @property
    def lost(self) -> float:
        """By how much it fell."""
        return self.whole - self.half


def score_halved(copy: Path, seed: int = 1, say: Callable[[str], None] = print) -> list[Halved]:
    """Copy the program, halve its terms, train and score it.

    Args:
        copy: a folder that does not exist yet.

    Raises:
        GoldError: the copy could not be trained or scored.
    """
    shutil.copytree(HOME, copy, ignore=shutil.ignore_patterns(*_COPIED))
    halve_terms(copy, seed)
    for step in _STEPS:
        say("python -m " + " ".join(step))
        done = subprocess.run([sys.executable, "-m", *step], cwd=copy, check=False)  # noqa: S603  # our own commands
        if done.returncode and step[1] != "all":  # what falls below the committed baselines is what is looked for
            raise GoldError(
                f"减半的副本没有跑完：python -m {' '.join(step)}。请看上面的输出，或在 {copy} 里再运行一次。"
            )
    return list(_compare(copy))


def halve_terms(copy: Path, seed: int) -> None:
    """Leave out a random half of the terms, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # reproducible sampling, not a secret
    table = copy / WORDINGS
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text(
        "\n".join(line for line in lines if line.startswith("#") or chance.random() < 0.5) + "\n", encoding="utf-8"
    )
    lexicon = copy / LEXICON
    head, *terms = _SYNONYM.split(lexicon.read_text(encoding="utf-8"))
    lexicon.write_text(head + "".join(term for term in terms if chance.random() < 0.5), encoding="utf-8")


def _compare(copy: Path) -> Iterator[Halved]:
    for path in sorted((HOME / "eval" / "baselines").glob("*.json")):
        whole, half = (_right(root / "eval" / "baselines" / path.name) for root in (HOME, copy))
        yield Halved(path.stem, whole, half)


def _right(path: Path) -> float:
    mean = json.loads(path.read_text(encoding="utf-8"))["metrics"]["right"]["overall"]["全部"]["mean"]
    return float(mean)


def render_halved(scores: list[Halved]) -> str:
    """A table in Markdown."""
    lines = ["| 题集 | 全部词条 | 一半词条 | 差 |", "|---|---:|---:|---:|"]
    lines += [f"| {s.gold} | {s.whole:.3f} | {s.half:.3f} | {-s.lost:+.3f} |" for s in scores]
    return "\n".join(lines)
