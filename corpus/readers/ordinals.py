"""Numbers as list labels write them: 一, 十一, 壹, 甲, ①, iv, b, １. Word and web lists store 11, the reader sees 十一."""

from corpus.numerals import FIGURES as _CN

_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

#: Names of number formats in WordprocessingML and CSS that write 一, 二, 三.
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "japaneseDigitalTenThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "koreanCounting",
    "cjk-ideographic",
    "simp-chinese-informal",
    "trad-chinese-informal",
    "cjk-decimal",
)
_FORMAL = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal", "simp-chinese-formal")
_CIRCLED = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "ideographEnclosedCircle")


def ordinal(number: int, style: str) -> str:
    """``number`` (1 or more) in a number format of WordprocessingML or CSS; an unknown format is written in plain digits."""
    if number < 1 or number > 9999:
        return str(number)
    if style in _CHINESE:
        return chinese(number)
    if style in _FORMAL:
        return _counted(number, _LEGAL, "拾佰仟")
    if style in _CIRCLED and number <= 20:
        return chr(0x245F + number)
    if style == "decimalEnclosedParen" and number <= 20:
        return chr(0x2473 + number)
    if style == "decimalEnclosedFullstop" and number <= 20:
        return chr(0x2487 + number)
    return _plain(number, style)


def _plain(number: int, style: str) -> str:
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate({48 + i: 0xFF10 + i for i in range(10)})
    if style in ("decimalZero", "decimal-leading-zero"):
        return f"{number:02d}"
    if style in ("lowerLetter", "lower-alpha", "lower-latin", "a"):
        return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
    if style in ("upperLetter", "upper-alpha", "upper-latin", "A"):
        return _plain(number, "lowerLetter").upper()
    if style in ("lowerRoman", "lower-roman", "i"):
        return _roman(number)
    if style in ("upperRoman", "upper-roman", "I"):
        return _roman(number).upper()
    if style == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if style == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    return str(number)


def chinese(number: int) -> str:
    """21 -> 二十一, 110 -> 一百一十, 15 -> 十五."""
    written = _counted(number, _CN, "十百千")
    return written[1:] if written.startswith("一十") else written


def _counted(number: int, digits: str, units: str) -> str:
    parts: list[str] = []
    written = str(number)
    for place, sign in enumerate(written):
        power = len(written) - place - 1
        if sign != "0":
            parts.append(digits[int(sign)] + (units[power - 1] if power else ""))
        elif parts and parts[-1] != digits[0]:
            parts.append(digits[0])
    return "".join(parts).rstrip(digits[0])


def _roman(number: int) -> str:
    parts = []
    for value, sign in (*_ROMAN, *_ROMAN_ONES):
        parts.append(sign * (number // value))
        number %= value
    return "".join(parts)
