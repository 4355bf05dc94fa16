"""The earlier questions of a conversation. Each thing of them is read when it is first wanted: of one far back the place at most."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Protocol

from corpus.headings import chinese_number
from corpus.reading import plain_years
from corpus.script import simplified
from index.records import PlanCard
from retrieval.answer import Turn
from retrieval.question.acts import Act, act_of
from retrieval.question.address import addresses_in
from retrieval.question.commands import what_is_meant, without_commands
from retrieval.question.established import NOTHING, Established, Recall
from retrieval.question.figures import FIGURE_NAMED
from retrieval.question.kinds import asks_for_place, kind_of
from retrieval.question.pinyin import without_pinyin, without_typos
from retrieval.question.said import says_nothing
from retrieval.question.scope import Scope, find_scope, without_places
from retrieval.question.superlatives import asks_for_extreme
from retrieval.question.topic import Concept, find_concepts
from retrieval.question.ways import share_of

#: So many characters of an earlier question are read …
_REMEMBERED = 1000
#: … and so many of all of them, which are so many at most: a thousand questions as people type them. Each takes 20 µs to look for places.
_REMEMBERED_OF_ALL, _MOST = 20_000, 1000
_ORDINAL = re.compile(r"(?:第([一二三四五六七八九十]{1,3}|\d{1,2})|最后一?)(?:个|项|条|件|大)(?:工程|行动|任务|实事)?")
#: So many earlier questions are answered again to find a list or a ranking.
LOOKED_BACK = 3
#: From this probability on it is asked which is at a place of a list.
_ASKS_NTH = 0.5
#: So many earlier questions with a topic are looked at for one about a thing.
_LOOKED_AT = 4
#: A question whose answer singles out a place.
_ASKS_FOR_ONE = re.compile(r"哪(?:个|一个|座|里|家|份)|谁|是哪")


class Earlier(Protocol):
    """An earlier question: its ``text`` without places (``bare`` with 第四个 as it stands), the scope it named (None: none), its concepts, what it does (acts), what its answer
    established.
    """

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def bare(self) -> str: ...  # noqa: D102

    @property
    def scope(self) -> Scope | None: ...  # noqa: D102

    @property
    def concepts(self) -> tuple[Concept, ...]: ...  # noqa: D102

    @property
    def act(self) -> Act: ...  # noqa: D102

    @property
    def established(self) -> Established: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of this very turn, asked before another one in it; it has no answer yet."""

    text: str
    scope: Scope | None
    concepts: tuple[Concept, ...]
    act: Act = ""
    established: Established = NOTHING

    @property
    def bare(self) -> str:
        """Its text: it names no item."""
        return self.text


class Said:
    """A question of an earlier turn, ``after`` those before it, latest first."""

    def __init__(self, question: str, after: Sequence["Said"], cards: Sequence[PlanCard], recall: Recall) -> None:
        self.question, self.after = question, after
        self._cards, self._recall = cards, recall

    @cached_property
    def _words(self) -> str:
        return what_is_meant(without_commands(plain_years(simplified(self.question))))

    @property
    def asked(self) -> str:
        """Its words as they were read when it was asked."""
        return cleaned(self.question)

    @cached_property
    def scope(self) -> Scope | None:
        """What it named."""
        return find_scope(self._words, self._cards)

    @cached_property
    def bare(self) -> str:
        """Its words without places."""
        return without_places(self._words, self.scope)

    @cached_property
    def text(self) -> str:
        """… an item of a list by its name."""
        return name_items(self.bare, self.after)

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """What it was about."""
        return find_concepts(self.text)

    @cached_property
    def act(self) -> Act:
        """What it did, other than asking."""
        return act_in(simplified(self.question), self._cards)

    @cached_property
    def established(self) -> Established:
        """What its answer established."""
        return self._recall(self)


def act_in(words: str, cards: Sequence[PlanCard]) -> Act:
    """What a message does other than ask, by its words in simplified characters."""
    scope = find_scope(words, cards)
    return act_of(without_places(words, scope).strip(), named=scope is not None)


class _Before(Sequence["Said"]):
    """All of a conversation before one of its questions, without a copy of it for each."""

    def __init__(self, said: list[Said], start: int) -> None:
        self._said, self._start = said, start

    def __len__(self) -> int:
        return len(self._said) - self._start

    def __getitem__(self, at):  # type: ignore[no-untyped-def]  # as a list's
        return self._said[self._start :][at] if isinstance(at, slice) else self._said[self._start + at]

    def __iter__(self) -> Iterator[Said]:
        return (self._said[i] for i in range(self._start, len(self._said)))


