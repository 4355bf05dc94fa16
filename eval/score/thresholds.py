"""Floors given on the command line: one number for all, or ``name=number`` for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from errors import GoldError


@dataclass(frozen=True, slots=True)
class Thresholds:
    """``everywhere`` holds for every name that ``by_name`` does not mention."""

    everywhere: float
    by_name: dict[str, float]

    def floor(self, name: str) -> float:
        """The least share that is good enough for this name."""
        return self.by_name.get(name, self.everywhere)


def read_thresholds(given: Sequence[str], names: Collection[str]) -> Thresholds:
    """Read ``0.9`` and ``name=0.9``; later ones win.

    Raises:
        GoldError: not a share between 0 and 1, or a name that is not one of ``names``.
    """
    everywhere, by_name = 0.0, {}
    for item in given:
        name, found, number = item.rpartition("=")
        try:
            share = float(number)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1 or (found and name not in names):
            raise GoldError(f"--min {item} 不可用：应是 0 到 1 的数，或 名称=数，名称可用 {'、'.join(names)}。请修改。")
        if found:
            by_name[name] = share
        else:
            everywhere = share
    return Thresholds(everywhere, by_name)
