"""The list of a conversation that a question points into: 第三个, 最后一个, 下一个, 其余的. The latest that has such an item is meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from index.keyword import tagged
from retrieval.question.address import addresses_in, stepped
from retrieval.question.asked import asks_for_several
from retrieval.question.kinds import fields_of, kind_of
from retrieval.question.piece import asks_for_words
from retrieval.question.pointer import Pointer, pointers_in, points_at_rest
from retrieval.question.said import says_nothing
from retrieval.question.things import things
from retrieval.question.topic import find_concepts
from retrieval.question.ways import Way, share_of, ways_of

if TYPE_CHECKING:
    from retrieval.question.earlier import Earlier

#: So many earlier questions are looked at for a list.
_LOOKED_BACK = 8
#: A list has so many items.
_FEWEST = 2
#: From this probability on it is asked which is at a place of a list.
_ASKS_NTH = 0.5
#: The learned kinds that ask what an item holds, and those that ask what it is called.
_CONTENTS = ("summary", "structure", "body_tasks", "measure", "list")
_NAMES = ("definition", "why", "ordinal", "last_rank", "switch_place", "person")
_THE_SECOND = "第二个"
#: The kind of step that points into whatever list there is, and is no number that the document itself gives: 第三个.
_ITEM = "item"
#: An item so long is named by what stands before its first comma.
_LONGEST = 30
_COMMA = re.compile("[，；。]")
_STOP = re.compile("[？?，,；;。]")
#: So many signs at the end of an address tell whether it is a pointer as well: 第三项.
_ADDRESS = 3
#: 第三个是什么，谁负责: what is asked behind it is told of the item by its name, which says what it is.
_WHICH_IT_IS = re.compile("(?:是|叫)(?:什么|啥|哪[个项家条件样]|谁)[呢呀啊]?[，,？?；; ]+(?=[^，,？?；;]{2})")
#: What asks something of an item, whatever list it is in.
_ASKS_OF_IT: tuple[Way, ...] = ("duty", "tasks", "document", "number")


@dataclass(frozen=True, slots=True)
class Pointed:
    """The places (1 is the first) in the list ``items`` that the answer to the question ``of`` told; the one behind its last has no name."""

    of: "Earlier"
    items: tuple[str, ...]
    places: tuple[int, ...]

    @property
    def plan(self) -> str:
        """The one plan that the list is told of; empty where it is of several."""
        told = self.of.established.told
        return told[0] if len(told) == 1 else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The items meant, by their names."""
        return tuple(_name(self.items[place - 1]) for place in self.places if 0 < place <= len(self.items))


def points_at_item(asked: str) -> bool:
    """Whether a question points at an item of a list by its place: 第四个."""
    return bool(pointers_in(asked))


def points_on(asked: str) -> bool:
    """Whether a question points on from the item spoken of last: 下一个, 其余的."""
    return any(pointer.steps for pointer in pointers_in(asked)) or points_at_rest(asked) is not None


def items_meant(asked: str, earlier: Sequence["Earlier"]) -> list[tuple[int, int, Pointed]]:
    """(start, end, items) of all words of a question that point into a list of the conversation."""
    if rest := _rest_meant(asked, earlier):
        return [rest]
    pointers = pointers_in(asked)
    if not pointers or _addresses_again(asked, earlier):
        return []
    meant = ((p.start, p.end, _item_meant(p, earlier)) for p in pointers)
    return [(start, end, pointed) for start, end, pointed in meant if pointed]


def name_items(asked: str, earlier: Sequence["Earlier"]) -> str:
    """The question with 第四个 replaced by the fourth item of the latest list told; after a ranking it is the fourth place.

    下一条 after a question for 第十四条 is 第十五条.
    """
    meant = items_meant(asked, earlier)
    if not meant:
        return _stepped_on(asked, earlier)
    asked = _without_which(asked, meant)
    for start, end, pointed in reversed(meant):
        asked = f"{asked[:start]}{'、'.join(pointed.names) or asked[start:end]}{asked[end:]}"
    return asked


