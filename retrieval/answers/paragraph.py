"""What goes with a sentence that says a measure: the short paragraph that it stands in, or what a short sentence announces.

Work reports put a topic in few words (强化企业科技创新主体地位。) before the sentences that say how it is done, many to a paragraph.
"""

from collections.abc import Callable, Sequence

from index.passage import Unit
from retrieval.answers.desk import Desk

#: A sentence so short may open a paragraph that says more of it; in the middle of one it announces those behind it where it is shorter
#: still and has no comma.
RUN_IN, _TOPIC = 26, 18
#: A paragraph so short is one measure.
_SHORT = 140
_COMMA = "，"


def measure_with(desk: Desk, unit: Unit, most: int, *, near: Callable[[Unit], bool]) -> list[Unit]:
    """The sentences that say with one what is done, in text order, of ``most`` characters together.

    Args:
        near: whether a sentence is about what is asked.
    """
    paragraph = paragraph_of(desk, unit)
    if _size(paragraph) <= min(_SHORT, most):
        return paragraph
    at = paragraph.index(unit)
    opens = max((n for n in range(at + 1) if is_topic(paragraph[n])), default=at)
    if opens < at and not near(paragraph[opens]):
        opens = at
    ends = next((n for n in range(max(at, opens) + 1, len(paragraph)) if is_topic(paragraph[n])), len(paragraph))
    told = paragraph[opens:ends] if is_topic(paragraph[opens]) else [unit]
    while _size(told) > most and told[-1] is not unit:
        told = told[:-1]
    return told if _size(told) <= most else [unit]


def paragraph_of(desk: Desk, unit: Unit) -> list[Unit]:
    """The sentences of the line that one stands in, in text order."""
    units = [u for u in desk.index.units_of_clause(unit.clause) if u.kind == "sentence"]
    text = desk.index.plan_text(desk.plan)
    lines: list[list[Unit]] = []
    for each in sorted(units, key=lambda u: u.start):
        if lines and "\n" not in text[lines[-1][-1].end : each.start]:
            lines[-1].append(each)
        else:
            lines.append([each])
    return next((line for line in lines if unit in line), [unit])


def is_topic(unit: Unit) -> bool:
    """Whether a sentence may announce those behind it: it is short and has no comma."""
    return len(unit.text) <= _TOPIC and _COMMA not in unit.text


def _size(units: Sequence[Unit]) -> int:
    return sum(len(u.text) for u in units)
