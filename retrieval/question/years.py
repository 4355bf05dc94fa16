"""Years in questions and plans: which are asked, which are given."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from corpus.reading import plain_years
from corpus.units import UNMISTAKABLE

#: A year as plans write it: 2025年, 二〇二五年.
WRITTEN_YEAR = re.compile(r"(?:20\d\d|二〇[二三]\S)年")
#: A year as questions say it; 2000吨 is none.
SAID_YEAR = rf"20\d\d(?![\d.]|[万亿]|个(?!百分)|{UNMISTAKABLE})年?"
#: A day as documents write it.
WRITTEN_DAY = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
#: The digits of a year, with its word or without.
BARE_YEAR = re.compile(r"20\d\d年?")
#: Longer texts (in characters) are whole documents, of which no copy is kept.
_SHORT = 1000
_GIVEN = re.compile(r"20\d\d(?=年)")
_SAID = re.compile(SAID_YEAR)
_ASKED = re.compile(rf"(?<![比较〔\[（(])({SAID_YEAR})")  # 比2020年 is where a figure counts from, not the year asked
#: The years before and of a document, as it and questions name them.
LAST_YEAR = re.compile(r"去年|上一?年|前一年|(?i:\blast year\b)")
THIS_YEAR = re.compile(r"今年(?!以来)|本年度?|(?i:\bthis year\b)")
_PAST_YEAR = re.compile("过去的?一年")
#: How far from the year of a document those are that only questions name.
_FURTHER = {"前年": -2, "明年": 1, "来年": 1, "后年": 2}
_FURTHER_YEAR = re.compile("前年|(?<!说)明年(?!度)|来年|后年")


def given_years(text: str) -> set[int]:
    """The years a text names, followed by 年."""
    return set(_given(text)) if len(text) <= _SHORT else _read_years(text)


@lru_cache(maxsize=4096)  # the same sentences come again and again
def _given(text: str) -> frozenset[int]:
    return frozenset(_read_years(text))


def _read_years(text: str) -> set[int]:
    return {int(year) for year in _GIVEN.findall(plain_years(text))}


def relative_years(text: str, titled: Collection[int]) -> set[int]:
    """The years that 今年 and 去年 are in a document of the one year in its title."""
    year = min(titled) if len(titled) == 1 else 0
    return {year + step for step in _steps(text)} if year else set()


@lru_cache(maxsize=4096)
def _steps(text: str) -> tuple[int, ...]:
    """How far from the year of a document those are that a text of it names: 0 for 今年, -1 for 去年."""
    before = LAST_YEAR.search(text) or _PAST_YEAR.search(text)
    return (*((0,) if THIS_YEAR.search(text) else ()), *((-1,) if before else ()))


def asked_years(asked: str, titles: Iterable[str]) -> tuple[int, ...]:
    """The years a question names; 今年 and 去年 count from the year in the ``titles`` of the documents meant, if they share one."""
    named = tuple(int(year.rstrip("年")) for year in _ASKED.findall(asked))
    if named:
        return named
    last, further = LAST_YEAR.search(asked), _FURTHER_YEAR.search(asked)
    year = _year_shared(titles) if last or further or THIS_YEAR.search(asked) else 0
    if not year:
        return ()
    return (year - 1 if last else year + _FURTHER[further.group()] if further else year,)


def _year_shared(titles: Iterable[str]) -> int:
    """The one year that all titles name which name any; 0 where there is none."""
    titled = {year for title in titles for year in given_years(title)}
    return titled.pop() if len(titled) == 1 else 0


def with_year_told(text: str, titles: Iterable[str]) -> str:
    """The text with the year that 去年 is, counted from the year of the documents meant, as they write it."""
    said = next((pattern for pattern in (LAST_YEAR, _FURTHER_YEAR) if pattern.search(text)), None)
    years = asked_years(text, titles) if said else ()
    return said.sub(f"{years[0]}年", text) if said and len(years) == 1 else text


def with_both_years_told(text: str, titles: Iterable[str]) -> str:
    """The text with the years that 今年 and 去年 are, wherever it says them, whatever other years it names."""
    year = _year_shared(titles) if THIS_YEAR.search(text) or LAST_YEAR.search(text) else 0
    return THIS_YEAR.sub(f"{year}年", LAST_YEAR.sub(f"{year - 1}年", text)) if year else text


_PLAN_PERIOD = re.compile("十([一二三四五六七])五")
_RESULT = re.compile(
    "实际|完成情况|完成了(?:多少|没)|截至|(?:已经?|目前|现在|如今)(?:是|有|达到|完成|减|降|建(?!成?(?:投产)?的))|去年|上一?年|前年"
)


_DONE = re.compile("实际|完成了|完成情况|完成的")
#: 了 behind a deed, at the end or before what is asked: 下降了吗, 新建了多少. What is written or planned (提出了, 定了) is no deed.
_PAST = re.compile(
    "(?<![为除到怎忘定设说写讲提列])(?<!提出|安排|部署|规定|强调|明确|要求|提到|确定|制定)了"
    "(?:(?=多少|几|哪|什么|啥)|(?:吗|么|没有?|吧|不)?[？?。！]?$)"
)


def asks_of_done(text: str) -> bool:
    """Whether a question that names no year asks what was done: of a report, the year before it."""
    return bool(_PAST.search(text.strip())) and not _ASKED.search(text)


def periods_named(text: str) -> tuple[str, ...]:
    """The five-year periods that a text names: 十三五."""
    return tuple(f"十{number}五" for number in dict.fromkeys(_PLAN_PERIOD.findall(text)))


def is_out_of_time(asked: str, titles: Iterable[str], *, when: bool = False) -> bool:
    """Whether a question is about a time that the documents meant do not speak of: another five-year plan, or results of a plan.

    Reports (报告 in the title) do give results. Where it is asked ``when`` something is due, the year before is that of what is due:
    上一年的报告最晚哪天交.
    """
    known = list(titles)
    asked_periods = set(_PLAN_PERIOD.findall(asked))
    given = {period for title in known for period in _PLAN_PERIOD.findall(title)} if asked_periods else set()
    other_period = bool(asked_periods and given and not asked_periods & given)
    results = bool(_RESULT.search(LAST_YEAR.sub("", asked) if when else asked))
    if any("报告" in title for title in known):  # a report gives the results of the year before it
        done = bool(_DONE.search(asked))
        titled = {year for title in known for year in given_years(title)} if done else set()
        results = bool(titled) and set(asked_years(asked, known)) == titled
    return bool(known) and (other_period or results)


#: 2023年发的那个方案: which document is meant, by the year of its issue.
_ISSUED = re.compile(
    r"(?<!年)(?P<year>20\d\d)年(?:\d{1,2}月份?)?(?:印发|发布|下发|出台|公布|成文|发)的"
    r"(?=(?:那|这|该)?[个份部]?[^，。？?、；;]{0,14}?(?:方案|文件|报告|通知|规划|计划))"
)


def year_of_issue(text: str) -> tuple[int, int]:
    """(the year by which a question calls a document, where that stands in it); (0, 0) where it calls none so."""
    found = _ISSUED.search(text)
    return (int(found["year"]), found.start()) if found else (0, 0)


def without_issue(text: str) -> str:
    """The text without the year by which it calls a document."""
    return _ISSUED.sub("", text)


def without_years(text: str) -> str:
    """The text with a blank for each year."""
    return _SAID.sub(" ", LAST_YEAR.sub("  ", text))
