"""Years in questions and plans: which are asked, which are given."""

import re
from collections.abc import Iterable

from corpus.reading import plain_years

#: A year as plans write it: 2025年, 二〇二五年.
WRITTEN_YEAR = re.compile(r"(?:20\d\d|二〇[二三]\S)年")
#: A year as questions say it; 2000吨 is none.
SAID_YEAR = r"20\d\d(?![\d.]|[万亿]|吨|公里|公顷|千米|千瓦|立方|个(?!百分)|座|家|户|亩|元|倍|%|％|蒸吨)年?"
_GIVEN = re.compile(r"20\d\d(?=年)")
_SAID = re.compile(SAID_YEAR)
_ASKED = re.compile(rf"(?<![比较〔\[（(])({SAID_YEAR})")  # 比2020年 is where a figure counts from, not the year asked
_LAST_YEAR = re.compile("去年|上一?年|前一年")


def given_years(text: str) -> set[int]:
    """The years a text names, followed by 年."""
    return {int(year) for year in _GIVEN.findall(plain_years(text))}


def asked_years(asked: str, titles: Iterable[str]) -> tuple[int, ...]:
    """The years a question names; 今年 and 去年 count from the year in the ``titles`` of the documents meant, if they share one."""
    named = tuple(int(year.rstrip("年")) for year in _ASKED.findall(asked))
    titled = {year for title in titles for year in given_years(title)}
    if named or len(titled) != 1:
        return named
    if _LAST_YEAR.search(asked):
        return (titled.pop() - 1,)
    return (titled.pop(),) if "今年" in asked else ()


def with_year_told(text: str, titles: Iterable[str]) -> str:
    """The text with the year that 去年 is, counted from the year of the documents meant, as they write it."""
    years = asked_years(text, titles) if _LAST_YEAR.search(text) else ()
    return _LAST_YEAR.sub(f"{years[0]}年", text) if len(years) == 1 else text


_PLAN_PERIOD = re.compile("十([一二三四五六七])五")
_RESULT = re.compile(
    "实际|完成情况|完成了(?:多少|没)|截至|(?:已经?|目前|现在|如今)(?:是|有|达到|完成|减|降|建(?!成?(?:投产)?的))|去年|上一?年|前年"
)


_DONE = re.compile("实际|完成了|完成情况|完成的")


def is_out_of_time(asked: str, titles: Iterable[str], *, when: bool = False) -> bool:
    """Whether a question is about a time that the documents meant do not speak of: another five-year plan, or results of a plan.

    Reports (报告 in the title) do give results. Where it is asked ``when`` something is due, the year before is that of what is due:
    上一年的报告最晚哪天交.
    """
    known = list(titles)
    asked_periods = set(_PLAN_PERIOD.findall(asked))
    given = {period for title in known for period in _PLAN_PERIOD.findall(title)}
    other_period = bool(asked_periods and given and not asked_periods & given)
    results = bool(_RESULT.search(_LAST_YEAR.sub("", asked) if when else asked))
    if any("报告" in title for title in known):  # a report gives the results of the year before it
        titled = {year for title in known for year in given_years(title)}
        results = bool(_DONE.search(asked)) and bool(titled) and set(asked_years(asked, known)) == titled
    return bool(known) and (other_period or results)


def without_years(text: str) -> str:
    """The text with a blank for each year."""
    return _SAID.sub(" ", _LAST_YEAR.sub("  ", text))
