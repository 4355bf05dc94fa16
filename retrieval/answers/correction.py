"""What a question takes for granted and the plan does not say so, corrected: 不是20%, with the figure that the plan gives."""

from dataclasses import replace

from corpus.plan import Duty
from index.passage import Unit
from retrieval.answers.achieved import compose_achieved
from retrieval.answers.claimed import is_borne_out, rows_of_unit, with_its_own
from retrieval.answers.desk import Desk, lay_out
from retrieval.answers.duty import clause_asked, say_clause_duties
from retrieval.answers.matching import match_rows
from retrieval.answers.number import say_targets
from retrieval.answers.sentences import say_stretches
from retrieval.answers.standing import correct_standing
from retrieval.answers.statement import Statement
from retrieval.answers.told_year import report_year
from retrieval.answers.window import compose_window
from retrieval.question.bodies import is_name_of
from retrieval.question.bounds import value_of
from retrieval.question.figures import figures_named
from retrieval.question.parts import is_telling
from retrieval.question.query import Query
from retrieval.question.things import is_deed, things
from retrieval.question.years import THIS_YEAR, WRITTEN_YEAR, given_years
from retrieval.search.figures import is_ambitious, is_given, quantity
from retrieval.search.ledger import rows_of, same_indicator
from retrieval.search.window import weigh_concepts
from retrieval.search.wording import parts_of

#: Figures that are said by their scale alone: 14万亿.
_SCALED = 1e4
#: So much of it a sentence must say itself that gives another figure.
_SAYS_IT = 0.75


def compose_correction(desk: Desk) -> list[Statement]:
    """What a question of one plan takes wrongly for granted, with what is so; empty where it takes nothing, or rightly."""
    if len(desk.query.scope.plans) > 1:
        return []
    return (
        _figure_corrected(desk)
        or _result_corrected(desk)
        or _year_corrected(desk)
        or _part_corrected(desk)
        or correct_standing(desk)
    )


def _figure_corrected(desk: Desk) -> list[Statement]:
    if not desk.query.claims:
        return []
    asked = without_figures(desk.query)
    weighted = weigh_concepts(desk.index, asked)
    ledger = rows_of(desk.index, desk.query, desk.plan)
    rows = [m.target for m in match_rows(asked, weighted, ledger)] or rows_of_unit(desk)
    if not asked.concepts and desk.query.asking.ambition:
        goals = [
            row for row in ledger if is_ambitious(row) and any(word in row.quote for word in desk.query.asking.ambition)
        ]
        rows = [row for row in ledger if any(same_indicator(row, goal) for goal in goals)]
    units = {value[1] for claim in desk.query.claims if (value := value_of(claim))}
    rows = [row for row in rows if (q := quantity(row)) and (q.unit in units or ("" in units and q.value >= _SCALED))]
    if desk.query.asking.ambition and any(map(is_ambitious, rows)):
        firm = [row for row in rows if not is_ambitious(row)]
        rows = [row for row in rows if is_ambitious(row)]
    else:
        firm = []
    if not rows or any(is_given(claim, rows) for claim in desk.query.claims):
        return []
    found = lay_out(desk.index, asked, desk.plan, weighted)
    if not firm and is_borne_out(found):
        return []
    said = replace(say_targets(desk, [*firm, *rows], denied=desk.query.claims), denies=True)
    return [with_its_own(found, _dated(desk, said))]


def _dated(desk: Desk, said: Statement) -> Statement:
    """A correction of a report by its ledger, with the year of the figures where no word of them says it."""
    year, years = report_year(desk.index, desk.plan), {row.target_year for row in said.targets}
    head, denial, words = said.text.partition("。")
    if not year or len(years) != 1 or None in years or WRITTEN_YEAR.search(words) or THIS_YEAR.search(words):
        return said
    told = years.pop()
    when = f"{told}年目标：" if told == year else f"{told}年，"
    return replace(said, text=f"{head}{denial}{when}{words}", own_words=(*said.own_words, when))


