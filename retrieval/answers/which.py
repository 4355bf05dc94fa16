"""Which places: asked of each plan, whether it has what the question describes, and said of all of them together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.plan import Target
from retrieval.answers.desk import Desk, title_evidence
from retrieval.answers.doubts import all_stand
from retrieval.answers.duty import clause_asked, duties_asked, has_role, say_clause_duties
from retrieval.answers.number import compose_number, say_targets
from retrieval.answers.outdone import plans_known
from retrieval.answers.read.way import say_read
from retrieval.answers.sentences import compose_sentences, say_sentence
from retrieval.answers.statement import Statement
from retrieval.question.bodies import is_name_of
from retrieval.question.mentions import units_mentioning, ways_to_say
from retrieval.question.query import Query
from retrieval.question.short_forms import other_forms
from retrieval.search.figures import has_figure, is_range
from retrieval.search.parted import asked_parts
from retrieval.search.window import core_of, covers

_NO_WORD = re.compile(r"[\dA-Za-z\s]")
_SPACE = re.compile(r"\s")
#: One sentence a place, of so many characters.
_MOST_CHARACTERS = 160
_SEVERAL = 2
#: A sentence speaks of a thing that it does not name word for word when it covers this much of it.
_SPOKEN_OF = 0.75
#: What is known of a thing by its words is so much of its name.
_WHOLE = 0.7
#: … and in other words where the reader has next to no second choice, and holds that it is there: over the repository's
#: sets (``make eval``) 0.35 and 0.55 told two questions right that were refused, as these do, and none wrong.
_ALONE, _THERE = 0.5, 0.65
#: A figure is of what the question names when its row covers this share of it.
_NAMED = 0.4


def compose_which(desks: Sequence[Desk]) -> list[list[Statement]]:
    """For each desk what its plan says of the thing, nothing where it says nothing.

    哪个市由X牵头 asks for a duty, 哪个市要达到80% for a figure, 哪个市提到X for words: where any plan has them as asked, only plans
    that have them so are meant.
    """
    query = desks[0].query
    if _asks_for_duty(query):
        return [_duty(desk) for desk in desks]
    if query.figures:
        return _with_figure(desks)
    ways = ways_to_say(query.asking.thing)
    if query.asking.lists and query.asking.item:  # 把X单列为一个工程: X is in the title of one
        titled = [_titled(desk, ways, query.asking.item) for desk in desks]
        if any(titled):
            return titled
    verbatim = [_verbatim(desk, ways) for desk in desks]
    if any(verbatim):
        return verbatim
    if known := plans_known([desk for desk in desks if all_stand(desk)]):
        return [say_read(desk) if desk.plan in known else [] for desk in desks]
    thing = _NO_WORD.sub("", query.asking.thing)  # 12369举报热线 is known by its words
    named = sum(len(c.words) for c in query.concepts if c.words in thing)
    is_known = named >= _WHOLE * len(thing)  # of 零碳园区 no more is known than 园区
    about = [_about(desk) for desk in desks] if is_known else []
    return about if any(about) else [_nearest(desk) for desk in desks]


def compose_mentions(desks: Sequence[Desk], told: Sequence[list[Statement]]) -> list[Statement]:
    """Which of several plans have it and which do not, said of all of them together."""
    query = desks[0].query
    statements = [s for said in told for s in said]
    if len(desks) < _SEVERAL or not statements or _asks_for_duty(query):
        return []
    rows = [t for s in statements for t in s.targets]
    if query.figures:
        gives = [_gives(query.figures, s.targets) for s in statements] if rows else [True] * len(statements)
        having = [desk for desk, gives_it in zip(_told(desks, told), gives, strict=True) if gives_it]
        names = [desk.region for desk in having]
        figure = "、".join(query.figures)
        text = f"给出{figure}的有{len(names)}份：{'、'.join(names)}。" if names else f"没有方案给出{figure}。"
    else:
        having, text = _told(desks, told), _say_mentions(desks, told)
    evidence = tuple(e for s in statements for e in s.evidence)
    return [Statement(text, evidence, "", (text,), found=tuple(dict.fromkeys(desk.plan for desk in having)))]


def say_givers(desks: Sequence[Desk], statements: Sequence[Statement]) -> Statement | None:
    """Which of several plans give a figure and which do not (哪些市定了……，各是多少), before the figures; None where that is not asked."""
    query = desks[0].query if len(desks) >= _SEVERAL else None
    if query is None or query.kind != "number" or query.compares or not query.asking.place or query.asking.bounds:
        return None
    giving = [s for s in statements if s.targets]
    names = {t.canonical for s in giving for t in s.targets}
    if not giving or len(names) > 1:
        return None
    plans = {s.plan for s in giving}
    having = [desk.region for desk in desks if desk.plan in plans]
    text = _told_apart(desks, having, f"给出{names.pop()}的", "没有给出的")
    return Statement(text, tuple(e for s in giving for e in s.evidence), "", (text,))


def _asks_for_duty(query: Query) -> bool:
    asking = query.asking
    return bool(asking.bodies) and asking.names_role and not asking.lists


def _told(desks: Sequence[Desk], told: Sequence[list[Statement]]) -> list[Desk]:
    return [desk for desk, said in zip(desks, told, strict=True) for _ in said]


def _say_mentions(desks: Sequence[Desk], told: Sequence[list[Statement]]) -> str:
    query = desks[0].query
    thing = query.asking.thing or "".join(c.words for c in query.concepts)
    having = [desk.region for desk in _told(desks, told)]
    item = query.asking.item if query.asking.lists else ""
    if item and all(item in s.text for said in told for s in said):
        return _told_apart(desks, having, f"把“{thing}”列为{item}的", "没有的")
    if not query.asking.says(thing):
        return _told_apart(desks, having, "写到相近内容的", "没有写到的")
    quoted = _SPACE.sub("", "".join(e.quote for said in told for s in said for e in s.evidence))
    forms = [form for way in ways_to_say(thing) for form in other_forms(way, quoted)]
    if forms or any(way in quoted for way in ways_to_say(thing)):
        written = f"（也写作{'、'.join(f'“{form}”' for form in forms)}）" if forms else ""
        return _told_apart(desks, having, f"提到“{thing}”{written}的", "没有提到的")
    lacks = "没有找到相近内容的" if all(s.nearest for said in told for s in said) else "没有写到的"
    return f"没有一份写有“{thing}”这几个字，{_told_apart(desks, having, '写到相近内容的', lacks)}"


def _told_apart(desks: Sequence[Desk], having: Sequence[str], has: str, lacks: str) -> str:
    """The places that have it, said to ``has``, and the others, said to ``lacks``, each with their number."""
    lacking = [desk.region for desk in desks if desk.region not in having]
    silent = f"；{lacks}有{len(lacking)}份：{'、'.join(lacking)}" if lacking else ""
    return f"{has}有{len(having)}份：{'、'.join(having)}{silent}。"


def _verbatim(desk: Desk, ways: Sequence[str]) -> list[Statement]:
    """The sentence that has the words, the one that retrieval ranks best; else the heading that has them."""
    text = desk.index.plan_text(desk.plan)
    ways = [*ways, *(form for way in ways for form in other_forms(way, text))]
    units = units_mentioning(desk.index, desk.plan, ways)
    ranked = [h.unit for h in desk.hits]
    units.sort(key=lambda u: ranked.index(u) if u in ranked else len(ranked))
    if units:
        return [say_sentence(desk, units[0], ways, _MOST_CHARACTERS)]
    titled = [c for c in desk.index.clauses(desk.plan) if any(way in c.title for way in ways)]
    return [desk.say(f"{titled[0].title}。", [title_evidence(desk, titled[0])])] if titled else []


def _nearest(desk: Desk) -> list[Statement]:
    """What the reader is sure to find of it in other words, and which is only the nearest: 育儿补贴, of 给生娃的家庭发钱."""
    first = next(iter(desk.reading.ranked), None)
    sure = first is not None and first.share >= _ALONE and desk.reading.chance >= _THERE
    return [replace(s, nearest=True) for s in say_read(desk)] if sure else []


def _titled(desk: Desk, ways: Sequence[str], noun: str) -> list[Statement]:
    """The titles of the items of that name (工程, 行动) that have the words."""
    clauses = [c for c in desk.index.clauses(desk.plan) if c.title.endswith(noun) and any(w in c.title for w in ways)]
    words = "、".join(c.title for c in clauses)
    return [desk.say(f"{words}。", [title_evidence(desk, c) for c in clauses])] if clauses else []


def _about(desk: Desk) -> list[Statement]:
    """The sentence that speaks of the most telling thing asked, and of no more of it: it is only the nearest."""
    core = core_of(desk.weighted)
    if core is None:
        return []
    speaks = all_stand(desk) and any(
        h.unit.kind == "sentence"
        and covers(core.concept, h.unit.text) == 1.0
        and desk.coverage(h.unit.text, h.unit.heading) >= _SPOKEN_OF
        for h in desk.hits
    )
    said = compose_sentences(desk, _MOST_CHARACTERS, 1) if speaks else []
    return [replace(s, nearest=True) for s in said]


def _with_figure(desks: Sequence[Desk]) -> list[list[Statement]]:
    """The rows of the number ledger that give the figure; where none does, what the plans give instead."""
    figures = desks[0].query.figures
    of_whole = [asked_parts(desk.query, desk.index.targets_of_plan(desk.plan)) for desk in desks]
    rows = [[t for t in each if _gives(figures, [t])] for each in of_whole]
    fitting = [[t for t in own if _is_asked(desk, t)] for desk, own in zip(desks, rows, strict=True)]
    if any(fitting):
        return [[say_targets(desk, own)] if own else [] for desk, own in zip(desks, fitting, strict=True)]
    if desks[0].weighted and any(told := [compose_number(desk) for desk in desks]):
        return told
    return [_verbatim(desk, figures) for desk in desks]


def _gives(figures: Sequence[str], targets: Sequence[Target]) -> bool:
    """Whether a row gives one of the figures; the end of a range (5.0%—5.5%) is not what it gives."""
    said = ["".join(f"{t.value_text}|{t.quote}".split()) for t in targets if not is_range(t)]
    return any(has_figure(text, figure) for figure in figures for text in said)


def _is_asked(desk: Desk, target: Target) -> bool:
    name = f"{target.indicator}{target.canonical}{target.scope}"
    return not desk.weighted or desk.coverage(name, target.section) >= _NAMED


def _duty(desk: Desk) -> list[Statement]:
    """The duty of the clause asked about, where the office named has the role."""
    clause = clause_asked(desk)
    if clause is None:
        return []
    duties = duties_asked(desk, clause)
    if not any(
        is_name_of(name, d.body) and has_role(desk.query, d) for name in desk.query.asking.bodies for d in duties
    ):
        return []
    return [say_clause_duties(desk, clause, duties)]
