"""Rows of the number ledger that a question asks for, told apart by the official things that it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus.plan import Target
from corpus.script import simplified
from retrieval.question.query import Query
from retrieval.question.things import only_aspects, things
from retrieval.reading.features import has_in_pieces, things_asked
from retrieval.reading.terms import Term
from retrieval.search.ledger import GOAL_WORDS, Match, is_allowed, match_targets, name_of, told_share
from retrieval.search.window import WeightedConcept, covers
from retrieval.search.wording import holds_figure, parts_of

#: A row of the thing asked has at least this share of its name told by the question, and so much of each of its words.
_TOLD, _COVERED = 0.3, 0.5
#: Signs that tell a part from a whole; a name of no more is none.
_SHORT = 2


@dataclass(frozen=True)
class ThingsAsked:
    """The things that a question asks of, as rows of many plans are held against them."""

    query: Query
    things: Sequence[Term]

    @classmethod
    def of(cls, query: Query) -> "ThingsAsked":
        """Those that a question names."""
        return cls(query, things_asked(query.phrasing))

    @cached_property
    def _said(self) -> dict[tuple[str, str], list[Term]]:
        return {}

    def said_by(self, row: Target) -> list[Term]:
        """Those of which a name of a row says one of the ways; rows of many plans share their names."""
        name = row.indicator, row.canonical
        if name not in self._said:
            names = simplified("\n".join(dict.fromkeys(name))).lower()
            self._said[name] = [t for t in self.things if any(way in names for way in t.ways)]
        return self._said[name]

    @cached_property
    def unseen(self) -> list[Term]:
        """Those with several names that are none of the words by which rows are found: 托位."""
        concepts = self.query.concepts
        return [t for t in self.things if len(t.ways) > 1 and not any(c.words in t.words for c in concepts)]

    @cached_property
    def official(self) -> list[Term]:
        """The official things by one of which the question names all that it asks of; none where it asks of something else too."""
        official = (t for t in self.things if t.official or any(way in t.words for way in t.ways if way != t.words))
        named = [c.words.lower() for c in self.query.concepts if c.words not in GOAL_WORDS and not only_aspects((c,))]
        return [thing for thing in official if named and all(words in thing.words for words in named)]

    @cached_property
    def ways(self) -> frozenset[str]:
        """The official ways of saying them."""
        return frozenset(way for thing in self.official for way in thing.ways)


def match_rows(query: Query, weighted: Sequence[WeightedConcept], targets: Sequence[Target]) -> list[Match]:
    """The rows asked for, without those that are of another thing than the official ones named: of 农民收入 those of 农村居民人均可支配收入.

    A row that meets anything of the question better than those that say such a thing is asked for beside it. Where none says it and
    the question asks of nothing else, it is the rows called by another of its names: 经济增长 is 地区生产总值增长.
    """
    targets = _of_own_thing(query, targets)
    return of_things_asked(ThingsAsked.of(query), targets, match_targets(query, weighted, targets))


def of_things_asked(asked: ThingsAsked, targets: Sequence[Target], matched: Sequence[Match]) -> list[Match]:
    """Those of the rows of a plan that fit a question which are of the things it asks of; see :func:`match_rows`."""
    query = asked.query
    matches = [m for m in matched if not is_of_part(query, m.target)]
    own = [match for match in matches if any(thing.official for thing in asked.said_by(match.target))]
    named = [simplified(match.target.indicator).lower() for match in matches] if asked.unseen else []
    own = own or [m for m, name in zip(matches, named, strict=False) if any(t.words in name for t in asked.unseen)]
    # 粮食打了多少 is 粮食产量, and no other figure of 粮食
    own = own or [match for match in matches if any(len(thing.ways) > 1 for thing in asked.said_by(match.target))]
    if not own and not any(query.asking.says(match.target.indicator) for match in matches):
        return _called_otherwise(asked, targets, matches)
    if not own:
        return matches
    most = [max(column) for column in zip(*(match.covered for match in own), strict=True)]
    return [m for m in matches if m in own or any(a > b for a, b in zip(m.covered, most, strict=True))]


def _of_own_thing(query: Query, targets: Sequence[Target]) -> Sequence[Target]:
    """Those that are called by what a question that goes on names itself, where some are: 地膜呢, after 秸秆利用多少, asks for no rate of 秸秆."""
    own = [c for c in things(query.concepts) if query.goes_on and query.asking.says(c.words)]
    if not own or only_aspects(own):
        return targets
    return [row for row in targets if all(covers(c, name_of(row)) >= _COVERED for c in own)] or targets


def is_of_part(query: Query, row: Target) -> bool:
    """Whether a row is of a part of a thing asked of which its sentence gives the figure as well: 新能源汽车产量, of 汽车产量……万辆."""
    sentence = simplified(row.sentence)
    for way in {way for concept in query.concepts for way in concept.alternatives if len(way) > _SHORT}:
        at = row.indicator.find(way)
        if at < _SHORT or query.asking.says(row.indicator[at - _SHORT : at]):
            continue
        named = [c for c in query.concepts if covers(c, row.indicator) == 1]
        parts = (sentence[start:end] for start, end in parts_of(sentence) if sentence.startswith(way, start))
        if any(holds_figure(part) and all(covers(c, part) == 1 for c in named) for part in parts):
            return True
    return False


def _called_otherwise(asked: ThingsAsked, targets: Sequence[Target], matches: Sequence[Match]) -> list[Match]:
    """The rows whose whole name is one of the official ways of saying the only thing that a question asks of, by one of them: 经济增长目标.

    Where there is none, those of ``matches`` that are called by little else: 数字经济核心产业增加值增长 has both words of it and is another thing.
    """
    query = asked.query
    called = [row for row in targets if is_called(row, asked.ways) and is_allowed(query, row)] if asked.ways else []
    if called or not asked.ways:
        return [Match(row, 1.0, 1.0, (1.0,) * len(query.concepts)) for row in called] or list(matches)
    if not any(thing.official for thing in asked.official):
        return list(matches)
    must = [at for at, concept in enumerate(query.concepts) if not only_aspects((concept,))]  # a row need not say 降低
    full = (m for m in matches if all(m.covered[at] >= _COVERED for at in must))
    return [m for m in full if told_share(query, m.target) >= _TOLD]


def is_called(row: Target, ways: frozenset[str]) -> bool:
    """Whether the whole name of a row is one of these, or has a long one with a word put into it."""
    return _is_called(row.indicator, row.canonical, ways)


@lru_cache(maxsize=4096)  # rows of many plans share their names, and are held against the same ways
def _is_called(indicator: str, canonical: str, ways: frozenset[str]) -> bool:
    names = simplified(indicator).lower(), simplified(canonical).lower()
    return any(name in ways for name in names) or any(has_in_pieces(name, way) for name in names for way in ways)
