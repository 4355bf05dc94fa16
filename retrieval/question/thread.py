"""What a question takes over from the conversation before it: its topic, what was told of that, what kind of answer is asked again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import get_args

from index.keyword import tagged, words
from retrieval.question.bounds import bounds_in
from retrieval.question.claimed import without_body_asked
from retrieval.question.conversation import is_of_place
from retrieval.question.earlier import LOOKED_BACK, Asked, Earlier, latest_topic, questions_in
from retrieval.question.established import NOTHING, Established
from retrieval.question.kinds import Kind, asks_for_content, asks_for_place, fields_of, kind_of
from retrieval.question.mentions import thing_mentioned
from retrieval.question.parts import split_question
from retrieval.question.said import says_nothing
from retrieval.question.scope import Scope, asks_for_others
from retrieval.question.slot_model import asks_for
from retrieval.question.superlatives import asks_for_extreme, weighs_again
from retrieval.question.things import only_aspects, only_the_figure, things
from retrieval.question.topic import LEVELS, Concept, find_concepts
from retrieval.question.two_years import ANY_YEAR
from retrieval.question.ways import POSSIBLE, Way, share_of, ways_of

_FOLLOWS = re.compile(
    r"^(?:刚才|上面|前面|换|不是|那|它|其|这|该|还有|另外|除了|如果|呢|再|又|不好意思|说错|不对|我(?:是)?(?:问|说)的)|呢[？?]?$"
)
#: 那总氮呢: a thing between little words, to which the segmenter may give its first character.
_THING_ALONE = re.compile("^(?:那么?|换成?|再)?([\u4e00-\u9fff]{1,8}?)(?:呢|怎么样)[？?]?$")
_MEASURES = re.compile(
    "措施|举措|办法|做法|(?:怎么|怎样|如何)(?:才能)?(?:去|来)?(?:做|办|干|实现|落实|推进|保障|治理|治|达到|完成|提高|降)"
)
_THIS = "(?:这[个条项道种]|该)"
#: 充电桩那条谁负责: where the answer before told of it.
_THAT_PLACE = re.compile("[那这]一?[条块句项点段]")
#: So long a question names next to nothing beyond a place: 那资阳呢？
_BARE = 12
#: Where none of these ways has this probability, a question that goes on only puts another place, thing or year into the one before.
_ANSWERED: Sequence[Way] = [way for way in get_args(Way) if way not in ("weigh", "chat", "offtopic")]
_ASKS = 0.5
#: What an earlier topic keeps of its weight beside a new one.
_CARRIED_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with what it takes over: ``concepts``, and the words that tell the kind of answer (``topic``).

    ``before`` are the words of the question that it goes on with (``follows``), ``again`` those that another place, thing or year is put
    into (empty where the question asks in its own words); ``own``: it names a thing itself; ``rest``: it asks for what was left out;
    ``told`` is what was told of the thing that it asks more of, ``content``: what that consists of. ``dated`` are the words of the question
    whose year it keeps, though it asks in its own words.
    """

    concepts: tuple[Concept, ...]
    topic: str
    before: str = ""
    again: str = ""
    own: bool = False
    follows: bool = False
    rest: bool = False
    told: Established = NOTHING
    content: bool = False
    dated: str = ""

    def ways(self, body: str) -> Mapping[Way, float]:
        """The ways of the question, whose words without places are ``body``."""
        ways = ways_of(self.again or body)
        asks_who = self.follows and not self.own and kind_of(body) == "duty"
        return {**ways, "duty": 1.0} if asks_who else ways  # 谁负责？ says so, whatever the topic's own words ask

    def dated_by(self, kind: Kind, body: str) -> str:
        """The words whose years are asked for where a question (``body``) names none: those it is put into, or goes on with.

        It goes on with them where it asks for figures of nothing new (哪个最高), and where it only names another thing (优良天数呢).
        """
        goes_on = (kind == "number" and not self.own) or bool(_THING_ALONE.search(body.strip()))
        if kind == "number" and self.dated:
            return self.dated
        return self.again or (self.before if self.follows and goes_on else "")

    def of_own(self, body: str) -> str:
        """The words that say in what unit it is asked: another thing (那氨氮呢, after a share) has a unit of its own."""
        return body if self.follows and self.own else self.topic


def task_told(asked: str, earlier: Sequence[Earlier]) -> Established:
    """What the latest answer established, where that said who is responsible for a task and it is asked what the task consists of: 这个工程做些什么."""
    latest = next(questions_in(earlier), None)
    found = latest.established if latest and asks_for_content(asked) and kind_of(latest.text) == "duty" else NOTHING
    return found if found.told else NOTHING  # what was only nearest is no task


def _only_switches(body: str, *, own: bool) -> bool:
    """Whether a question that goes on only puts another place, thing or year into the one before, or asks what was said there means."""
    ways = ways_of(body)
    if says_nothing(body) or (not own and ways["definition"] >= POSSIBLE):  # 单位是什么
        return True
    if not own and any(asks_for(body, slot) for slot in ("same", "sum", "mean")):  # 也是这么多吗, 加起来呢
        return True
    # 有没有这么一说, and not 有没有写要建几个
    if not own and ways["number"] < POSSIBLE and asks_for(body, "existence"):
        return True
    return kind_of(body) != "document" and _asks_nothing(body)


