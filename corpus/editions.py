"""Which plans are no longer the ones that count: an older edition of the same plan, and what another document, or it itself, repeals.

Whether a plan counts depends on the others of its corpus, so it is told anew from a few facts of each: nothing of it is kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.frontmatter import DOCUMENT_NUMBER
from corpus.headings import chinese_number
from corpus.plan import Plan
from corpus.reading import plain_reading
from corpus.twins import plain_title

_DOCUMENT = "方案|规划|计划|意见|办法|细则|规定|条例|措施|规则|预案|标准|通知|文件|决定"
#: What tells one edition of a title from another: （2023年修订）, （2024年）, 第二版; not the years of a period, nor those of a yearly plan.
_MARK = re.compile(
    r"[（(](?:20\d\d年?)?(?:最新)?(?:第[一二三四五六七八九十\d]+次)?(?:修订|修正|修改)(?:版|稿|本)?[）)]"
    r"|[（(]20\d\d年?版?[）)]|[（(]第[一二三四五六七八九十\d]+版[）)]"
    r"|[（(](?:试行|暂行|试点)(?:稿|版)?[）)]|[（(](?:公开)?(?:征求意见稿?|送审稿|草案|修订草案)[）)]|(?:征求意见|送审)稿$"
    r"|第[一二三四五六七八九十\d]+版$|(?:20\d\d年?)?(?:修订|修正)(?:版|稿|本)$|20\d\d年?版$"
)
#: Comes before the edition that holds for good.
_TRIAL = re.compile("试行|暂行|试点|征求意见|送审|草案")
#: Of one title there is one every year, each with its own: no editions.
_PERIODIC = re.compile("(?:报告|要点|公报|公告|通告|通知|清单|名单|目录|函|批复|决定|总结|计划)$")
_YEAR = re.compile(r"20\d\d")
_NTH = re.compile(r"第([一二三四五六七八九十\d]+)[版次]")
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_NAMED = rf"《[^《》]{{4,80}}》(?:[（(](?:{DOCUMENT_NUMBER})?[^（()）]{{0,30}}[）)])?"
#: 《甲办法》（甲政发〔2018〕3号）、《乙办法》同时废止; 废止《甲办法》.
_REPEALS = (
    re.compile(
        rf"((?:{_NAMED}[^《》。；]{{0,20}}){{1,20}}?)(?:同时|即行|一并|相应|予以|现予|自[^。；《》]{{2,20}}起)废止"
    ),
    re.compile(
        rf"自本[^。；《》]{{1,10}}(?:施行|实施|印发|发布|执行)之日起[^。；《》]{{0,40}}((?:{_NAMED}[、，和及]?){{1,20}})废止"
    ),
    re.compile(rf"(?<![可应])(?:决定|予以|同时|现)?废止((?:{_NAMED}[、，和及]?){{1,20}})"),
)
_TITLE = re.compile(rf"《([^《》]{{4,80}})》(?:[（(]({DOCUMENT_NUMBER}))?")
#: A document that says of itself that it no longer holds.
_VOID = re.compile(
    r"(?<!》)[（(【\[〔](?:此件|本文件|该文件|全文)?(?:已|现已)?(?:失效|废止)[）)】\]〕][ \t\u3000]*$"
    r"|^[ \t\u3000]*(?:有[ \u3000]*效[ \u3000]*性|时[ \u3000]*效[ \u3000]*性?|效力(?:状态)?|文件状态)[ \t]*[:：][ \t]*(?:已?失效|已?废止|无效)"
    rf"|^(?:此件|本(?:{_DOCUMENT}))(?:现已|已经?|已被|现予以?|自20\d\d年\d{{1,2}}月\d{{1,2}}日起)(?:被|予以)?废止",
    re.MULTILINE,
)
_ISSUED = re.compile(r"^.*关于(?:印发|发布|公布)(.+)的通知$")
_HEAD = 400


@dataclass(frozen=True, slots=True)
class Edition:
    """What is needed of a document: ``repeals`` are (title, number) of those that it says are repealed, ``void`` that it itself is."""

    id: str
    title: str
    region: str
    date: str
    number: str
    repeals: tuple[tuple[str, str], ...]
    void: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """``newer`` is the id of the newest edition of the same plan, ``repealed_by`` that of what repeals it (its own where it says so itself)."""

    newer: str = ""
    repealed_by: str = ""


def edition_of(plan: Plan) -> Edition:
    """What is needed of a plan."""
    date, number = plan.field("date"), plan.field("number")
    return Edition(
        plan.id,
        plan.title,
        plan.region,
        date.value if date else "",
        number.value if number else "",
        read_repeals(f"{plan.title}。\n{plan.text}"),
        is_void(plan),
    )


def read_repeals(text: str) -> tuple[tuple[str, str], ...]:
    """(title, document number or nothing) of every document that a text says is repealed."""
    words = re.sub(r"\s", "", text)
    told = [m.group(1) for pattern in _REPEALS for m in pattern.finditer(words)]
    return tuple(dict.fromkeys((m.group(1), m.group(2) or "") for named in told for m in _TITLE.finditer(named)))


def is_void(plan: Plan) -> bool:
    """Whether a plan says of itself that it is repealed: in its title or above its first clause, or in a sentence of its own."""
    first = next((clause.start for clause in plan.clauses if clause.kind == "clause"), _HEAD)
    return bool(_VOID.search(f"{plan.title}\n{plan.text[: max(first, _HEAD)]}"))


def standings(editions: Sequence[Edition]) -> dict[str, Standing]:
    """The standing of every document that no longer counts, by id."""
    newer = _newer(editions)
    repealed = {edition.id: edition.id for edition in editions if edition.void} | _repealed(editions)
    return {i: Standing(newer.get(i, ""), repealed.get(i, "")) for i in sorted({*newer, *repealed})}


def said_of(standing: Standing) -> str:
    """What is reported of a document with this standing."""
    if standing.newer:
        also = "，并已废止" if standing.repealed_by else ""
        return f"有较新的版本 {standing.newer}{also}：回答以新版为准，问到旧版或它的年份时仍可引用。"
    if standing.repealed_by:
        return "已废止：不计入比较，引用时会注明。"
    return ""


def _newer(editions: Iterable[Edition]) -> dict[str, str]:
    """Id of an older edition -> that of the newest."""
    families: dict[tuple[str, str], list[Edition]] = defaultdict(list)
    for edition in editions:
        families[edition.region, base_title(edition.title)].append(edition)
    newer: dict[str, str] = {}
    for family in families.values():
        told = {(edition_mark(e.title), () if _PERIODIC.search(base_title(e.title)) else _day(e.date)) for e in family}
        dated = all(edition_mark(e.title) or _day(e.date) for e in family)
        marked = len(told) == len(family) > 1 and (dated or len({mark for mark, _ in told}) == len(family))
        ordered = sorted(family, key=_age)
        if marked and all(_age(older) < _age(later) for older, later in pairwise(ordered)):
            newer |= {edition.id: ordered[-1].id for edition in ordered[:-1]}
    return newer


def base_title(title: str) -> str:
    """A title without what tells its editions apart."""
    return plain_title(_MARK.sub("", "".join(plain_reading(title).split())))


def edition_mark(title: str) -> str:
    """What a title says of its edition; empty where it says nothing."""
    return "".join(m.group() for m in _MARK.finditer("".join(plain_reading(title).split())))


def edition_year(title: str, date: str) -> int:
    """The year that an edition is called by: that of its mark, else that of its date; 0 where neither gives one."""
    found = _YEAR.search(edition_mark(title)) or _YEAR.search(plain_reading(date))
    return int(found.group()) if found else 0


def _age(edition: Edition) -> tuple[bool, int, tuple[int, ...], int]:
    """What orders editions: whether it holds for good, the year, the whole date, which edition they say they are."""
    mark = edition_mark(edition.title)
    nth = _NTH.search(mark)
    count = chinese_number(nth.group(1)) if nth else int(bool(mark))
    return not _TRIAL.search(mark), edition_year(edition.title, edition.date), _day(edition.date), count


def _day(date: str) -> tuple[int, ...]:
    found = _DATE.search(plain_reading(date))
    return tuple(map(int, found.groups())) if found else ()


def _repealed(editions: Sequence[Edition]) -> dict[str, str]:
    """Id of a document that another one repeals -> the id of that one."""
    named: dict[str, list[Edition]] = defaultdict(list)
    for edition in editions:
        named[_bare(edition.title, edition.region)].append(edition)
    repealed = {}
    for by in editions:
        for title, number in by.repeals:
            for edition in named.get(_bare(title, by.region), ()):
                if edition.id != by.id and edition.region == by.region and _may_be(edition, number, by):
                    repealed[edition.id] = by.id
    return repealed


def _may_be(edition: Edition, number: str, by: Edition) -> bool:
    """Whether a document of the title named is the one meant: not of another number, nor later than what repeals it."""
    if number and edition.number and plain_title(number) != plain_title(edition.number):
        return False
    day, then = _day(edition.date), _day(by.date)
    return not day or not then or day <= then


def _bare(title: str, region: str) -> str:
    """A title by its words, without the place and without the notice around it."""
    words = "".join(plain_reading(title).split()).replace("〈", "").replace("〉", "").replace("<", "").replace(">", "")
    issued = _ISSUED.match(words)
    bare = plain_title(issued.group(1) if issued else words)
    return bare.removeprefix(region)
