"""Traditional Chinese read as Simplified: the only door to OpenCC."""

from functools import cache, lru_cache
from typing import Any

import opencc

#: Longer texts (in characters) are whole documents, read once.
_SHORT = 1000


@cache
def _converter() -> Any:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """The Simplified reading of a text; Simplified text comes back as it is."""
    return _read(text) if len(text) <= _SHORT else str(_converter().convert(text))


@lru_cache(maxsize=16384)  # a question over 3,000 plans is held against the same sentences again and again
def _read(text: str) -> str:
    return str(_converter().convert(text))