def _without_which(asked: str, meant: Sequence[tuple[int, int, Pointed]]) -> str:
    """第三个，谁负责, of 第三个是什么，谁负责."""
    end = meant[0][1]
    asks_which = _WHICH_IT_IS.match(asked, end) if len(meant) == 1 and meant[0][2].names else None
    return f"{asked[:end]}，{asked[asks_which.end() :]}" if asks_which else asked


def _stepped_on(asked: str, earlier: Sequence["Earlier"]) -> str:
    steps = [pointer for pointer in pointers_in(asked) if pointer.steps]
    latest = next(_asking(earlier), None) if steps else None
    addresses = addresses_in(latest.text) if latest and not latest.pointed else ()
    further = stepped(addresses[0], steps[0].steps) if len(addresses) == 1 else ""
    return f"{asked[: steps[0].start]}{further}{asked[steps[0].end :]}" if further else asked


def nth_listed(asked: str, earlier: Sequence["Earlier"]) -> Pointed | None:
    """The items meant by a message that only asks which they are: 第三个是什么."""
    meant = items_meant(asked, earlier)
    if not meant or _without_which(asked, meant) != asked:
        return None
    rest = asked
    for start, end, _ in reversed(meant):
        rest = f"{rest[:start]} {rest[end:]}"
    if things(find_concepts(rest)) or asks_for_words(rest):
        return None
    if not says_nothing(rest) and not _asks_which(asked, rest, meant[0]):
        return None
    places = tuple(dict.fromkeys(place for _, _, pointed in meant for place in pointed.places))
    same = all(pointed.of is meant[0][2].of for _, _, pointed in meant)
    return Pointed(meant[0][2].of, meant[0][2].items, places) if same else None


def _asks_which(asked: str, rest: str, first: tuple[int, int, Pointed]) -> bool:
    """Whether no more is asked of items than which they are: 第三个是什么, and not 第三个谁负责."""
    start, end, _ = first
    ways = ways_of(rest)
    said = (asked[start:end], _THE_SECOND) if pointers_in(asked) else (_THE_SECOND,)
    which = max(share_of(f"{pointer}{rest.strip()}", "ordinal") for pointer in said)
    of_it = kind_of(rest) in _ASKS_OF_IT and max(ways[way] for way in _ASKS_OF_IT) >= which  # 谁负责, and not 是哪家
    if of_it or share_of(rest, *_CONTENTS) > share_of(rest, *_NAMES):
        return False
    return which >= _ASKS_NTH


def place_listed(asked: str, earlier: Sequence["Earlier"]) -> tuple[str, str] | None:
    """(plan, what is asked of it) of 第二个谁负责 after places were told in an order, where the question names nothing else."""
    pointers = pointers_in(asked)
    if len(pointers) != 1 or pointers[0].steps or not earlier:
        return None
    rest = asked[: pointers[0].start] + asked[pointers[0].end :]
    figure = pointers[0].start == 0 and kind_of(rest) == "number"  # 第三个今年的目标是多少
    asks = figure or (kind_of(rest) in _ASKS_OF_IT and not things(find_concepts(rest)))
    if says_nothing(rest) or not (asks or fields_of(rest)):
        return None
    for question in islice(_asking(earlier), _LOOKED_BACK):
        if ranking := question.established.ranking:
            places = pointers[0].places(len(ranking))
            return (ranking[places[0] - 1], rest) if len(places) == 1 else None
        if len(question.established.items) >= _FEWEST:
            return None
    return None


def split_off_list(words: str) -> tuple[str, str]:
    """(the words that name a list, those that ask of its item) of 十件实事的第三件是什么; ("", words) where no list is named."""
    pointers = [p for p in pointers_in(words) if not p.steps]
    if not pointers:
        return "", words
    first = pointers[0]
    addressed = (a.words for a in addresses_in(words) if len(a.steps) > 1 or a.steps[0].kind != "item")
    if any(words[first.start : first.end].startswith(a[-_ADDRESS:]) for a in addressed):
        return "", words  # 第三部分第二项 is a place in the document
    behind = tagged(words[first.end :])
    named = words[: first.start].rstrip("，, ")
    counts_thing = bool(behind) and behind[0][1].startswith("n") and words[first.end :].startswith(behind[0][0])
    # 八个方面的工作，第五个方面是什么 counts the same things
    return ("", words) if counts_thing and behind[0][0] not in named else (named, words[first.start :])


