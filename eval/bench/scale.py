"""A corpus of any size made of the plans at hand: the same clauses with other place names, numbers and words, always the same ones.

No text from elsewhere comes in: a word is exchanged for another of the plans' own words of the same length, as often as those occur,
so that sentences are as various as sentences of so many plans would be, while headings, brackets and layout stay.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from corpus.catalogue import load_corpus
from corpus.plan import Plan
from corpus.regions import short_name
from index.keyword import words

# names of places that do not exist, such as 澄岭
_FIRST = "澄泓沁润漪湛洺淇沅涧瀚汐岚崧峤嵩岱岫峰屿翠芷蘅茂蔚荟菁苓松柏桐榆梓楠枫檀瑞祺禧祥泰宁靖熙昭旭晖曜昕晟锦绮绫缇"
_SECOND = (
    "岭溪湾浦塘堰渡港洲屏坪坡原野台陵丘峪谷川泽源泉池沼潭渚汀埠桥亭阁庄堡寨营屯店集镇垣城关口门园圃苑林森木禾麦稻粟"
)
# numbers that a figure of a plan is made of; years, document numbers and headings stay as they are
_FIGURE = re.compile(
    r"(?<![\d.．〔第－-])\d{1,6}(?:\.\d+)?(?=\s*(?:%|％|个百分点|[万亿]|吨|千瓦|家|项|公里|公顷|亩|辆|平方米|立方米|座|台))"
)


_WORDS = re.compile(r"[\u4e00-\u9fff]{2,4}")
_KEPT = re.compile(r"[（〔《(“][^（）〔〕《》()“”]*[）〕》)”]")  # bodies, titles and terms
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]|附|第.{1,3}[章条])[^。]*"
)
_SHORTEST_LINE = 12  # shorter ones are titles, dates, signatures
_EXCHANGED = 0.15  # of the words


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
    pool: dict[int, list[str]] = {}
    for plan in originals:
        for word in words(plan.text):
            if _WORDS.fullmatch(word):
                pool.setdefault(len(word), []).append(word)
    cut = [[_cut_line(line) for line in plan.text.split("\n")] for plan in originals]
    for number in range(plans):
        which = number % len(originals)
        random = Random(number)  # noqa: S311  # texts for measuring, no secrets
        text = "\n".join("".join(_exchange(line, pool, random)) for line in cut[which])
        yield f"s{number:06d}", _rename(originals[which], text, number, random)


def _cut_line(line: str) -> list[str]:
    """A line in words; what must stay as it is comes in one piece that no word of the pool is like."""
    heading = _HEADING.match(line)
    at = heading.end() if heading else 0
    pieces = [line[:at]]
    if len(line) < _SHORTEST_LINE:
        return [line]
    for kept in _KEPT.finditer(line, at):
        pieces += [*words(line[at : kept.start()]), kept.group()]
        at = kept.end()
    return [*pieces, *words(line[at:])]


def _exchange(line: list[str], pool: dict[int, list[str]], random: Random) -> Iterator[str]:
    for number, word in enumerate(line):
        exchanged = number and _WORDS.fullmatch(word) and random.random() < _EXCHANGED
        yield random.choice(pool[len(word)]) if exchanged else word


def _rename(plan: Plan, text: str, number: int, random: Random) -> str:
    """The text with its own place name wherever it has the original's, and other figures everywhere."""
    place = place_name(number)
    own = short_name(plan.region)
    named = re.compile(r"\s*".join(map(re.escape, own)))  # a title may be spaced out

    def figure(match: re.Match[str]) -> str:
        whole, point, decimals = match.group().partition(".")
        other = random.randint(10 ** (len(whole) - 1), 10 ** len(whole) - 1)
        return f"{other}{point}{''.join(random.choice('0123456789') for _ in decimals)}"

    return _FIGURE.sub(figure, named.sub(place, text))


def place_name(number: int) -> str:
    """The name of a place that does not exist; a third character tells apart those beyond the first few thousand."""
    rest, second = divmod(number * 7, len(_SECOND))
    again, first = divmod(rest, len(_FIRST))
    return _FIRST[first] + _SECOND[second] + (_SECOND[again % len(_SECOND)] if again else "")
