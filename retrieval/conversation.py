"""What a question takes over from the conversation before it: its topic, and the plans it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.script import simplified
from index.records import PlanCard
from retrieval.answer import Turn
from retrieval.scope import Scope, asks_for_all, find_scope, without_places
from retrieval.topic import Concept, find_concepts

_FOLLOWS = re.compile(
    r"^(?:不是|那|它|其|这|该|还有|另外|除了|如果|呢|再|又|不好意思|说错|不对|我(?:是)?(?:问|说)的)|呢[？?]?$|^.{0,10}$"
)
_BOTH = re.compile(r"这两|两个|两地|两者|二者|它们|两座|两家")
_KIND_OF_PLACE = re.compile(r"那个?(州|市|县|省)")
#: So much of an earlier question is read.
_REMEMBERED = 1000
#: So long a question names next to nothing beyond a place: 那资阳呢？
_BARE = 12
#: What an earlier topic keeps of its weight beside a new one.
_CARRIED_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier question of the user: its ``text`` without places, the scope it named (None: none), its concepts."""

    text: str
    scope: Scope | None
    concepts: tuple[Concept, ...]


def read_history(history: Sequence[Turn], cards: Sequence[PlanCard]) -> list[Earlier]:
    """The user's earlier questions, latest first."""
    earlier = []
    for turn in reversed(history):
        if turn.role == "user" and re.search(r"\w", turn.content):
            text = simplified(" ".join(turn.content.split()))[:_REMEMBERED]
            scope = find_scope(text, cards)
            body = without_places(text, scope)
            earlier.append(Earlier(body, scope, find_concepts(body)))
    return earlier


def goes_on(asked: str, concepts: Sequence[Concept], scope: Scope | None) -> bool:
    """Whether a question (with its own concepts and scope) only makes sense after the one before it."""
    bare = len(concepts) <= 1 and len(asked) <= _BARE
    return not concepts or (scope is None and bool(_FOLLOWS.search(asked))) or bare


def carry_topic(concepts: tuple[Concept, ...], earlier: Sequence[Earlier]) -> tuple[Concept, ...]:
    """The latest earlier topic joins at less weight, or takes over when nothing new is asked."""
    previous = next((e.concepts for e in earlier if e.concepts), ())
    if not concepts:
        return previous
    known = {c.words for c in concepts}
    return concepts + tuple(replace(c, weight=c.weight * _CARRIED_SHARE) for c in previous if c.words not in known)


def inherit_scope(asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> Scope:
    """The scope of a question that names no place: that of the conversation, else every plan."""
    everything = Scope(tuple(c.id for c in cards), "all")
    if _BOTH.search(asked):
        named = list(dict.fromkeys(p for q in earlier if q.scope for p in q.scope.plans))[:2]
        if len(named) == 2:
            return Scope(tuple(c.id for c in cards if c.id in named), "conversation")
    if asks_for_all(asked, len(cards)):
        return everything
    kind_of_place = _KIND_OF_PLACE.search(asked)
    for question in earlier:
        if question.scope is not None and question.scope.plans:
            regions = [c.region for c in cards if c.id in question.scope.plans]
            if kind_of_place and not any(r.endswith(kind_of_place.group(1)) for r in regions):
                continue
            return replace(question.scope, reason="conversation", spans=(), unknown=(), counties=())
    return everything
