"""Results of a year gone by, which stand in no ledger: the figure behind the name of what is asked, read so that places can be weighed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.plan import Target
from corpus.script import simplified
from corpus.units import PLAIN_UNIT
from retrieval.answers.absence import Absence
from retrieval.answers.achieved import compose_achieved, limit_before
from retrieval.answers.computed import shared_indicator
from retrieval.answers.desk import Desk
from retrieval.answers.statement import Evidence, Statement
from retrieval.question.indicators import is_growth
from retrieval.question.query import Query
from retrieval.question.topic import Concept
from retrieval.reading.features import things_asked
from retrieval.search.figures import is_given_in, is_share, measured_alike, unit_of
from retrieval.search.window import all_stand_in, core_of, covers
from retrieval.search.wording import holds_number

#: The figure that follows a name, at once or after how it grew: 新增就业(达到)79.8万人, 平均浓度为每立方米20微克, 产量增长94.5%、达168.4万辆.
_FIGURE = rf"(?:[^，。；、：\d]{{0,2}}(?:增长|下降|提高|降低)[\d.]+[%％][、，])?(?P<between>[^，。；、：\d]{{0,10}}?)(?P<figure>(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>[万亿]?(?:{PLAIN_UNIT}))(?:/[平立]方米)?)"
_FEWEST = 2
#: What says that a figure is of the whole: 进出口总额.
_TOTAL = re.compile("总[额量]")
#: What stands before the name of the whole and tells no part of it: 国家高新技术企业, 预计有效期内高新技术企业.
_OF_WHOLE = re.compile("(?:国家级?|预计|有效期内|有效|累计|年[末底]|[全我][省市区州县国]|全社会|地方|总)*")


def with_results(desks: Sequence[Desk], statements: Sequence[Statement]) -> tuple[list[Statement], list[Absence]]:
    """The statements with their figures as rows, where places are weighed by a thing that no ledger has, and the places that give none.

    For any other question the statements stay as they are.
    """
    query = desks[0].query if desks else None
    if query is None or not _weighs(query) or all(s.targets for s in statements):
        return list(statements), []
    by_plan = {desk.plan: desk for desk in desks}
    rows = [figure_row(by_plan[s.plan], s) if s.plan in by_plan else None for s in statements]
    if any(row and row.target_year not in query.years for row in rows):
        return list(statements), []  # a goal is not weighed among results
    units = [unit_of(row) for row in rows if row]
    usual = max(units, key=units.count, default="")
    alike = {unit for row in rows if row and unit_of(row) == usual and (unit := measured_alike(row))}

    def is_usual(row: Target | None) -> bool:
        """Whether a row is in the unit that most are in, or in one that can be brought to it: 万吨, 亿斤."""
        return row is not None and (unit_of(row) == usual or measured_alike(row) in alike)

    rows = [
        row if is_usual(row) else _row_in_unit(by_plan.get(s.plan), s, usual) or row
        for s, row in zip(statements, rows, strict=True)
    ]
    pairs = [(s, row if is_usual(row) else None) for s, row in zip(statements, rows, strict=True)]
    unread = any(
        holds_number(s.text, (usual,)) and _says_all(query, s) for s, row in pairs if not row and not s.nearest
    )
    if (
        sum(row is not None for _, row in pairs) < _FEWEST or unread
    ):  # where one has such a figure that is not read, none is the highest
        return list(statements), []
    names = [row.canonical for row in rows if row]
    core = core_of(desks[0].weighted)
    ways = core.concept.alternatives if core else ()
    other = {name for name in names if ways and not any(way in name for way in ways)}  # 失业率, beside GDP
    own = _of_part([row for row in rows if row]) | (other if len(other) < len(set(names)) else set())
    called = dict.fromkeys(names, max(names, key=names.count)) | {name: name for name in own}
    told = [
        replace(s, targets=(replace(row, canonical=called[row.canonical]),), nearest=False) for s, row in pairs if row
    ]
    return told, [without_figure(query, s) for s, row in pairs if not row]


def _of_part(rows: Sequence[Target]) -> set[str]:
    """The indicators that are of a part of what most are of: 脱贫地区农村居民收入增长, of 农村居民收入增长; 平台进出口增长, of 进出口总额增长."""
    names = [row.canonical for row in rows]
    most = max(names, key=names.count, default="")
    if names.count(most) < _FEWEST:
        return set()
    same = "".join(row.indicator for row in rows if row.canonical == most)  # 外贸, of 外贸进出口总额增长, is no part
    ahead = {name: name.partition(_TOTAL.sub("", most)) for name in names if name != most}
    ahead = {name: parts for name, parts in ahead.items() if parts[1] and not _OF_WHOLE.fullmatch(parts[0])}
    of_total = {name for name, (before, _, _) in ahead.items() if before and before not in same}
    return of_total | {name for name in ahead if most in name}


def of_one_measure(query: Query, statements: Sequence[Statement]) -> tuple[list[Statement], list[Absence]]:
    """The statements whose figures can be weighed, and the places that only give another measure (播种面积 where most give 产量) or that of a part.

    For a question that weighs nothing the statements stay as they are.
    """
    units = [measured_alike(s.targets[0]) if s.targets and s.plan else "" for s in statements]
    usual = max(units, key=units.count, default="")
    if (
        not query.weighs_places
        or len(query.scope.plans) <= _FEWEST
        or not usual
        or 2 * units.count(usual) <= len(units)
    ):
        return list(statements), []
    rows = [s.targets[0] for s, unit in zip(statements, units, strict=True) if unit]
    named = _named_by_most(query, [row.indicator for row in rows])
    of_part, most = _of_part(rows), shared_indicator((row,) for row in rows)
    moves = [_moves(row) for row in rows if row.canonical == most]
    others = [
        s
        for s, unit in zip(statements, units, strict=True)
        if unit
        and (
            unit != usual
            or s.targets[0].canonical in of_part
            or (moves and _moves(s.targets[0]) not in moves)
            # of 规上工业增加值增长, 规模工业增加值增长 is the same measure by another name
            or not (s.targets[0].canonical == most or all(_has(query, s.targets[0].indicator, c) for c in named))
        )
    ]
    return [s for s in statements if s not in others], [without_figure(query, s) for s in others]


def _moves(row: Target) -> bool:
    """Whether a row says by how much a thing moves, and not what it amounts to: 能耗强度下降2%."""
    return row.comparison == "decrease" or is_growth(row.indicator) or unit_of(row).endswith("百分点")


def _named_by_most(query: Query, names: Sequence[str]) -> list[Concept]:
    """The concepts that most names of figures have, without which one is of something else: 新建成高速公路, of 高速公路里程."""
    return [c for c in query.concepts if 2 * sum(_has(query, name, c) for name in names) > len(names)]


def _has(query: Query, name: str, concept: Concept) -> bool:
    """Whether a name has a concept, or an official way of saying the thing that it is of: 粮食总产, of 粮食产量."""
    ways = (way for thing in things_asked(query.phrasing) if concept.words in thing.words for way in thing.ways)
    return covers(concept, name) == 1 or any(way in name for way in ways)


def without_figure(query: Query, statement: Statement) -> Absence:
    """A place that gives no such figure, with what it says of the thing instead, where it names it."""
    if statement.nearest or not _says_all(query, statement):
        return Absence(statement.plan, None, "figure")
    place, _, words = statement.text.partition("：")
    instead = f"{place}：没有给出这个数，写到的是：{words}"
    return Absence(statement.plan, None, "figure", said=replace(statement, text=instead))


def _weighs(query: Query) -> bool:
    """Whether figures of several places and a year gone by are weighed, by each other or by a bound."""
    weighed = query.weighs_places or query.asking.reckoning.difference
    return weighed and query.kind == "number" and bool(query.years) and len(query.scope.plans) > 1


def _says_all(query: Query, statement: Statement) -> bool:
    return all_stand_in(query.concepts, simplified(statement.text))


def apart_from_ranked(
    query: Query, together: Sequence[Statement], statements: Sequence[Statement]
) -> tuple[list[Statement], list[Absence]]:
    """(what stands beside a ranking, the places that say something of the thing without the figure that is ranked)."""
    ranked = {plan for s in together for plan in s.ranking}
    others = [s for s in statements if ranked and s.plan and s.plan not in ranked and not s.targets and not s.nearest]
    return [s for s in statements if s not in others], [_told_instead(query, s) for s in others]


def _told_instead(query: Query, statement: Statement) -> Absence:
    """A place whose answer has a figure, though not of what is ranked: it says what, and is not held to say nothing."""
    place, _, words = statement.text.partition("：")
    if _says_all(query, statement) or not holds_number(words, query.units):
        return without_figure(query, statement)
    instead = f"{place}：没有给出同一项的数，写到的是：{words}"
    return Absence(statement.plan, None, "figure", said=replace(statement, text=instead))


def figure_row(desk: Desk, statement: Statement) -> Target | None:
    """The figure of the most telling thing asked in the evidence of a statement; None where none follows its name.

    What is only nearest has to say everything that is asked.
    """
    if statement.targets:
        return statement.targets[0]
    if statement.nearest and not _says_all(desk.query, statement):
        return None
    core = core_of(desk.weighted)
    names = sorted(core.concept.alternatives, key=len, reverse=True) if core else []
    asked = core.concept.words if core else ""
    for evidence in statement.evidence:
        for name in names:
            found = re.search(re.escape(name) + _FIGURE, simplified(evidence.quote))
            row = _target(desk, evidence, asked, found) if found else None
            if found and row and not found["between"].endswith(("下降", "减少", "比")) and _may_be(desk.query, row):
                return row
    if counted := _counted_row(desk, statement, names):
        return counted
    told = (row for said in compose_achieved(desk) for row in said.targets if _may_be(desk.query, row))
    return next((row for row in told if row.sentence.rstrip("。；") in statement.text), None)


def _counted_row(desk: Desk, statement: Statement, names: Sequence[str]) -> Target | None:
    """The only number of things in front of their name, in the unit that the question spells: 12类45件民生实事, asked 多少件."""
    unit = desk.query.asking.unit
    if not unit or not names:
        return None
    called = "|".join(map(re.escape, names))
    counted = re.compile(
        rf"(?P<between>[^，。；、：\d]{{0,6}})(?P<figure>(?P<number>\d[\d,]*)(?P<unit>{re.escape(unit)}))(?=[^，。；、：\d]{{0,4}}(?:{called}))"
    )
    found = [(e, m) for e in statement.evidence for m in counted.finditer(simplified(e.quote))]
    return _target(desk, found[0][0], desk.query.concepts[0].words, found[0][1]) if len(found) == 1 else None


def _may_be(query: Query, row: Target) -> bool:
    """Whether a figure is in the unit that is asked for, and no share where an amount is."""
    of_growth = query.asks_amount and (is_share(row.unit) or is_growth(row.indicator))
    return not of_growth and (not query.units or is_given_in(row, query.units))


def _row_in_unit(desk: Desk | None, statement: Statement, unit: str) -> Target | None:
    """The only figure in a unit behind a name of the thing asked: 生产总值增长5.7%，高于全国0.7个百分点，经济总量达到64697亿元."""
    core = core_of(desk.weighted) if desk else None
    if desk is None or core is None or not unit or not _says_all(desk.query, statement):
        return None
    figure = re.compile(
        rf"(?P<between>[^，。；、：\d]{{0,10}})(?P<figure>(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>{re.escape(unit)}))"
    )
    for evidence in statement.evidence:
        quote = simplified(evidence.quote)
        begins = [quote.find(name) for name in core.concept.alternatives if name in quote]
        found = list(figure.finditer(quote, min(begins))) if begins else []
        if len(found) == 1 and not found[0]["between"].endswith(("下降", "减少", "比", "增长", "增加")):
            return _target(desk, evidence, core.concept.words, found[0])
    return None


def _target(desk: Desk, evidence: Evidence, asked: str, found: re.Match[str]) -> Target:
    year = desk.query.years[0] if len(desk.query.years) == 1 else None
    return Target(
        plan=desk.plan,
        clause=evidence.clause,
        section=desk.index.clause(evidence.clause).section,
        indicator=asked,
        canonical=asked,
        value=float(found["number"].replace(",", "")),
        value_text=limit_before(found["between"]) + found["figure"],
        unit=found["unit"],
        comparison="reach",
        base_year=None,
        target_year=year,
        qualifier=evidence.quote[found.end() : found.end() + 2],
        scope="",
        quote=evidence.quote[found.start() : found.end()],
        sentence=evidence.context,
        start=evidence.start,
        end=evidence.end,
    )
