"""Sentences: the one that answers, of a long one the stretch that does; where measures are asked for, those that go with it."""

from collections.abc import Callable, Sequence

from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.paragraph import RUN_IN, is_topic, measure_with
from retrieval.answers.sentences import begins_paragraph, say_below, say_opening, say_stretches
from retrieval.answers.statement import Statement
from retrieval.answers.window import say_stretch
from retrieval.question.ways import Way
from retrieval.reading.reader import Ranked
from retrieval.reading.stretch import Meaning, best_stretch
from retrieval.search.wording import holds_figure, names_time

#: So long an answer in sentences still is a short one, and of so many sentences.
_MOST_CHARACTERS, _MOST_SENTENCES = 380, 3
#: A further sentence of the same clause has this share of the share of the best one.
_NEAR = 0.2
#: From this probability on measures, items or all figures are asked for, which takes more than a sentence.
_AT_LENGTH = 0.5


def _lists(text: str) -> bool:
    return text.count("、") > 1


#: What is asked for -> a sentence so short is said as a whole; of a longer one the stretch that answers, which has what is sought.
_SOUGHT: dict[Way, tuple[int, Callable[[str], bool] | None]] = {
    "fact": (130, None),
    "number": (60, holds_figure),
    "when": (80, names_time),
    "list": (220, _lists),
    "measure": (_MOST_CHARACTERS, None),
}


def compose_sentences(desk: Desk) -> list[Statement]:
    """The best sentence, at length where measures or items are asked for."""
    ranked = [r for r in desk.reading.ranked if r.candidate.unit >= 0 and r.candidate.kind in ("sentence", "row")]
    heading = desk.reading.ranked[0].candidate
    if heading.kind in ("heading", "outline") and (
        opening := say_opening(desk, desk.index.clause(heading.clause), _MOST_CHARACTERS)
    ):
        return opening
    if not ranked:
        return []
    unit, ways = desk.index.unit(ranked[0].candidate.unit), desk.query.ways
    at_length = ways["measure"] + ways["list"] + ways["figures"] >= _AT_LENGTH
    if len(unit.text) <= RUN_IN and (begins_paragraph(desk, unit) or (at_length and not is_topic(unit))):
        return say_below(desk, unit, _MOST_CHARACTERS)
    explains = is_topic(unit) and (at_length or ways["definition"] >= _AT_LENGTH)
    if explains or ways["measure"] >= max(ways["fact"], ways["number"], ways["list"], ways["when"]):
        return [say_stretches(desk, _at_length(desk, unit, ranked))]
    likely = max(_SOUGHT, key=lambda way: ways[way])
    short, sought = _SOUGHT[likely]
    if len(unit.text) <= short:
        return [say_stretch(desk, unit, 0, len(unit.text))]
    stretch = best_stretch(Meaning.of(desk.query.phrasing), unit.text, sought=sought)
    return [say_stretch(desk, unit, *stretch)]


def _at_length(desk: Desk, best: Unit, ranked: Sequence[Ranked]) -> list[tuple[Unit, int, int]]:
    """The best sentence with what goes with it, and those of its clause that come near it, in text order."""
    if len(best.text) > _MOST_CHARACTERS:
        return [(best, *best_stretch(Meaning.of(desk.query.phrasing), best.text))]
    shares = {each.candidate.unit: each.share for each in reversed(ranked)}
    near_units = {desk.index.unit(row) for row, share in shares.items() if share >= _NEAR * ranked[0].share}
    chosen = measure_with(desk, best, _MOST_CHARACTERS, near=near_units.__contains__)
    size = sum(len(unit.text) for unit in chosen)
    for each in ranked[1:]:
        unit = desk.index.unit(each.candidate.unit)
        near = each.share >= _NEAR * ranked[0].share and unit.clause == best.clause and unit not in chosen
        if near and len(chosen) < _MOST_SENTENCES and size + len(unit.text) <= _MOST_CHARACTERS:
            chosen.append(unit)
            size += len(unit.text)
    return [(unit, 0, len(unit.text)) for unit in sorted(chosen, key=lambda u: u.start)]
