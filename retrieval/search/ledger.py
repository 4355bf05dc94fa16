"""Rows of the number ledger that a question asks for, plan by plan."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus.comparisons import read_approach
from corpus.periods import PART_OF_YEAR
from corpus.plan import Target
from corpus.regions import find_mentions
from corpus.script import simplified
from index.kept import Kept
from index.snapshot import Index
from retrieval.question.indicators import is_growth
from retrieval.question.query import Query
from retrieval.question.sounds import sounds_within
from retrieval.question.topic import LEVELS, Concept
from retrieval.search.figures import is_given_in, is_share, part_of
from retrieval.search.lines import Lines
from retrieval.search.parted import asked_parts
from retrieval.search.window import WeightedConcept, covers
from retrieval.search.wording import SETS_CONDITION

#: Below this share of the question's weight a row is about something else.
LEAST_FIT = 0.55
#: … and below this where the question asks for several things, of which it is one.
LEAST_FIT_OF_SEVERAL = 0.4
#: What a row that measures something else keeps of its fit.
OTHER_MEASURE = 0.75
#: What says of a name only that it is of the whole: 进出口总额, of 进出口.
_TOTAL = "总额"
#: Words of a measure that indicators do without: 占比 is said 比重, 降幅 下降.
GOAL_WORDS, SHARE_WORDS = frozenset({"目标", "指标"}), frozenset({"比例", "占比", "比重"})
_MEASURE_WORDS = GOAL_WORDS | SHARE_WORDS | {"降幅", "总量"}
#: A row that leaves out this much of the words of the indicator named is of something else, and keeps this much of its fit.
LEFT_OUT = 0.26
OTHER_INDICATOR = 0.6
#: Where a thing is measured, not what.
_SECTORS = LEVELS | frozenset("农村 乡村 城市 城镇 城区 县城 工业 农业 居民 机关 公共机构 企业 建筑 交通".split())
HALF = 0.5
#: What one thing is measured by: 单位GDP能耗, 万元工业增加值用水量. A question that says so means the whole.
_PER = "(?:单位|每?[万亿]元|每)"
_SAYS_BY_WHAT = re.compile(_PER)
_SAYS_PER = ("单位", "万元", "亿元", "每")
_PARTS = re.compile(r"[，。；：（）\n]")
_SEMICOLON = "；"
#: Rows this close to the best fit as well as it does.
TIE = 0.03
_CLOSE = 0.1
CLOSE_BESIDE = 2 * _CLOSE
#: Where several things are asked, rows beside the best have this share of its share …
_SEVERAL_SHARE = 0.7
#: … and another thing asked adds this share of the question's weight, in a row that fits this share as well as the best.
_LEFT_OVER = 0.08
_FITS_BESIDE = 0.5
#: What the heading of a row and its sentence count beside its own name.
HEADING_SHARE = 0.5
SENTENCE_SHARE = 0.4
#: The fit of a row is its share of the question, this much of it only where the question says the indicator's name.
TOLD_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Match:
    """A target: the ``share`` of the question's weight it covers and how well it ``fits`` it (both 0..1), concept by concept."""

    target: Target
    share: float
    fit: float
    covered: tuple[float, ...]


def rows_of(index: Index, query: Query, plan: str) -> tuple[Target, ...]:
    """The rows of a plan that a question may ask for: its goals, and of the year before, where that is asked of, what was done in it."""
    results = index.results_of_plan(plan) if query.years else ()
    goals = asked_parts(query, index.targets_of_plan(plan))
    return (*goals, *(row for row in results if row.target_year in query.years))


def match_targets(query: Query, weighted: Sequence[WeightedConcept], targets: Sequence[Target]) -> list[Match]:
    """The targets of one plan that a question asks for, in text order; empty when none fits.

    The best row brings its companions (the same indicator's 力争 value) and the rows that fit as well (all four pollutants when
    none is named); when the question names several things (A和B各是多少), rows that cover the rest follow.
    """
    rows = _Rows.of(tuple(targets))
    covered = rows.covered(weighted)
    return fitting(query, weighted, [hold(query, weighted, *row) for row in zip(targets, covered, strict=True)])