def _asks_nothing(body: str) -> bool:
    """Whether a question is of none of the kinds that ask something: 化学需氧量呢."""
    ways = ways_of(body)
    return max(ways[way] for way in _ANSWERED) < _ASKS


def _repeats(body: str, *, own: bool) -> bool:
    """Whether a switch asks again what the latest question asked, and not what the words there mean (单位是什么): 谁负责？ 那乙市呢？"""
    if kind_of(body) == "measure":
        return not _asks_for_measures(body)
    return not own and ways_of(body)["definition"] < POSSIBLE


def take_up(asked: str, body: str, named: Scope | None, earlier: Sequence[Earlier]) -> Thread:
    """What a question takes over; ``body`` are its words without places, ``named`` the scope that it names."""
    unseen = () if named else _unknown_thing(body)
    concepts = without_body_asked(find_concepts(body), body) or unseen
    # 第三名那个市的文号 asks no more of what was ranked
    of_document = kind_of(body) == "document" and bool(fields_of(body))
    own = bool(things(concepts)) or of_document
    if not earlier:
        return Thread(concepts, body, own=own)
    if named and (pointed := _without_pointed(concepts, body)) != concepts:
        concepts, own = pointed, bool(things(pointed)) or of_document
    rest = asks_for(asked, "rest") and not asks_for_others(asked)
    if not rest and not _goes_on(asked, concepts, named):
        return Thread(concepts, body, own=own, dated=_dated_before(asked, concepts, earlier))
    if not own and (task := task_told(asked, earlier)).cited:
        named_last = latest_topic(earlier)
        return Thread(named_last.concepts if named_last else (), body, follows=True, told=task, content=True)
    about = _part_meant(_topic_before(asked, earlier), concepts)
    figure = only_the_figure(concepts) and about is not None and kind_of(about.text) == "number"
    if figure:
        concepts, own = (), False
    if rest:
        latest = next(questions_in(earlier), earlier[0])
        return Thread(latest.concepts, body + latest.text, _words(about), own=own, rest=True)
    topic = body
    if not (own and is_of_place(asked, earlier)):
        topic = _topic_of(body, concepts, about.text if about else "")
        if not (of_document or (concepts is unseen and own)):
            concepts = _carry_topic(concepts, about, each=asks_for(body, "each"))
    told = NOTHING if own and not _THAT_PLACE.search(body) else _told_before(body.strip(), about)
    again = ""
    if figure or _only_switches(body, own=own):
        again = _words(about)
        if figure or _repeats(body, own=own):
            repeated = _asked_again(earlier, about)
            again = topic = repeated
    dated = "" if own else _dated_since(earlier, about)
    return Thread(concepts, topic, _words(about), again.strip(), own, follows=True, told=told, dated=dated)


def _dated_before(asked: str, concepts: Sequence[Concept], earlier: Sequence[Earlier]) -> str:
    """The words of the question that named a year, where places are weighed by the very thing that it asked of: 超过七百亿斤的有哪些省, after 去年的粮食产量."""
    own = [c.words for c in things(concepts) if not only_aspects((c,))]
    if not own or not (bounds_in(asked) or asks_for_extreme(asked)):
        return ""
    for question in islice(questions_in(earlier), LOOKED_BACK):
        named = [way for c in things(question.concepts) for way in (c.words, *c.alternatives)]
        if named and not all(any(words in way for way in named) for words in own):
            break
        if named and re.search(ANY_YEAR, question.text):
            return question.text
    return ""


def _dated_since(earlier: Sequence[Earlier], topic: Earlier | None) -> str:
    """The words of the latest question where it put another year into what the topic asks: 去年的呢; empty where it did not."""
    latest = next(questions_in(earlier), None)
    if latest is None or topic is None or latest is topic:
        return ""
    return latest.text if re.search(ANY_YEAR, latest.text) else ""


def kind_in(thread: Thread, asked: str) -> Kind:
    """The kind of answer; 除了牵头的还有谁 is asked of the duties told, 是谁发的 of the document after facts of it."""
    if thread.content:
        return "measure"
    if thread.follows and fields_of(asked) and kind_of(thread.before) == "document":
        return "document"
    if thread.follows and not thread.own and weighs_again(asked) and asks_for_extreme(thread.before):
        return "number"  # 第二呢, of whatever was ranked
    return "duty" if thread.follows and asks_for(asked, "others") else kind_of(thread.topic)


def _words(question: Earlier | None) -> str:
    return question.text.strip() if question else ""


def _goes_on(asked: str, concepts: Sequence[Concept], scope: Scope | None) -> bool:
    """Whether a question (with its own concepts and scope) only makes sense after the one before it."""
    bare = len(concepts) <= 1 and len(asked) <= _BARE and not (concepts and asks_for(asked, "whether"))
    if thing_mentioned(asked) and asks_for_place(asked):
        return False  # 哪个市没提X is a question of its own
    return not things(concepts) or only_aspects(concepts) or (scope is None and bool(_FOLLOWS.search(asked))) or bare


