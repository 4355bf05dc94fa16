"""Whole sentences: what will be done, what a term is, how a clause opens."""

import re
from collections.abc import Sequence

from corpus.plan import Clause
from corpus.sentences import GOES_ON, STOPS
from index.passage import Unit
from retrieval.answers.desk import SHORTEST_QUOTE, Desk
from retrieval.answers.paragraph import RUN_IN, is_topic, measure_with
from retrieval.answers.statement import Statement
from retrieval.answers.whole import Stretch, whole_stretches
from retrieval.answers.window import answers, say_named, say_window
from retrieval.question.mentions import units_mentioning
from retrieval.question.query import Query
from retrieval.question.topic import MOST_WEIGHT
from retrieval.search.window import WeightedConcept, best_window, covers
from retrieval.search.wording import parts_of

#: A heading that covers this share of the question announces the answer; its clause says it sentence by sentence.
_HEADING_TELLS = 0.8
#: … or one that says nothing beyond the question but words so short.
_A_VERB = 2
#: Below one in the middle of a paragraph so much is said.
_MOST_BELOW = 240
#: A sentence that covers less than this of the question is not about it, however well it ranks.
_TOUCHED = 0.2
#: … unless its cosine to the question is at least this.
_ALIKE = 0.45
_FEWEST_CHARACTERS = 4
#: How much the retrieval rank says beside the words covered, and how much the surroundings say.
_RANK_SHARE = 0.5
_PASSAGE_SHARE = 0.5
#: What each item adds to a sentence where items are asked for.
_ITEM_SHARE = 0.15
#: A further sentence comes as near as this to the best one; one of another clause has to come nearer.
_NEAR = 0.7
_NEAR_ELSEWHERE = 0.9
#: So long an answer in sentences still is a short one.
_MOST_CHARACTERS = 380
#: A sentence so long, of so many parts, runs on from one thing to another.
_RUNS_ON, _MANY_PARTS, _ENUMERATES = 80, 4, "、"
#: A quoted term may be split up in a sentence that has this much of it.
_SAID_LIKE = 0.4
#: What a paragraph may begin with that is no word of it.
DASHES = "—－-·●■"


def compose_measure(desk: Desk) -> list[Statement]:
    """What will be done: the sentences of the best clause that are about the question, in text order."""
    if desk.query.asking.whether and lacks_quoted(desk):
        return []
    ways = desk.query.ways
    whole = ways["measure"] >= max(ways["fact"], ways["number"], ways["list"], ways["when"])
    return compose_sentences(desk, _MOST_CHARACTERS, 3, whole=whole)


def lacks_quoted(desk: Desk) -> bool:
    """Whether the question quotes a term (有没有“绿宝”) that the plan has nowhere."""
    quoted = [w.concept for w in desk.weighted if desk.query.asking.quotes(w.concept.words)]
    return any(
        not units_mentioning(desk.index, desk.plan, c.alternatives)
        and all(covers(c, h.unit.text) < _SAID_LIKE for h in desk.hits)
        for c in quoted
    )


def compose_fact(desk: Desk) -> list[Statement]:
    """建成什么样的区, 放在哪个开发区: the sentence that says it, of a long one the stretch; else what the plan does about the thing."""
    window = best_window(desk.query, desk.weighted, desk.candidates(), figure=False)
    if window is None or not answers(desk, window) or desk.query.asking.several():
        return compose_measure(desk)
    return [say_window(desk, window)]


def compose_definition(desk: Desk) -> list[Statement]:
    """What a term is: the sentence that explains or introduces it."""
    terms = [w for w in desk.weighted if w.concept.weight >= MOST_WEIGHT] or desk.weighted
    explained = _explained(desk, terms)
    if explained:
        return [explained]
    for hit in desk.hits:
        if hit.unit.kind == "sentence" and any(covers(t.concept, hit.unit.text) == 1.0 for t in terms):
            return compose_sentences(desk, _MOST_CHARACTERS, 2)
    return compose_fact(desk)


def _explained(desk: Desk, terms: Sequence[WeightedConcept]) -> Statement | None:
    """The stretch that explains one of the terms in so many words: 高耗能高排放项目（以下简称“两高”项目）, “双碳”是指……."""
    for term in sorted(terms, key=lambda t: -t.weight):
        words = re.escape(term.concept.words)
        pattern = re.compile(f'(?:以下|下同)?(?:简称|统称)[为：]?[“"]?{words}|[“"]?{words}[”"]?(?:是指|指的是|即)')
        for unit, _ in desk.candidates():
            found = pattern.search(unit.text)
            if found:
                parts = parts_of(unit.text)
                start, end = next(span for span in parts if span[0] <= found.start() < span[1])
                return say_stretches(desk, [(unit, start, end)])
    return None


