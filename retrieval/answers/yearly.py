"""Figures and their years: a figure for each year that is not given, and which year each of several figures is of."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.snapshot import Index
from retrieval.answers.absence import Absence
from retrieval.answers.statement import Statement
from retrieval.question.asked import asks_yearly
from retrieval.question.query import Query
from retrieval.question.years import given_years
from retrieval.search.wording import holds_number

_PLACE_ENDS = "："
_SEVERAL = 2


def lacks_yearly(query: Query, statements: Sequence[Statement]) -> Absence | None:
    """That a figure for each year is not given, where it is asked for and none of those told is one."""
    told = [s for s in statements if s.plan and s.evidence and holds_number(s.text, ())]
    asked = query.asks_figure and query.asking.yearly
    sentences = [e.context or e.quote for s in told for e in s.evidence]
    if not told or not asked or any(asks_yearly(text) or _tells_years(text) for text in sentences):
        return None
    return Absence(told[0].plan, None, "yearly")


def _tells_years(text: str) -> bool:
    """Whether a sentence gives figures of several years, each of its own: 2022年下降3.2%、2023年下降3.4%."""
    dated = re.findall(r"(20\d\d)年[^，。；、\d]{0,12}(?=\d)", text)
    return len(set(dated)) >= _SEVERAL


def of_year(index: Index, part: Query, parts: Sequence[Query], statements: Sequence[Statement]) -> list[Statement]:
    """What a part of a question tells, with the year that it asks of, where the parts ask of several: 甲省（去年）：……."""
    apart = len({other.years for other in parts if other.years}) > 1 and len(part.years) == 1
    return [_told_of(index, part, s) if apart and s.plan and not s.nearest else s for s in statements]


def _told_of(index: Index, part: Query, statement: Statement) -> Statement:
    year, titled = part.years[0], given_years(index.plan(statement.plan).title)
    near = {year: "今年", year + 1: "去年"}
    said = f"{year}年" if part.asking.names(str(year)) or len(titled) != 1 else near.get(min(titled), f"{year}年")
    label = f"（{said}）"
    place, ends, words = statement.text.partition(_PLACE_ENDS)
    if not ends or said in words:
        return statement
    return replace(statement, text=f"{place}{label}{ends}{words}", own_words=(*statement.own_words, label))