def _topic_before(asked: str, earlier: Sequence[Earlier]) -> Earlier | None:
    """The earlier question that has the topic which ``asked`` goes on with: 抚州呢？ has none of its own."""
    weighs = asks_for_extreme(asked) or weighs_again(asked)
    of_things = weighs or kind_of(asked) == "duty" or _asks_for_measures(asked)
    latest = islice(questions_in(earlier), LOOKED_BACK)
    return latest_topic(earlier, of_things=of_things) or next(filter(_asks_itself, latest), next(iter(earlier), None))


def _part_meant(topic: Earlier | None, concepts: Sequence[Concept]) -> Earlier | None:
    """Of a topic that asked several things the one that is named again: 管网差多少, after 管网建多少公里，处置率呢."""
    own = [c.words for c in things(concepts) if not only_aspects((c,))]
    parts = split_question(topic.text) if topic and own else []
    meant = [part for part in parts if all(words in part for words in own)] if len(parts) > 1 else []
    if topic is None or len(meant) != 1:
        return topic
    return Asked(meant[0], topic.scope, find_concepts(meant[0]), established=topic.established)


def _asks_itself(question: Earlier) -> bool:
    """Whether an earlier question asked something in its own words, and did not only put another place into the one before it."""
    if says_nothing(question.text) or (not things(question.concepts) and asks_for(question.text, "existence")):
        return False  # 乙市呢, 乙市没有吗
    asks = _asks_for_measures(question.text) or kind_of(question.text) in ("duty", "document")
    return asks or bool(things(question.concepts)) or not _asks_nothing(question.text)


def _carry_topic(concepts: tuple[Concept, ...], topic: Earlier | None, *, each: bool) -> tuple[Concept, ...]:
    """The earlier topic joins at less weight, or takes over when nothing new is asked.

    Where ``each`` is asked for, what is named is not asked beside what was before: 氨氮呢，三个分别减多少, after 单位GDP能耗.
    """
    previous = things(topic.concepts) if topic else ()
    named = {c.words for c in things(concepts)}
    if each and named and not (named & LEVELS or only_aspects(concepts)):
        return concepts
    if not things(concepts):
        return previous or concepts
    if previous and only_aspects(concepts):  # 投资多少 is asked of the thing before
        return previous + tuple(replace(c, weight=c.weight * _CARRIED_SHARE) for c in concepts)
    known = {c.words for c in concepts}
    if known & LEVELS:  # 那县区的呢, after 市本级
        known |= LEVELS
    return concepts + tuple(replace(c, weight=c.weight * _CARRIED_SHARE) for c in previous if c.words not in known)


def _unknown_thing(body: str) -> tuple[Concept, ...]:
    """What 那总氮呢 names, where the words before and behind it keep it from being seen, or no dictionary has it."""
    found = _THING_ALONE.search(body.strip())
    thing = found.group(1) if found else ""
    alone = len(thing) == 1 and any(kind.startswith("n") for _, kind in tagged(thing))  # 煤呢
    unknown = alone or (len(thing) > 1 and all(len(word) == 1 for word in words(thing, known_only=True)))
    return find_concepts(thing) or ((Concept(thing, (thing,), 1.0),) if unknown else ())


def _told_before(asked: str, topic: Earlier | None) -> Established:
    """What was told of the topic, where ``asked`` wants to know who is responsible for that or what is done about it; else nothing."""
    return topic.established if topic and (kind_of(asked) == "duty" or _asks_for_measures(asked)) else NOTHING


def _without_pointed(concepts: tuple[Concept, ...], body: str) -> tuple[Concept, ...]:
    """The concepts without what only points at the thing before: 乙市的这个门槛呢."""
    return tuple(c for c in concepts if not re.search(f"{_THIS}{re.escape(c.words)}", body))


def _asks_for_measures(asked: str) -> bool:
    """Whether it is asked what is done about what was spoken of."""
    return bool(_MEASURES.search(asked))


def _asked_again(earlier: Sequence[Earlier], topic: Earlier | None) -> str:
    """The words of the question that another place is put into: those of the latest, where it asks something of the topic before it."""
    for question in islice(questions_in(earlier), LOOKED_BACK):
        if question is topic or _asks_itself(question):
            return question.text
    return topic.text if topic else ""


def _topic_of(body: str, concepts: Sequence[Concept], before: str) -> str:
    """The words that tell the kind of answer, of a question that goes on with the one ``before``: its own where it asks something itself."""
    if before and (says_nothing(body) or (concepts and _asks_nothing(body))):
        return before  # 化学需氧量呢
    own = kind_of(body)
    if concepts or own in ("duty", "document") or _asks_for_measures(body):
        return body
    again = own in ("definition", "fact") or share_of(body, "source") >= _ASKS  # 单位是什么？ 出自哪一条？
    return before if again else body + before
