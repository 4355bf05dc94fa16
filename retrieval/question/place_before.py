"""A place told before by a word that stands for it, beside another that is named: 乙市比它高多少, 乙市有人家高吗."""

import re
from collections.abc import Sequence

from index.records import PlanCard
from retrieval.question.conversation import single_places
from retrieval.question.earlier import Earlier
from retrieval.question.scope import Scope

#: 比这个时期 and 跟那个项目 stand for no place.
_IT = re.compile(
    r"(?P<beside>[比和与跟同较有]|赶[得不]上|不如)"
    r"(?:它|他(?![们省市])|人家|[这那前](?:边|个?[市州省县区](?!里)|个?地方|者)|[这那](?=[高低多少大小快慢早晚]))"
)


def with_place_before(asked: str, named: Scope | None, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> str:
    """The question with the name of the latest other place spoken of, where a word stands for it beside the one place named; else itself."""
    found = _IT.search(asked)
    if found is None or named is None or named.counties or len(named.plans) != 1 or found.start() < named.spans[0][0]:
        return asked
    before = next((plan for plan in single_places(earlier) if plan not in named.plans), "")
    card = next((c for c in cards if c.id == before), None)
    if card is None or not card.region or card.shares_place:
        return asked
    return f"{asked[: found.end('beside')]}{card.region}{asked[found.end() :]}"
