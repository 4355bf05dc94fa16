"""The sentences of a passage as they may support a claim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.plan import Clause, Duty
from corpus.regions import short_name
from index.passage import Passage, Unit
from index.records import PlanCard
from index.snapshot import Index
from retrieval.gates.claims import fold, years
from retrieval.question.commands import is_command

_TITLE = re.compile("《[^《》]*》")
_STOP = re.compile(r"[。！？]\s*$")


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a plan (or several that stand in one) as it may support a claim.

    ``words`` is what it says, ``around`` its headings, both folded. ``leader`` is the sentence before it whose
    year governs it too (到2025年，…。…), None where it names a year itself.
    """

    units: tuple[Unit, ...]
    words: str
    around: str
    duties: tuple[Duty, ...]
    leader: Unit | None = None

    @property
    def led(self) -> frozenset[str]:
        """The years that govern it from outside."""
        return _leading_year(fold(self.leader.text)) if self.leader else frozenset()


def sources_of(index: Index, passage: Passage) -> list[Source]:
    """The sentences of a passage, each by itself, then those that only ； divides taken together."""
    clause = index.clause(passage.clause)
    card = index.plan(passage.plan)
    units = [u for u in index.units_of_clause(passage.clause) if u.passage == passage.id and not is_command(u.text)]
    duties = index.duties_of_clause(passage.clause)
    around = fold("，".join([*clause.path, card.title]))
    leader: Unit | None = None
    single, sentences = [], list[Source]()
    for unit in units:
        words = fold(without_names(unit.text, card))
        mine = tuple(d for d in duties if unit.start <= d.start and d.end <= unit.end)
        source = Source((unit,), words, around, mine, None if years(words)[1] else leader)
        single.append(source)
        if unit.kind == "duty":
            single += [_together([sentence, source]) for sentence in sentences]
        else:
            sentences.append(source)
        leader = unit if _leading_year(fold(unit.text)) else leader
    return single + _joined([s for s in single if len(s.units) == 1]) + _heading(passage, clause, around)


def _heading(passage: Passage, clause: Clause, around: str) -> list[Source]:
    """The clause's heading as a source of its own, for answers that list headings."""
    if not clause.heading or passage.start != clause.start or is_command(clause.heading):
        return []
    unit = Unit(clause.id, clause.plan, clause.id, passage.id, "heading", "", clause.heading, clause.start, clause.end)
    return [Source((unit,), fold(clause.heading), around, ())]


def _joined(single: Sequence[Source]) -> list[Source]:
    """The sources between two full stops taken together, where there are several."""
    joined, run = [], list[Source]()
    for source in single:
        run.append(source)
        if _STOP.search(source.units[-1].text) or source.units[0].kind != "sentence":
            if len(run) > 1:
                joined.append(_together(run))
            run = []
    return joined


def _together(sources: Sequence[Source]) -> Source:
    return Source(
        tuple(u for s in sources for u in s.units),
        "".join(s.words for s in sources),
        sources[0].around,
        tuple(d for s in sources for d in s.duties),
        sources[0].leader,
    )


def _leading_year(folded: str) -> frozenset[str]:
    """到2025年，…: the year that governs the sentences after it too."""
    found = re.match(r"(?:力争|确保)?(?:到|至)?(20\d\d)年", folded)
    return frozenset({found.group(1)}) if found else frozenset()


def without_names(claim: str, card: PlanCard) -> str:
    """The claim without the plan's own title and the names of its place."""
    text = _TITLE.sub(lambda m: "" if fold(m.group()[1:-1]) in fold(card.title) else m.group(), claim)
    for name in sorted({card.region, short_name(card.region), *card.aliases} - {""}, key=len, reverse=True):
        if len(name) >= 2:
            text = re.sub(f"{re.escape(name)}(?:市|州|地区)?(?:的|在)?", "", text)
    return text.strip(" ：:，,")