def fitting(query: Query, weighted: Sequence[WeightedConcept], matches: Sequence[Match]) -> list[Match]:
    """Those of the rows of one plan, each held against a question, that it asks for; see :func:`match_targets`."""
    candidates = sorted((m for m in matches if m.fit > 0), key=lambda m: (-m.fit, m.target.start))
    candidates, carries = _of_own_thing(query, weighted, candidates)
    several = query.several
    least = LEAST_FIT_OF_SEVERAL if several else LEAST_FIT
    if not candidates or candidates[0].fit < least * carries:
        return []
    if several:
        chosen = _several(candidates, [w.weight for w in weighted])
    else:
        best = candidates[0]
        close = _CLOSE if len(query.scope.plans) == 1 else CLOSE_BESIDE  # plans word one thing in several rows
        chosen = [m for m in _in_clause(candidates, best) if m.share >= best.share - TIE and m.fit >= best.fit - close]
    chosen += [m for m in candidates if m not in chosen and any(same_indicator(m.target, c.target) for c in chosen)]
    return sorted(chosen, key=lambda m: m.target.start)


def _of_own_thing(query: Query, weighted: Sequence[WeightedConcept], matches: list[Match]) -> tuple[list[Match], float]:
    """Of a question that goes on with another thing (氨氮呢), the rows that are called by it, where any row is.

    With them the share of the question's weight that it names itself: what it takes over, such a row need not say. A part of
    what was asked (农村呢) is no other thing.
    """
    if not query.goes_on:
        return matches, 1.0
    own = [at for at, item in enumerate(weighted) if query.asking.says(item.concept.words)]
    if not own or len(own) == len(weighted) or query.asking.several():
        return matches, 1.0
    thing = max(own, key=lambda at: weighted[at].weight)
    ways = weighted[thing].concept.alternatives
    named = [m for m in matches if _plain(m.target.indicator).startswith(ways)]
    if weighted[thing].concept.words in _SECTORS:
        return matches, 1.0
    if not named:  # 上海房价呢: rows that have nothing of it are rows of what was asked before
        return [m for m in matches if any(m.covered[at] for at in own)], 1.0
    return named, sum(weighted[at].weight for at in own) / sum(item.weight for item in weighted)


def siblings(told: Sequence[Target], targets: Sequence[Target]) -> list[Target]:
    """The other rows of the enumerations that rows stand in: 另外三项."""
    quotes = {(t.start, t.end) for t in told}
    return [t for t in targets if (t.start, t.end) in quotes and t not in told]


def _several(candidates: Sequence[Match], weights: Sequence[float]) -> list[Match]:
    """The rows for a question that names several things: those by the best one, then those that cover what is left of it."""
    best = candidates[0]
    near = [m for m in _in_clause(candidates, best) if m.share >= _SEVERAL_SHARE * best.share]
    chosen = [m for m in near if m.target.sentence == best.target.sentence or m.fit >= best.fit - TIE]
    left = _left(weights, chosen)
    for match in candidates:
        gain = sum(w * c for w, c in zip(left, match.covered, strict=True)) / (sum(weights) or 1.0)
        if match not in chosen and match.fit >= _FITS_BESIDE * best.fit and gain >= _LEFT_OVER:
            chosen.append(match)
            left = _left(left, [match])
    return chosen


def _in_clause(candidates: Sequence[Match], best: Match) -> list[Match]:
    return [m for m in candidates if m.target.clause == best.target.clause]


def _left(weights: Sequence[float], matches: Sequence[Match]) -> list[float]:
    """What of the weights of the concepts the matches do not cover."""
    left = list(weights)
    for match in matches:
        left = [w * (1 - c) for w, c in zip(left, match.covered, strict=True)]
    return left


@dataclass(frozen=True)
class _Rows:
    """The rows of a ledger as they are held against a question: by their names, their headings and their sentences."""

    names: Lines
    headings: Lines
    sentences: Lines

    @classmethod
    def of(cls, targets: tuple[Target, ...]) -> "_Rows":
        return _LEDGERS.get(targets, cls._made)

    @classmethod
    def _made(cls, targets: tuple[Target, ...]) -> "_Rows":
        return cls(
            Lines.of(map(name_of, targets)),
            Lines.of(_plain(t.section) for t in targets),
            Lines.of(_plain(stretch_of(t)) for t in targets),
        )

    def covered(self, weighted: Sequence[WeightedConcept]) -> list[tuple[float, ...]]:
        """For each row how far it covers each concept (0..1): by its name, less by its heading, least by its sentence."""
        met = []
        for item in weighted:
            ways = item.concept.alternatives
            told = np.maximum(
                HEADING_SHARE * self.headings.covered(ways), SENTENCE_SHARE * self.sentences.covered(ways)
            )
            met.append(np.maximum(self.names.covered(ways), told).tolist())
        return list(zip(*met, strict=True)) if met else [()] * len(self.names.texts)


