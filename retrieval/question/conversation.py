"""What a question takes over from the conversation before it: its topic, and the plans it is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Protocol

from corpus.headings import chinese_number
from corpus.script import simplified
from index.records import PlanCard
from retrieval.answer import Turn
from retrieval.question.commands import without_commands
from retrieval.question.kinds import asks_for_place
from retrieval.question.mentions import thing_mentioned
from retrieval.question.scope import Scope, asks_for_all, find_scope, without_places
from retrieval.question.superlatives import asks_for_extreme, asks_for_highest, asks_for_lowest
from retrieval.question.topic import LEVELS, Concept, find_concepts
from retrieval.question.whether import asks_whether

_FOLLOWS = re.compile(
    r"^(?:刚才|上面|前面|换|不是|那|它|其|这|该|还有|另外|除了|如果|呢|再|又|不好意思|说错|不对|我(?:是)?(?:问|说)的)|呢[？?]?$"
)
_BOTH = re.compile(r"这两|两个|两地|两者|二者|两座|两家")
#: What is done with the figures of several turns: 差几个百分点？ 加起来呢？ 哪个高？ 三个里谁最低？
_TOGETHER = re.compile(
    r"加起来|合计|一共|总共|之和|相差|差(?:多少|几)|一样吗|(?:哪个|谁).{0,4}[高低多少大小]|([三四五六])个(?:里|中|加|市|地)"
)
#: 比黔东南多吗, 和资阳比呢: the place of the turn before is weighed against the one named.
_AGAINST = re.compile(r"^(?:那么?|它|再)?(?:比|和|跟|与|同|加上?).{1,10}?(?:比|差|高|低|多|少|一样|呢)")
#: The place or the document that the turn before was about.
_POINTS_BACK = re.compile(
    r"它|其(?![他它余中])|[该这那](?:个|座|份)?(?:市|州|城市|地方|方案|文件|地)|这份|那份|这座|那座|这里|那里|当地"
)
#: Names of places are short: without a bound, a run of colons would be read again from each of them.
_EXTREMES = re.compile(
    r"(?:^|最高的是|[：\s])(?P<high>[^（(，。；：\s]{1,40})（[^）]{0,80}）(?:，最低的是|高于)(?P<low>[^（(，。；]{1,40})"
)
#: A question whose answer singles out a place …
_ASKS_FOR_ONE = re.compile(r"哪(?:个|一个|座|里|家|份)|谁|最|第[一二三四五]|是哪")
#: … and one that weighs all places again: 第二呢？ 最低的呢？
_WEIGHS_AGAIN = re.compile(r"最|第[一二三四五]|排|倒数|垫底|哪(?:个|些)(?:市|城市|地方)")
_EXTREME_PLACE = re.compile(
    r"(?:最.|第一|排?最后|垫底)的?(?:那个|那座|那份|一个)?的?(?:市|州|城市|地方|方案|那个|那座)"
)
_ALL_BUT = re.compile(r"除了?(?:它|该市|该州|这个市|这个州|这里)")
_PAIR = 2
_LISTED = re.compile(r"共\d+项：([^。\[]+)")
_ORDINAL = re.compile(r"第([一二三四五六七八九十]{1,3}|\d{1,2})(?:个|项|条|大)(?:工程|行动|任务)?")
_KIND_OF_PLACE = re.compile(r"那个?(州|市|县|省)(?![（(区级直属])")
#: So many characters of an earlier question are read …
_REMEMBERED = 1000
#: … and so many of all of them, and of all answers: a thousand questions as people type them. Each takes 20 µs to look for places.
_REMEMBERED_OF_ALL = 20_000
#: So long a question names next to nothing beyond a place: 那资阳呢？
_BARE = 12
#: What an earlier topic keeps of its weight beside a new one.
_CARRIED_SHARE = 0.4


class Earlier(Protocol):
    """An earlier question of the user: its ``text`` without places, the scope it named (None: none), its concepts.

    ``found`` is the plan that the answer singled out where the question asked for one (哪个市…), else empty; ``highest`` and
    ``lowest`` are the ends of the ranking that the answer gave, if it gave one.
    """

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def scope(self) -> Scope | None: ...  # noqa: D102

    @property
    def concepts(self) -> tuple[Concept, ...]: ...  # noqa: D102

    @property
    def found(self) -> str: ...  # noqa: D102

    @property
    def highest(self) -> str: ...  # noqa: D102

    @property
    def lowest(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of this very turn, asked before another one in it; it has no answer yet."""

    text: str
    scope: Scope | None
    concepts: tuple[Concept, ...]
    found: str = ""
    highest: str = ""
    lowest: str = ""


