"""Places told before that a question only points at: 乙市比它高多少, 乙市有人家高吗, 乙市呢，更高吗, and 哪个更早 after two dates."""

import re
from collections.abc import Sequence
from itertools import islice

from index.records import PlanCard
from retrieval.question.conversation import single_places
from retrieval.question.earlier import LOOKED_BACK, Earlier, questions_in
from retrieval.question.kinds import fields_of
from retrieval.question.scope import Scope

#: 比这个时期 and 跟那个项目 stand for no place.
_IT = re.compile(
    r"(?P<beside>[比和与跟同较有]|赶[得不]上|不如)"
    r"(?:它|他(?![们省市])|人家|[这那前](?:边|个?[市州省县区](?!里)|个?地方|者)|[这那](?=[高低多少大小快慢早晚]))"
)
#: 那乙市呢，更高吗: than in the place before, where no other is named or sought.
_HIGHER = re.compile("^(?P<lead>[^比谁哪]*)更(?P<how>[高低多少大小快慢])(?:一?[些点])?(?=[吗么])")

#: 谁先发, 哪个更早, 哪份印发得晚.
_FIRST = re.compile(
    r"(?:那么?)?(?:谁|哪(?:一?[个家份]|边))(?:的方案)?(?:[^，,。？?]{0,4}[更较最得])?(?P<when>[早晚先后新])[^，,。？?]{0,4}[？?。]?"
)
_LATE = "晚后新"
_PAIR = 2


def with_dates_before(asked: str, named: Scope | None, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> str:
    """哪个更早, after the dates of plans were told one by one: asked of the plans of these places; else itself."""
    found = _FIRST.fullmatch(asked.strip()) if named is None else None
    told = list(islice(questions_in(earlier), LOOKED_BACK)) if found else []
    dated = next((at for at, question in enumerate(told) if "date" in fields_of(question.text)), None)
    if found is None or dated is None:
        return asked
    since = {question.scope.plans for question in told[: dated + 1] if question.scope}  # 乙市呢, 丙市呢
    latest = list(islice(single_places(earlier), max(len(since), _PAIR)))
    places = [card.region for card in cards if card.id in latest and card.region and not card.shares_place]
    if len(places) < _PAIR or len(places) != len(latest):
        return asked
    return f"{'、'.join(places)}的方案哪个印发得最{'晚' if found['when'] in _LATE else '早'}"


def with_place_before(asked: str, named: Scope | None, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> str:
    """The question with the name of the latest other place spoken of, where a word stands for it beside the one place named, or only 更高吗 weighs it; else itself."""
    higher, it = _HIGHER.search(asked), _IT.search(asked)
    at = higher.end("lead") if higher else it.start() if it else -1
    if named is None or named.counties or len(named.plans) != 1 or at < named.spans[0][0]:
        return asked
    before = next((plan for plan in single_places(earlier) if plan not in named.plans), "")
    card = next((c for c in cards if c.id == before), None)
    if card is None or not card.region or card.shares_place:
        return asked
    if higher:
        return f"{higher['lead']}比{card.region}{higher['how']}{asked[higher.end() :]}"
    return f"{asked[: it.end('beside')]}{card.region}{asked[it.end() :]}" if it else asked
