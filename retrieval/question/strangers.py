"""Places that a question names and no list of prefectures and counties has: new areas, bays, towns, cities abroad."""

import re
from collections.abc import Iterator, Sequence

from index.keyword import tagged

#: New areas that the segmenter does not know for places.
_NEW_AREAS = frozenset("雄安 滇中 西咸 贵安 金普 赣江 湘江 天府 两江 南沙 江北 舟山群岛 西海岸".split())
#: What may follow the name of a place and belongs to it …
_SUFFIXES = frozenset("区 新区 湾区 大湾区 市 县 州 镇 乡 街道 城市群 经济圈 三角".split())
#: … and what ends the name of a part of the country that is governed.
_GOVERNED = ("街道", "新区", "市", "县", "区", "镇", "乡", "旗", "村")
#: Names that end so may be made of a word that means something by itself (清水|镇, 青年|街道): nothing but a place is called so.
_TOWNS = ("街道", "镇", "乡")
#: … and these end common nouns as well: 高新区, 示范村.
_OFTEN_COMMON = ("新区", "区", "村")
_NO_TOWNS = frozenset(
    "建制 重点 中心 小城 特色 各个 每个 哪个 几个 一个 我们 示范 试点 所有 全部 部分 城 乡 各 每 古".split()
)
#: Kinds of words (first letters of the segmenter's tags) of which no name consists; what they stand before begins anew.
_LOOSE = frozenset("rupcyxdmqt")
#: The segmenter's kinds of names: of places, of persons, of other things.
_NAMES = ("ns", "nr", "nrt", "nz", "nt")
_LONGEST, _LONGEST_NAME = 4, 6
#: 河沟, 江边: the segmenter takes them for places, and they are everywhere.
_EVERYWHERE = frozenset("河江湖海山村乡城田沟塘水县区市州镇各")
_SHORTEST = 2
#: Two or three characters before 县, 镇 or 乡, as they may overlap.
_COUNTY = re.compile("(?=([\u4e00-\u9fff]{3}[县镇乡])|([\u4e00-\u9fff]{2}[县镇乡]))")
#: Words of any plan that the segmenter takes for places too.
_NO_PLACES = frozenset("新建 美丽".split())
#: Behind these a question begins.
_ASKED = frozenset("请问 想问 问 说说 查 查询 一下 看看 了解 知道 介绍".split())


def strange_places(question: str) -> tuple[str, ...]:
    """What looks like the name of a place, as asked; whether a plan speaks of it is not known here."""
    pieces = list(tagged(question))
    found = dict.fromkeys([*_governed(pieces), *_new_areas(question), *_known_for_places(pieces)])
    return tuple(name for name in found if not any(name != other and name in other for other in found))


def is_governed(name: str) -> bool:
    """Whether the name of a place is that of a part of the country that is governed: a district, a town; no river, no bay."""
    return name.endswith(_GOVERNED)


def counties_named(question: str) -> Iterator[str]:
    """What may be the name of a county or a town, wherever it begins; whether a plan has one of that name is not known here."""
    for found in _COUNTY.finditer(question):
        name = found.group(1) or found.group(2)
        if not _is_common(name[:-1]):
            yield name


def _is_common(stem: str) -> bool:
    """Whether what stands before 县 or 镇 is no name: 重点镇, 各县."""
    return stem in _NO_TOWNS or set(stem) <= _EVERYWHERE or any(word in stem for word in "各本每哪个些")


def part_of_place(text: str) -> str:
    """The name of a part of a place (青山镇) that a text begins with; empty where it begins with none."""
    return _governed_at(list(tagged(text.removeprefix("的").lstrip())), 0)


def _known_for_places(pieces: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Runs of words that the segmenter knows for places, with the suffix behind them: 粤港澳大湾区."""
    run = ""
    for word, kind in [*pieces, ("", "")]:
        place = kind == "ns" and word not in _SUFFIXES and word not in _NO_PLACES and not _is_everywhere(word)
        if place or (run and word in _SUFFIXES):
            run += word
            if not word.endswith(_GOVERNED) or len(word) <= len("新区"):
                continue
        if len(run) >= _SHORTEST:
            yield run
        run = ""


def _is_everywhere(word: str) -> bool:
    return set(word) <= _EVERYWHERE or (len(word) == _SHORTEST and word[0] in _EVERYWHERE)


def _new_areas(question: str) -> Iterator[str]:
    for name in sorted(_NEW_AREAS):
        if f"{name}新区" in question:
            yield f"{name}新区"
        elif name == "雄安" and name in question:
            yield name


def _governed(pieces: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Names of towns, counties, cities at the beginning or behind a word of which no name consists: 花桥镇, 对云溪县."""
    for at in range(len(pieces)):
        before = pieces[at - 1] if at else ("", "x")
        if before[1][:1] in _LOOSE or before[0] in _ASKED:
            name = _governed_at(pieces, at)
            if name:
                yield name


def _governed_at(pieces: Sequence[tuple[str, str]], at: int) -> str:
    run: list[tuple[str, str]] = []
    for word, kind in pieces[at : at + _LONGEST]:
        if kind[:1] in _LOOSE or word in _ASKED:
            return ""
        run.append((word, kind))
        if word.endswith(_GOVERNED):
            return "".join(w for w, _ in run) if _is_name(run) else ""
    return ""


def _is_name(run: Sequence[tuple[str, str]]) -> bool:
    """Whether words up to one that ends like a part of the country are its name, and no common noun: 示范区, 城市, 农村."""
    name = "".join(word for word, _ in run)
    suffix = next(end for end in _GOVERNED if name.endswith(end))
    stem = name.removesuffix(suffix)
    if not _SHORTEST <= len(stem) < _LONGEST_NAME or stem in _NO_TOWNS or set(stem) <= _EVERYWHERE:
        return False
    if len(run) == 1:
        kind = run[0][1]
        return kind == "ns" or suffix in _TOWNS or (kind in _NAMES and suffix not in _OFTEN_COMMON)
    before = run[:-1]
    cut_up = all(len(word) == 1 for word, _ in before)
    named = any(kind in _NAMES and (cut_up or len(word) >= _SHORTEST) for word, kind in before)
    if run[-1][0] != suffix and not (cut_up and named):
        return False  # 海绵|城市, 特色|小镇; but 青|山镇
    if named:
        return True
    if suffix in _TOWNS:
        return all(kind[:1] != "a" for _, kind in before)
    return cut_up and suffix not in _OFTEN_COMMON  # 禁燃区 is cut into single signs too


def without_strangers(text: str) -> str:
    """The text without what looks like the name of a place."""
    for name in strange_places(text):
        text = text.replace(name, " ")
    return text
