"""A question that asks several things, answered part by part: what a part takes from those before it, and what each leaves open."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.absence import Absence
from retrieval.answers.agreed import names_nothing_of
from retrieval.answers.also import compose_also
from retrieval.answers.aspect import told_of_aspect
from retrieval.answers.composition import Composition, merge, same_evidence
from retrieval.answers.computed import compose_over_parts
from retrieval.answers.weighed_years import compose_weighed_years
from retrieval.answers.yearly import of_year
from retrieval.question.established import NOTHING, Established
from retrieval.question.parts import names_a_thing
from retrieval.question.query import Query
from retrieval.question.understanding import asked_of
from retrieval.search.window import coverage, weigh_concepts
from retrieval.search.wording import names_time

#: Of several plans that say something of it the one is meant that says so much of what describes it, and so much more than any other.
_SAYS_IT, _AHEAD = 0.6, 0.3


def compose_parts(index: Index, query: Query, compose: Callable[[Index, Query], Composition]) -> Composition:
    """Part by part, each answered by ``compose``; a part that refers back (它的……) is asked of the one place that the part before found."""
    parts, done = query.parts, list[Composition]()
    for part in parts:
        goes_on = done and (part.asking.refers_back or is_of_place_found(part, parts[0]))
        at = len(done) - 1 if part.asking.refers_back else 0
        found = _found_places(index, parts[at], done[at]) if goes_on else ()
        if found:
            part = asked_of(part, found, index.plans)
            told = [s for s in done[at].statements if s.plan in ("", *found)]
            done[at] = Composition(tuple(told), ())
        if part.kind == "duty" and not names_a_thing(part):
            part = replace(part, told=_told(done))
        found_now = _without_repeats(index, part, _compose_part(index, part, done, compose), done)
        absences = tuple(a for a in found_now.absences if not _is_told(part, a, done))
        done.append(_with_part(replace(found_now, absences=absences), part))
    done = [
        replace(composition, statements=tuple(of_year(index, part, parts, composition.statements)))
        for part, composition in zip(parts, done, strict=True)
    ]
    merged = merge(done)
    said = [composition.statements for composition in done]
    verdicts = [*compose_weighed_years(index, query, said), *compose_also(index, parts, said)]
    return replace(merged, statements=(*(verdicts or compose_over_parts(index, parts, said)), *merged.statements))


def _without_repeats(index: Index, part: Query, found: Composition, done: Sequence[Composition]) -> Composition:
    """A part whose figure is only that of another part again, as the nearest or of nothing that it names itself, is left open."""
    told = [s for c in done for s in c.statements]
    repeats = [s for s in found.statements if s.plan and any(same_evidence(s, other) for other in told)]
    asks_own = part.kind == "number" and not part.compares and not part.asking.refers_back
    adds_nothing = all(s.nearest for s in repeats) or names_nothing_of(index, part, repeats)
    if not asks_own or not repeats or len(repeats) < len(found.statements) or not adds_nothing:
        return found
    plans = dict.fromkeys(s.plan for s in repeats)
    return Composition((), (*found.absences, *(Absence(plan, None, "figure") for plan in plans)))


def _is_told(part: Query, absence: Absence, done: Sequence[Composition]) -> bool:
    """Whether a part that asks only when (……是谁作的，哪天作的) finds its time in what another part tells of the plan."""
    told = (s.text for c in done for s in c.statements if s.plan == absence.plan and not s.nearest)
    asks_date = part.asks_when or part.fields == ("date",)
    return asks_date and not names_a_thing(part) and any(map(names_time, told))


def _told(done: Sequence[Composition]) -> Established:
    """What the last part that found anything firm told: 这项由谁负责 is asked of the clauses that it is from."""
    for composition in reversed(done):
        firm = [s for s in composition.statements if s.plan and not s.nearest]
        if firm:
            return Established(cited=tuple((e.clause, e.start, e.end) for s in firm for e in s.evidence))
    return NOTHING


def is_of_place_found(part: Query, first: Query) -> bool:
    """Whether a part names no place, and the question began by asking for one: 建76座的是哪个市，由谁负责; 最低的是哪个，谁负责."""
    asks_again = part.asking.over_places or part.compares
    picks = first.asking.place or (first.asking.extreme and part.kind in ("duty", "document"))
    return picks and part.scope == first.scope and not asks_again


def _compose_part(
    index: Index, part: Query, done: Sequence[Composition], compose: Callable[[Index, Query], Composition]
) -> Composition:
    """A part of a question; where it finds nothing firm it is asked again, of what the part before is about, or of its own alone."""
    if done and (told_on := told_of_aspect(index, part, done[-1])):
        return told_on
    composition = compose(index, part)
    if not part.again or any(not s.nearest for s in composition.statements):
        return composition
    again = compose(index, replace(part, concepts=part.again))
    told = [s for c in done for s in c.statements]
    new = [s for s in again.statements if not s.nearest and not any(same_evidence(s, other) for other in told)]
    other = part.kind == "number" and bool(new) and names_nothing_of(index, part, new)
    return again if new and not other else composition


def _with_part(composition: Composition, part: Query) -> Composition:
    """The composition, its absences naming the part that is asked of one plan and that it leaves open."""
    if len(part.scope.plans) > 1:
        return composition
    own = tuple(c for c in part.concepts if part.asking.names(c.words))  # without what it goes on with
    asked = replace(part, concepts=own or part.concepts)
    return replace(composition, absences=tuple(replace(a, part=asked) for a in composition.absences))


def _found_places(index: Index, part: Query, composition: Composition) -> tuple[str, ...]:
    """The plan that a composition singles out: the extreme of a ranking, the only one that says the thing, or that says it so.

    Of a ranking those that are level with it are meant as well; empty where none is singled out.
    """
    picked = {next((g for g in s.tied if s.picks in g), (s.picks,)) for s in composition.statements if s.picks}
    if picked:
        return picked.pop() if len(picked) == 1 else ()
    told: dict[str, str] = {}
    for statement in composition.statements:
        if statement.plan:
            told[statement.plan] = told.get(statement.plan, "") + statement.text
    weighted = weigh_concepts(index, part)
    met = sorted(((coverage(weighted, text), plan) for plan, text in told.items()), reverse=True)
    alone = len(met) == 1 or (len(met) > 1 and met[0][0] >= _SAYS_IT and met[0][0] - met[1][0] >= _AHEAD)
    return (met[0][1],) if alone else ()
