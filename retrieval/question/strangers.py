"""Places that a question names and no list of prefectures and counties has: new areas, bays, towns, cities abroad."""

from collections.abc import Iterator, Sequence

from index.keyword import tagged

#: New areas that the segmenter does not know for places.
_NEW_AREAS = frozenset("雄安 滇中 西咸 贵安 金普 赣江 湘江 天府 两江 南沙 江北 舟山群岛 西海岸".split())
#: What may follow the name of a place and belongs to it …
_SUFFIXES = frozenset("区 新区 湾区 大湾区 市 县 州 镇 乡 街道 城市群 经济圈 三角".split())
#: … and by which a name is known for one at the beginning of a question: 青年镇的……
_TOWNS = frozenset("镇 街道".split())
_NO_TOWNS = frozenset(
    "建制 重点 中心 小城 特色 各个 每个 哪个 几个 一个 我们 示范 所有 全部 部分 城 乡 各 每 古".split()
)
#: 河沟, 江边: the segmenter takes them for places, and they are everywhere.
_EVERYWHERE = frozenset("河江湖海山村乡城田沟塘水县区市州镇各")
_SHORTEST = 2


def strange_places(question: str) -> tuple[str, ...]:
    """What looks like the name of a place, as asked; whether a plan speaks of it is not known here."""
    pieces = list(tagged(question))
    return tuple(dict.fromkeys([*_known_for_places(pieces), *_new_areas(question), *_towns(pieces)]))


def _known_for_places(pieces: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Runs of words that the segmenter knows for places, with the suffix behind them: 粤港澳大湾区."""
    run = ""
    for word, kind in [*pieces, ("", "")]:
        place = kind == "ns" and word not in _SUFFIXES and not _is_everywhere(word)
        if place or (run and word in _SUFFIXES):
            run += word
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


def _towns(pieces: Sequence[tuple[str, str]]) -> Iterator[str]:
    first = pieces[0][0] if pieces else ""
    if len(first) > _SHORTEST and first.endswith(tuple(_TOWNS)) and first[:-1] not in _NO_TOWNS:
        yield first
    if len(pieces) > 1 and pieces[1][0] in _TOWNS and len(first) >= _SHORTEST and first not in _NO_TOWNS:
        yield first + pieces[1][0]
