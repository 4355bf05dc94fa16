"""Lists: the headings below a clause when its parts are asked for, the tasks of a body, else the sentence that lists."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.plan import Clause
from index.passage import Unit
from retrieval.answers.counted import announces_counted, enumeration_counted
from retrieval.answers.desk import SHORTEST_QUOTE, Desk, title_evidence
from retrieval.answers.duty import compose_duty, compose_tasks
from retrieval.answers.sentences import begins_paragraph, compose_sentences
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.answers.whole import COUNTERS, counted_on
from retrieval.search.wording import FIGURE, parts_of

#: A heading with this many parts can be asked for its parts; it is when the question names this much of it, less when it also
#: counts the parts.
_FEWEST_PARTS = 3
_NAMED = 0.6
_COUNTED_NAMED = 0.25
#: A heading that runs on into its paragraph; so many of the paragraphs of a list have one. Sentences that begin alike share so much.
_RUN_IN = re.compile(r"[^。：:；？！]{2,26}(?=[。：:])")
_MOST_OF_THEM = 0.7
#: A heading names a list of such items when it has this share of the question, and items and heading together that share.
_TOUCHED, _MET = 0.3, 0.8
_BEGINNING = 2
#: What plans call the list of what is to be done: one has 重点工程 where another has 重点任务.
WHAT_IS_DONE = ("重点工程", "重点任务", "主要任务", "重点行动", "重点工作", "工作任务", "主要工作")
#: From this probability on those responsible, or figures, may be the items.
_MAY_BE = 0.2
#: Sentences that list run longer than others.
_MOST_CHARACTERS = 420
_ENDS = "。；，"


def compose_items(desk: Desk) -> list[Statement]:
    """All the items that a question asks for."""
    if tasks := compose_tasks(desk):
        return tasks
    parts = _parts_asked(desk)
    if parts:
        return [say_parts(desk, parts)]
    if alike := _called_alike(desk):
        return [alike]
    if listed := numbered_asked(desk) or enumeration_counted(desk) or within_item(desk) or run_in_asked(desk):
        return [listed]
    if desk.query.ways["duty"] >= _MAY_BE and (duties := compose_duty(desk)):
        return duties
    return compose_sentences(
        desk, _MOST_CHARACTERS, 1, listed=FIGURE if desk.query.ways["figures"] >= _MAY_BE else None
    )


def say_parts(desk: Desk, parts: Sequence[Clause], note: str = "") -> Statement:
    """The titles of the parts of a clause, with their count, behind a note of ours."""
    count = f"{note}共{len(parts)}项"
    titles = tuple(c.title for c in parts)
    said = desk.say(f"{count}：{'；'.join(titles)}。", (title_evidence(desk, c) for c in parts), (count,))
    return replace(said, items=titles)


def _called_alike(desk: Desk) -> Statement | None:
    """The parts of the one heading that calls what is to be done by another of its names, where none has the name asked for: 重点任务, asked for as 重点工程."""
    name, clauses = desk.query.asking.listed_name, desk.index.clauses(desk.plan)
    if name not in WHAT_IS_DONE or any(name in clause.title for clause in clauses):
        return None
    called = [(c, other) for c in clauses for other in WHAT_IS_DONE if c.title.endswith(other)]
    parts = titled_parts(desk, called[0][0].id) if len(called) == 1 else []
    return say_parts(desk, parts, f"方案里叫“{called[0][1]}”，") if len(parts) >= _FEWEST_PARTS else None


def numbered_asked(desk: Desk) -> Statement | None:
    """The sentences that one after the other begin with a number (（1）……。（2）……。), behind a sentence that names what is asked."""
    best: tuple[float, list[list[Unit]], Sequence[str]] = (_NAMED, [], ())
    for clause in desk.index.clauses(desk.plan) if desk.weighted else ():
        sentences = [u for u in desk.index.units_of_clause(clause.id) if u.kind == "sentence"]
        for at, (announcing, first) in enumerate(pairwise(sentences), 1):
            count = next((each for each in COUNTERS if first.text.startswith(each[0])), None)
            numbered = counted_on(sentences[at:], count) if count else []
            if not count or len(numbered) < _FEWEST_PARTS or desk.query.asking.counted not in (0, len(numbered)):
                continue
            share = desk.coverage(announcing.text, announcing.heading)
            share = max(share, _NAMED) if announces_counted(desk, announcing.text) else share
            best = (share, numbered, count) if share >= best[0] else best
    _, numbered, counters = best
    return _say_numbered(desk, numbered, counters) if numbered else None


def _say_numbered(desk: Desk, numbered: Sequence[Sequence[Unit]], counters: Sequence[str]) -> Statement:
    """The items with their numbers, each as far as its first comma where all of them are long."""
    texts = ("".join(unit.text for unit in item) for item in numbered)
    items = tuple(text.removeprefix(counter).rstrip(_ENDS) for text, counter in zip(texts, counters, strict=False))
    told = _shortened(items)
    own = (f"共{len(items)}项", *(f"（{number}）" for number in range(1, len(items) + 1)))
    words = "；".join(map(str.__add__, own[1:], told))
    said = desk.say(f"{own[0]}：{words}。", (_evidence_of_all(desk, item) for item in numbered), own)
    return replace(said, items=items)


def _shortened(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Texts of a list, each as far as its first comma where all of them are long."""
    short = sum(map(len, texts)) <= _MOST_CHARACTERS
    return texts if short else tuple(text[: parts_of(text)[0][1]].rstrip(_ENDS) for text in texts)


def _evidence_of_all(desk: Desk, units: Sequence[Unit]) -> Evidence:
    """Evidence for sentences that follow one another, as one quote."""
    first, last = (evidence_of(desk.index, unit) for unit in (units[0], units[-1]))
    quote = "".join(unit.text for unit in units)
    return replace(first, quote=quote, context=quote, end=last.end)


