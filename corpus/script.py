"""Traditional Chinese read as Simplified: the only door to OpenCC."""

from functools import cache
from typing import Any

import opencc


@cache
def _converter() -> Any:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """The Simplified reading of a text; Simplified text comes back as it is."""
    return str(_converter().convert(text))
