"""A body that a message only asks about, whether it is responsible: 也是乙局牵头吗 says nothing of what for."""

from collections.abc import Sequence

from retrieval.question.bodies import bodies_named
from retrieval.question.kinds import kind_of
from retrieval.question.slot_model import asks_for
from retrieval.question.topic import Concept


def without_body_asked(concepts: Sequence[Concept], text: str) -> tuple[Concept, ...]:
    """The concepts of a message without places; none where they only name a body of which it asks whether it is responsible."""
    if not concepts or not asks_for(text, "whether") or kind_of(text) != "duty":
        return tuple(concepts)
    named = "，".join(bodies_named(text))
    return () if all(c.words in named for c in concepts) else tuple(concepts)