def run_in_items(desk: Desk, clause: Clause) -> list[tuple[Unit, int]]:
    """The paragraphs of a clause that begin with a heading of their own (坚持预防为主。……, 零碳岛工程：……), each with that heading's end.

    In a single paragraph the sentences are such items where they all begin alike (坚持…。坚持…。). Empty where the clause has no such list.
    """
    units = [u for u in desk.index.units_of_clause(clause.id) if u.kind == "sentence"]
    opening = [u for u in units if begins_paragraph(desk, u)]
    found = [(u, title.end()) for u in opening if (title := _RUN_IN.match(u.text))]
    if len(found) >= _FEWEST_PARTS and len(found) >= _MOST_OF_THEM * len(opening):
        return found
    alike = [u for u in units if len(u.text) > _BEGINNING and u.text[:_BEGINNING] == units[-1].text[:_BEGINNING]]
    return [(u, len(u.text.rstrip("。；"))) for u in alike] if len(alike) >= _FEWEST_PARTS else []


def say_run_in(desk: Desk, items: Sequence[tuple[Unit, int]]) -> Statement:
    """The headings that open the paragraphs of a clause, with their count; each proved by the sentence it opens."""
    count = f"共{len(items)}项"
    titles = tuple(unit.text[:end] for unit, end in items)
    evidence = [evidence_of(desk.index, unit, 0, end if end >= SHORTEST_QUOTE else None) for unit, end in items]
    return replace(desk.say(f"{count}：{'；'.join(titles)}。", evidence, (count,)), items=titles)


def _announcement(desk: Desk, clause: Clause) -> str:
    """The sentence right above the parts of a clause: 重点做好八个方面工作。"""
    sentences = [unit.text for unit in desk.index.units_of_clause(clause.id) if unit.kind == "sentence"]
    return sentences[-1] if sentences else ""


def titled_parts(desk: Desk, clause: str) -> list[Clause]:
    """The clauses right below one that have a title."""
    return [c for c in desk.index.clauses(desk.plan) if c.parent == clause and c.title]


def run_in_asked(desk: Desk, *, named: float = _TOUCHED) -> Statement | None:
    """The items that run in below the heading which the question names; what else it says of them must stand in them."""
    if not desk.weighted:
        return None
    headed = [(desk.coverage(c.label + c.title), c) for c in desk.index.clauses(desk.plan) if c.kind == "clause"]
    for share, clause in sorted(headed, key=lambda item: -item[0]):
        if share < named:
            break
        if desk.coverage(f"{clause.label}{clause.title}{clause.text}") >= _MET:
            items = run_in_items(desk, clause)
            if items and desk.query.asking.counted in (0, len(items)):
                return say_run_in(desk, items)
    return None


def within_item(desk: Desk) -> Statement | None:
    """What stands below the one run-in heading that names all that is asked, where the clause it stands in does not: 办好20件民生实事, below 保障和改善民生."""
    found = [
        (clause, items, at)
        for clause in desk.index.clauses(desk.plan)
        if desk.weighted and clause.kind == "clause" and desk.coverage(f"{clause.label}{clause.title}") < _MET
        for items in [run_in_items(desk, clause)]
        for at, (unit, end) in enumerate(items)
        if desk.coverage(unit.text[:end]) >= _MET and len(unit.text) <= end + 1
    ]
    if len(found) != 1:
        return None
    clause, items, at = found[0]
    sentences = [u for u in desk.index.units_of_clause(clause.id) if u.kind == "sentence"]
    first = sentences.index(items[at][0])
    told = sentences[first + 1 : sentences.index(items[at + 1][0]) if at + 1 < len(items) else None]
    return _say_contents(desk, sentences[first], told) if len(told) >= _FEWEST_PARTS else None


def _say_contents(desk: Desk, heading: Unit, told: Sequence[Unit]) -> Statement:
    """The sentences below a run-in heading, each as far as its first comma where all of them are long."""
    titles = _shortened(tuple(unit.text.rstrip(_ENDS) for unit in told))
    evidence = [evidence_of(desk.index, unit) for unit in (heading, *told)]
    return replace(desk.say(f"{heading.text.rstrip(_ENDS)}：{'；'.join(titles)}。", evidence), items=titles)


def _parts_asked(desk: Desk) -> list[Clause]:
    """The parts of the clause whose heading the question names (哪十大工程)."""
    clauses = desk.index.clauses(desk.plan)
    parts: dict[str, list[Clause]] = {}
    for clause in clauses:
        if clause.parent and clause.title:
            parts.setdefault(clause.parent, []).append(clause)
    having = [c for c in clauses if len(parts.get(c.id, ())) >= _FEWEST_PARTS]
    name = desk.query.asking.listed_name
    called = [c for c in having if name and c.title.endswith(name)]
    if len(called) == 1 and (not desk.weighted or desk.coverage(called[0].title) >= _NAMED):
        return parts[called[0].id]
    words, number = desk.query.asking.counted_words, desk.query.asking.counted
    counting = [c for c in having if words and len(parts[c.id]) == number and words in c.text]
    if len(counting) == 1:
        return parts[counting[0].id]  # 重点做好八个方面工作。（一）……
    if not desk.weighted or not desk.query.asking.parts:
        return []
    parents = [(max(desk.coverage(c.title), desk.coverage(_announcement(desk, c))), c) for c in having]
    exact = [(share, c) for share, c in parents if len(parts[c.id]) == desk.query.asking.counted]
    share, parent = max(exact or parents, key=lambda item: item[0], default=(0.0, None))
    named = share >= (_COUNTED_NAMED if exact else _NAMED)
    return parts[parent.id] if parent and named else []
