"""A corpus of any size made of the plans at hand: the same clauses with other place names and numbers, always the same ones."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from corpus.catalogue import load_corpus
from corpus.plan import Plan
from corpus.regions import short_name

# names of places that do not exist, such as 澄岭
_FIRST = "澄泓沁润漪湛洺淇沅涧瀚汐岚崧峤嵩岱岫峰屿翠芷蘅茂蔚荟菁苓松柏桐榆梓楠枫檀瑞祺禧祥泰宁靖熙昭旭晖曜昕晟锦绮绫缇"
_SECOND = (
    "岭溪湾浦塘堰渡港洲屏坪坡原野台陵丘峪谷川泽源泉池沼潭渚汀埠桥亭阁庄堡寨营屯店集镇垣城关口门园圃苑林森木禾麦稻粟"
)
# numbers that a figure of a plan is made of; years, document numbers and headings stay as they are
_FIGURE = re.compile(
    r"(?<![\d.．〔第－-])\d{1,6}(?:\.\d+)?(?=\s*(?:%|％|个百分点|[万亿]|吨|千瓦|家|项|公里|公顷|亩|辆|平方米|立方米|座|台))"
)


def write_scale_corpus(folder: Path, plans: int, source: Path) -> int:
    """Write ``plans`` plans into ``folder``, each a variation of one of those in ``source``; bytes of UTF-8 written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, text in scale_plans(plans, source):
        data = text.encode()
        (folder / f"{name}.txt").write_bytes(data)
        written += len(data)
    return written


def scale_plans(plans: int, source: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of the plans, always the same ones for the same source."""
    originals = load_corpus(source).plans
    for number in range(plans):
        original = originals[number % len(originals)]
        yield f"s{number:06d}", vary(original, number)


def vary(plan: Plan, number: int) -> str:
    """The plan's text for place ``number``: its own name wherever the text has the original's, other figures everywhere."""
    place = place_name(number)
    own = short_name(plan.region)
    named = re.compile(r"\s*".join(map(re.escape, own)))  # a title may be spaced out
    random = Random(number)  # noqa: S311  # figures for measuring, no secrets

    def figure(match: re.Match[str]) -> str:
        whole, point, decimals = match.group().partition(".")
        other = random.randint(10 ** (len(whole) - 1), 10 ** len(whole) - 1)
        return f"{other}{point}{''.join(random.choice('0123456789') for _ in decimals)}"

    return _FIGURE.sub(figure, named.sub(place, plan.text))


def place_name(number: int) -> str:
    """The name of a place that does not exist; a third character tells apart those beyond the first few thousand."""
    rest, second = divmod(number * 7, len(_SECOND))
    again, first = divmod(rest, len(_FIRST))
    return _FIRST[first] + _SECOND[second] + (_SECOND[again % len(_SECOND)] if again else "")
