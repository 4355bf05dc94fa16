"""The earlier questions of a conversation. Each thing of them is read when it is first wanted: of one far back the place at most."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Protocol

from corpus.reading import plain_years
from corpus.script import simplified
from index.records import PlanCard
from retrieval.answer import Turn
from retrieval.question.acts import Act, act_of
from retrieval.question.address import addresses_in
from retrieval.question.as_quoted import Quoted, as_quoted
from retrieval.question.asked import counted
from retrieval.question.backward import goes_back, without_going_back
from retrieval.question.claimed import without_body_asked
from retrieval.question.commands import what_is_meant, without_commands
from retrieval.question.english import in_chinese
from retrieval.question.established import NOTHING, Established, Recall
from retrieval.question.kinds import asks_for_place, kind_of
from retrieval.question.listed import (
    Pointed,
    items_meant,
    name_items,
    nth_listed,
    points_at_item,
    points_on,
    split_off_list,
    split_off_question,
)
from retrieval.question.pinyin import without_pinyin, without_typos
from retrieval.question.scope import Scope, find_scope, without_places
from retrieval.question.spoken import as_written
from retrieval.question.strangers import without_strangers
from retrieval.question.superlatives import asks_for_extreme
from retrieval.question.things import only_aspects, things
from retrieval.question.topic import Concept, find_concepts
from retrieval.question.years import without_issue

#: So many characters of an earlier question are read …
_REMEMBERED = 1000
#: … and so many of all of them, which are so many at most: a thousand questions as people type them. Each takes 20 µs to look for places.
_REMEMBERED_OF_ALL, _MOST = 20_000, 1000
#: In so many earlier questions it is read what they point at in lists: it hangs on those before them.
_POINTED_BACK = 16
#: So many earlier questions are answered again to find a list or a ranking.
LOOKED_BACK = 3
#: 五件实事中的最后一件: the list is 五件实事.
_WITHIN = re.compile("(?:当中|之中|里头|里面|[中里])?的?$")
#: So many earlier questions with a topic are looked at for one about a thing.
_LOOKED_AT = 4


class Earlier(Protocol):
    """An earlier question: its ``text`` without places (``bare`` with 第四个 as it stands), the scope it named (None: none), its concepts, what it does (acts), what its answer
    established; ``own_list`` asks for the list that it names itself, ``pointed`` is what it points at in a list;
    ``back``: it goes back to a place spoken of before.
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
    def own_list(self) -> "Earlier | None": ...  # noqa: D102

    @property
    def pointed(self) -> Pointed | None: ...  # noqa: D102

    @property
    def back(self) -> bool: ...  # noqa: D102

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
    own_list: Earlier | None = None
    pointed: Pointed | None = None
    back: bool = False

    @property
    def bare(self) -> str:
        """Its text: it names no item."""
        return self.text


