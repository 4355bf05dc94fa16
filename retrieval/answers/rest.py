"""What else belongs to what is said, where measures or items are asked for: the whole of a list that is announced, the sentences beside.

What stands in other clauses is said too where it fits, or else it is said where it stands.
"""

import re
from collections.abc import Sequence

from corpus.sentences import GOES_ON
from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.paragraph import paragraph_of
from retrieval.answers.sentences import say_stretches
from retrieval.answers.statement import Evidence, Statement
from retrieval.answers.whole import Stretch
from retrieval.question.query import Query
from retrieval.question.ways import LIKELY, Way

#: From this probability on measures are asked for, whether or not several are (哪些), and from this one on of a case (要是……).
_MEASURES, _OF_A_CASE = 0.7, 0.15
#: What asks for less than a list: one thing, a figure, a time.
_FOR_ONE: tuple[Way, ...] = ("fact", "number", "when")
#: So long an announced list is said as a whole, and so long an answer that other sentences are added to.
_LONGEST_LIST, _MOST = 640, 240
#: So far up in the reader's order a sentence beside one that is said goes with it, and one of another clause.
_BESIDE, _ELSEWHERE = 3, 4
#: A sentence of another clause covers so much of what is asked.
_COVERED = 0.99
#: 主要是：, 一是……: what is before the colon of a sentence that opens the list which the sentence before announces.
_OPENS = re.compile("[^，。；：“”]{2,8}：")
#: What a sentence ends in that only announces what the next ones tell: 还面临不少困难、问题和挑战。
_ANNOUNCES = re.compile("(?:面临|存在|还有|仍有)着?(?:不少|许多|很多|一些|诸多)[^，。；：]{2,14}。$")
_FEWEST = 2


def with_rest(desk: Desk, said: Sequence[Statement]) -> list[Statement]:
    """Statements with what belongs to them; as they are where a figure, a duty or the items of a list are said."""
    query = desk.query
    at_length = query.kind in ("measure", "list", "fact") and not query.asking.which_ones
    if not at_length or len(said) != 1 or said[0].items or said[0].targets:
        return list(said)
    stretches = [_stretch_of(desk, evidence) for evidence in said[0].evidence]
    told = [stretch for stretch in stretches if stretch]
    if not told or len(told) < len(stretches):
        return list(said)
    units = [unit for unit, _, _ in told]
    listed = list_announced(paragraph_of(desk, units[0]), units) if _asks_for_list(query) else []
    more = listed or ([*_beside(desk, units), *_elsewhere(desk, units)] if _asks_for_all(query) else [])
    new = [unit for unit in more if unit not in units]
    if not new:
        return list(said)
    whole: list[Stretch] = [(unit, 0, len(unit.text)) for unit in new]
    return [say_stretches(desk, sorted([*told, *whole], key=lambda stretch: stretch[0].start))]


def _asks_for_list(query: Query) -> bool:
    return query.ways["measure"] + query.ways["list"] >= max(query.ways[way] for way in _FOR_ONE)


def _asks_for_all(query: Query) -> bool:
    """Whether all is asked for that is done about a thing, or which of several things there are."""
    measures = query.ways["measure"] >= _MEASURES and query.ways["condition"] < _OF_A_CASE
    several = query.several and query.ways["measure"] + query.ways["list"] >= LIKELY
    return _asks_for_list(query) and (several or measures)


def _stretch_of(desk: Desk, evidence: Evidence) -> Stretch | None:
    """Where in its sentence evidence stands; None where it is a heading or a duty."""
    for unit in desk.index.units_of_clause(evidence.clause):
        at = unit.text.find(evidence.quote)
        if unit.kind == "sentence" and at >= 0 and unit.start <= evidence.start < unit.end:
            return unit, at, at + len(evidence.quote)
    return None


def list_announced(paragraph: Sequence[Unit], told: Sequence[Unit]) -> list[Unit]:
    """The list that what is said is of, with what announces it: ……不足：甲；乙；丙。 or ……一些不足。主要是：甲。乙。丙。

    What is announced without such a sign is told where the announcement is.
    """
    loose = (n for n, unit in enumerate(paragraph) if unit in told and _ANNOUNCES.search(unit.text))
    for first, last in [*_lists(paragraph), *((n, len(paragraph) - 1) for n in loose)]:
        listed = list(paragraph[first : last + 1])
        if len(listed) > _FEWEST and any(unit in listed for unit in told):
            while sum(len(unit.text) for unit in listed) > _LONGEST_LIST:
                listed.pop()
            return listed if all(unit in listed for unit in told if unit in paragraph) else []
    return []


def _lists(paragraph: Sequence[Unit]) -> list[tuple[int, int]]:
    """(first, last) of the sentences of each list of a paragraph, its announcement among them."""
    last, found = len(paragraph) - 1, []
    for n, unit in enumerate(paragraph):
        opens, runs = bool(n) and bool(_OPENS.match(unit.text)), unit.text[-1:] in GOES_ON
        ends = next((m for m in range(n, last) if paragraph[m].text[-1:] not in GOES_ON), last) if runs else last
        if opens or ("：" in unit.text and runs):
            found.append((n - 1 if opens else n, ends))
    return found


def _beside(desk: Desk, told: Sequence[Unit]) -> list[Unit]:
    """The sentences right beside one that is said that the reader finds nearly as good, as many as fit."""
    best = {each.candidate.unit for each in desk.reading.ranked[:_BESIDE]}
    near = [unit for unit in map(desk.index.unit, (row for row in best if row >= 0)) if unit.kind == "sentence"]
    paragraph, chosen = paragraph_of(desk, told[0]), list(told)
    for _ in paragraph:
        places = {n for n, unit in enumerate(paragraph) if unit in chosen}
        beside = [u for n, u in enumerate(paragraph) if u in near and u not in chosen and {n - 1, n + 1} & places]
        chosen += [unit for unit in beside[:1] if sum(len(u.text) for u in [*chosen, unit]) <= _MOST]
    return chosen


def _elsewhere(desk: Desk, told: Sequence[Unit]) -> list[Unit]:
    """The sentences of other clauses, among the reader's first, that name all that is asked, as many as fit."""
    chosen: list[Unit] = []
    for each in desk.reading.ranked[:_ELSEWHERE]:
        unit = desk.index.unit(each.candidate.unit) if each.candidate.unit >= 0 else None
        if unit is None or unit.kind != "sentence" or unit in told or unit.clause in {u.clause for u in told}:
            continue
        fits = sum(len(u.text) for u in [*told, *chosen, unit]) <= _MOST
        if fits and desk.coverage(unit.text) >= _COVERED:
            chosen.append(unit)
    return chosen