def _result_corrected(desk: Desk) -> list[Statement]:
    """A figure that is in no row of the ledger, as results are not: what a sentence of the year asked gives for the same thing instead."""
    claimed = [value for claim in desk.query.claims if (value := value_of(claim))]
    before = report_year(desk.index, desk.plan) - 1
    years = desk.query.years or ((before,) if before > 0 else ())
    if not claimed or len(claimed) < len(desk.query.claims) or not (years or _asks_nothing_else(desk.query)):
        return []
    asked = replace(without_figures(desk.query), kind="number", claims=(), years=years)
    if not is_telling(asked.concepts):
        return []
    weighted = weigh_concepts(desk.index, asked)
    found = lay_out(desk.index, asked, desk.plan, weighted)
    dated = found.only_of_years(desk.index.targets_of_plan(desk.plan)) if years else found
    found_claims = replace(found, query=replace(asked, claims=desk.query.claims))
    if is_borne_out(found_claims):
        return []
    for said in [*compose_window(dated), *compose_achieved(dated)]:
        words = said.text.split("：", 1)[-1]
        given = [value for figure in figures_named(words) if (value := value_of(figure))]
        if all(not unit for _, unit in claimed):  # 14万亿吧 leaves the unit to the plan
            given = [(amount, "") for amount, _ in given if amount >= _SCALED]
        same_unit = {unit for _, unit in given} >= {unit for _, unit in claimed}
        if same_unit and not set(given) & set(claimed) and dated.coverage(words) >= _SAYS_IT:
            denial = f"不是{'、'.join(desk.query.claims)}。"
            when = "" if desk.query.years or not years else f"{years[0]}年，"
            denied = replace(said, text=f"{desk.region}：{denial}{when}{words}", denies=True)
            return [with_its_own(found_claims, denied)]
    return []


def _asks_nothing_else(query: Query) -> bool:
    """Whether a question only wants its figures confirmed: 我厂用7000吨，算不算重点单位 asks of another thing."""
    own = (c.words for c in things(query.concepts) if query.asking.says(c.words))
    return all(query.asking.says_of(words, query.claims) for words in own)


def _year_corrected(desk: Desk) -> list[Statement]:
    """A year by which a thing is said to be done, where the sentence about it gives another and none gives that one: 要到2025年底才完成吗."""
    query = desk.query
    year = query.years[0] if len(query.years) == 1 else 0
    wants = query.asking.whether and query.asking.names(str(year)) and not query.claims and not query.compares
    if not year or not wants or not is_telling(query.concepts):
        return []
    asked = replace(query, years=(), kind="fact", asks_when=True)
    found = lay_out(desk.index, asked, desk.plan, weigh_concepts(desk.index, asked))
    told = [unit for unit, _ in found.candidates() if found.coverage(unit.text) >= _SAYS_IT]
    if any(year in found.years_given(unit.text, unit.clause) for unit in told):
        return []
    dated = [unit for unit in told if given_years(unit.text)]
    if not dated:
        return []
    best = max(dated, key=lambda unit: found.coverage(unit.text))
    parts = parts_of(best.text)
    first = next(at for at, (start, end) in enumerate(parts) if given_years(best.text[start:end]))
    said = say_stretches(found, [(best, parts[first][0], _end_of(found, best, first))])
    words = said.text.split("：", 1)[-1]
    return [replace(said, text=f"{desk.region}：不是{year}年。{words}", denies=True)]


def _end_of(desk: Desk, unit: Unit, first: int) -> int:
    """Where the parts of a sentence from one on have said all that is asked of it."""
    parts = parts_of(unit.text)
    start = parts[first][0]
    whole = desk.coverage(unit.text[start:])
    return next(end for _, end in parts[first:] if desk.coverage(unit.text[start:end]) >= whole)


def without_figures(query: Query) -> Query:
    """What the part of a question that asserts figures says of them, without the figures, and with no kind of figure but theirs."""
    named = [c for c in query.concepts if not any(c.words in claim for claim in query.claims)]
    concepts = tuple([c for c in named if query.asking.says_of(c.words, query.claims)] or named)
    things = tuple(c for c in concepts if len(c.alternatives) > 1 or not is_deed(c.words))
    return replace(query, concepts=things or concepts, units=(), figures=())


def _part_corrected(desk: Desk) -> list[Statement]:
    """A body taken for one that leads or is responsible for the clause asked about, where the plan has others."""
    body, part = desk.query.asking.part_claimed
    clause = clause_asked(desk) if body else None
    if clause is None:
        return []
    duties = list(desk.index.duties_of_clause(clause.id))
    if not duties or any(is_name_of(body, d.body) and _has_part(part, d) for d in duties):
        return []
    return [replace(say_clause_duties(desk, clause, duties, f"不是{body}{part}。"), denies=True)]


def _has_part(part: str, duty: Duty) -> bool:
    return duty.role in ("lead", "alone") or (part != "牵头" and duty.role == "shared")
