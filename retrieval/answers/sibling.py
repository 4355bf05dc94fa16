"""Named alike, another thing: who is responsible for one 能效提升工程 says nothing of another."""

import re

from corpus.script import simplified
from retrieval.question.tasks import TITLE_VERBS, Task, common_start
from retrieval.reading.page import pairs_of

#: Names are alike that open with so many same characters (完善) or end with so many (减排工程); what tells them apart has so many.
_OPENING, _ENDING, _APART = 2, 3, 3
#: What tells the name asked apart is said where this share of its character pairs stands.
_SAID = 0.5
#: A name of fewer characters is short for nothing.
_SHORTEST = 2
#: What many titles open with tells no name apart.
_OPENS = re.compile(f"^(?:稳妥|大力|全面|持续|深入|进一步)?(?:{TITLE_VERBS}|发展|建设|推广|建立)?")


def is_sibling(task: Task, title: str, said: str) -> bool:
    """Whether a question names a task as a title does, but another one.

    The two begin or end with the same words, what is left of them has nothing in common, and what is left of the question's stands
    nowhere in what is ``said`` under the title; or the question names a task as plans title them, and neither title nor text says it.
    """
    start, end = common_start(task.words, title), common_start(task.words[::-1], title[::-1])
    start, end = start if start >= _OPENING else 0, end if end >= _ENDING else 0
    own, other = (_OPENS.sub("", name[start : len(name) - end], count=1) for name in (task.words, title))
    alike = bool(start or end) and min(len(own), len(other)) >= _APART
    if alike and _tells_apart(own, other, said):
        return True
    return bool(task.telling) and not _is_said(task.telling, f"{title}{said}")


def _tells_apart(own: str, other: str, said: str) -> bool:
    apart = bool(pairs_of(own)) and not pairs_of(own) & pairs_of(other) and not _is_short_for(other, own)
    return apart and not _is_said(own, said)


def _is_short_for(name: str, longer: str) -> bool:
    """Whether all characters of a name stand in a longer one in their order: 贝藻 in 贝类藻类."""
    rest = iter(longer)
    return len(name) >= _SHORTEST and all(sign in rest for sign in name)


def _is_said(words: str, said: str) -> bool:
    pairs = pairs_of(words)
    return len(pairs & pairs_of(simplified(said))) >= _SAID * len(pairs)