class Said:
    """A question of an earlier turn with its answer. Each thing is read when it is first wanted: of one far back the place at most."""

    def __init__(self, question: str, answer: str, cards: Sequence[PlanCard]) -> None:
        self._question, self._answer, self._cards = question, answer, cards

    @cached_property
    def _words(self) -> str:
        return without_commands(simplified(self._question))

    @cached_property
    def scope(self) -> Scope | None:
        """What it named."""
        return find_scope(self._words, self._cards)

    @cached_property
    def text(self) -> str:
        """Its words without places."""
        return without_places(self._words, self.scope)

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """What it was about."""
        return find_concepts(self.text)

    @cached_property
    def _ends(self) -> tuple[str, str]:
        return _extremes(self._answer, self._cards)

    @property
    def highest(self) -> str:
        """The plan that its answer put highest."""
        return self._ends[0]

    @property
    def lowest(self) -> str:
        """The plan that its answer put lowest."""
        return self._ends[1]

    @cached_property
    def found(self) -> str:
        """The plan that its answer singled out."""
        if self.highest and (asks_for_lowest(self.text) or asks_for_highest(self.text)):
            return self.lowest if asks_for_lowest(self.text) else self.highest
        if self.scope is None or len(self.scope.plans) != 1:
            return _singled_out(self.text, self._answer, self._cards)
        return ""


def read_history(history: Sequence[Turn], cards: Sequence[PlanCard]) -> list[Earlier]:
    """The user's earlier questions, latest first, as far back as they may be read."""
    earlier: list[Earlier] = []
    answer, questions, answers = "", 0, 0
    for turn in reversed(history):
        if turn.role == "assistant":
            answer = turn.content[:_REMEMBERED]
        elif re.search(r"\w", turn.content):
            question = " ".join(turn.content.split())[:_REMEMBERED]
            questions, answers = questions + len(question), answers + len(answer)
            if questions > _REMEMBERED_OF_ALL:
                break
            earlier.append(Said(question, answer if answers <= _REMEMBERED_OF_ALL else "", cards))
            answer = ""
    return earlier


def _extremes(answer: str, cards: Sequence[PlanCard]) -> tuple[str, str]:
    """The plans that a ranking in an answer puts highest and lowest; empty where it ranks none."""
    ends = _EXTREMES.search(simplified(answer))
    if not ends:
        return "", ""
    return _only_plan(ends.group("high"), cards), _only_plan(ends.group("low"), cards)


def _singled_out(question: str, answer: str, cards: Sequence[PlanCard]) -> str:
    """The only plan that an answer, or else its first words, names, where the question asked for one."""
    if not _ASKS_FOR_ONE.search(question):
        return ""
    whole = simplified(answer)
    return _only_plan(whole, cards) or _only_plan(re.split("[，；。\n]", whole)[0], cards)


def _only_plan(text: str, cards: Sequence[PlanCard]) -> str:
    named = find_scope(text, cards)
    return named.plans[0] if named and len(named.plans) == 1 else ""


def goes_on(asked: str, concepts: Sequence[Concept], scope: Scope | None) -> bool:
    """Whether a question (with its own concepts and scope) only makes sense after the one before it."""
    bare = len(concepts) <= 1 and len(asked) <= _BARE and not (concepts and asks_whether(asked))
    if thing_mentioned(asked) and asks_for_place(asked):
        return False  # 哪个市没提X is a question of its own
    return not concepts or (scope is None and bool(_FOLLOWS.search(asked))) or bare


