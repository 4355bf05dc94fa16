"""A question that only changes something of the one before it, written out in full: 那氮氧化物呢, after a sum of 氨氮."""

import re
from collections.abc import Sequence
from itertools import dropwhile, islice

from index.keyword import tagged
from retrieval.question.asked import counted_name, counted_thing, list_named
from retrieval.question.bounds import bounds_in
from retrieval.question.earlier import LOOKED_BACK, Earlier, questions_in
from retrieval.question.kinds import asks_for_place, asks_over_places, kind_of
from retrieval.question.parts import split_question
from retrieval.question.reckoning import Reckoning
from retrieval.question.scope import Scope, without_places
from retrieval.question.superlatives import asks_for_extreme, asks_for_order
from retrieval.question.things import only_aspects, things
from retrieval.question.topic import find_concepts
from retrieval.question.two_years import ANY_YEAR, weighed_against_last, weighed_with, weighs

#: 少于一千吨的呢: nothing but this stands behind a bound that another one takes the place of.
_ENDS_BOUND = re.compile("^的?(?:呢|有哪些|有谁|是哪些)?[？?]?$")
#: An item by its place, and nothing before it.
_NTH = re.compile(r"(?:那么?)?第(?:\d{1,2}|[一二三四五六七八九十]{1,3})[件项条个]")
#: What points at the matter spoken of: 在这方面, 这一块.
_THIS_MATTER = re.compile(
    "(?<=[\u4e00-\u9fff年])(?<!^那)(?:在|对于?|就)?[这那该]一?(?:方面|块儿?|个?领域|个?问题)(?:上|里)?的?(?![\u4e00-\u9fff]{0,2}(?:[是叫]什么|指什么))"
)
#: 里面哪些跟农村有关, 这里头有没有养老的: inside the list before.
_INSIDE = re.compile(
    "^(?:那么?|请问)?(?:[这那其]?(?:里面?|里头|里边|当中|中))(?:的|，|,)?(?P<thing>[^，,]{3,}?)[？?。]?$"
)
#: 讲低保的那一条, 有没有跟养老有关的: the items that tell of a thing.
_OF_THING = re.compile(
    r"(?:讲|说|写|关于|有关|提到|涉及)到?(?P<told>[\u4e00-\u9fff]{2,8}?)的?[那这]一?[件项条个](?![市省州县区])"
    r"|(?:跟|和|与|同)(?P<related>[\u4e00-\u9fff]{2,8}?)(?:有关|相关)"
)
#: A number of things without the things: 乙省的10件是哪些.
_COUNT_ALONE = re.compile(
    r"(?<![第哪几\d])(?:[二三四五六七八九十]{1,3}|\d{1,2})(?:件|项|条|大|个)(?=是|有|都|呢|分别|[，,？?]|$)"
)
#: So many questions of years are weighed against each other.
_YEARS = 2
#: 氨氮减排: a thing, and what is asked of it; more words are one thing by their own.
_FEW = 2
#: 那氮氧化物呢: another thing, and nothing else.
_ANOTHER = re.compile(
    "^(?:那么?|换成)?(?P<thing>(?:(?!多少|什么|怎么|[，,。？?它其这哪谁几吗]).){2,12}?)(?:的?呢)[？?]?$"
)
#: What is measured as a whole, and not a thing of which something is: 失业率, after GDP增长.
_MEASURE = re.compile(
    "[率值幅]$|(?:产|总|排|放|费|吐|电|水)量$|数量$|能力$|比[例重]$|目标$|收入$|就业$|规模$|增长$|面积$|里程$"
)


def completed(asked: str, named: Scope | None, earlier: Sequence[Earlier]) -> str:
    """A question that goes on with figures of the conversation, in full: with another bound, another thing, or weighing the two years told; else itself.

    ``named`` is the scope that it names.
    """
    bounded = _with_bound_before(asked, earlier)
    if bounded != asked:
        return bounded
    weighed = _with_years_before(asked, named, earlier)
    return _with_thing_before(asked, earlier) if weighed == asked and named is None else weighed


def written_out(question: str, earlier: Sequence[Earlier]) -> str:
    """The question with what it takes from lists, counts and several things asked before written out; itself where it takes nothing."""
    question = with_counted_before(without_pointer_at_matter(question), earlier)
    return with_list_before(with_parts_before(question, earlier), earlier)


def without_pointer_at_matter(asked: str) -> str:
    """The question without the words that only point at what was spoken of: 乙省在这方面呢 is 乙省呢; itself where nothing else is left."""
    rest = _THIS_MATTER.sub("", asked, count=1)
    return rest if re.search(r"\w{2}", rest.strip("呢吗？?。 ")) else asked


def with_list_before(asked: str, earlier: Sequence[Earlier]) -> str:
    """第九件是什么, after 十件民生实事里养老怎么安排: asked of that list; itself where it is asked of no item, or no list was asked of.

    里面哪些跟农村有关, and 讲低保的那一条, are asked of a list of which all items were asked.
    """
    text = asked.strip()
    told = (q.bare.strip() for q in islice(questions_in(earlier), LOOKED_BACK))
    if within := _within_list(text):
        listed = next(dropwhile(_within_list, told), "")
        name = list_named(listed) or (counted_name(listed) if kind_of(listed) in ("list", "tasks") else "")
        return f"{name}里{within}" if name else asked
    if not _NTH.match(text):
        return asked
    name = list_named(next(dropwhile(_NTH.match, told), ""))
    return f"{name}里{text}" if name else asked


