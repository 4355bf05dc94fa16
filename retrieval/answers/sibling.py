"""Named alike, another thing: who is responsible for one 能效提升工程 says nothing of another."""

import re

from corpus.script import simplified
from retrieval.reading.page import pairs_of

#: Names are alike that open with so many same characters (完善) or end with so many (减排工程); what tells them apart has so many.
_OPENING, _ENDING, _APART = 2, 3, 3
#: What tells the name asked apart is said where this share of its character pairs stands.
_SAID = 0.5
_RUN = re.compile("[\u4e00-\u9fff（）()“”、]+")
#: A task named as plans title their clauses (完善经济政策, 公共机构能效提升工程) is that clause or none; this tells it from others.
_TITLED = re.compile(
    "^(?:推进|推动|引导(?:推动)?|完善|健全|强化|加强|提升|提高|促进|优化|培育|壮大|开展|实施|加快|构建)(?P<what>[^的]{4,}?)(?:机制|制度|体系|能力)?$"
    "|^(?P<which>[^的]{4,}?)(?:重点)?(?:工程|行动)$"
)
#: What many titles open with tells no name apart.
_OPENS = re.compile(
    "^(?:稳妥|坚决|大力|全面|持续|深入|进一步)?(?:推进|推动|引导|完善|健全|强化|加强|提升|提高|促进|优化|实施|加快|构建)?"
)
#: Where the name of a task ends in a question.
_ASKS = re.compile("由|归|谁|哪|什么|是|该|找|的(?:牵头|责任|负责|主管)|牵头|负责|管|[，,？?]")


def is_sibling(asked: str, title: str, said: str) -> bool:
    """Whether a question names a thing as a title does, but another one.

    The two begin or end with the same words, what is left of them has nothing in common, and what is left of the question's stands
    nowhere in what is ``said`` under the title; or the question names a task as plans title them, and neither title nor text says it.
    """
    subject = _ASKS.split(simplified(asked).strip(), maxsplit=1)[0].strip()
    run = max(_RUN.findall(subject), key=len, default="")
    start, end = _same(run, title), _same(run[::-1], title[::-1])
    start, end = start if start >= _OPENING else 0, end if end >= _ENDING else 0
    own, other = (_OPENS.sub("", name[start : len(name) - end], count=1) for name in (run, title))
    alike = bool(start or end) and min(len(own), len(other)) >= _APART
    if alike and _tells_apart(own, other, said):
        return True
    titled = _TITLED.search(run)
    return titled is not None and not _is_said(titled["what"] or titled["which"], f"{title}{said}")


def _same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _tells_apart(own: str, other: str, said: str) -> bool:
    return bool(pairs_of(own)) and not pairs_of(own) & pairs_of(other) and not _is_said(own, said)


def _is_said(words: str, said: str) -> bool:
    pairs = pairs_of(words)
    return len(pairs & pairs_of(simplified(said))) >= _SAID * len(pairs)
