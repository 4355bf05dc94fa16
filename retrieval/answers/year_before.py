"""What a report tells of the year before where a figure is asked of no year, and it sets none: 县域经济比全省快多少."""

from collections.abc import Callable
from dataclasses import replace

from retrieval.answers.choice import Choice, choose
from retrieval.answers.desk import Desk, lay_out
from retrieval.answers.statement import Statement
from retrieval.question.years import WRITTEN_YEAR, given_years


def of_year_before(desk: Desk, by_words: Callable[[Desk], list[Statement]]) -> Choice | None:
    """What is told firmly of the year before, with that year; None where nothing is, or a year is asked of, or no figure."""
    years = given_years(desk.index.plan(desk.plan).title)
    if desk.query.years or not years or not desk.query.asks_figure:
        return None
    year = min(years) - 1
    choice = choose(lay_out(desk.index, replace(desk.query, years=(year,)), desk.plan, desk.weighted), by_words)
    if not choice.statements or any(s.nearest for s in choice.statements):
        return None
    return replace(choice, statements=tuple(_dated(s, desk.region, f"{year}年，") for s in choice.statements))


def _dated(statement: Statement, region: str, when: str) -> Statement:
    """A statement with the year that it tells of, where it names none itself."""
    if WRITTEN_YEAR.search(statement.text):
        return statement
    words = statement.text.removeprefix(f"{region}：")
    return replace(statement, text=f"{region}：{when}{words}", own_words=(*statement.own_words, when))