def name_items(asked: str, history: Sequence[Turn]) -> str:
    """The question with 第四个 replaced by the fourth item of the list in the latest answer that has one."""
    for turn in reversed(history) if _ORDINAL.search(asked) else ():
        listed = _LISTED.search(turn.content) if turn.role == "assistant" else None
        if listed:
            return _with_items(asked, listed.group(1).split("；"))
    return asked


def _with_items(asked: str, items: Sequence[str]) -> str:
    return _ORDINAL.sub(lambda ordinal: _item(items, ordinal), asked)


def _item(items: Sequence[str], ordinal: re.Match[str]) -> str:
    n = chinese_number(ordinal.group(1))
    return items[n - 1] if 0 < n <= len(items) else ordinal.group()


def latest_text(earlier: Sequence[Earlier]) -> str:
    """The latest earlier question that had a topic: 抚州呢？ has none."""
    return next((e.text for e in earlier if e.concepts), earlier[0].text if earlier else "")


def carry_topic(concepts: tuple[Concept, ...], earlier: Sequence[Earlier]) -> tuple[Concept, ...]:
    """The latest earlier topic joins at less weight, or takes over when nothing new is asked."""
    previous = next((e.concepts for e in earlier if e.concepts), ())
    if not concepts:
        return previous
    known = {c.words for c in concepts}
    if known & LEVELS:  # 那县区的呢, after 市本级
        known |= LEVELS
    return concepts + tuple(replace(c, weight=c.weight * _CARRIED_SHARE) for c in previous if c.words not in known)


def inherit_scope(asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard], *, follows: bool) -> Scope:
    """The scope of a question that names no place: that of the conversation, else every plan.

    ``follows``: the question only makes sense after the one before it.
    """
    pointed = _pointed_at(asked, earlier, cards, follows=follows) or _taken_together(asked, earlier, cards)
    if pointed is not None:
        return pointed
    everything = Scope(tuple(c.id for c in cards), "all")
    if asks_for_all(asked, len(cards)):
        return everything
    kind_of_place = _KIND_OF_PLACE.search(asked)
    for question in earlier:
        if (_POINTS_BACK.search(question.text) or _EXTREME_PLACE.search(question.text)) and question.found:
            return Scope((question.found,), "conversation")
        if question.scope is not None and question.scope.plans:
            if asks_for_place(asked) and len(question.scope.plans) == 1:
                break  # 哪个市 is asked of all, whichever was spoken of
            regions = [c.region for c in cards if c.id in question.scope.plans]
            if kind_of_place and not any(r.endswith(kind_of_place.group(1)) for r in regions):
                continue
            return replace(question.scope, reason="conversation", spans=(), unknown=(), counties=())
    return everything


def _pointed_at(asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard], *, follows: bool) -> Scope | None:
    """The place that an earlier answer singled out, where the question points at it: 它, 最低的那个市, or goes on about it."""
    latest = earlier[0] if earlier else None
    if latest is None:
        return None
    if latest.found and _ALL_BUT.search(asked):
        return Scope(tuple(c.id for c in cards if c.id != latest.found), "conversation")
    if _EXTREME_PLACE.search(asked):
        ranked = next((q for q in earlier if q.highest), None)
        end = ranked and (ranked.lowest if asks_for_lowest(asked) else ranked.highest)
        return Scope((end,), "conversation") if end else None
    on_about_it = follows and not _WEIGHS_AGAIN.search(asked)
    if latest.found and (on_about_it or _POINTS_BACK.search(asked)):
        return Scope((latest.found,), "conversation")
    return None


def _taken_together(asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> Scope | None:
    """The places of the last turns, where a question is about them together."""
    both, operation = _BOTH.search(asked), _TOGETHER.search(asked)
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


def weighed_against(asked: str, named: Scope, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> Scope:
    """The scope of 比黔东南多吗: with the place named that of the turn before."""
    if len(named.plans) != 1 or not _AGAINST.search(asked):
        return named
    before = next((q.scope for q in earlier if q.scope and q.scope.plans), None)
    if before is None:
        return named
    meant = {*named.plans, *before.plans}
    return replace(named, plans=tuple(c.id for c in cards if c.id in meant))
