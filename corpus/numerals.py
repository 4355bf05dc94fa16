"""Numbers in Chinese numerals: 一千五百 -> 1500, 十二点五 -> 12.5, 二〇二五 -> 2025."""

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SIZES = {"万": 10_000, "亿": 100_000_000}


def numeral(text: str) -> float:
    """The value of a numeral; other signs count nothing."""
    whole, _, part = text.partition("点")
    total, section, digit = 0, 0, 0
    for sign in whole:
        if sign in _SIZES:
            total, section, digit = (total + section + digit or 1) * _SIZES[sign], 0, 0
        elif sign in _STEPS:
            section, digit = section + (digit or 1) * _STEPS[sign], 0
        else:
            digit = digit * 10 + _DIGITS.get(sign, 0) if _is_read_out(whole) else _DIGITS.get(sign, 0)
    decimals = "".join(str(_DIGITS[sign]) for sign in part if sign in _DIGITS)
    return total + section + digit + (float(f"0.{decimals}") if decimals else 0.0)


def _is_read_out(whole: str) -> bool:
    """Whether a number is read out figure by figure: 二〇二五."""
    return len(whole) > 1 and all(sign in _DIGITS for sign in whole)
