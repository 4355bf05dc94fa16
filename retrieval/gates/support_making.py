"""More pairs made from the written ones: sentences under a passage that does not say them, or only something like them, and words put in."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.gates.claims import fold
from retrieval.gates.overlap import pairs_of
from retrieval.gates.support_faults import plant_faults
from retrieval.gates.support_pairs import Pair

#: How far the made ones count beside the written ones.
WEIGHT = 0.25
DISPLACED, INSERTED, TWIN, VERBATIM = "displaced", "inserted", "twin", "verbatim"
MADE = frozenset((DISPLACED, INSERTED, TWIN, VERBATIM))
#: A twin shares so much of its words with the passage: less is plain to see, more may be the same.
_LEAST_ALIKE, _MOST_ALIKE = 0.3, 0.8
_SHORTEST = 14
#: So many planted faults of one sentence: they take most of the time of a training.
_PLANTED = 2
_ITEM = re.compile("、([\u4e00-\u9fff]{3,10})(?=[、，。；]|等)")
_CLAUSE = re.compile("[，；]([\u4e00-\u9fff]{6,16})(?=[，；。])")
_END = re.compile(r"\s*(?:\[[\d,，、\s]+\])+\s*[。；]?\s*$|[。；]\s*(?:\[[\d,，、\s]+\])*\s*$")


def make_pairs(pairs: Sequence[Pair], seed: int) -> list[Pair]:
    """Of every honest sentence one under another passage of its own document, one under another document's, one with something put in, and
    one of each kind of fault that can be planted in it; of every passage a sentence of its own, and the one of another document that is most
    like it.
    """
    rng = random.Random(seed)  # noqa: S311
    honest = [pair for pair in pairs if pair.supported and pair.shown]
    made = [each for pair in honest for each in _of_one(pair, honest, rng)]
    planted = [each for pair in honest for each in _some(list(plant_faults(pair, honest, rng)), rng)]
    return [*made, *planted, *_twins(honest, rng)]


def _some(planted: Sequence[Pair], rng: random.Random) -> Sequence[Pair]:
    return rng.sample(planted, min(_PLANTED, len(planted)))


def _twins(honest: Sequence[Pair], rng: random.Random) -> Iterator[Pair]:
    """A sentence of each passage itself, and the sentence of another document that is most like the passage."""
    sentences = {
        text: (pair.document, pairs_of(fold(text)))
        for pair in honest
        for shown in pair.shown
        for text in _sentences(shown.text)
    }
    for pair in honest:
        own = [text for shown in pair.shown for text in _sentences(shown.text)]
        if not own:
            continue
        yield replace(pair, sentence=rng.choice(own), kind=VERBATIM)
        known = pairs_of(fold("。".join(shown.text for shown in pair.shown)))
        alike = [
            (len(words & known) / len(words), text)
            for text, (document, words) in sentences.items()
            if document != pair.document and words
        ]
        near = [text for share, text in sorted(alike, reverse=True) if _LEAST_ALIKE <= share <= _MOST_ALIKE][:3]
        if near:
            yield replace(pair, sentence=rng.choice(near), supported=False, kind=TWIN)


def _sentences(text: str) -> list[str]:
    return [s for s in re.split("[。；\n]", text) if len(s) >= _SHORTEST and not re.match("[（(]", s)]


def _of_one(pair: Pair, honest: Sequence[Pair], rng: random.Random) -> Iterator[Pair]:
    mine = {each.text for each in pair.shown}
    near = [o for o in honest if o.document == pair.document and not {s.text for s in o.shown} & mine]
    far = [o for o in rng.sample(honest, min(20, len(honest))) if o.document != pair.document]
    for other in [*rng.sample(near, min(1, len(near))), *far[:1]]:
        named = pair.shown[0].named
        shown = tuple(replace(s, named=named) for s in other.shown)
        yield replace(pair, supported=False, kind=DISPLACED, shown=shown)
    if far and (inserted := _inserted(pair, rng.choice(far), rng)):
        yield replace(pair, sentence=inserted, supported=False, kind=INSERTED, honest=pair.sentence)


def _inserted(pair: Pair, other: Pair, rng: random.Random) -> str:
    """The sentence with an item or a clause of another document put in; empty where it offers no place or that has none."""
    text = "".join(s.text for s in other.shown)
    listed = list(_ITEM.finditer(pair.sentence))
    items, clauses = _ITEM.findall(text), _CLAUSE.findall(text)
    end = _END.search(pair.sentence)
    if listed and items and rng.random() < 0.5:
        at = rng.choice(listed).end()
        return f"{pair.sentence[:at]}、{rng.choice(items)}{pair.sentence[at:]}"
    if clauses and end:
        return f"{pair.sentence[: end.start()]}，{rng.choice(('', '并', '还要'))}{rng.choice(clauses)}{pair.sentence[end.start() :]}"
    return ""
