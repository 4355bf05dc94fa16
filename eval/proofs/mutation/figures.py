"""Changed numbers: the unit kept, the figure another, and one that stands nowhere in the plan."""

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from random import Random

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_COUNTED = re.compile(r"^[个家座条项]")
_TRIES = 60
#: 零增长, 零填埋: a zero written as a word becomes a small share.
_ZERO = "零"


def figures_in(text: str) -> set[str]:
    """Every figure of a text, as written."""
    return set(_FIGURE.findall(text))


def change_figure(value_text: str, way: str, random: Random, taken: Collection[str]) -> str:
    """Another value with the same unit, by one of ``FIGURE_WAYS``; its figure is not one of ``taken``.

    Where the way leads nowhere new (a percentage has few neighbours) any other figure of like size is taken.
    """
    if value_text.startswith(_ZERO):
        fresh = [str(n) for n in range(2, 100) if str(n) not in taken]
        return f"{random.choice(fresh)}%{value_text[1:]}"
    match = _FIGURE.match(value_text)
    if match is None:
        raise ValueError(f"no figure at the start of {value_text!r}")
    figure, unit = match.group(), value_text[match.end() :]
    for change in (FIGURE_WAYS[way], _another, _finer, _wide):
        for _ in range(_TRIES):
            new = change(figure, unit, random)
            if new not in taken and new != figure and _plausible(new, figure, unit):
                return new + unit
    raise ValueError(f"no other figure for {value_text!r}")


def _plausible(new: str, old: str, unit: str) -> bool:
    number = Decimal(new.replace(",", ""))
    share = unit.startswith("%") and Decimal(old.replace(",", "")) <= 100
    return number > 0 and not (share and number >= 100) and not re.match(r"0\d", new)


def _last_digit(figure: str, _unit: str, random: Random) -> str:
    return figure[:-1] + random.choice([d for d in "0123456789" if d != figure[-1]])


def _first_digit(figure: str, _unit: str, random: Random) -> str:
    return random.choice([d for d in "123456789" if d != figure[0]]) + figure[1:]


def _another(figure: str, _unit: str, random: Random) -> str:
    number = Decimal(figure.replace(",", "")) * Decimal(random.randint(30, 190)) / 100
    decimals = len(figure.partition(".")[2])
    return f"{number:.{decimals}f}"


def _finer(figure: str, unit: str, random: Random) -> str:
    """A decimal more or less: 14 becomes 14.3, 14.5 becomes 16; things that are counted stay whole."""
    if _COUNTED.match(unit):
        return _another(figure, unit, random)
    whole = int(Decimal(figure.replace(",", "")))
    if "." in figure:
        return str(whole + random.randint(1, 3))
    return f"{max(1, whole - random.randint(0, 2))}.{random.randint(1, 9)}"


def _longer(figure: str, unit: str, random: Random) -> str:
    """Ten times as much, or a tenth; shares stay shares."""
    if unit.startswith(("%", "个百分点")) or "." in figure:
        return _finer(figure, unit, random)
    return figure + str(random.randint(0, 9)) if len(figure) < 4 else figure[:-1]


def _wide(figure: str, _unit: str, random: Random) -> str:
    """Any whole number of up to one digit more."""
    return str(random.randint(2, 10 ** (len(figure.partition(".")[0]) + 1) - 1))


FIGURE_WAYS: dict[str, Callable[[str, str, Random], str]] = {
    "last_digit": _last_digit,
    "first_digit": _first_digit,
    "another": _another,
    "finer": _finer,
    "longer": _longer,
}
