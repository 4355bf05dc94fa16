"""What a message does other than ask the documents something: it greets, thanks, doubts, or wants the last answer told in another way."""

import re
from collections.abc import Collection
from typing import Literal

from retrieval.question.address import addresses_in
from retrieval.question.kind_model import load_kinds
from retrieval.question.pinyin import without_pinyin
from retrieval.question.slot_model import chance_of
from retrieval.question.topic import find_concepts
from retrieval.question.ways import kind_shares

#: Empty: it asks. ``astray`` is a wish about an answer that there is not,
#: ``order`` one to do something else than answer.
Act = Literal[
    "",
    "greeting",
    "thanks",
    "goodbye",
    "about",
    "elsewhere",
    "source",
    "shorter",
    "longer",
    "table",
    "list",
    "doubt",
    "translate",
    "draw",
    "astray",
    "order",
]
#: Small talk, each with the kinds that the model of kinds tells it by.
_TALK: dict[Act, tuple[str, ...]] = {
    "greeting": ("greeting",),
    "thanks": ("thanks",),
    "goodbye": ("goodbye",),
    "about": ("about_assistant", "chitchat"),
    "elsewhere": ("offtopic",),
}
#: All kinds that are small talk.
TALK_KINDS = frozenset(kind for kinds in _TALK.values() for kind in kinds)
#: Wishes about the last answer, likewise.
_RETELLS: dict[Act, tuple[str, ...]] = {
    "source": ("source",),
    "shorter": ("shorter", "one_sentence", "summary"),
    "longer": ("longer", "more"),
    "table": ("as_table",),
    "list": ("as_list",),
    "doubt": ("complaint", "confirm", "correction", "wrong_premise", "false_premise"),
}
_IN_SHORT: Collection[Act] = ("shorter", "longer", "list")
#: Kinds that say of the last answer that it is wrong, whatever else they say (我记得是45%).
_OBJECTS = ("complaint", "correction")
TALK: Collection[Act] = frozenset({*_TALK, "astray", "order"})
#: A share from which on a kind is taken for what is meant.
_LIKELY = 0.5
#: … and so sure it must be that what names a place is no question for its plan: 某市今天天气怎么样.
_SURE = 0.7
#: … and so likely that a message in a language hardly known here is small talk.
_PERHAPS = 0.3
#: From this chance on what names no thing of plans is small talk, whichever kind it is of: of the fifth of the frames that it was not taught, and the
#: questions of the documents held out, 102 of 194 that are small talk and 7 of 1,900 others (tried on the day; at .95 91 and 5, at .85 111 and 8).
_TALKS = 0.9
#: What is longer than this says what it asks.
_LONGEST = 40
#: These the model of kinds does not know, and they have few names.
_TRANSLATE = re.compile(r"翻译|译成|(?:用|成|换)(?:英文|英语|外语|日语|日文)|\btranslat|\bin english\b", re.IGNORECASE)
_DRAW = re.compile(
    r"画.{0,4}图|画出来|(?:柱状|折线|饼状?|条形|统计|曲线|雷达)图|图表|\b(?:draw|plot|chart|graph)\b", re.IGNORECASE
)
_TABLE = re.compile(r"(?:[列做画]|整理|汇总)(?:成|个|一?[个张]|出)?表(?!明|示|现|率|态|彰)|表格(?:形式)?")
#: 干得好的呢 goes on with what was asked, and praises nobody.
_GOES_ON = re.compile("的呢[？?]?$")
#: 原话出处给我, 这句话的出处呢: where the last answer stands, and nothing else.
_SOURCE = re.compile(
    "(?:把|请|麻烦)?(?:原话|原文|这(?:句)?话|这一?[句条个])?的?(?:出处|来源|原话)(?:给我|发我|列|贴|说|在哪|是|呢|一?下|看|儿|里|哪)*"
)
#: 哈喽，你能干点什么: a greeting before what is said.
_GREETED = re.compile(
    "^(?:(?:哈[喽啰罗]|嗨|嘿|[你您]好|早上?好|(?:你们?)?辛苦|hi|hello)[呀啊哈啦了]*[，,！!。~～ ]+)+(?=.)",
    re.IGNORECASE,
)
#: 哈哈, 。。。啊
_SIGH = re.compile("^[哈呵嘿嘻呀啊哦噢喔嗯呃额唉哎哇。.…！!～~，,、？? ]+$")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def act_of(words: str, *, named: bool) -> Act:
    """What a message does by its words, as typed, without places; ``named``: it names one, and so asks something, if of this world."""
    words = _GREETED.sub("", words, count=1)
    if len(words) > _LONGEST or not words or _GOES_ON.search(words):
        return ""
    if named:
        return "elsewhere" if _share(words, _TALK["elsewhere"]) >= _SURE else ""
    if _is_foreign(words) and not wish_in(words):
        return _most(words, _TALK, _PERHAPS) or "astray"
    if _SIGH.search(words):
        return "about"
    if _SOURCE.fullmatch(words.strip("，,。！!？? ")):
        return "source"
    if names_nothing(words):
        retells = _most(words, _RETELLS)
        of_piece = retells in _IN_SHORT and bool(addresses_in(words))  # 这份方案第九部分讲什么
        return wish_in(words) or _most(words, _TALK) or ("" if of_piece else retells) or _talk_in(words)
    if not any(len(c.alternatives) > 1 for c in find_concepts(words)):  # it names no thing that plans speak of
        if _share(words, _OBJECTS) >= _LIKELY:
            return "doubt"
        source = _share(words, _RETELLS["source"])
        if source >= _PERHAPS and source + _share(words, ("structure",)) >= _SURE:
            return "source"
        return _most(words, _TALK) or _talk_in(words)
    return _most(words, _TALK)


