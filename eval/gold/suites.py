"""Which gold sets are run over which corpora (suites.toml)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from errors import GoldError

_HOME = Path(__file__).resolve().parent.parent.parent
SUITES = Path(__file__).parent / "suites.toml"


@dataclass(frozen=True, slots=True)
class Suite:
    """A gold set and the corpus it asks about. ``name`` is the gold file's stem."""

    title: str
    gold: Path
    corpus: Path

    @property
    def name(self) -> str:
        """The name of its baseline and its results folder."""
        return self.gold.stem


def load_suites(path: Path = SUITES) -> list[Suite]:
    """Read a list of suites.

    Raises:
        GoldError: the file is missing or malformed.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["suite"]
        return [Suite(str(row["title"]), _HOME / row["gold"], _HOME / row["corpus"]) for row in rows]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise GoldError(f"{path} 无法读取（{error}）。请为每套题写 title、gold 和 corpus。") from None