class Said:
    """A question of an earlier turn, ``after`` those before it, latest first; ``age`` is how many came behind it."""

    def __init__(
        self, question: str, after: Sequence["Said"], cards: Sequence[PlanCard], recall: Recall, age: int = 0
    ) -> None:
        self.question, self.after = question, after
        self._cards, self._recall, self._age = cards, recall, age

    @cached_property
    def _words(self) -> str:
        return what_is_meant(without_commands(plain_years(simplified(self.question))))

    @property
    def asked(self) -> str:
        """Its words as they were read when it was asked, those that name a list apart."""
        return cleaned(self._within or (split_off_list(self._words)[1] if self.own_list else self.question))

    @cached_property
    def _within(self) -> str:
        """Its words, items of the list that its own first half asks for by their names: 有哪些工程？第三个谁负责？"""
        head, asks = split_off_question(self._words) if self._age < _POINTED_BACK else ("", "")
        own = self._said(head, self.after) if head else None
        return f"{head}{name_items(asks, [own])}" if own and items_meant(asks, [own]) else ""

    @cached_property
    def own_list(self) -> "Said | None":
        """The question for the list that it names itself: 十件实事的第三件是什么; None where no answer to that tells such a list."""
        named, asks = split_off_list(self._words) if self._age < _POINTED_BACK else ("", "")
        own = self._said(f"{_WITHIN.sub('', named)}有哪些", self.after) if named else None
        if own is None or not (things(own.concepts) or addresses_in(named) or counted(named)):
            return None
        return own if items_meant(asks, [own]) else None

    @cached_property
    def before(self) -> Sequence["Said"]:
        """The questions before it, the latest of them that for the list meant, where it names the list or another place than that was told of."""
        own = self.own_list or self._list_elsewhere
        return [own, *self.after] if own else self.after

    @property
    def _list_elsewhere(self) -> "Said | None":
        """乙市的第三个, after a list of 甲市: the question for that list, asked of the place named; None where that tells no such list."""
        near = self._age < _POINTED_BACK and points_at_item(self._words)
        plan = self.scope.plans[0] if near and self.scope and len(self.scope.plans) == 1 else ""
        meant = items_meant(self.bare, self.after) if plan else []
        of = meant[0][2].of if meant and meant[0][2].plan not in ("", plan) else None
        if of is None:
            return None
        region = next(card.region for card in self._cards if card.id == plan)
        there = self._said(f"{region}{of.bare}", of.after if isinstance(of, Said) else ())
        return there if items_meant(self.bare, [there]) else None

    def _said(self, question: str, after: Sequence["Said"]) -> "Said":
        return Said(question, after, self._cards, self._recall, self._age + 1)

    @cached_property
    def scope(self) -> Scope | None:
        """What it named."""
        return find_scope(self._words, self._cards)

    @cached_property
    def bare(self) -> str:
        """Its words without places."""
        return without_going_back(without_places(self._words, self.scope))

    @cached_property
    def _pointing(self) -> str:
        """Its words without places and without those that name a list."""
        asks = split_off_list(self._words)[1] if self.own_list else ""
        return without_places(asks, find_scope(asks, self._cards)) if asks else self.bare

    @cached_property
    def _named(self) -> str:
        """… an item of a list by its name."""
        return name_items(self._pointing, self.before) if self._age < _POINTED_BACK else self.bare

    @cached_property
    def text(self) -> str:
        """… without places that are not in the corpus either: a later question does not go on with them."""
        return without_strangers(self._named) if self.scope is None else self._named

    @cached_property
    def pointed(self) -> Pointed | None:
        """The items of a list that it points at."""
        points = self._age < _POINTED_BACK and (points_at_item(self._words) or points_on(self._words))
        meant = items_meant(self._pointing, self.before) if points else []
        return next((pointed for _, _, pointed in meant), None)

    @cached_property
    def nth(self) -> Pointed | None:
        """… where it only asks which they are."""
        return nth_listed(self._pointing, self.before) if self.pointed and not self.act else None

    @property
    def back(self) -> bool:
        """Whether it went back to a place."""
        return goes_back(self._words)

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """What it was about."""
        return without_body_asked(find_concepts(self.text), self.text)

    @cached_property
    def act(self) -> Act:
        """What it did, other than asking; 下一个 after an item of a list asks, and so does 下一条 after 第十四条."""
        goes_on = points_on(self._words) and (self.pointed or self._named != self._pointing)
        return "" if goes_on else act_in(simplified(self.question), self._cards)

    @cached_property
    def established(self) -> Established:
        """What its answer established."""
        return self._recall(self)


def act_in(words: str, cards: Sequence[PlanCard], *, placeless: bool = False) -> Act:
    """What a message does other than ask, by its words in simplified characters; ``placeless``: as if it named no place."""
    scope = find_scope(words, cards)
    return act_of(without_places(words, scope).strip(), named=scope is not None and not placeless)


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


def read_history(history: Sequence[Turn], cards: Sequence[PlanCard], recall: Recall, quoted: Quoted) -> list[Said]:
    """The user's earlier questions, latest first, as far back as they may be read."""
    earlier: list[Said] = []
    characters = 0
    for turn in reversed(history):
        if turn.role == "user" and re.search(r"\w", turn.content):
            words = " ".join(turn.content[: 2 * _REMEMBERED].split())[:_REMEMBERED]
            question = as_quoted(simplified(as_written(words)), quoted)
            characters += len(question)
            if characters > _REMEMBERED_OF_ALL or len(earlier) == _MOST:
                break
            age = len(earlier) + 1
            earlier.append(Said(question, _Before(earlier, age), cards, recall, age))
    return earlier


def cleaned(question: str) -> str:
    """A question in simplified characters, in the words of officials, without commands."""
    plain = without_issue(plain_years(simplified(without_commands(question) or "指令")))
    return without_typos(in_chinese(without_pinyin(what_is_meant(plain))))


def questions_in(earlier: Sequence[Earlier]) -> Iterator[Earlier]:
    """Those that ask something: 谢谢 and 详细点 name nothing that a later question could go on with."""
    return (e for e in earlier if not e.act)


def latest_topic(earlier: Sequence[Earlier], *, of_things: bool = False) -> Earlier | None:
    """The latest that named a thing: 抚州呢？ and 有什么措施？ name none. ``of_things``: 它什么时候印发的？ is about no thing either."""
    topical = (e for e in earlier if things(e.concepts) and not e.act and not _asks_on(e))
    if not of_things:
        return next(topical, None)
    seen = list(islice(topical, _LOOKED_AT))
    return next((e for e in seen if kind_of(e.text) != "document" or asks_for_extreme(e.text)), next(iter(seen), None))


def _asks_on(question: Earlier) -> bool:
    """Whether a question only asks something more of the thing before it: 投资多少, 什么时候建成."""
    return question.scope is None and only_aspects(question.concepts)


def singled_out(question: Earlier, *, asked_for_one: bool = True) -> str:
    """The plan that the answer to an earlier question of several plans singled out, where it asked for one; empty where it did not."""
    if question.scope is not None and len(question.scope.plans) == 1:
        return ""
    if asked_for_one and not (asks_for_extreme(question.text) or asks_for_place(question.text)):
        return ""
    told = question.established.told
    return question.established.picked or (told[0] if len(told) == 1 else "")
