"""The plans that a question is about by the conversation before it, where it names none itself or points back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from corpus.headings import chinese_number
from index.records import PlanCard
from retrieval.question.backward import goes_back
from retrieval.question.bounds import bounds_in
from retrieval.question.earlier import LOOKED_BACK, Earlier, questions_in, singled_out
from retrieval.question.kinds import asks_for_place, asks_over_places, seeks_places
from retrieval.question.reckoning import Reckoning
from retrieval.question.scope import (
    Reason,
    Scope,
    asks_for_all,
    asks_for_others,
    counts_all,
    find_scope,
    without_other_places,
)
from retrieval.question.strangers import is_governed, strange_places
from retrieval.question.superlatives import (
    asks_for_extreme,
    asks_for_lowest,
    asks_for_order,
    picked,
    so_many,
    weighs_again,
)
from retrieval.question.things import things
from retrieval.question.topic import Concept, find_concepts

_BOTH = re.compile(r"这两|两个|两地|两者|二者|两座|两家")
#: What is done with the figures of several turns: 差几个百分点？ 加起来呢？ 哪个高？ 三个里谁最低？
_TOGETHER = re.compile(
    r"加起来|合计|一共|总共|之和|相差|差(?:多少|几)|(?<!最)[高低多少大小重轻]出?(?:多少|几)|一样吗|(?:哪个|谁)[^，,。；;？?]{0,4}[高低多少大小]|([三四五六])个(?:里|中|加|市|地)"
)
_SUMS = re.compile(r"加(?:起来|一起|一块|在一起)|合计|一共|总共|之和|相差|差(?:多少|几)")
#: 比甲市多吗, 和乙市比呢: the place of the turn before is weighed against the one named.
_AGAINST = re.compile(r"^(?:那么?|它|再)?(?:比|和|跟|与|同|加上?).{1,10}?(?:比|差|高|低|多|少|一样|呢)")
#: 加上乙市和丙市，三地合计多少: with the place before.
_ADDED = re.compile(
    "^(?:那么?|再|要是|如果)?(?:(?:加上|算上|连上|带上|连同|加)(?!起|在|一)|[把将].{2,12}?[也都]?(?:算|加|放|排)(?:进|上))"
)
#: … whatever is left of it without its places.
_WAS_AGAINST = re.compile(r"比(?:呢|一下|较)?[？?]?$|^\s*比")
#: The place or the document that the turn before was about.
_POINTS_BACK = re.compile(
    r"它(?!们)|其(?![他它余中])|[该这那](?:个|座|份)?(?:市|州|省|城市|地方|方案|文件|地)|这份|那份|这座|那座|这里|那里|当地"
)
#: … and nothing but a place: 它家的技改能奖多少, 当地怎么罚.
_POINTS_AT_PLACE = re.compile("^(?:那么?)?(?:它家|他们(?:家|那边?)|人家那边?|那[边儿里]|当地|该[市州县省区])")
_RANKS_AGAIN = re.compile(
    r"(?:第[一二三四五六七八九十]|最后一|倒数第?[一二三四五]?)[名位]|垫底|第[一二三四五](?:呢|是谁|是哪)|最[高低多少大小]的(?:是谁|是哪(?!一?[种类项])|呢)"
)
_EXTREME_PLACE = re.compile(
    r"(?:最.|(?:倒数)?第[一二三四五][名位]?|排?最后(?:一[名位])?|垫底)的?(?:那个|那座|那份|一个)?的?(?:市|州|省|城市|地方|方案|那个|那座)"
)
_ALL_BUT = re.compile(r"除了?(?:它|该市|该州|这个市|这个州|这里)")
#: 第一个城市, 我第二个问的那个地方: by the order in which the conversation came to them.
_NTH_SPOKEN_OF = re.compile(
    r"(?:第([一二三四五六七八九十]|\d{1,2})个|(?P<first>最(?:开始|初|先)|一开始|开头))[^，,。？?]{0,6}?(?:城市|市|州|县|省|地方|地区)"
)
#: Several places told just before.
_THESE = re.compile(
    "^(?:那么?|上面|前面)?(?:这|那)(?:几|[二两三四五六七八九十])?(?:个|家|座|些)(?:市|省|城市|地方|州)?|它们|他们|^(?:那么?|这)?(?:其中|里面|里头|当中)(?!的)"
)
#: All of those that were spoken of, and not the one that was picked of them.
_SEVERAL_SPOKEN_OF = re.compile("[它他她]们(?!家|那)")
#: The place spoken of, beside that at an end of the order.
_AND_IT = re.compile("[比和与跟]它")
_PAIR = 2
#: 少于一千吨的呢: nothing but this stands behind a bound that another one takes the place of.
_ENDS_BOUND = re.compile("^的?(?:呢|有哪些|有谁|是哪些)?[？?。]?$")
#: So many questions of years are weighed against each other.
_YEARS = 2
#: 全市呢, after a figure asked of one of its counties.
_WHOLE = re.compile("全[州市省盟]|整个[州市省盟]")
_KIND_OF_PLACE = re.compile(r"那个?(州|市|县|省)(?![（(区级直属一])")


def name_both(asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> str:
    """The question with the two figures named that the last turns told of one place: 这两个加起来, after 氨氮 and 化学需氧量."""
    if not earlier or not (_BOTH.search(asked) or _SUMS.search(asked)) or find_scope(asked, cards):
        return asked
    if any(len(c.alternatives) > 1 for c in find_concepts(asked)):
        return asked
    told: dict[str, str] = {}  # indicator -> the words of the question that asked for it
    plans: set[str] = set()
    for question in islice(questions_in(earlier), _PAIR):
        established = question.established
        for name in established.indicators:
            told.setdefault(name, _words_for(name, things(question.concepts)))
        plans |= set(established.told)
        if len(told) >= _PAIR:
            break
    both = len(told) == _PAIR == len(set(told.values())) and len(plans) == 1
    return f"{'和'.join(told.values())}{_BOTH.sub('', asked)}" if both else asked


def _words_for(indicator: str, asked: Sequence[Concept]) -> str:
    """The words by which a question asked for an indicator; of one that asks for several things, those of this one."""
    own = [c.words for c in asked if any(way in indicator for way in c.alternatives)]
    return "".join(own or [c.words for c in asked])


def told_apart(named: Scope, earlier: Sequence[Earlier]) -> Scope:
    """江西的 after a question about its city: the province only tells which city of that name is meant. After one of all places its cities are."""
    before = next(questions_in(earlier), None)
    of_all = before is not None and (
        before.scope is None or before.scope.reason == "province" or bool(before.scope.nearby)
    )
    if of_all and len(named.nearby) > _PAIR:
        return Scope(tuple(named.nearby), "province", spans=named.spans)
    latest = next((q.scope for q in earlier if q.scope and q.scope.plans), None)
    meant = tuple(plan for plan in named.nearby if latest and plan in latest.plans)
    return Scope(meant, "province", spans=named.spans) if meant else named


def is_of_place(asked: str, earlier: Sequence[Earlier]) -> bool:
    """Whether a question points back at the place that an answer singled out (它的氨氮呢), or at one and nothing else (当地), and so not at the thing asked then."""
    latest = next(questions_in(earlier), None)
    if latest is not None and _POINTS_AT_PLACE.search(asked):
        return True
    if latest is None or not _POINTS_BACK.search(asked):
        return False
    return bool(singled_out(latest, asked_for_one=False))


def inherit_scope(asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard], *, follows: bool) -> Scope:
    """The scope of a question that names no place: that of the conversation, else every plan.

    ``follows``: the question only makes sense after the one before it.
    """
    everything = Scope(tuple(c.id for c in cards), "all")
    if asks_for_others(asked) and _BOTH.search(without_other_places(asked)):  # 这两个加上另外三家, 除了这两个的其他市
        pair = _taken_together(asked, earlier, cards) if "除" in asked else None
        return _all_but(pair.plans, cards) if pair else everything
    if len(cards) > _PAIR and counts_all(asked, len(cards)):
        return everything  # 这五家加起来, whichever two were spoken of last
    if named := _those_counted(asked, earlier):
        return Scope(named, "conversation")
    if these := _those_filtered(asked, earlier):
        return Scope(tuple(c.id for c in cards if c.id in these), "conversation")
    pointed = _pointed_at(asked, earlier, cards, follows=follows) or _taken_together(asked, earlier, cards)
    if pointed is not None:
        return pointed
    if asks_for_others(asked):
        return _all_but(_last_scope("", earlier, cards).plans, cards)
    return everything if asks_for_all(asked, len(cards)) or _seeks_places(asked) else _last_scope(asked, earlier, cards)


def _those_counted(asked: str, earlier: Sequence[Earlier]) -> tuple[str, ...]:
    """The plans that were named together last, where the question counts as many: 三个分别减多少, whichever of them was the lowest."""
    named = (q.scope.plans for q in islice(questions_in(earlier), LOOKED_BACK) if q.scope)
    return next((plans for plans in named if counts_all(asked, len(plans))), ())


def _those_filtered(asked: str, earlier: Sequence[Earlier]) -> tuple[str, ...]:
    """The plans that were sought and found right before (on the side of a bound, with a figure, mentioning a thing), where the question is of these: 这几家加起来多少."""
    latest = next(questions_in(earlier), None) if _THESE.search(asked) else None
    if latest is None or not asks_over_places(latest.text):
        return ()
    sought = bool(bounds_in(latest.text)) or (asks_for_place(latest.text) and not asks_for_extreme(latest.text))
    told = latest.established
    some = told.told if len(told.told) < len(told.plans) else ()
    return (told.ranking or told.found or some) if sought else ()


def _seeks_places(asked: str) -> bool:
    """Whether places are sought, whichever was spoken of: 超过13%的有哪些, 只有哪家提到."""
    if asks_for_order(asked):
        return True
    return asks_over_places(asked) and (bool(bounds_in(asked)) or asks_for_place(asked) or seeks_places(asked))


def _last_scope(asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> Scope:
    """The scope of the latest earlier question that had one which suits; else every plan."""
    everything = Scope(tuple(c.id for c in cards), "all")
    kind_of_place, ranks = _KIND_OF_PLACE.search(asked), _RANKS_AGAIN.search(asked)
    for at, question in enumerate(earlier):
        plans = _plans_of(question, cards) or (_only_told(question) if not at else ())
        of_county = bool(question.scope.counties) if question.scope else _is_of_part(question, plans)
        if not plans or (ranks and len(plans) == 1 and not of_county):
            continue  # 那最后一名呢 goes back behind the one place that was spoken of in between; of a county its plan ranks those it names
        of_all = question.scope is None and len(plans) == len(cards)
        if of_all or (asks_for_place(asked) and len(plans) == 1):
            break  # 哪个市 is asked of all, whichever was spoken of
        regions = [c.region for c in cards if c.id in plans]
        if kind_of_place and not any(r.endswith(kind_of_place.group(1)) for r in regions):
            continue
        scope = question.scope or everything
        of_city = ranks or _WHOLE.search(asked)
        reason: Reason = "county" if scope.counties and not of_city else "conversation"  # COD呢, after 某县能耗降多少
        return replace(
            scope, plans=plans, reason=reason, spans=(), unknown=(), counties=() if of_city else scope.counties
        )
    return everything


def _plans_of(question: Earlier, cards: Sequence[PlanCard]) -> tuple[str, ...]:
    """The plans that an earlier question was asked of, empty where it named none and pointed at none."""
    if question.scope is not None:
        return question.scope.plans
    if question.pointed and question.pointed.plan:
        return (question.pointed.plan,)
    told = question.established.told if _names_part(question) else ()
    if len(told) == 1:
        return told
    points = question.back or _POINTS_BACK.search(question.text) or _NTH_SPOKEN_OF.search(question.text)
    if points or _EXTREME_PLACE.search(question.text) or asks_for_others(question.text):
        plans = question.established.plans
        return plans if len(plans) < len(cards) else ()
    return tuple(c.id for c in cards) if asks_for_all(question.text, len(cards)) else ()


def _only_told(question: Earlier) -> tuple[str, ...]:
    """The one plan that was told of a thing, which no other speaks of; empty where places were sought."""
    if question.scope is not None or asks_over_places(question.text):
        return ()
    told = question.established.told
    return told if len(told) == 1 else ()


def _names_part(question: Earlier) -> bool:
    """Whether an earlier question names a county or a town, known to no list of places, and no city."""
    return question.scope is None and any(map(is_governed, strange_places(question.bare)))


def _is_of_part(question: Earlier, plans: Sequence[str]) -> bool:
    return len(plans) == 1 and _names_part(question)


def _all_but(plans: Sequence[str], cards: Sequence[PlanCard]) -> Scope:
    """Every plan but these; every one where these are all."""
    others = tuple(c.id for c in cards if c.id not in plans)
    return Scope(others, "conversation") if others else Scope(tuple(plans), "all")


def _pointed_at(asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard], *, follows: bool) -> Scope | None:
    """The place that an earlier answer singled out, where the question points at it: 它, 最低的那个市, or goes on about it."""
    latest = next(questions_in(earlier), None)
    if latest is None:
        return None
    if _SEVERAL_SPOKEN_OF.search(asked):
        several = _several_ranked(latest)
        return Scope(tuple(c.id for c in cards if c.id in several), "conversation") if several else None
    nth = _nth_spoken_of(asked, earlier) or _spoken_of_before(asked, earlier)
    if nth:
        return Scope((nth,), "conversation")
    if _ALL_BUT.search(asked) and (found := singled_out(latest)):
        return _all_but((found,), cards)
    if _EXTREME_PLACE.search(asked):
        ranked = _places_ranked(asked, earlier)
        other = singled_out(latest) if ranked and _AND_IT.search(asked) else ""  # 最多的那个比它多多少
        both = {*ranked, other} if other else {*ranked}
        return Scope(tuple(c.id for c in cards if c.id in both), "conversation") if ranked else None
    if _RANKS_AGAIN.search(asked) and latest.established.ranking:
        return None  # 第二名是谁，差它多少
    again = follows and not weighs_again(asked)
    if several := _several_ranked(latest) if again else ():
        return Scope(tuple(c.id for c in cards if c.id in several), "conversation")
    points = bool(_POINTS_BACK.search(asked))
    # 差多少, after 哪个市最高, is of all; 秸秆呢, after an order of all, and what names all, as well
    of_all = weighs_again(asked) or Reckoning(asked).reckons or asks_for_order(latest.text)
    of_all = of_all or asks_for_all(asked, len(cards)) or (seeks_places(asked) and asks_for_extreme(asked))
    if points or (follows and not of_all):
        found = singled_out(latest, asked_for_one=not points)
        return Scope(latest.established.level_with(found), "conversation") if found else None
    return None


def _nth_spoken_of(asked: str, earlier: Sequence[Earlier]) -> str:
    """The plan of the place that the conversation came to as the first, the second, …; of a ranking only, the one at that place."""
    found = _NTH_SPOKEN_OF.search(asked)
    if not found:
        return ""
    number = (
        1 if found["first"] else chinese_number(found.group(1)) if not found.group(1).isdigit() else int(found.group(1))
    )
    single = (q.scope.plans[0] for q in reversed(earlier) if q.scope and len(q.scope.plans) == 1)
    named = list(islice(dict.fromkeys(single), number))
    return named[-1] if named and len(named) == number else place_ranked(asked, earlier) or _told_as(number, earlier)


def _told_as(number: int, earlier: Sequence[Earlier]) -> str:
    """The plan of the place that the answer before told as the first, the second, …."""
    latest = next(questions_in(earlier), None)
    told = latest.established.told if latest else ()
    return told[number - 1] if _PAIR <= len(told) >= number else ""


def _spoken_of_before(asked: str, earlier: Sequence[Earlier]) -> str:
    """The plan of the place that the conversation goes back to: the one before the latest, the latest where there is but one."""
    if not goes_back(asked):
        return ""
    named = list(islice(single_places(earlier), _PAIR))
    return named[-1] if named else ""


def single_places(earlier: Sequence[Earlier]) -> Iterator[str]:
    """The plans of questions about one place, latest first, each once."""
    single = (q.scope.plans[0] for q in earlier if q.scope and len(q.scope.plans) == 1)
    yield from dict.fromkeys(single)


def _several_ranked(latest: Earlier) -> tuple[str, ...]:
    """The plans from one end of the ranking told, where the question before asked for several: 最多的两个市是哪两个？ 差多少？"""
    count = so_many(latest.text)
    ranking = latest.established.ranking if count else ()
    if not ranking:
        return ()
    return ranking[-count:] if asks_for_lowest(latest.text) else ranking[:count]


def place_ranked(asked: str, earlier: Sequence[Earlier]) -> str:
    """The plan at the place asked for in the latest ranking told: 最低的那个市, 第二名那个市."""
    return next(iter(_places_ranked(asked, earlier)), "")


def _places_ranked(asked: str, earlier: Sequence[Earlier]) -> tuple[str, ...]:
    """… with those level with it."""
    for question in islice(questions_in(earlier), LOOKED_BACK):
        ranking = question.established.ranking
        at = picked(asked, len(ranking)) if ranking else None
        if at is not None:
            return question.established.level_with(ranking[at])
    return ()


def of_those_level(asked: str, earlier: Sequence[Earlier]) -> tuple[str, Scope] | None:
    """(what is asked of the places that are level at the place named in the latest ranking told, those places): 最低的那个省失业率多少, of three that are."""
    found = _EXTREME_PLACE.search(asked)
    ranked = _places_ranked(asked, earlier) if found else ()
    rest = asked[: found.start()] + asked[found.end() :] if found else ""
    return (rest, Scope(ranked, "conversation")) if len(ranked) > 1 and find_concepts(rest) else None


def _taken_together(asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> Scope | None:
    """The places of the last turns, where a question is about them together."""
    both, operation = _BOTH.search(without_other_places(asked)), _TOGETHER.search(asked)
    if asks_for_place(asked) and asks_for_extreme(asked):
        return None  # 哪个城市最低，差多少 is about all
    if not (both or operation):
        return None
    latest = next((q.scope for q in earlier if q.scope), None)
    if latest is None or not (both or len(latest.plans) == 1):
        return None
    count = chinese_number(operation.group(1)) if operation and operation.group(1) else _PAIR
    named = list(islice(_places_of(earlier), count))
    return Scope(tuple(c.id for c in cards if c.id in named), "conversation") if len(named) == count else None


def _places_of(earlier: Sequence[Earlier]) -> Iterator[str]:
    """The plans that earlier questions named, latest first, each once."""
    yielded = set()
    for plan in (plan for q in earlier if q.scope for plan in q.scope.plans):
        if plan not in yielded:
            yielded.add(plan)
            yield plan


def takes_both(asked: str) -> bool:
    """Whether what is asked of another place (乙市呢，加起来多少) is to be reckoned of that and of the one before."""
    _, goes_on, rest = asked.partition("呢")
    reckoning = Reckoning(rest)
    return bool(goes_on) and (bool(_TOGETHER.search(rest)) or reckoning.reckons or reckoning.same)


def weighed_against(asked: str, named: Scope, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> Scope:
    """The scope of 比黔东南多吗, and of 黔东南呢，加起来多少: with the place named that of the turn before."""
    one = len(named.plans) == 1 and (_AGAINST.search(asked) or takes_both(asked))
    if not one and not (named.plans and _ADDED.search(asked)):
        return named
    before = [
        (q, plans) for q in questions_in(earlier) if (plans := _plans_of(q, cards)) and not _WAS_AGAINST.search(q.text)
    ]
    if not before:
        return named
    # 把丙市也算进来排个序, after 甲市多少 and 乙市呢, is of all three
    bare = sum(1 for _ in takewhile(lambda told: not things(find_concepts(told[0].bare)), before))
    together = before[: bare + 1] if Reckoning(asked).order else before[:1]
    meant = {*named.plans, *(plan for _, plans in together for plan in plans)}
    return replace(named, plans=tuple(c.id for c in cards if c.id in meant))
