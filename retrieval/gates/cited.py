"""What a sentence cites, as the gates see it: the sentences of one plan's cited passages, its names, its bodies and their roles."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import repeat

from corpus.duties import read_duties
from corpus.plan import Clause, Duty, DutyRole, Plan
from corpus.regions import find_mentions, regions_named, short_name
from corpus.sentences import split_sentences
from index.chunk import build_passages
from index.passage import Passage, Unit
from index.snapshot import Index
from retrieval.gates.claims import fold
from retrieval.gates.source import Named, Source, clause_sources
from retrieval.question.commands import is_command

#: 市发改委和县住建局, 四成县: their 和县 and 成县 are no counties.
_NO_PLACE = re.compile("[局委办厅部和]和县$|[\\d一二三四五六七八九]成县$")
#: Passages handed over as plain text are not cut again.
_WHOLE = 1_000_000


@dataclass(frozen=True)
class Cited:
    """Passages of one plan. ``named`` are the names of the plan, ``sections`` the headings of the passages (folded), ``headings`` these and the
    title, ``texts`` what the passages say as shown, ``others`` the places of other plans.
    """

    named: Named
    sections: str
    headings: str
    texts: tuple[str, ...]
    sources: tuple[Source, ...]
    duties: tuple[Duty, ...] = field(default=())
    others: tuple[str, ...] = ()

    @cached_property
    def words(self) -> str:
        """All that the passages say, folded."""
        return fold("。".join(self.texts))

    @cached_property
    def everything(self) -> str:
        """… with the headings and the title."""
        return f"{self.words}。{self.headings}"

    @cached_property
    def single(self) -> tuple[Source, ...]:
        """The sources that are one sentence, a bracket of duties or a heading."""
        return tuple(s for s in self.sources if len(s.units) == 1)

    @cached_property
    def known_places(self) -> str:
        """Every name that a claim may call a place by."""
        provinces = {region.province for region in regions_named(self.named.region)}
        return "，".join([*self.named.all, *provinces, self.everything])

    def place_unknown(self, text: str) -> str:
        """The first place of a text that is not known here; empty where all are."""
        for mention in find_mentions(text):
            name = text[mention.start : mention.end]
            if _NO_PLACE.search(f"{text[max(0, mention.start - 1) : mention.end]}"):
                continue
            known = name in self.known_places or any(short_name(r.name) in self.known_places for r in mention.regions)
            if not known:
                return name
        return next((name for name in self.others if name in text and name not in self.known_places), "")


def cite_passages(index: Index, passages: Sequence[Passage]) -> Cited:
    """Passages of one plan of an index."""
    card = index.plan(passages[0].plan)
    named = Named(card.title, card.region, card.province, card.aliases)
    sources: list[Source] = []
    duties: list[Duty] = []
    for passage in passages:
        clause = index.clause(passage.clause)
        units = [u for u in index.units_of_clause(passage.clause) if u.passage == passage.id]
        rows = index.duties_of_clause(passage.clause)
        sources += clause_sources(clause, units, rows, named, opens=passage.start == clause.start)
        duties += [d for d in rows if passage.start <= d.start and d.end <= passage.end]
    sections = fold("，".join(dict.fromkeys(p.section for p in passages)))
    texts = tuple(_without_commands(p.text) for p in passages)
    others = other_places(named, tuple(other.region for other in index.plans))
    return Cited(named, sections, f"{sections}，{fold(card.title)}", texts, tuple(sources), tuple(duties), others)


@lru_cache(maxsize=64)  # of every sentence of a reply it is asked again, and there may be thousands of plans
def other_places(named: Named, regions: tuple[str, ...]) -> tuple[str, ...]:
    """The short names of places, those of a plan's own left out: no list of places knows one that somebody made up."""
    short = dict.fromkeys(short_name(region) for region in regions if region)
    return tuple(name for name in short if len(name) > 1 and not any(name in own or own in name for own in named.place))


def cite_texts(
    named: Named,
    shown: Iterable[tuple[str, str]],
    roles: Sequence[Mapping[str, DutyRole]] = (),
    regions: Iterable[str] = (),
) -> Cited:
    """Passages handed over as (headings joined by " > ", text), all of one plan: no index is needed.

    ``roles``: for each passage the roles of its bodies that its own words do not give, by name. ``regions``: the places of other plans.
    """
    sources: list[Source] = []
    duties: list[Duty] = []
    known: Iterable[Mapping[str, DutyRole]] = roles or repeat({})
    pairs = [(section, text, theirs) for (section, text), theirs in zip(shown, known, strict=False) if text.strip()]
    for number, (section, text, theirs) in enumerate(pairs):
        path = tuple(section.split(" > ")) if section else ()
        heading = path[-1] if path and text.startswith(path[-1]) else ""
        clause = Clause(
            f"c{number}", "p", "clause", "", path[-1] if path else "", path, "", 1, None, 0, len(text), heading, text
        )
        plan = Plan("p", named.title, text, (clause,), (), ())
        rows = [replace(d, role=theirs.get(d.body, d.role)) for d in read_duties(plan)]
        units: list[Unit] = build_passages(plan, len, _WHOLE)[1]
        sources += clause_sources(clause, units, rows, named, opens=True)
        duties += rows
    sections = fold("，".join(dict.fromkeys(section for section, *_ in pairs)))
    texts = tuple(_without_commands(text) for _, text, _ in pairs)
    others = other_places(named, tuple(regions))
    return Cited(named, sections, f"{sections}，{fold(named.title)}", texts, tuple(sources), tuple(duties), others)


def _without_commands(text: str) -> str:
    """A text without its sentences that speak to a machine: they prove nothing."""
    sentences = [text[start:end] for start, end in split_sentences(text)]
    return "".join(sentence for sentence in sentences if not is_command(sentence))
