"""Names that plans make of the names of places elsewhere: 气大庆 is no 大庆市."""

from collections.abc import Sequence

from corpus.regions import short_name
from index.records import PlanCard
from index.snapshot import Index
from retrieval.question.scope import find_scope

#: So many characters behind the name of a place elsewhere are of one name with it where the plan asked has them all.
_NAMED = 3


def names_quoted(index: Index, question: str, cards: Sequence[PlanCard]) -> str:
    """The question with quotation marks around a longer name, where a plan has that and the place in it has no plan."""
    scope = find_scope(question, cards)
    for place in scope.unknown if scope else ():
        name = short_name(place)
        start = question.find(name)
        longer = question[start - 1 : start + len(name)] if start > 0 else ""
        if "\u4e00" <= longer[:1] <= "\u9fff" and any(longer in index.plan_text(card.id) for card in cards):
            return f"{question[: start - 1]}“{longer}”{question[start + len(name) :]}"
        behind = question[start : start + len(name) + _NAMED] if start >= 0 else ""
        own = [card.id for card in cards if card.id in scope.plans] if scope else []
        if len(own) == 1 and len(behind) == len(name) + _NAMED and behind in index.plan_text(own[0]):
            return f"{question[:start]}“{behind}”{question[start + len(behind) :]}"  # 台湾农民创业园, asked of 福建
    return question
