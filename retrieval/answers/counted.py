"""Lists that a plan itself counts, asked for by their number: A、B、C等三大行动, “十大重点民生实事”：①……；②……."""

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.headings import chinese_number
from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.paragraph import paragraph_of
from retrieval.answers.rest import list_announced
from retrieval.answers.sentences import say_stretches
from retrieval.answers.statement import Statement, evidence_of
from retrieval.search.wording import parts_of

_NUMERAL, _OF = "[一二三四五六七八九十]{1,3}", "(?:大|个|项|类|种|条|场|件)"
#: What closes an enumeration that the plan counts itself: 等十大行动, “三改联动” is none.
_CLOSES = re.compile(f"等?(?P<count>{_NUMERAL}){_OF}[^，。；、]{{0,14}}")
#: What opens a list that it counts: 十大重点民生实事：.
_OPENS = re.compile(rf"(?P<count>{_NUMERAL}|\d{{1,2}}){_OF}(?P<thing>[^，。；、：]{{2,14}}?)[”）]?[：。]")


def counted_list(desk: Desk) -> Statement | None:
    """The list that has the number asked for and consists of what the question counts; None where there is not one such list."""
    return enumeration_counted(desk, named=True) or _announced(desk)


def enumeration_counted(desk: Desk, *, named: bool = False) -> Statement | None:
    """The enumeration of as many items as the question counts and the plan does: A、B、C等三大行动; ``named``: of what it counts."""
    number = desk.query.asking.counted
    found: list[tuple[float, Unit, int, int]] = []
    units = _sentences(desk) if named else (unit for unit, _ in desk.candidates())
    for unit in units if number > 1 else ():
        for stated in _CLOSES.finditer(unit.text):
            start = max((a for a, b in parts_of(unit.text) if a <= stated.start() < b), default=0)
            listed = unit.text[start : stated.start("count")]
            same = chinese_number(stated["count"]) == number == listed.count("、") + 1
            if same and (not named or _says_what_is_counted(desk, stated.group())):
                found.append((desk.coverage(unit.text, unit.heading), unit, start, stated.end()))
    if not found:
        return None
    _, unit, start, end = max(found, key=lambda item: item[0])
    text = unit.text[start:end]
    return replace(desk.say(f"{text}。", [evidence_of(desk.index, unit, start, end)]), items=(text,))


def _says_what_is_counted(desk: Desk, words: str) -> bool:
    thing = desk.query.asking.counted_thing
    return bool(thing) and thing in words


def _announced(desk: Desk) -> Statement | None:
    """The list behind the one announcement of so many things of that kind."""
    found = []
    for unit in _sentences(desk):
        listed = list_announced(paragraph_of(desk, unit), [unit]) if announces_counted(desk, unit.text) else []
        found += [listed] if listed else []
    return say_stretches(desk, [(u, 0, len(u.text)) for u in found[0]]) if len(found) == 1 else None


def announces_counted(desk: Desk, text: str) -> bool:
    """Whether a text announces so many things of the kind that the question counts: a noun's last sign says of which kind it is (大事, 实事)."""
    number, thing, opens = desk.query.asking.counted, desk.query.asking.counted_thing, _OPENS.search(text)
    return bool(opens and thing and chinese_number(opens["count"]) == number and opens["thing"][-1] == thing[-1])


def _sentences(desk: Desk) -> Iterator[Unit]:
    for clause in desk.index.clauses(desk.plan):
        yield from (unit for unit in desk.index.units_of_clause(clause.id) if unit.kind == "sentence")
