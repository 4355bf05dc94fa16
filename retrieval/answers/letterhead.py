"""A letterhead, whose lines run into one sentence: what is quoted of it is the line that tells."""

from collections.abc import Callable

from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.sentences import DASHES, stopped
from retrieval.answers.statement import Statement, evidence_of

#: 省长　张三 stands in a line of its own below that of the day, and is quoted with it.
_SHORT_LINE = 12


def say_line(desk: Desk, unit: Unit, tells: Callable[[str], object]) -> Statement | None:
    """The line of a sentence over several lines that tells, with the short one below it, a short one with the one above; None where none does."""
    lines = desk.index.lines_of(unit)
    at = next((n for n, (start, end) in enumerate(lines) if tells(unit.text[start:end])), None)
    if at is None or len(lines) == 1:
        return None
    short = [_is_short(unit.text[start:end]) for start, end in lines]
    first = at - 1 if at and short[at] else at
    last = first + 1 if first + 1 < len(lines) and short[first + 1] else first
    start, end = lines[first][0], lines[last][1]
    evidence = evidence_of(desk.index, unit, end - len(unit.text[start:end].lstrip(DASHES)), end)
    return desk.say(stopped(evidence.quote), [evidence])


def _is_short(line: str) -> bool:
    """Whether a line is one of a few words that go with its neighbour; 各位代表： and 来源：某报 do not."""
    return len(line) < _SHORT_LINE and "：" not in line
