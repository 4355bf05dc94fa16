"""Whether a figure of a draft and one of a plan are of the same thing: the same indicator, never a neighbour of it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.comparisons import read_approach
from corpus.indicators import canonical_name
from corpus.reading import plain_reading
from index.keyword import tagged
from retrieval.drafts.said import RISES, Said
from retrieval.drafts.shelf import Stated
from retrieval.search.ledger import GOAL_WORDS, SHARE_WORDS

#: Kinds of words, by the first letter of their tag, that name nothing: conjunctions, pronouns, adverbs, prepositions, particles, numbers.
_GRAMMAR = "crdpumqyeoxw"
#: What says only that something is a goal, a share or a number of things.
_LIGHT = (
    GOAL_WORDS
    | SHARE_WORDS
    | frozenset("数量 总量 规模 水平 任务 降幅 增幅 以上 以下 以内 左右 年底 期间 全市 全州 全县 全省 全区".split())
)
_TIMES = re.compile(r"“?十[二三四五六]五”?|(?:19|20)\d\d年?|[＃%]")
#: A comma part of fewer characters (力争达到＃) is said of many things, and so is the beginning of a sentence.
_TELLING, _TELLING_BEFORE = 8, 10


@dataclass(frozen=True, slots=True)
class Likeness:
    """``grade``: 3 said in the same words, 2 of the same indicator, 1 all that the draft names it by is said of it, 0 of another thing.

    ``missing`` (0..1) is how much of what the draft names is not said of it, ``extra`` how much more the plan names.
    ``shared`` are the characters that both have in front of the figure.
    """

    grade: int
    missing: float
    extra: float
    shared: int = 0


def likeness(claim: Said, stated: Stated) -> Likeness:
    """How far a figure of a plan is of what a figure of a draft is of."""
    own = stated.said
    shared = _shared_end(claim.before, own.before)
    mine, theirs = _named(claim), _named(own)
    missing = _missing(mine, _all_named(own))
    extra = _missing(theirs, _all_named(claim))
    if _is_told_alike(claim.part, own.part, _TELLING) or _is_told_alike(claim.before, own.before, _TELLING_BEFORE):
        return Likeness(3, missing, extra, shared)
    if _contradicts(claim, own):
        return Likeness(0, missing, extra, shared)
    if claim.canonical and (claim.canonical == own.canonical or _is_turned_round(claim, own)):
        return Likeness(2, 0.0, extra, shared)
    if not content(mine) or (claim.direction and own.direction != claim.direction):
        return Likeness(0, missing if content(mine) else 1.0, extra, shared)
    return Likeness(1 if missing == 0 else 0, missing, extra, shared)


def _is_turned_round(claim: Said, own: Said) -> bool:
    """Whether what a draft says to rise is what the plan has fall: its name holds 上升, the plan's does not."""
    turned = claim.direction == "up" and own.direction == "down"
    return turned and canonical_name(RISES.sub("", claim.name)) == own.canonical


def _is_told_alike(one: str, other: str, least: int) -> bool:
    """Whether two are word for word the same but for their figures, and say enough to be of one thing only."""
    return one == other and len(re.sub(r"[＃%\W]", "", one)) >= least


def _contradicts(claim: Said, own: Said) -> bool:
    """Whether a draft tells a part of the whole by name that the plan's figure is not said of."""
    told = f"{own.scope}，{own.name}，{own.canonical}"
    return claim.has_own_scope and claim.scope not in told and bool(_missing(claim.scope, told))


def _named(said: Said) -> str:
    scope = said.scope if said.has_own_scope and said.scope not in said.name else ""
    return scope + (said.canonical or said.name)


def _all_named(said: Said) -> str:
    return (
        f"{said.name}，{said.canonical}，{said.scope}" if said.is_row else f"{said.name}，{canonical_name(said.name)}"
    )


@lru_cache(maxsize=16384)
def content(text: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, in order."""
    plain = _TIMES.sub("，", plain_reading(text))
    words = [word for word, kind in tagged(plain) if not _is_grammar(kind) and word not in _LIGHT]
    return tuple(word for word in words if re.search(r"\w", word) and not _compares(word))


def names_thing(text: str) -> bool:
    """Whether a name holds more than verbs: 定了 in 今年定了5.5% goes on with what was spoken of."""
    words = content(text)
    return any(kind[:1] != "v" for word, kind in tagged(plain_reading(text)) if word in words)


def _is_grammar(kind: str) -> bool:
    return kind[:1] in _GRAMMAR and kind != "eng"  # GDP is a name


def _compares(word: str) -> bool:
    """Whether a word only compares: 达到, 下降, 以上."""
    return read_approach(word, 0, len(word)).core_end == 0


@lru_cache(maxsize=65536)
def _missing(names: str, text: str) -> float:
    """How much of the words of a name, by characters, a text does not say."""
    words = content(names)
    total = sum(map(len, words))
    plain = plain_reading(text)
    return sum(len(word) for word in words if not _says(word, plain)) / total if total else 0.0


def _says(word: str, text: str) -> bool:
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    return word in text or (len(word) > 2 and all(pair in text for pair in pairs))


def _shared_end(one: str, other: str) -> int:
    shared = 0
    for mine, theirs in zip(reversed(one), reversed(other), strict=False):
        if mine != theirs:
            break
        shared += 1
    return shared
