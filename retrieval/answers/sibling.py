"""Named alike, another thing: who is responsible for one 能效提升工程 says nothing of another."""

import re

from corpus.script import simplified
from retrieval.question.tasks import Task
from retrieval.reading.page import pairs_of

#: Names are alike that open with so many same characters (完善) or end with so many (减排工程); what tells them apart has so many.
_OPENING, _ENDING, _APART = 2, 3, 3
#: What tells the name asked apart is said where this share of its character pairs stands.
_SAID = 0.5
#: What many titles open with tells no name apart.
_OPENS = re.compile(
    "^(?:稳妥|坚决|大力|全面|持续|深入|进一步)?(?:推进|推动|引导|完善|健全|强化|加强|提升|提高|促进|优化|实施|加快|构建)?"
)


def is_sibling(task: Task, title: str, said: str) -> bool:
    """Whether a question names a task as a title does, but another one.

    The two begin or end with the same words, what is left of them has nothing in common, and what is left of the question's stands
    nowhere in what is ``said`` under the title; or the question names a task as plans title them, and neither title nor text says it.
    """
    start, end = _same(task.words, title), _same(task.words[::-1], title[::-1])
    start, end = start if start >= _OPENING else 0, end if end >= _ENDING else 0
    own, other = (_OPENS.sub("", name[start : len(name) - end], count=1) for name in (task.words, title))
    alike = bool(start or end) and min(len(own), len(other)) >= _APART
    if alike and _tells_apart(own, other, said):
        return True
    return bool(task.telling) and not _is_said(task.telling, f"{title}{said}")


def _same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _tells_apart(own: str, other: str, said: str) -> bool:
    return bool(pairs_of(own)) and not pairs_of(own) & pairs_of(other) and not _is_said(own, said)


def _is_said(words: str, said: str) -> bool:
    pairs = pairs_of(words)
    return len(pairs & pairs_of(simplified(said))) >= _SAID * len(pairs)