def compose_sentences(
    desk: Desk, most: int, most_sentences: int, *, listed: re.Pattern[str] | None = None, whole: bool = False
) -> list[Statement]:
    """The best sentences, in text order, of ``most`` characters together; those with the most of what is ``listed`` come first.

    ``whole``: with what goes with the best one.

    Where a heading announces what is asked and no sentence says it as well, the clause below it opens the answer.
    """
    scored = _scored(desk, listed)
    named = _clause_named(desk)
    if named is not None and all(_coverage(desk, unit) < _HEADING_TELLS for _, unit in scored):
        return say_opening(desk, named, most)
    if not scored or not _speaks_of_core(desk) or _coverage(desk, scored[0][1]) < _TOUCHED:
        return _say_alike(desk, most, whole=whole)
    best = scored[0][1]
    if _announces(desk, best):
        return say_below(desk, best, most)
    chosen = _chosen(scored, most, most_sentences)
    if whole:
        covered = _coverage(desk, best)
        chosen = _together(
            chosen, measure_with(desk, best, most, near=lambda u: _coverage(desk, u) >= _NEAR * covered), most
        )
    chosen = sorted(chosen, key=lambda u: u.start)
    return [say_stretches(desk, [(unit, *_shortened(desk, unit, most)) for unit in chosen])]


def _say_alike(desk: Desk, most: int, *, whole: bool) -> list[Statement]:
    """The sentence nearest in meaning, when it is near enough, ``whole`` with what goes with it: people say things in words that no plan has."""
    if desk.query.asking.characters < _FEWEST_CHARACTERS:
        return []  # the bundled model knows no other script
    meant = {unit for unit, _ in desk.candidates()}
    alike = [h for h in desk.hits if h.unit.kind == "sentence" and h.likeness >= _ALIKE and h.unit in meant]
    best = max(alike, key=lambda h: h.likeness, default=None)
    if best and _announces(desk, best.unit):
        return say_below(desk, best.unit, most)
    near = {h.unit for h in alike}
    told = (
        measure_with(desk, best.unit, most, near=near.__contains__) if best and whole else [best.unit] if best else []
    )
    return [say_stretches(desk, [(unit, *_shortened(desk, unit, most)) for unit in told])] if told else []


def _announces(desk: Desk, unit: Unit) -> bool:
    """Whether a sentence is a heading that runs on into what answers."""
    told = _coverage(desk, unit) >= _HEADING_TELLS and begins_paragraph(desk, unit)
    return len(unit.text) <= RUN_IN and (told or only_repeats(desk.query, unit.text))


def _scored(desk: Desk, listed: re.Pattern[str] | None) -> list[tuple[float, Unit]]:
    """(score, sentence) of the candidates that score at all, best first."""
    scored = []
    for unit, rank in desk.candidates():
        if unit.kind == "sentence":
            passage = desk.passages.get(unit.passage, 0.0)
            score = _coverage(desk, unit) + _RANK_SHARE * rank + _PASSAGE_SHARE * passage
            scored.append((score + (_ITEM_SHARE * len(listed.findall(unit.text)) if listed else 0.0), unit))
    return sorted((item for item in scored if item[0] > 0), key=lambda item: -item[0])


def _chosen(scored: Sequence[tuple[float, Unit]], most: int, most_sentences: int) -> list[Unit]:
    """The best sentence and, within the length, those that come near it."""
    best_score, best = scored[0]
    chosen, size = [best], len(best.text)
    for score, unit in scored[1:]:
        near = score >= (_NEAR if unit.clause == best.clause else _NEAR_ELSEWHERE) * best_score
        if len(chosen) < most_sentences and near and unit not in chosen and size + len(unit.text) <= most:
            chosen.append(unit)
            size += len(unit.text)
    return chosen


def _together(chosen: Sequence[Unit], beside: Sequence[Unit], most: int) -> list[Unit]:
    """What goes with the best sentence, and of those chosen what fits beside it."""
    told = list(beside)
    for unit in chosen:
        if unit not in told and sum(len(u.text) for u in told) + len(unit.text) <= most:
            told.append(unit)
    return told


def _clause_named(desk: Desk) -> Clause | None:
    """The clause whose heading says what is asked (…有哪些举措), if one does."""
    best: tuple[float, Clause | None] = (_HEADING_TELLS, None)
    for clause in desk.clauses_hit():
        share = desk.coverage(clause.title)
        if share >= best[0] and len(clause.text) > len(clause.heading) + 1:
            best = (share, clause)
    return best[1]


def only_repeats(query: Query, text: str) -> bool:
    """Whether a sentence says no more than a verb that the question has not said: 推进快递包装绿色转型。 announces what follows it."""
    bare = text.rstrip("。；")
    pairs = [i for i in range(len(bare) - 1) if query.asking.says(bare[i : i + 2])]
    repeated = "".join("_" if i in pairs or i - 1 in pairs else sign for i, sign in enumerate(bare))
    return bool(pairs) and all(len(own) <= _A_VERB for own in repeated.split("_"))