def stretch_of(target: Target) -> str:
    """The part of its sentence between semicolons that a row stands in."""
    start = target.sentence.find(target.quote)
    before, behind = target.sentence[:start], target.sentence[start:]
    return before[before.rfind(_SEMICOLON) + 1 :] + behind.split(_SEMICOLON, 1)[0] if start >= 0 else target.sentence


#: The ledgers asked last: that of a plan is held against one question after another.
_LEDGERS: Kept[tuple[Target, ...], _Rows] = Kept(64)


def name_of(target: Target) -> str:
    """What a row is called, by which it is held against a question."""
    return _plain(f"{target.indicator} {target.canonical} {target.scope}")


def hold(query: Query, weighted: Sequence[WeightedConcept], target: Target, covered: tuple[float, ...]) -> Match:
    """A row held against a question, of which it covers the concepts so far."""
    if not any(covered) or not is_allowed(query, target) or measures_by(query, weighted, target):
        return Match(target, 0.0, 0.0, ())
    return Match(target, *fit_of(query, weighted, target, covered), covered)


def fit_of(
    query: Query, weighted: Sequence[WeightedConcept], target: Target, covered: Sequence[float]
) -> tuple[float, float]:
    """(share of the question's weight, fit) of a row that may answer, which go by its names and what it covers alone."""
    telling = [c for item, c in zip(weighted, covered, strict=True) if not only_compares_concept(item.concept)]
    if telling and not any(telling):
        return 0.0, 0.0  # of 房价涨了多少 no row says more than that something grew
    # 总量 is asked of several figures together, and no row need say it
    counted = [w for w, c in zip(weighted, covered, strict=True) if c or not is_measure_word(w.concept.words)]
    total = sum(w.weight for w in counted) or 1.0
    share = sum(w.weight * c for w, c in zip(weighted, covered, strict=True)) / total
    name = name_of(target)
    fit = share * (1 - TOLD_SHARE + TOLD_SHARE * told_share(query, target))
    fit *= 1.0 if _same_measure(query, name) else OTHER_MEASURE
    fit *= 1.0 if names_indicator(query, name) else OTHER_INDICATOR
    return share, fit


def only_compares_concept(concept: Concept) -> bool:
    """Whether a word only says how a figure moves: 涨了, 增速."""
    return _any_only_compares(concept.alternatives)


@lru_cache(maxsize=2048)  # each row of a ledger is held against the same words
def _any_only_compares(ways: tuple[str, ...]) -> bool:
    return any(map(only_compares, ways))


def only_compares(words: str) -> bool:
    """Whether words only say how a figure moves or stands: 下降, 达到."""
    return read_approach(words, 0, len(words)).core_end == 0


def measures_by(query: Query, weighted: Sequence[WeightedConcept], target: Target) -> bool:
    """Whether a row only measures another thing by the one asked: 单位GDP能耗 where GDP is asked, and nothing of energy."""
    names = [_plain(target.indicator), _plain(target.canonical)]
    if not any(says_by_what(name) for name in names) or any(query.asking.says(word) for word in _SAYS_PER):
        return False
    things = [item for item in weighted if item.concept.words not in _SECTORS]
    ways = {_plain(way).lower() for item in things for way in item.concept.alternatives}
    if not any(way in name.lower() for way in ways for name in names):
        return False
    per = _per(things)
    if not any(per.search(name) for name in names):
        return False
    measured = per.sub(" ", " ".join([*names, _plain(target.scope)]))
    return all(covers(item.concept, measured) < HALF for item in things)


def stands_by_itself(weighted: Sequence[WeightedConcept], row: Target, text: str) -> bool:
    """Whether a text speaks of the thing that a row only measures by: 地区生产总值增长5%, where the row is 单位地区生产总值能耗."""
    per = _per([item for item in weighted if item.concept.words not in _SECTORS])
    named = per.search(_plain(row.indicator))
    things = [item for item in weighted if named and covers(item.concept, named.group()) == 1]
    parts = _PARTS.split(per.sub(" ", _plain(text))) if things else ()
    return any(all(covers(item.concept, part) == 1 for item in things) for part in parts)