def with_counted_before(asked: str, earlier: Sequence[Earlier]) -> str:
    """乙省的10件是哪些, after 甲省的十件民生实事有哪些: with what is counted; itself where it says so, or nothing was counted before."""
    alone = _COUNT_ALONE.search(asked)
    told = (counted_thing(q.bare) for q in islice(questions_in(earlier), LOOKED_BACK)) if alone else ()
    thing = next(filter(None, told), "")
    return f"{asked[: alone.end()]}{thing}{asked[alone.end() :]}" if alone and thing else asked


def with_parts_before(asked: str, earlier: Sequence[Earlier]) -> str:
    """去年实际完成了多少, after a question of this year that asks several things: that question, of the other year; else itself."""
    year, latest = re.search(ANY_YEAR, asked), next(questions_in(earlier), None)
    own = find_concepts(asked.replace(year.group(), " ")) if year else ()
    if year is None or latest is None or kind_of(asked) != "number" or (things(own) and not only_aspects(own)):
        return asked
    several = len(split_question(latest.text)) > 1 and len({*re.findall(ANY_YEAR, latest.text)}) == 1
    return re.sub(ANY_YEAR, year.group(), latest.text).strip() if several else asked


def _within_list(asked: str) -> str:
    """What is asked of a list told before (里面哪些跟农村有关, 讲低保的那一条); empty where it asks of none, or of places."""
    if asks_for_place(asked):
        return ""
    if inside := _INSIDE.match(asked):
        return inside["thing"]
    found = _OF_THING.search(asked)
    if found is None:
        return ""
    return f"{found['told']}是怎么说的" if found["told"] else f"跟{found['related']}有关的有哪些"


def _with_years_before(asked: str, named: Scope | None, earlier: Sequence[Earlier]) -> str:
    """两个差多少, after 今年打算多少？去年呢？: what the first of the two asked, weighed against the year of the second; else the question itself."""
    if not weighs(asked) or (named and len(named.plans) > 1):
        return asked  # 去年甲和乙差多少 weighs places
    own = find_concepts(without_places(asked, named))
    if things(own) and not only_aspects(own):
        return asked
    told = list(islice(questions_in(earlier), _YEARS))
    if re.search(ANY_YEAR, asked):
        first = next((q for q in told if things(q.concepts) and things(find_concepts(q.text))), None)
        if first is None:
            return asked
        ranked = asks_for_extreme(first.text) or asks_for_order(first.text) or asks_over_places(first.text)
        thing = f"{''.join(c.words for c in things(first.concepts))}目标" if ranked else first.text
        return weighed_against_last(thing, asked) or asked
    if len(told) < _YEARS:
        return asked
    latest, before = told
    same = {c.words for c in things(find_concepts(latest.text))} <= {c.words for c in before.concepts}
    return (same and weighed_with(before.text, latest.text, asked)) or asked


def _with_bound_before(asked: str, earlier: Sequence[Earlier]) -> str:
    """少于一千吨的呢, after 减排量超过两千吨的有哪些: the earlier question with this bound in place of its own; else the question itself."""
    bounds = bounds_in(asked)
    own, _, behind = asked.partition(bounds[0].said) if len(bounds) == 1 else ("", "", asked)
    if not _ENDS_BOUND.search(behind):
        return asked
    bounding = (q.text for q in islice(questions_in(earlier), LOOKED_BACK) if things(q.concepts))
    before = next((text for text in bounding if len(bounds_in(text)) == 1 and asks_over_places(text)), "")
    if not before:
        return asked
    lead, _, tail = before.partition(bounds_in(before)[0].said)
    return f"{own if find_concepts(own) else lead}{bounds[0].said}{tail}"


def _with_thing_before(asked: str, earlier: Sequence[Earlier]) -> str:
    """那氮氧化物呢, after 甲市和乙市的氨氮减排量加起来多少: the earlier question, of this thing; else the question itself.

    Only what reckons or ranks is asked again of another thing so: of a figure, its place and year are kept, and no more.
    """
    found = _ANOTHER.search(asked.strip())
    own = things(find_concepts(found["thing"])) if found else ()
    if found is None or not own or only_aspects(own) or re.search(ANY_YEAR, asked):
        return asked
    latest = islice(questions_in(earlier), LOOKED_BACK)
    before = next((q for q in latest if not _ANOTHER.search(q.text.strip())), None)
    if before is None or not _reckons_or_ranks(before.text):
        return asked
    named = [c.words for c in things(before.concepts) if c.words in before.text and not only_aspects((c,))]
    return _of_thing(before.text, named, found["thing"], whole=asks_for_order(before.text)) or asked


def _reckons_or_ranks(text: str) -> bool:
    reckoning = Reckoning(text)
    seeks = asks_for_place(text) or "谁" in text
    ordered = reckoning.order and asks_for_extreme(text) and (seeks or asks_for_order(text))
    return ordered or (reckoning.reckons and kind_of(text) == "number")


def _of_thing(text: str, named: Sequence[str], thing: str, *, whole: bool) -> str:
    """A question with another thing in place of the first that it names, or of all where that is measured as a whole; empty where that is not told.

    Where places are put in an order it may be in place of the ``whole`` as well: what they are ordered by is found in the plans.
    """
    several = len(named) > _FEW or any(map(_MEASURE.search, named))
    measured = bool(_MEASURE.search(thing)) or (whole and several)
    if not named or (several and not measured):
        return ""  # 秸秆呢, after 污水治理率, asks for a rate of its own
    begins = min(text.index(words) for words in named)
    ends = max(text.index(words) + len(words) for words in (named if measured else named[:1]))
    first = next(iter(tagged(text[begins:ends])), ("", ""))
    if begins >= ends or first[1].startswith("v"):  # 新增污水处理能力: what is done, and to what, is no one thing
        return ""
    return f"{text[:begins]}{thing}{text[ends:]}"
