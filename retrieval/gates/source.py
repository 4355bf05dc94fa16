"""The sentences of a passage as they may support a claim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.plan import Clause, Duty
from corpus.regions import short_name
from index.passage import Unit
from retrieval.gates.claims import fold, years
from retrieval.question.commands import is_command

_TITLE = re.compile("《[^《》]*》")
_STOP = re.compile(r"[。！？]\s*$")
#: 福州市 names a city, 福州市场监管局 and 福州市统计局 begin a body: its 市 stays.
_LEVEL = (
    r"(?:市|州|地区)(?![级属直区场民容政域]|[\u4e00-\u9fff]{1,9}?(?:局|委|办|厅|政府|中心)(?![\u4e00-\u9fff])"
    r"|[\u4e00-\u9fff]{1,9}?(?:局|委|办|厅|政府|中心)(?:牵头|负责|按|等|和|与|及|配合|主管|会同|参与))"
)


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


@dataclass(frozen=True, slots=True)
class Named:
    """How a plan is named: its title, its place and the ways that place is called."""

    title: str
    region: str = ""
    province: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, ...]:
        """The names of its place, the longest first."""
        names = {self.region, short_name(self.region) if self.region else "", *self.aliases} - {""}
        return tuple(sorted(names, key=len, reverse=True))

    @property
    def all(self) -> tuple[str, ...]:
        """Every name, its province's and its title included."""
        return (*self.place, self.province, self.title)


def clause_sources(
    clause: Clause, units: Sequence[Unit], duties: Sequence[Duty], named: Named, *, opens: bool
) -> list[Source]:
    """The sentences of a clause's passage, each by itself, then those that only ； divides taken together.

    ``units`` are those of the passage, ``opens``: it begins with the clause, so that its heading stands in it.
    """
    units = [u for u in units if not is_command(u.text)]
    around = fold("，".join([*clause.path, named.title]))
    leader: Unit | None = None
    single, sentences = [], list[Source]()
    for unit in units:
        words = fold(without_names(unit.text, named))
        mine = tuple(d for d in duties if unit.start <= d.start and d.end <= unit.end)
        source = Source((unit,), words, around, mine, None if years(words)[1] else leader)
        single.append(source)
        if unit.kind == "duty":
            single += [_together([sentence, source]) for sentence in sentences]
        else:
            sentences.append(source)
        leader = unit if _leading_year(fold(unit.text)) else leader
    return single + _joined([s for s in single if len(s.units) == 1]) + _heading(units, clause, around, opens=opens)


def _heading(units: Sequence[Unit], clause: Clause, around: str, *, opens: bool) -> list[Source]:
    """The clause's heading as a source of its own, for answers that list headings."""
    if not clause.heading or not opens or is_command(clause.heading):
        return []
    passage = units[0].passage if units else ""
    unit = Unit(clause.id, clause.plan, clause.id, passage, "heading", "", clause.heading, clause.start, clause.end)
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


def without_names(claim: str, named: Named) -> str:
    """The claim without the plan's own title and the names of its place."""
    text = _TITLE.sub(lambda m: "" if fold(m.group()[1:-1]) in fold(named.title) else m.group(), claim)
    for name in named.place:
        if len(name) >= 2:
            text = re.sub(f"{re.escape(name)}(?:{_LEVEL})?(?:的|在)?", "", text)
    return text.strip(" ：:，,")
