"""The plain reading of a wording: Simplified characters, half-width digits, full-width punctuation, character for character.

Rules are written once for this reading; because no character is added or lost, every place in it is a place in the wording, and
what is quoted stays as published.
"""

import re

from corpus.script import simplified

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FULL_WIDTH_SHIFT = 0xFEE0
_SUPERSCRIPTS = {ord("²"): "2", ord("³"): "3"}
_PUNCTUATION = {ord(";"): "；", ord("("): "（", ord(")"): "）", ord("～"): "~", ord("﹪"): "%"}
_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
_COLON = re.compile(r":(?!\d)|(?<!\d):")
_STRAIGHT_QUOTES = re.compile(r'"([^"\n]{1,30})"')


class _PlainCharacters(dict[int, str]):
    """Code point -> its plain character, worked out once for each character that occurs."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = sign
        if code in _FULL_WIDTH:
            half = chr(code - _FULL_WIDTH_SHIFT)
            plain = half if half.isalnum() or half in "%./+<>=&" else sign
        elif code > 0x2E7F:
            plain = simplified(sign)
        self[code] = plain if len(plain) == 1 else sign
        return self[code]


_PLAIN = _PlainCharacters(_SUPERSCRIPTS | _PUNCTUATION)


def plain_reading(words: str) -> str:
    """The plain reading of ``words``, of the same length: 萬噸 -> 万吨, １０％ -> 10%, a half-width comma in prose -> ，."""
    plain = words.translate(_PLAIN)
    plain = _COLON.sub("：", _COMMA.sub("，", plain))
    return _STRAIGHT_QUOTES.sub(r"“\1”", plain)
