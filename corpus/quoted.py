"""The names that a plan itself puts in quotation marks: “光储直柔”, “三通一码”."""

import re

_QUOTED = re.compile(r"[“「『]([\u4e00-\u9fffA-Za-z0-9]{3,12})[”」』]")
_PERIOD = re.compile("十[一二三四五六七八九]五(?:期间|时期|规划)?")
_HAN = re.compile("[\u4e00-\u9fff]")
_FEWEST_HAN = 2


def names_quoted(text: str) -> tuple[str, ...]:
    """The names quoted in a text, each once, in the order they come; no figure, and no five-year period."""
    found = dict.fromkeys(match[1] for match in _QUOTED.finditer(text))
    return tuple(name for name in found if len(_HAN.findall(name)) >= _FEWEST_HAN and not _PERIOD.fullmatch(name))
