"""The kind of answer that a question means, by its words and by what it names; and the things that one for places asks after."""

import re
from collections.abc import Sequence

from retrieval.question.bodies import bodies_named
from retrieval.question.bounds import bounds_in
from retrieval.question.figures import figures_named
from retrieval.question.kinds import Kind, asks_for_place, asks_for_role, asks_over_places, kind_of
from retrieval.question.mentions import thing_mentioned, ways_to_say
from retrieval.question.premises import claims
from retrieval.question.reckoning import Reckoning
from retrieval.question.slot_model import asks_for
from retrieval.question.superlatives import asks_for_extreme, asks_for_order
from retrieval.question.things import things
from retrieval.question.topic import MOST_WEIGHT, Concept, find_concepts
from retrieval.question.ways import share_of

#: From this probability on it is asked why.
_WHY = 0.7
#: What is answered by a sentence.
SAYING: tuple[Kind, ...] = ("measure", "fact")
#: 最大的是哪种污染物: of one place, which of its figures.
WHICH_SORT = re.compile("哪一?[种类项]")

_PARTS = re.compile("[，,？?；;]")


def kind_meant(kind: Kind, body: str, concepts: Sequence[Concept], several: bool) -> Kind:
    """The kind of answer: what the question names or commands in so many words, else the likeliest.

    Figures (76座是什么, 哪个市是95%) ask which, bounds and superlatives weigh numbers, a body by itself is asked for its tasks.
    """
    figures, place = figures_named(body), asks_for_place(body)
    named = "".join(bodies_named(body))
    if concepts and all(c.words in named for c in concepts) and kind not in ("duty", "number"):
        return "tasks"
    if kind == "duty" and not named and asks_for(body, "existence") and not asks_for_role(body):
        kind = "fact"  # 有没有说房价
    if several and asks_for(body, "same") and any(kind_of(part) == "duty" for part in _PARTS.split(body)):
        return "duty"  # 谁牵头？哪个市跟别家不一样
    if bounds_in(body) and (place or (several and asks_over_places(body))):
        return "number"
    if kind == "duty" and place and named and several:
        return "which"  # 哪几个市由X牵头
    asks_why = share_of(body, "why", "reason") >= _WHY
    sought = place and (bool(thing_mentioned(body)) or (several and kind in SAYING and bool(things(concepts))))
    if sought or (figures and ((not things(concepts) and not asks_why) or place)):  # 哪个省把某运河建好了
        kind = "which"
    elif kind in SAYING and claims(body) and (several or asks_for(body, "whether")):
        kind = "which" if several else "number"
    weighed = kind in ("which", "measure") or ((place or several) and kind in ("fact", "list"))
    weighed = weighed or (several and kind == "duty" and not asks_for_role(body))  # 任务最轻的是谁
    reckoned = Reckoning(body)
    if several and kind not in ("duty", "document") and (reckoned.difference or reckoned.sum):
        kind = "number" if not things(find_concepts(body)) else kind  # 差多少
    weighed = weighed or bool(WHICH_SORT.search(body))
    return "number" if weighed and (asks_for_extreme(body) or asks_for_order(body)) else kind


def of_things(concepts: tuple[Concept, ...], body: str) -> tuple[Concept, ...]:
    """The concepts of a question for places, without the figures it names; the thing mentioned where no word of it is known."""
    figures = figures_named(body)
    things = tuple(c for c in concepts if not any(c.words in figure for figure in figures))
    thing = thing_mentioned(body)
    return things or ((Concept(thing, ways_to_say(thing), MOST_WEIGHT),) if thing and not figures else ())
