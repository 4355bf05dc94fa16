"""More pairs made from the written ones: a sentence under a passage that does not say it, and one with words of another document put in."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.gates.shown import Shown
from retrieval.gates.support_pairs import Pair

#: How far the made ones count beside the written ones.
WEIGHT = 0.5
DISPLACED, INSERTED = "displaced", "inserted"
_ITEM = re.compile("、([\u4e00-\u9fff]{3,10})(?=[、，。；]|等)")
_CLAUSE = re.compile("[，；]([\u4e00-\u9fff]{6,16})(?=[，；。])")
_END = re.compile(r"\s*(?:\[[\d,，、\s]+\])+\s*[。；]?\s*$|[。；]\s*(?:\[[\d,，、\s]+\])*\s*$")


def make_pairs(pairs: Sequence[Pair], seed: int) -> list[Pair]:
    """Of every honest sentence one under another passage of its own document, one under another document's, one with something put in."""
    rng = random.Random(seed)  # noqa: S311
    honest = [pair for pair in pairs if pair.supported and pair.shown]
    return [made for pair in honest for made in _of_one(pair, honest, rng)]


def _of_one(pair: Pair, honest: Sequence[Pair], rng: random.Random) -> Iterator[Pair]:
    mine = {each.text for each in pair.shown}
    near = [o for o in honest if o.document == pair.document and not {s.text for s in o.shown} & mine]
    far = [o for o in rng.sample(honest, min(20, len(honest))) if o.document != pair.document]
    for other in [*rng.sample(near, min(1, len(near))), *far[:1]]:
        named = pair.shown[0].named
        shown = tuple(Shown(named, s.section, s.text) for s in other.shown)
        yield replace(pair, supported=False, kind=DISPLACED, shown=shown)
    if far and (inserted := _inserted(pair, rng.choice(far), rng)):
        yield replace(pair, sentence=inserted, supported=False, kind=INSERTED, honest=pair.sentence)


def _inserted(pair: Pair, other: Pair, rng: random.Random) -> str:
    """The sentence with an item or a clause of another document put in; empty where it offers no place or that has none."""
    text = "".join(s.text for s in other.shown)
    listed = list(_ITEM.finditer(pair.sentence))
    items, clauses = _ITEM.findall(text), _CLAUSE.findall(text)
    end = _END.search(pair.sentence)
    if listed and items and rng.random() < 0.5:  # noqa: PLR2004
        at = rng.choice(listed).end()
        return f"{pair.sentence[:at]}、{rng.choice(items)}{pair.sentence[at:]}"
    if clauses and end:
        return f"{pair.sentence[: end.start()]}，{rng.choice(('', '并', '还要'))}{rng.choice(clauses)}{pair.sentence[end.start() :]}"
    return ""
