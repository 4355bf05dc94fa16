"""A figure told before that is only weighed against another place: 比乙市多多少, after one of 甲市 was told."""

import re
from collections.abc import Sequence
from itertools import islice

from index.records import PlanCard
from retrieval.question.earlier import LOOKED_BACK, Earlier, questions_in
from retrieval.question.scope import Scope
from retrieval.question.slot_model import chance_of
from retrieval.question.things import things
from retrieval.question.topic import find_concepts

#: What stands before the place of a question that only weighs: 那这个数比乙市.
_BESIDE = re.compile("(?:那么?|它|这个?数?|这)?[比跟和与同较]")
#: From this chance on a difference is asked for.
_DIFFERS = 0.5


def with_figure_before(asked: str, named: Scope | None, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> str:
    """The question with the place and the name of the one figure that the latest answer told, where it names neither; else itself.

    Only where that figure has another name than was asked for: else the words asked for find both.
    """
    if named is None or named.counties or len(named.plans) != 1 or len(named.spans) != 1 or not earlier:
        return asked
    start, end = named.spans[0]
    if not _BESIDE.fullmatch(asked[:start]) or chance_of(asked, "difference") < _DIFFERS:
        return asked
    if things(find_concepts(asked[end:])):
        return asked
    latest = next(islice(questions_in(earlier), 1), None)
    told = latest.established if latest else None
    if latest is None or told is None or len(told.told) != 1 or len(told.indicators) != 1 or told.told == named.plans:
        return asked
    (indicator,) = told.indicators
    topics = (things(question.concepts) for question in islice(questions_in(earlier), LOOKED_BACK))
    topic = next(filter(None, topics), ())
    if all(any(way in indicator for way in concept.alternatives) for concept in topic):
        return asked
    card = next((c for c in cards if c.id == told.told[0]), None)
    return asked if card is None or card.shares_place else f"{card.region}的{indicator}{asked[start - 1 :]}"