def _talk_in(words: str) -> Act:
    """Small talk of no kind known, where a message that names no thing of plans is surely some: it is told what can be asked."""
    return "about" if chance_of(words, "talk") >= _TALKS else ""


def wish_in(words: str) -> Act:
    """A wish that is told by its name, whatever else a message says: 翻译, 画图, 列个表."""
    if _TRANSLATE.search(words):
        return "translate"
    if _DRAW.search(words):
        return "draw"
    return "table" if _TABLE.search(words) else ""


def names_nothing(words: str) -> bool:
    """Whether a message has no words of its own beside those that say how to tell the last answer (概括, 表格, 详细)."""
    return not find_concepts(_DRAW.sub(" ", _TRANSLATE.sub(" ", words)))


def _is_foreign(words: str) -> bool:
    """Whether a message is in a language of which nothing is known here: no Chinese, no word of ours, and no likely kind."""
    letters = any(sign.isalpha() for sign in words) and not _CHINESE.search(without_pinyin(words))
    known = any(len(c.alternatives) > 1 for c in find_concepts(words))
    return letters and not known and max(kind_shares(words)) < _LIKELY


#: A word of English, and no name or abbreviation.
_ENGLISH = re.compile(r"(?<![A-Za-z\d])[a-z]+(?![A-Za-z\d])")


def is_english(words: str) -> bool:
    """Whether a message is to be answered in English; EFlops是什么意思 and VOCs、NOx各多少 only name something in Latin letters."""
    latin, chinese = sum(sign.isascii() and sign.isalpha() for sign in words), len(_CHINESE.findall(words))
    return latin > chinese and (not chinese or len(_ENGLISH.findall(words)) > 1)


def _most(words: str, acts: dict[Act, tuple[str, ...]], likely: float = _LIKELY) -> Act:
    """The act with the greatest share, where all of ``acts`` together are ``likely``."""
    share = {act: _share(words, kinds) for act, kinds in acts.items()}
    most = max(share, key=lambda act: share[act])
    return most if sum(share.values()) >= likely else ""


def _share(words: str, kinds: Collection[str]) -> float:
    """The probability of any of some kinds."""
    names, shares = load_kinds().names, kind_shares(words)
    return sum(float(shares[names.index(kind)]) for kind in kinds)
