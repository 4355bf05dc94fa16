"""Families of names: 市发改委, 市发展改革委 and 州发展改革委 are one department in three places.

Two names are of one family when they differ only in the level of government in front, in the place they are for, and in a well-known
short form. A name that no list knows is a family of its own.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from retrieval.question.bodies import is_short_for, without_level

_FILE = Path(__file__).resolve().parent / "departments.toml"
_JOINTS = re.compile("[和与及、]")
#: 市场监管局 begins with no level of government.
_MARKET = "市场"
_SHORTEST = 3


@lru_cache(maxsize=20_000)
def family_of(body: str, region: str = "") -> str:
    """The common name of a body's family: its full name without level and place, in few words (发展改革委).

    ``region`` is the place that the plan is for, which names of branches hold: 国网郴州供电公司.
    """
    bare = _without_place(body, region)
    bare = bare if bare.startswith(_MARKET) else without_level(bare)
    core = _folded(bare)
    return next((full for full in _full_names() if full == core or is_short_for(core, full)), core)


def _without_place(body: str, region: str) -> str:
    for place in (region, region[:-1]):
        bare = re.sub(rf"[（(]{re.escape(place)}[)）]|{re.escape(place)}", "", body)
        if len(place) > 1 and len(bare) >= _SHORTEST:
            body = bare
    return body


def _folded(name: str) -> str:
    return _JOINTS.sub("", name).replace("委员会", "委").replace("办公室", "办")


@cache
def _full_names() -> tuple[str, ...]:
    """Shortest first: 城管局 is 城市管理局 before anything longer."""
    names = tomllib.loads(_FILE.read_text(encoding="utf-8"))["names"]
    return tuple(sorted(map(_folded, names), key=len))
