"""Grades and sizes that a claim must give as the text does: 国三, 一级, 3个 for 3万个, a bound beside a bare number, proper names."""

import re

from retrieval.gates.alignment import Alignment
from retrieval.gates.attached import NO_PLACE
from retrieval.gates.claims import amounts
from retrieval.gates.overlap import official, pairs_of
from retrieval.gates.values import same_quantity

_STANDARD = re.compile("[国欧](?:[一二三四五六]|[ⅠⅡⅢⅣⅤⅥIV]{1,3})(?![家级批期个大流类])")
_GRADE = re.compile("(?<![第\\d一二三四五六七八九十这省市县州区院乡镇另哪某同])(?:一|1)[级等星档](?![^\\W]*?分)")
_RANK = re.compile("初级|中级|(?<!最)高级(?!别)|副高")
#: What stands behind a year, by what it makes of it.
_TURNS = {"before": "(?:底|末)?(?:以|之)?前(?!后)", "after": "(?:底|末)?(?:(?:以|之)?后|起)", "about": "左右|前后|上下"}
_MOST = (("最长|最高|最多|至多|最大", "最低|最短|最少|至少|最小"), ("最低|最短|最少|最小", "最长|最高|最多|至多|最大"))
_ABROAD = re.compile("欧盟|东盟|联合国|美国|英国|德国|法国|日本|韩国|俄罗斯|欧洲|非洲|东南亚|中亚|香港|澳门|台湾")
_DIVISION = re.compile(
    "(?=([\u4e00-\u9fff]{2}))[\u4e00-\u9fff]{2}(?:市|县|镇|乡)(?![级域场民容政长区域志情]|[\u4e00-\u9fff]{1,14}?(?:局|委|厅|办|府|领导|部门))"
)
_PROPER = ("ns", "nr", "nt", "nz")


def wrong_grade(alignment: Alignment) -> str:
    """Which grade, size, bound or proper name of a folded claim the text does not have; empty when it has them all."""
    return (
        _grades(alignment)
        or _turned_years(alignment)
        or _written(alignment)
        or _sizes(alignment)
        or _bounds(alignment)
        or _unrelated(alignment)
        or _proper(alignment)
    )


def _grades(alignment: Alignment) -> str:
    text = alignment.cited.everything
    for found in _STANDARD.finditer(alignment.claim):
        if found.group() not in text and found.group().upper() not in text:
            return f"“{found.group()}”不在所引的段落里"
    for found in _GRADE.finditer(alignment.claim):
        if not re.search(f"[一1Ⅰ]{found.group()[1:]}|各{found.group()[1:]}", text):
            return f"“{found.group()}”不在所引的段落里"
    for rank in _RANK.findall(alignment.claim):
        if rank not in text:
            return f"“{rank}”不在所引的段落里"
    for mine, theirs in _MOST:
        said = re.search(mine, alignment.claim)
        if (
            said
            and not re.search(f"{mine}|以内|不超过|不高于|以上|不低于", alignment.evidence)
            and re.search(theirs, alignment.evidence)
        ):
            return f"原文没有说“{said.group()}”"
    return ""


def _turned_years(alignment: Alignment) -> str:
    """2030年前后 for 2030年前: what is said of a year must be said of it there."""
    text = alignment.cited.everything
    for turn in _TURNS.values():
        for year in re.findall(rf"((?:19|20)\d\d)年(?:\d+月)?(?:{turn})", alignment.claim):
            if not re.search(rf"{year}年(?:\d+月)?(?:\d+日)?(?:{turn})", text):
                return f"{year}年的前后与原文不同"
    return ""


def _written(alignment: Alignment) -> str:
    """A name of a city, county, town or country written out that stands nowhere in what is cited."""
    known = alignment.cited.everything + alignment.cited.known_places
    for power in _ABROAD.findall(alignment.claim):
        if power not in known:
            return f"地名 {power} 不在所引的段落里"
    for found in _DIVISION.finditer(alignment.claim):
        if found.group() not in known and not NO_PLACE.search(found[1]):
            return f"地名 {found.group()} 不在所引的段落里"
    return ""


def _sizes(alignment: Alignment) -> str:
    """3个 where the text has 3万个 and no 3个."""
    theirs = amounts(alignment.cited.everything)
    for mine in amounts(alignment.claim):
        if mine.unit and not any(same_quantity(mine, t) for t in theirs):
            bare = mine.unit.lstrip("万亿千百十")
            other = next(
                (
                    t
                    for t in theirs
                    if t.number == mine.number and t.unit != mine.unit and t.unit.lstrip("万亿千百十") == bare
                ),
                None,
            )
            if other and bare:
                return f"原文是 {other.number}{other.unit}，不是 {mine.number}{mine.unit}"
    return ""


def _bounds(alignment: Alignment) -> str:
    """不超过1.2倍 for 1.2及以上倍量: the text's number stands apart from its unit."""
    theirs = amounts(alignment.cited.everything)
    for mine in amounts(alignment.claim):
        if not mine.unit or not mine.bounds or any(same_quantity(mine, t) for t in theirs):
            continue
        same = [t for t in theirs if t.number == mine.number and not t.unit]
        if same and not any(t.bounds & mine.bounds for t in same):
            return f"{mine.number}{mine.unit} 的限定（以上、以内、不低于等）与原文不同"
    return ""


def _unrelated(alignment: Alignment) -> str:
    """居民到47.4% where 47.4% stands in a part that says nothing of 居民 and other figures of its sentence are said of it."""
    sources = alignment.cited.single
    for mine in amounts(alignment.claim):
        own = pairs_of(re.split("[,，;；。:：]", alignment.claim[: mine.start])[-1])
        if not mine.unit or not own:
            continue
        same, others = set[str](), set[str]()
        for source in sources:
            for theirs in amounts(source.words):
                words = (
                    pairs_of(theirs.owner)
                    | pairs_of(official(theirs.owner))
                    | pairs_of(_part(source.words, theirs.start, theirs.end))
                )
                if same_quantity(mine, theirs):
                    same |= words
                elif theirs.unit == mine.unit:
                    others |= words
        if same and not own & same and own & others:
            return f"原文的 {mine.number}{mine.unit} 说的是别的事"
    return ""


def _part(text: str, start: int, end: int) -> str:
    return re.split("[,，;；。:：]", text[:start])[-1] + "，" + re.split("[,，;；。:：]", text[end:])[0]


def _proper(alignment: Alignment) -> str:
    """A proper name that stands nowhere in what is cited."""
    known = alignment.cited.everything + alignment.cited.known_places
    for word in alignment.words:
        if not word.kind.startswith(_PROPER) or len(word.text) < 2 or word.light or word.text in known:
            continue
        if any(o and o in known for o in official(word.text).split("，")):
            continue
        if sum(sign in alignment.evidence for sign in word.text) <= len(word.text) / 2:
            return f"名称“{word.text}”不在所引的段落里"
    return ""