@lru_cache(maxsize=4096)
def says_by_what(name: str) -> bool:
    """Whether a name says by what it measures: 单位GDP能耗."""
    return bool(_SAYS_BY_WHAT.search(name))


def _per(things: Sequence[WeightedConcept]) -> re.Pattern[str]:
    """What a row measures by one of the things."""
    return _per_of(tuple(way for item in things for way in item.concept.alternatives))


@lru_cache(maxsize=256)  # every row of a ledger is held against the same question
def _per_of(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    ways = [re.escape(_plain(way)) for way in alternatives]
    return re.compile(rf"{_PER}[^\s]{{0,2}}?(?:{'|'.join(ways)})(?=[^\s]{{2}})", re.IGNORECASE)


def is_allowed(query: Query, target: Target) -> bool:
    """A row of another year or of a part of one, of no figure in the unit asked, that grows where a total is asked, silent about a named county, or a condition (大于60公里的，) is
    no answer.
    """
    part = PART_OF_YEAR.search(target.indicator)
    if _is_condition(target) or (part.group() if part else "") != query.asking.part_of_year:
        return False
    if query.years and target.target_year not in query.years:
        return False
    if (query.asks_amount and is_growth(target.indicator)) or (query.asks_total and is_share(target.unit)):
        return False
    if query.units and target.value is not None and not is_given_in(target, query.units):
        return False
    counties = query.scope.counties if query.scope.reason == "county" else ()
    return not counties or _is_of_county(target, counties)


def _is_of_county(target: Target, counties: Sequence[str]) -> bool:
    """Whether a row speaks of one of the counties named."""
    if place := part_of(target):
        return any(c in place for c in counties)
    named = target.indicator + target.scope
    of_another = bool(find_mentions(target.indicator))  # 甲市、乙市机场: the figure of one is in the quote of the other
    return any(c in (named if of_another else named + target.quote) for c in counties)


def _is_condition(target: Target) -> bool:
    end = target.sentence.find(target.quote) + len(target.quote)
    return bool(SETS_CONDITION.match(target.sentence, end)) and target.quote in target.sentence


def _same_measure(query: Query, name: str) -> bool:
    """Whether a row measures what is asked: 减排量 is not 排放量, 治理率 is not 覆盖率."""
    asked = query.asking.measures
    return not asked or any(measure in name for measure in asked)


def names_indicator(query: Query, name: str) -> bool:
    """Whether a row's name (or a sentence) holds the words of the indicator that a question names, unknown words included."""
    phrases = query.asking.indicators
    return not phrases or any(_names(query, phrase, name) for phrase in phrases)


def _names(query: Query, phrase: str, name: str) -> bool:
    inside = [c for c in query.concepts if c.words in phrase and not is_measure_word(c.words)]
    total = sum(c.weight for c in inside)
    missed = sum(c.weight for c in inside if covers(c, name) < HALF and not sounds_within(c.words, name))
    return not total or missed / total <= LEFT_OUT


@lru_cache(maxsize=1024)  # every row of a ledger is held against the same words
def is_measure_word(words: str) -> bool:
    """Whether a word only says how something is measured or meant (占比, 目标), by letter or by sound."""
    return words in _MEASURE_WORDS or any(sounds_within(words, word) for word in _MEASURE_WORDS)


def told_share(query: Query, target: Target) -> float:
    """Share of the indicator's own character pairs that the question (or its official wording) says: 0 to 1."""
    names = [without_total(_plain(target.canonical)), without_total(_plain(target.indicator))]
    return max((_pairs_in(name, query) for name in names), default=0.0)


def without_total(name: str) -> str:
    """The name of an indicator without what only says that it is of the whole: a question of 进出口 asks for 进出口总额, and not for 对某国进出口."""
    return name[:2] + name[2:].replace(_TOTAL, "")


def _pairs_in(name: str, query: Query) -> float:
    pairs = _pairs(name)
    return len(pairs & query.pairs_said) / len(pairs) if pairs else 0.0


@lru_cache(maxsize=4096)  # rows share their names
def _pairs(name: str) -> frozenset[str]:
    return frozenset(map(str.__add__, name, name[1:]))


def same_indicator(one: Target, other: Target) -> bool:
    """Whether a row gives another value of the same indicator: 力争 beside the firm one."""
    return one.canonical == other.canonical and one.scope == other.scope and one.sentence == other.sentence


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return simplified(text)