def begins_paragraph(desk: Desk, unit: Unit) -> bool:
    """Whether a sentence stands at the beginning of a line of the plan."""
    before = desk.index.plan_text(desk.plan)[: unit.start].rstrip(" \u3000\t")
    return before.endswith("\n")


def say_below(desk: Desk, heading: Unit, most: int) -> list[Statement]:
    """A heading that runs on into its paragraph (推动形成绿色生产方式。……), with the sentences that follow it, as many as fit; one inside a paragraph ends at the next topic."""
    chosen, opens = [heading], begins_paragraph(desk, heading)
    most = most if opens else min(most, _MOST_BELOW)
    for unit in desk.index.units_of_clause(heading.clause):
        if unit.kind != "sentence" or unit.start <= heading.start:
            continue
        ends = not opens and len(chosen) > 1 and is_topic(unit)
        if ends or sum(len(u.text) for u in chosen) + len(unit.text) > most:
            break
        chosen.append(unit)
    return [say_stretches(desk, [(unit, 0, len(unit.text)) for unit in chosen])]


def say_opening(desk: Desk, clause: Clause, most: int) -> list[Statement]:
    """The first sentences of a clause, as many as fit."""
    chosen: list[Unit] = []
    for unit in (u for u in desk.index.units_of_clause(clause.id) if u.kind == "sentence"):
        if chosen and sum(len(u.text) for u in chosen) + len(unit.text) > most:
            break
        chosen.append(unit)
    return [say_stretches(desk, [(unit, 0, len(unit.text)) for unit in chosen])] if chosen else []


def say_sentence(desk: Desk, unit: Unit, words: Sequence[str], most: int) -> Statement:
    """A sentence, or of one longer than ``most`` the parts around the first of ``words`` that it has."""
    if len(unit.text) <= most:
        return say_stretches(desk, [(unit, 0, len(unit.text))])
    at = next((i for w in words if (i := unit.text.find(w)) >= 0), 0)
    parts = parts_of(unit.text)
    first = max((i for i, (start, _) in enumerate(parts) if start <= at), default=0)
    start, end = parts[first]
    for _, further in parts[first + 1 :]:
        if further - start > most // 2:
            break
        end = further
    return say_stretches(desk, [(unit, start, end)])


def say_stretches(desk: Desk, stretches: Sequence[Stretch]) -> Statement:
    """Stretches of sentences made whole, one behind the other; what is too short to be quoted (各位代表！) is left out where others are."""
    whole = list(dict.fromkeys(w for stretch in stretches for w in whole_stretches(desk.index, *stretch)))
    whole = [w for w in whole if w[2] - w[1] >= SHORTEST_QUOTE] or whole
    whole = [(unit, end - len(unit.text[start:end].lstrip(DASHES)), end) for unit, start, end in whole]
    words = "".join(stopped(unit.text[start:end]) for unit, start, end in whole)
    words = words if words[-1:] not in GOES_ON else words[:-1] + "。"
    return say_named(desk, words, whole)


def stopped(words: str) -> str:
    """Words as a sentence: with a stop where they have none."""
    return words if words[-1:] in STOPS else words + "。"


def _speaks_of_core(desk: Desk) -> bool:
    """Whether the plan speaks of the most telling thing asked at all: what other plans name and this one never does is absent."""
    return bool(desk.weighted) and any(desk.meets_core(h.unit.heading + h.unit.text) for h in desk.hits)


def _coverage(desk: Desk, unit: Unit) -> float:
    return desk.coverage(unit.text, unit.heading)


def _part_listing(desk: Desk, unit: Unit) -> tuple[int, int] | None:
    """The part of a sentence of many that enumerates and says all that the sentence says of a list asked for: 甲、乙项目建成投产."""
    parts = parts_of(unit.text)
    if desk.query.kind != "list" or len(unit.text) <= _RUNS_ON or len(parts) < _MANY_PARTS:
        return None
    said = desk.coverage(unit.text)
    listing = [(start, end) for start, end in parts if _ENUMERATES in unit.text[start:end]]
    return next((span for span in listing if said and desk.coverage(unit.text[slice(*span)]) >= said), None)


def _shortened(desk: Desk, unit: Unit, most: int) -> tuple[int, int]:
    """The whole sentence, or of an over-long one the window that answers; of one that runs on, the part that alone lists what is asked."""
    if len(unit.text) <= most:
        return _part_listing(desk, unit) or (0, len(unit.text))
    window = best_window(desk.query, desk.weighted, [(unit, 1.0)], figure=False)
    return (window.start, window.end) if window else parts_of(unit.text)[0]
