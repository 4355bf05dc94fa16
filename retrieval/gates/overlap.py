"""How much of one text another says, by content characters, by pairs of neighbours, in the same or the official words."""

import re
from functools import lru_cache

from retrieval.gates.claims import content, fold
from retrieval.question.lexicon import load_lexicon

SAID = 0.92
"""Share of a claim's content characters that counts as said."""
_OPENING = re.compile(
    "^(?:的?(?:方案|规划|文件))?(?:中)?(?:还|也)?(?:提出|要求|明确|规定|强调|指出)?[,，:：]?(?:主要|具体|其中|分别|同时|此外|另外)*"
    "(?:措施|任务|举措|做法)?(?:包括|包含|是|有|为)?[,，:：]?"
)


def share(claim: str, text: str) -> float:
    """Share of a claim's content characters that ``text`` says, in the same or the official words; word pieces count by their pairs."""
    total = said = 0.0
    for word in content(claim):
        total += len(word)
        if word in text or any(o in text for o in _officials_of(word)):
            said += len(word)
        elif len(word) > 2:
            pairs = [word[i : i + 2] for i in range(len(word) - 1)]
            said += len(word) * sum(p in text for p in pairs) / len(pairs)
    return said / total if total else 0.0


def in_order(claim: str, text: str) -> float:
    """Share of a claim's pairs of neighbouring characters that the text has: the same words in another order are another sentence."""
    signs = re.sub(r"[^\w%]", "", _OPENING.sub("", claim))
    bare = re.sub(r"[^\w%]", "", text)
    pairs = [signs[i : i + 2] for i in range(len(signs) - 1)]
    return sum(p in bare for p in pairs) / len(pairs) if pairs else 1.0


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets have in common (0..1)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


@lru_cache(maxsize=8192)
def pairs_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring content characters."""
    runs = content(text)
    joined = "".join(runs)
    return frozenset(joined[i : i + 2] for i in range(len(joined) - 1)) or frozenset(runs)


def size(part: str) -> int:
    """Content characters."""
    return sum(map(len, content(fold(part))))


def official(text: str) -> str:
    """The official words for the everyday ones in a text, folded."""
    return "，".join(_officials_of(text))


@lru_cache(maxsize=4096)
def _officials_of(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for _, _, words in load_lexicon().find(text) for word in words)
