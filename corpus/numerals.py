"""Numbers in Chinese numerals: 一千五百 -> 1500, 十二点五 -> 12.5, 一亿二千万 -> 120000000, 二〇二五 -> 2025."""

#: The figures from nought on, and the signs that number headings.
FIGURES = "零一二三四五六七八九"
ORDINALS = f"{FIGURES[1:]}十百"
#: Numbers read out figure by figure, with any of the signs that are written for nought, to digits.
READ_OUT = str.maketrans(f"〇○ＯO{FIGURES}", "00000123456789")

_DIGITS = {sign: value for value, sign in enumerate(FIGURES)} | {"两": 2, "〇": 0, "○": 0}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SIZES = {"万": 10_000, "亿": 100_000_000}


def numeral(text: str) -> float:
    """The value of a numeral; other signs count nothing."""
    whole, _, part = text.partition("点")
    total, section, digit, last = 0, 0, 0, 0
    read_out = _is_read_out(whole)
    for sign in whole:
        if size := _SIZES.get(sign):
            if size > last:  # 一千万亿: all before it is counted in it; 一亿二千万: only what stands between the two
                total = (total + section + digit or 1) * size
            else:
                total += (section + digit or 1) * size
            section, digit, last = 0, 0, size
        elif sign in _STEPS:
            section, digit = section + (digit or 1) * _STEPS[sign], 0
        else:
            digit = digit * 10 + _DIGITS.get(sign, 0) if read_out else _DIGITS.get(sign, 0)
    decimals = "".join(str(_DIGITS[sign]) for sign in part if sign in _DIGITS)
    return total + section + digit + (float(f"0.{decimals}") if decimals else 0.0)


def _is_read_out(whole: str) -> bool:
    """Whether a number is read out figure by figure: 二〇二五."""
    return len(whole) > 1 and all(sign in _DIGITS for sign in whole)
