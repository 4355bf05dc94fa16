"""What a plan wants done by a year, whatever it is about: 2027年底前要干完的事有哪些."""

import re
from collections.abc import Iterator
from dataclasses import replace

from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.statement import Statement, evidence_of
from retrieval.answers.told_year import report_year
from retrieval.question.things import things
from retrieval.question.ways import LIKELY, Way
from retrieval.search.wording import parts_of

#: So many are listed, those that a year has more of are counted.
_MOST = 12
#: What stands before a year that is compared with, and sets no date: 比2020年下降.
_BASE = re.compile("(?:比|较|以|自|从|与|同|和)$")
#: What ends what is due by a year.
_STOP = "；。"
#: The ways of asking what is to be done.
_WAYS: tuple[Way, ...] = ("list", "tasks", "measure", "when")


def say_due(desk: Desk) -> Statement | None:
    """What is due in the one year that is asked of, in the words of the plan; None where a thing is asked of, or a report is."""
    query = desk.query
    of_what_is_done = sum(query.ways[way] for way in _WAYS) >= LIKELY and not query.goes_on
    asks = of_what_is_done and not things(query.concepts) and not query.fields and not query.piece
    if not asks or len(query.years) != 1 or report_year(desk.index, desk.plan):
        return None
    due = [found for clause in desk.index.clauses(desk.plan) for found in _due_in(desk, clause.id, query.years[0])]
    if not due:
        return None
    told = due[:_MOST]
    own = f"写到{query.years[0]}年的共{len(due)}处" + (f"，前{_MOST}处是" if len(due) > _MOST else "")
    items = tuple(unit.text[start:end] for unit, start, end in told)
    said = desk.say(f"{own}：{'；'.join(items)}。", [evidence_of(desk.index, *each) for each in told], (own,))
    return replace(said, items=items)


def _due_in(desk: Desk, clause: str, year: int) -> Iterator[tuple[Unit, int, int]]:
    """The stretches of a clause, each from where it names the year to the next stop."""
    for unit in (u for u in desk.index.units_of_clause(clause) if u.kind == "sentence"):
        end = 0
        for start, stop in parts_of(unit.text):
            at = unit.text.find(f"{year}年", start, stop)
            if at < 0 or start < end or _BASE.search(unit.text[start:at]):
                continue
            end = next((n for n in range(stop, len(unit.text)) if unit.text[n] in _STOP), len(unit.text))
            yield unit, start, end