def split_off_question(words: str) -> tuple[str, str]:
    """(a question for a list, one that points into it) of 有哪些工程？第三个谁负责？ or 有几个附件，第三个是什么; ("", words) where it is not made of two such."""
    pointers = [p for p in pointers_in(words) if not p.steps]
    stops = [found.end() for found in _STOP.finditer(words) if pointers and found.end() <= pointers[0].start]
    head = words[: stops[-1]] if stops else ""
    if not head or not (share_of(head, "list", "structure") >= _ASKS_NTH or "attachments" in fields_of(head)):
        return "", words
    return head, words[stops[-1] :]


def _item_meant(pointer: Pointer, earlier: Sequence["Earlier"]) -> Pointed | None:
    if pointer.steps:
        before = _pointed_before(earlier)
        if before is None:
            return None
        places = pointer.places(len(before.items), before.places[-1])
        return Pointed(before.of, before.items, places or (before.places[-1] + pointer.steps,))
    for question, items in _lists(earlier):
        if places := pointer.places(len(items)):
            return Pointed(question, items, places)
    return None


def _rest_meant(asked: str, earlier: Sequence["Earlier"]) -> tuple[int, int, Pointed] | None:
    """其余的 after some items of a list were spoken of."""
    span = points_at_rest(asked)
    before = _pointed_before(earlier, most=1) if span else None
    if not span or not before:
        return None
    spoken_of: set[int] = set()
    for question in _asking(earlier):
        if question.pointed is None or question.pointed.items != before.items:
            break
        spoken_of |= set(question.pointed.places)
    places = tuple(n for n in range(1, len(before.items) + 1) if n not in spoken_of)
    return (*span, Pointed(before.of, before.items, places)) if places else None


def _pointed_before(earlier: Sequence["Earlier"], most: int = _LOOKED_BACK) -> Pointed | None:
    """The item spoken of last."""
    return next((q.pointed for q in islice(_asking(earlier), most) if q.pointed), None)


def _lists(earlier: Sequence["Earlier"]) -> Iterator[tuple["Earlier", tuple[str, ...]]]:
    """(question, items) of the lists told, latest first, up to the latest ranking.

    What was said of an item of a list (第七个归谁管) is no list of its own, however many it names.
    """
    for question in islice(_asking(earlier), _LOOKED_BACK):
        told = question.own_list or question
        if told is question and _tells_no_list(question):
            continue
        if told.established.ranking or told.established.parts:
            return
        if len(told.established.items) >= _FEWEST:
            yield told, told.established.items


def _tells_no_list(question: "Earlier") -> bool:
    """Whether an earlier question asks for one thing, or something of an item of a list."""
    if says_nothing(question.bare) or kind_of(question.bare) not in _ASKS_OF_IT:
        return False  # 那乙市呢 asks again for the list
    single = question.scope is not None and len(question.scope.plans) == 1 and not asks_for_several(question.bare)
    return single or question.pointed is not None or points_at_item(question.bare)


def _asking(earlier: Sequence["Earlier"]) -> Iterator["Earlier"]:
    return (question for question in earlier if not question.act)


def _addresses_again(asked: str, earlier: Sequence["Earlier"]) -> bool:
    """Whether 第三条呢 follows a question for 第十四条, and means the document's own."""
    latest = next(_asking(earlier), None)
    if latest and latest.pointed:
        return False
    kinds = {address.steps[-1].kind for address in addresses_in(latest.bare)} - {_ITEM} if latest else set()
    return any(address.steps[-1].kind in kinds for address in addresses_in(asked))


def _name(item: str) -> str:
    return item if len(item) <= _LONGEST else _COMMA.split(item)[0]
