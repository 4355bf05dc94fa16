"""The task that a question names as plans title their clauses: 完善经济政策, 公共机构能效提升工程."""

import re
from dataclasses import dataclass

from corpus.script import simplified
from retrieval.question.topic_model import load_topics

#: With these verbs titles open, one like another.
TITLE_VERBS = "推进|推动|完善|强化|加强|提升|提高|促进|健全|坚决|引导|落实|优化|培育|壮大|开展|实施|加快|构建"
#: 治大气的那个重点区域减排工程: what comes first only describes it.
_PREAMBLE = re.compile(r"^.*(?:那个|也就是|就是)(?=[\u4e00-\u9fff]{4})")
#: A task named so is the clause of that title or none; ``what`` or ``which`` tells it from others.
_TITLE = re.compile(
    rf"^(?:{TITLE_VERBS}){{1,2}}(?P<what>[^的]{{4,}}?)(?:机制|制度|体系|能力)?$"
    "|^(?P<which>[^的]{4,}?)(?:重点)?(?:工程|行动)$"
)
_RUN = re.compile("[\u4e00-\u9fff（）()“”、]+")
#: Where the name of a task ends in a question.
_ASKS = re.compile("由|归|谁|哪|什么|是|该|找|的(?:牵头|责任|负责|主管)|牵头|负责|管|[，,？?]")


def preamble(text: str) -> str:
    """What a question says of a task before it names it; empty where it says nothing."""
    found = _PREAMBLE.search(text)
    return found.group() if found else ""


@dataclass(frozen=True, slots=True)
class Task:
    """The longest run of ``words`` that a question begins with, without marks.

    ``telling``: where they are as plans title their clauses, what tells that title from others.
    """

    words: str
    telling: str


def task_named(text: str) -> Task:
    """The task that a question begins with."""
    named = simplified(text)[len(preamble(text)) :]
    subject = _ASKS.split(named.strip(), maxsplit=1)[0].strip()
    run = max(_RUN.findall(subject), key=len, default="")
    if titled := _TITLE.search(run):
        return Task(run, titled["what"] or titled["which"])
    return Task(run[: len(load_topics().without_wording(run).rstrip())] or run, "")  # 公共机构节能这块


def common_start(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    apart = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(apart, min(len(one), len(other)))
