"""Of which year a report speaks where a question names none: of the year before (财政收入下降了吗), or of its goals, which are said to be that."""

import re
from collections.abc import Callable
from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.absence import Absence
from retrieval.answers.choice import Choice, choose
from retrieval.answers.desk import Desk, lay_out
from retrieval.answers.holdings import called
from retrieval.answers.matching import match_rows
from retrieval.answers.statement import Statement
from retrieval.answers.told_year import report_year
from retrieval.question.query import Query
from retrieval.question.years import WRITTEN_YEAR
from retrieval.search.ledger import rows_of
from retrieval.search.window import weigh_concepts

_SEVERAL, _GOALS = 2, ("目标", "预期")
#: What says of a figure that it is a goal.
_AIMS = re.compile("目标|预期|今年|力争|争取")


def of_year_before(desk: Desk, by_words: Callable[[Desk], list[Statement]]) -> Choice | None:
    """What is told firmly of the year before, with that year; None where nothing is, or a year is asked of, or no figure."""
    year = report_year(desk.index, desk.plan) - 1
    asked = desk.query.asks_figure or desk.query.asking.whether
    if desk.query.years or year < 0 or not asked:
        return None
    choice = choose(lay_out(desk.index, replace(desk.query, years=(year,)), desk.plan, desk.weighted), by_words)
    if not choice.statements or any(s.nearest for s in choice.statements):
        return None
    return replace(choice, statements=tuple(_dated(s, desk.region, f"{year}年，") for s in choice.statements))


def only_of_year_before(desk: Desk, by_words: Callable[[Desk], list[Statement]]) -> Choice | None:
    """That a report gives a figure for the year before and not for its own, of which it is asked; None where it does not give it then either.

    The figure itself is no answer, and is not told.
    """
    year = report_year(desk.index, desk.plan)
    if not year or desk.query.years != (year,) or not desk.query.asks_figure:
        return None
    asked = replace(desk.query, years=(year - 1,))
    choice = choose(lay_out(desk.index, asked, desk.plan, desk.weighted), by_words)
    told = choice.statements[:1]
    if not told or told[0].nearest or told[0].denies:
        return None
    text = f"{desk.region}：{called(desk.index)}没有给出{year}年的数，写到的是{year - 1}年的。"
    return Choice((), choice.certainty, Absence(desk.plan, None, "figure", said=Statement(text, (), "", (text,))))


def of_year_most_tell(index: Index, query: Query) -> Query:
    """The query of places that are weighed by no year, asked of the one for which most reports give the figure, which is said.

    That is the year before, told as done, or the year of the reports, for which they set goals.
    """
    plans = query.scope.plans
    weighs = query.kind == "number" and query.weighs_places
    reports = {report_year(index, plan) for plan in plans}
    if query.years or len(plans) < _SEVERAL or not weighs or len(reports) != 1 or 0 in reports:
        return query
    this = reports.pop()
    of_goals = any(map(query.asking.says, _GOALS))
    weighted, told = weigh_concepts(index, query), {}
    for year in (this,) if of_goals else (this, this - 1):
        asked = replace(query, years=(year,))
        told[year] = sum(bool(match_rows(asked, weighted, rows_of(index, asked, plan))) for plan in plans)
    year = max(told, key=told.__getitem__)
    if not told[year]:
        return query
    said = "" if of_goals else f"问题没有说年份，以下按{year}年的{'目标' if year == this else '实绩'}。"
    return replace(query, years=(year,), scope=replace(query.scope, note=f"{query.scope.note}{said}"))


def of_its_year(desk: Desk, statement: Statement) -> Statement:
    """What a report tells with figures, said to be of the year before or a goal where nothing else in it says so and no year is asked of."""
    year = report_year(desk.index, desk.plan)
    if not year or desk.query.years or _AIMS.search(statement.text):
        return statement
    goals = {row.start for row in desk.index.targets_of_plan(desk.plan)} if statement.targets else set()
    if goals and all(row.start in goals for row in statement.targets):
        return _dated(statement, desk.region, f"{year}年目标：")
    told = {year for e in statement.evidence for year in desk.years_given(e.quote, e.clause)}
    return _dated(statement, desk.region, f"{year - 1}年，") if told == {year - 1} else statement


def _dated(statement: Statement, region: str, when: str) -> Statement:
    """A statement of figures with the year that it tells of, where it names none itself."""
    words = statement.text.removeprefix(f"{region}：")
    if statement.denies or WRITTEN_YEAR.search(words) or not any(map(str.isdigit, words)):
        return statement
    return replace(statement, text=f"{region}：{when}{words}", own_words=(*statement.own_words, when))
