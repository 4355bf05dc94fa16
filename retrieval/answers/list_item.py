"""What a numbered list says of one thing: 十件实事里养老是怎么安排的 is answered by the items that name 养老."""

from dataclasses import replace

from index.keyword import tagged
from retrieval.answers.desk import Desk
from retrieval.answers.items import numbered_asked
from retrieval.answers.statement import Statement
from retrieval.question.things import only_aspects
from retrieval.question.topic import Concept
from retrieval.search.window import covers

#: The thing is said by an item that has so much of it.
_SAID = 0.8
#: More items are no answer, but half of the list, where it is not asked which they are.
_MOST = 3
#: A verb of so many characters relates a thing to the list.
_VERB = 2


def say_list_item(desk: Desk) -> Statement | None:
    """The items that name what is asked of a counted list; None where no such list is asked of, or none of its items names it."""
    name = desk.query.asking.within_counted
    listing = tuple(w for w in desk.weighted if name and w.concept.words in name)
    beside = [w.concept for w in desk.weighted if w.concept.words not in name]
    asked = [c for c in beside if _is_thing(c)] or beside  # 低保 is no verb, whatever the segmenter says
    whole = numbered_asked(replace(desk, weighted=listing)) if listing and asked else None
    if whole is None:
        return None
    said = [
        (number, item, evidence)
        for number, (item, evidence) in enumerate(zip(whole.items, whole.evidence, strict=True), 1)
        if all(covers(concept, item) >= _SAID for concept in asked)
    ]
    most = len(whole.items) - 1 if desk.query.kind == "list" else _MOST
    if not 1 <= len(said) <= most:
        return None
    own = tuple(f"第{number}项：" for number, _, _ in said)
    words = "；".join(f"{sign}{item}" for sign, (_, item, _) in zip(own, said, strict=True))
    return desk.say(f"{words}。", (evidence for _, _, evidence in said), own)


def _is_thing(concept: Concept) -> bool:
    """Whether a concept is what an item is about: 养老, and not 有关 or 怎么安排."""
    relates = len(concept.words) == _VERB and all(sort.startswith("v") for _, sort in tagged(concept.words))
    return not relates and not only_aspects((concept,))
