"""An office told before that a question only points at: 它还牵头什么, after who leads a task was told."""

import re
from collections.abc import Sequence

from retrieval.question.bodies import bodies_named
from retrieval.question.earlier import Earlier, questions_in
from retrieval.question.kinds import kind_of

_IT = re.compile(
    "(?:那么?|另外)?(?:它|他们?|人家|该(?:单位|局|部门|委|厅|办)|[这那]个?(?:局|单位|部门|委|厅))"
    "(?P<asks>(?!.*(?:谁|哪[个家]?(?:局|单位|部门))).{0,16})[？?。]?"
)

#: More offices than so many are not meant by one word.
_FEW = 3


def with_body_before(asked: str, earlier: Sequence[Earlier]) -> str:
    """The question with the office that the latest question named, or the few that its answer told to lead, where a word stands for them and their tasks are asked for; else itself."""
    found = _IT.fullmatch(asked.strip())
    latest = next(questions_in(earlier), None) if found else None
    if found is None or latest is None:
        return asked
    bodies = bodies_named(latest.text) or latest.established.bodies
    if not 0 < len(bodies) <= _FEW:
        return asked
    placed = f"{'、'.join(bodies)}{found['asks']}"
    return placed if kind_of(placed) == "tasks" else asked
