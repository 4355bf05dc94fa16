"""The language that a caller reads: Chinese, unless it asks for English first (RFC 9110, Accept-Language)."""

import re
from collections.abc import Iterable
from typing import Literal

Language = Literal["zh", "en"]

_RANGE = re.compile(r"(?P<tag>[a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*(?P<weight>[01](?:\.[0-9]{0,3})?))?")
_RANGES = 20
"""Languages of one header that are looked at."""
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def language_asked(headers: Iterable[tuple[bytes, bytes]]) -> Language:
    """The language that the headers of a request ask for."""
    told = b",".join(value for name, value in headers if name.lower() == b"accept-language")
    best: dict[Language, float] = {"zh": 0.0, "en": 0.0}
    for part in told.decode("latin-1").lower().split(",")[:_RANGES]:
        read = _RANGE.fullmatch(part.strip())
        main = read["tag"].partition("-")[0] if read else ""
        if read and main in ("zh", "en"):
            language: Language = "en" if main == "en" else "zh"
            best[language] = max(best[language], float(read["weight"] or 1))
    return "en" if best["en"] > best["zh"] else "zh"


def language_of(text: str) -> Language:
    """The language that a question is written in: Chinese where a Chinese character stands in it, or nothing at all."""
    return "zh" if _HAN.search(text) or not any(letter.isalpha() for letter in text) else "en"
