"""Canonical names of indicators: one name for what plans write in several ways. The synonyms are data, in indicators.toml."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from corpus.actions import is_only_action
from corpus.reading import plain_reading

_DATA = Path(__file__).with_name("indicators.toml")
_BRACKETS = re.compile(r"（[^（）]*(?:含|除外|以下|包括|\d|简称)[^（）]*）|（[^（）]*）$")
_SHARE_OF = re.compile(r"占(?P<whole>.{1,30}?)的?(?:比重|比例|比率|占比)$")
_SHARE = re.compile(r"(?:所占|的)?(?:比重|占比)$")
_LEAD = re.compile(
    r"^(?:全(?:市|省|州|县|区|国|社会)(?!域|员)|我(?:市|省|州|县|区)|本(?:市|省|州|县|区))(?:的)?|^(?:实现|推动|确保|基本|力争|主要污染物(?=化学需氧|氨氮|氮氧化|挥发性))"
)


@cache
def _synonyms() -> tuple[dict[str, str], dict[str, str]]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    names = {other: name for name, others in data["names"].items() for other in others}
    return data["words"], names


@lru_cache(maxsize=4096)
def canonical_name(indicator: str) -> str:
    """The canonical name of an indicator as written; a name without synonyms keeps its own words, in Simplified characters."""
    words, names = _synonyms()
    name = plain_reading(indicator)
    bare = _BRACKETS.sub("", name)
    name = name if is_only_action(bare) else bare or name
    for old, new in words.items():
        name = name.replace(old, new)
    while lead := _LEAD.match(name):
        if lead.end() in (0, len(name)):
            break
        name = name[lead.end() :]
    share = _SHARE_OF.search(name)
    name = f"{name[: share.start()]}占{share['whole']}比重" if share else _SHARE.sub("占比", name)
    return names.get(name, name)