def read_history(history: Sequence[Turn], cards: Sequence[PlanCard], recall: Recall) -> list[Said]:
    """The user's earlier questions, latest first, as far back as they may be read."""
    earlier: list[Said] = []
    characters = 0
    for turn in reversed(history):
        if turn.role == "user" and re.search(r"\w", turn.content):
            question = " ".join(turn.content[: 2 * _REMEMBERED].split())[:_REMEMBERED]
            characters += len(question)
            if characters > _REMEMBERED_OF_ALL or len(earlier) == _MOST:
                break
            earlier.append(Said(question, _Before(earlier, len(earlier) + 1), cards, recall))
    return earlier


def cleaned(question: str) -> str:
    """A question in simplified characters, in the words of officials, without commands."""
    return without_typos(without_pinyin(what_is_meant(plain_years(simplified(without_commands(question) or "指令")))))


def questions_in(earlier: Sequence[Earlier]) -> Iterator[Earlier]:
    """Those that ask something: 谢谢 and 详细点 name nothing that a later question could go on with."""
    return (e for e in earlier if not e.act)


def name_items(asked: str, earlier: Sequence[Earlier]) -> str:
    """The question with 第四个 replaced by the fourth item of the latest list told; after a ranking it is the fourth place."""
    if not _ORDINAL.search(asked) or _addresses_again(asked, earlier):
        return asked
    for question in islice(questions_in(earlier), LOOKED_BACK):
        if question.established.ranking:
            break
        items = question.established.items
        if items:
            return _ORDINAL.sub(partial(_item, items), asked)
    return asked


def points_at_item(asked: str) -> bool:
    """Whether a question points at an item of a list by its place: 第四个."""
    return bool(_ORDINAL.search(asked))


def _addresses_again(asked: str, earlier: Sequence[Earlier]) -> bool:
    """Whether 第三条呢 follows a question for 第十四条, and means the document's own."""
    latest = next(questions_in(earlier), None)
    kinds = {address.steps[-1].kind for address in addresses_in(latest.bare)} if latest else set()
    return any(address.steps[-1].kind in kinds for address in addresses_in(asked))


def nth_listed(asked: str, earlier: Sequence[Earlier]) -> tuple[Earlier, int] | None:
    """The earlier question whose list is meant, and the place in it, of a message that only asks which that is: 第三个是什么."""
    ordinal = _ORDINAL.search(asked)
    rest = _ORDINAL.sub("", asked)
    if ordinal is None or things(find_concepts(rest)) or _addresses_again(asked, earlier):
        return None
    bare = says_nothing(rest)  # 第二个呢, 那最后一个
    if not bare and share_of(asked, "ordinal") < _ASKS_NTH:
        return None
    if not bare and kind_of(rest) in ("duty", "tasks", "document", "number"):
        return None  # 第三个谁负责 asks something of it
    for question in islice(questions_in(earlier), LOOKED_BACK):
        items = question.established.items
        if question.established.ranking or items:
            n = chinese_number(ordinal.group(1)) if ordinal.group(1) else len(items)
            return (question, n) if 0 < n <= len(items) else None
    return None


def _item(items: Sequence[str], ordinal: re.Match[str]) -> str:
    n = chinese_number(ordinal.group(1)) if ordinal.group(1) else len(items)
    return items[n - 1] if 0 < n <= len(items) else ordinal.group()


def latest_topic(earlier: Sequence[Earlier], *, of_things: bool = False) -> Earlier | None:
    """The latest that named a thing: 抚州呢？ and 有什么措施？ name none. ``of_things``: 它什么时候印发的？ is about no thing either."""
    topical = (e for e in earlier if things(e.concepts) and not e.act)
    if not of_things:
        return next(topical, None)
    seen = list(islice(topical, _LOOKED_AT))
    return next((e for e in seen if kind_of(e.text) != "document" or asks_for_extreme(e.text)), next(iter(seen), None))


def things(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """The concepts, where one is more than a figure: 那90%的呢 names no thing."""
    return tuple(concepts) if any(not FIGURE_NAMED.fullmatch(c.words) for c in concepts) else ()


def singled_out(question: Earlier, *, asked_for_one: bool = True) -> str:
    """The plan that the answer to an earlier question of several plans singled out, where it asked for one; empty where it did not."""
    if question.scope is not None and len(question.scope.plans) == 1:
        return ""
    if asked_for_one and not (
        _ASKS_FOR_ONE.search(question.text) or asks_for_extreme(question.text) or asks_for_place(question.text)
    ):
        return ""
    told = question.established.told
    return question.established.picked or (told[0] if len(told) == 1 else "")
