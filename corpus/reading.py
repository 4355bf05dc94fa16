"""The plain reading of a wording: Simplified characters, half-width digits, full-width punctuation, character for character.

Rules are written once for this reading; because no character is added or lost, every place in it is a place in the wording, and
what is quoted stays as published.
"""

import re

from corpus.numerals import READ_OUT
from corpus.script import simplified

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FULL_WIDTH_SHIFT = 0xFEE0
#: m² and 米³ are units; 10² is a number, which two figures side by side would change.
_SQUARE = re.compile("(?<=[A-Za-z米])[²³]")
_SQUARE_DIGITS = str.maketrans("²³", "23")
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


#: A year in Chinese numerals, with any of the signs that are written for its zero.
_YEAR = re.compile("[一二][〇○ＯO零九][〇○ＯO零一二三四五六七八九]{2}(?=年)")
#: 一百〇八: the nought of a number.
_NOUGHT = re.compile("(?<=[百千万亿])[〇○](?=[一二三四五六七八九])")
#: 壹佰贰拾万, 叁亿陆仟万: the numerals of contracts and accounts.
_FORMAL = re.compile("[壹贰叁肆伍陆柒捌玖](?:[拾佰仟]|(?=[万亿]))(?:[零万亿]{0,2}[壹贰叁肆伍陆柒捌玖][拾佰仟]?)*")
_FORMAL_SIGNS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_PLAIN = _PlainCharacters(_PUNCTUATION)


def plain_years(words: str) -> str:
    """The words with years in digits, of the same length: 二〇二五年 -> 2025年."""
    return _YEAR.sub(lambda year: year.group().translate(READ_OUT), words)


def plain_reading(words: str) -> str:
    """The plain reading of ``words``, of the same length: 萬噸 -> 万吨, １０％ -> 10%, 二〇二五年 -> 2025年, a half-width comma in prose -> ，."""
    plain = _SQUARE.sub(lambda sign: sign.group().translate(_SQUARE_DIGITS), plain_years(words.translate(_PLAIN)))
    plain = _COLON.sub("：", _COMMA.sub("，", plain))
    plain = _FORMAL.sub(lambda numeral: numeral.group().translate(_FORMAL_SIGNS), plain)
    plain = _NOUGHT.sub("零", plain)
    return _STRAIGHT_QUOTES.sub(r"“\1”", plain)
