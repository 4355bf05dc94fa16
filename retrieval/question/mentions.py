"""A thing that a question says is mentioned, and the sentences of a plan that have it word for word."""

import re
from collections.abc import Sequence

from corpus.frontmatter import DOCUMENT_NUMBER
from index.keyword import words
from index.passage import Unit
from index.snapshot import Index
from retrieval.question.lexicon import load_lexicon
from retrieval.question.topic import QUOTED
from retrieval.question.topic_model import load_topics
from retrieval.question.ways import share_of

_NUMBER = re.compile(DOCUMENT_NUMBER)
#: 把公安局列成了责任单位.
_LISTED = re.compile(
    r"[把将](?P<thing>[^，,？?]{2,16}?)(?:也|单独?|专门|另外?|独立|作为?)*(?:列|写|纳|算|设|作|当)(?:成|为|入|进|作)"
)
#: Kinds of questions that seek the places that have a thing, and from which probability on one does.
_SEEKING = "which_places only_place filter".split()
_MAY_BE = 0.3
#: What is done with the thing, as plans and people say it.
_DONE = re.compile(
    "^(?:要|开展|建设|建立|建|推进|推广|发展|实施|搞|使用|设立|提|发放|出台|解决|治理|整治|清理|化解|破解|缓解)+(?=.{2})"
)
#: A verb of one sign with what it is done to, as far as the words that ask.
_VERB_AND_THING = re.compile("[一-鿿]{2,6}?(?=[的了吗呢，,。？?]|$)")
_SPACE = re.compile(r"\s")
#: Between two things of which either may be mentioned.
_OR = "、?或者?是?"
#: A thing so long may be said with so many signs between two of its words.
_LONG, _GAP = 6, 6
#: Two words of two signs, between which others may be listed.
_TWO_WORDS = re.compile("([\u4e00-\u9fff]{2})([\u4e00-\u9fff]{2})")
#: What a thing may begin with that by itself is no topic: 零碳园区, 三张牌.
_NUMERALS = "零一二三四五六七八九十双"


def thing_mentioned(text: str) -> str:
    """What a question asks to be mentioned: quoted, put on a list, a document by its number, or its topic. Empty when it seeks no mention."""
    named = QUOTED.search(text) or _LISTED.search(text)
    if named:
        return named.group("thing")
    number = _NUMBER.search(text)
    if number:
        return number.group()
    if share_of(text, *_SEEKING) < _MAY_BE:
        return ""
    stretches = _stretches(load_topics().without_wording(text))
    return _with_other(_of_words(_longest(stretches), text), stretches, text)


def _of_words(thing: str, text: str) -> str:
    """A thing without the sign of a word at its end whose rest is none of it: 非化石能源占, of ……占比."""
    begin = text.find(thing)
    if len(thing) == 1 and begin >= 0 and (whole := _VERB_AND_THING.match(text, begin)):
        return whole.group()  # 造火箭, of which the segmenter knows 造
    if begin > 0 and text[begin - 1] in _NUMERALS:
        thing = text[begin - 1] + thing  # 零碳园区
    end, at = text.find(thing) + len(thing), 0
    for word in words(text):
        at = text.index(word, at) + len(word)
        if at - len(word) < end < at:
            return thing[: len(thing) - (end - (at - len(word)))] or thing
    return thing


def _stretches(topic: str) -> list[str]:
    return re.split(r"\s{2,}|(?<=[\u4e00-\u9fff])\s|\s(?=[\u4e00-\u9fff])", topic)


def _longest(stretches: Sequence[str]) -> str:
    """The longest stretch of words, a Chinese one where there is any: carbon inclusion (碳普惠)."""
    return max(stretches, key=lambda words: (not words.isascii(), len(words))).strip()


def _with_other(thing: str, stretches: Sequence[str], text: str) -> str:
    """The thing with the other that may be mentioned in its stead: 生育补贴或者育儿补贴."""
    for other in filter(None, map(str.strip, stretches if thing else ())):
        found = re.search(f"{re.escape(other)}{_OR}{re.escape(thing)}|{re.escape(thing)}{_OR}{re.escape(other)}", text)
        if found:
            return found.group()
    return thing


def is_listed(text: str) -> bool:
    """Whether a question is about something being put on a list: 把公安局列成了责任单位."""
    return bool(_LISTED.search(text))


def ways_to_say(thing: str) -> tuple[str, ...]:
    """The thing as asked, without what is done with it, and as plans may call it; of two that may be meant, both."""
    either = re.split(_OR, thing)
    if len(either) > 1 and all(len(each) > 1 for each in either):
        return tuple(dict.fromkeys(way for each in either for way in ways_to_say(each)))
    bare = _DONE.sub("", thing)
    return tuple(dict.fromkeys(filter(None, [thing, bare, *load_lexicon().official.get(bare.lower(), ())])))


def units_mentioning(index: Index, plan: str, ways: Sequence[str]) -> list[Unit]:
    """The sentences of a plan that have one of ``ways``, white space apart, in text order; a long one with few signs put between its words as well."""
    if not ways:
        return []
    units = (unit for clause in index.clauses(plan) for unit in index.units_of_clause(clause.id))
    said = re.compile("|".join(map(_with_gaps, ways)))
    return [u for u in units if u.kind in ("sentence", "duty") and said.search(_SPACE.sub("", u.text))]


def _with_gaps(way: str) -> str:
    """The pattern of a thing: 碳排放双控转变 is said by 碳排放总量和强度双控转变 too."""
    pieces: list[str] = []
    for word in words(way) if len(way) >= _LONG else ():
        alone = pieces and len(pieces[-1]) == 1  # 碳 goes with what is behind it
        pieces[-1:] = [pieces[-1] + word] if alone else [*pieces[-1:], word]
    if two := _TWO_WORDS.fullmatch(way):
        return f"{two[1]}(?:[\u4e00-\u9fff]{{1,4}}、){{0,3}}{two[2]}"  # 生育补贴 is said by 生育休假、补贴
    told = len(pieces) > 1 and "".join(pieces) == way and all(len(piece) > 1 for piece in pieces)
    return f"[^，。；]{{0,{_GAP}}}?".join(map(re.escape, pieces)) if told else re.escape(way)
