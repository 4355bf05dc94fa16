"""Names, years and figures of a claim that stand in what is cited, but not in the part of a sentence that says what the claim says of them.

A part of a claim (between commas) is compared with the parts of the sentences cited: where one that knows nothing of the name says clearly
more of the part's other words than any that knows it, the name was taken from elsewhere. These checks decide alone and are meant to err by
letting an honest sentence fall, which the plan's own sentence then replaces.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from retrieval.gates.alignment import Alignment
from retrieval.gates.bodies import fold_body
from retrieval.gates.cited import Cited
from retrieval.gates.claims import Amount, amounts
from retrieval.gates.overlap import official, pairs_of
from retrieval.gates.parity import places_in
from retrieval.gates.source import Source
from retrieval.gates.values import same_quantity

#: A part must say so much more of a claim's words than every part that knows the name (share of the pairs of signs), and so much at all.
#: Tried at three points on the training documents' answers and the five plans': ``python -m eval support --pairs FILE``.
_MORE, _MUCH = 0.0, 0.25
#: … before a figure that stands nowhere, being reckoned or counted, is taken for a wrong one.
_MOST = 0.6
#: Fewer pairs of signs than this are too few to tell a sentence by: the neighbouring part's count too.
_FEW = 3
_PARTS = re.compile("[,，;；。:：!！?？]")
_TAIL = "(?:行政)?(?:主管部门|监管部门|管理部门|监督管理部门|部门|救援机构|机关|机构)|委员会|法院"
_OFFICE = re.compile(rf"([\u4e00-\u9fff]{{2}})(?:{_TAIL})")
#: So soon behind its name what is an office says so.
_SOON = "[\u4e00-\u9fff、()]{0,10}?(?:部门|机关|机构|委|厅|局|法院|支队|总队|大队|行)"
#: What stands before a tail without naming whose it is.
_NAMELESS = re.compile(
    "^(?:各级|有关|相关|这些|哪些|各个|多个|几个|地方|该级|以上|管理|主管|行政|责任|牵头|配合|政府|级人|县人|市人|当地|其他|党政|事务|办公|下属|上述|登记|交易|国家|另外|另有|复杂|写到|[的个由和与及是为家归向到报对从在有、级经各].|.[的个由和与及是为等各该级有、市州县省区])$"
)
_LEVEL = re.compile(
    "国务院|中央|全国人大|(?:国家|省|市|州|县|区|乡|镇|上|本|同|上一|下一|设区的市)级|(?:国家|自治区|省(?=、市)|省|市|州)(?=下达|批准|审批|审查|核准|安排|统筹|财政|政府|、市财政)"
)
#: When a document was issued stands under it, not in a sentence.
_OF_PAPERS = re.compile("印发|落款|成文|公布|发布|施行|文号")
_WRITTEN = re.compile(
    "(?:^|[,，、;；:：。和与及由在对定])([\u4e00-\u9fff]{2}(?:市|县|区|镇|乡|州|旗|村|街道))(?![级域内场民政容直属])"
)
NO_PLACE = re.compile(
    "[全各我本该同每城地社园市小山景片灌库林矿厂街乡两三四五六七八九十几多整除件其靠里列老新郊牧辖单由归是的成为把按但即先用换要调和与及就也都还被让给对从向在到]|^(?:工业|开发|示范|产业|功能|保护|经济|重点|中心|农)|[省市县]"
)
#: … of which the ledger knows none.
_BUREAU = re.compile("([\u4e00-\u9fff]{2})(?:局|厅|管委会)(?!限|部)")
_LEVELS = {"上一级": "上级", "上级": "上一级"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part between commas: its ``words``, those of its sentence, and what governs it from outside (headings, duties, the leading year)."""

    words: str
    before: str
    behind: str
    around: str
    years: str

    def knows(self, name: str, kind: "Kind") -> bool:
        """Whether it has a name itself, or has none of the kind and the nearest before or behind it in its sentence has."""
        if kind.holds(name, self.words) or kind.holds(name, self.around):
            return True
        if kind is YEARS:
            return name in self.before or name in self.behind or name in self.years
        if kind.names(self.words):
            return False
        near = [next((p for p in run if kind.names(p)), "") for run in (self._back(), _PARTS.split(self.behind))]
        return any(kind.holds(name, p) for p in near)

    def _back(self) -> list[str]:
        return _PARTS.split(self.before)[::-1]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of name: how it is found in a text, and whether a text has one."""

    title: str
    names: Callable[[str], Sequence[str]]
    holds: Callable[[str, str], bool]


def offices_in(text: str) -> tuple[str, ...]:
    """The last two signs before what makes an office: 财政 of 省财政主管部门."""
    return tuple(dict.fromkeys(m[1] for m in _OFFICE.finditer(text) if not _NAMELESS.match(m[1])))


def _has_office(name: str, text: str) -> bool:
    words = [
        name,
        re.escape(name[0]) + "[\u4e00-\u9fff]{0,3}?" + re.escape(name[1]),
        *filter(None, official(name).split("，")),
    ]
    return any(re.search(f"(?:{word}){_SOON}", text) for word in words)


def _levels(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_LEVEL.findall(text)))


def _has_level(name: str, text: str) -> bool:
    bare = name.removesuffix("级")
    return (
        name in text
        or _LEVELS.get(name, name) in text
        or (len(bare) <= 2 and re.search(f"{bare}[^\\w]|{bare}(?:人民)?政府|{bare}级|{bare}[、(]", text) is not None)
    )


def _years(text: str) -> tuple[str, ...]:
    if _OF_PAPERS.search(text):
        return ()
    return tuple(dict.fromkeys(re.findall(r"(?:20|19)\d\d年(?:\d{1,2}月(?!\d))?", text)))


def named_places(text: str) -> tuple[str, ...]:
    """The places of a text: those that are known, and what is written like the name of a division."""
    written = (m[1] for m in _WRITTEN.finditer(text))
    return tuple(dict.fromkeys([*places_in(text), *(w for w in written if not NO_PLACE.search(w[:2]))]))


def _bureaus(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m[1] for m in _BUREAU.finditer(text) if not _NAMELESS.match(m[1])))


PLACES = Kind("地名", named_places, lambda name, text: name[:2] in text)
OFFICES = Kind("部门", offices_in, _has_office)
LEVELS = Kind("层级", _levels, _has_level)
BUREAUS = Kind("部门", _bureaus, _has_office)
YEARS = Kind("时间", _years, lambda name, text: name in text)


def _ledger(cited: Cited) -> Kind:
    """The bodies of the ledger, as a kind of name."""
    bodies = sorted({fold_body(d.body) for d in cited.duties}, key=len, reverse=True)
    return Kind("部门", lambda text: [b for b in bodies if b in text], lambda name, text: name in text)


@lru_cache(maxsize=64)
def parts_of(cited: Cited) -> tuple[Part, ...]:
    """The parts of the sentences cited."""
    found: list[Part] = []
    for source in cited.single:
        clause = source.units[0].clause
        mates = [s for s in cited.single if s.units[0].clause == clause and s is not source]
        heading = source.units[0].kind == "heading"
        duties = "，".join(s.words for s in mates) if heading else _bracket_behind(source, mates)
        found += _of_source(source, f"{source.around}，{duties}")
    return tuple(found)


def _bracket_behind(source: Source, mates: Sequence[Source]) -> str:
    """The duties that stand next behind a sentence in its clause, all those up to the next sentence."""
    end = source.units[0].end
    behind = sorted((s for s in mates if s.units[0].start >= end), key=lambda s: s.units[0].start)
    first = next((at for at, s in enumerate(behind) if s.units[0].kind == "duty"), len(behind))
    return "，".join(s.words for s in takewhile(lambda s: s.units[0].kind == "duty", behind[first:]))


def _of_source(source: Source, around: str) -> Iterator[Part]:
    led = "，".join(f"{year}年" for year in source.led)
    start = 0
    for stop in [*(m.start() for m in _PARTS.finditer(source.words)), len(source.words)]:
        if words := source.words[start:stop]:
            yield Part(words, source.words[: max(0, start - 1)], source.words[stop + 1 :], around, led)
        start = stop + 1


def taken_elsewhere(alignment: Alignment) -> str:
    """A place, an office, its level or a year that a claim has from another sentence than what it says of it; empty when none."""
    for kind in (PLACES, OFFICES, BUREAUS, LEVELS, YEARS, _ledger(alignment.cited)):
        for name, words in _named(alignment.claim, kind):
            if any(kind is not YEARS and name[:2] in n for n in alignment.cited.named.all):
                continue
            if _elsewhere(name, words, kind, alignment.cited):
                return f"原文这样说的地方没有提到{kind.title} {name}"
    return ""


def _named(claim: str, kind: Kind) -> Iterator[tuple[str, frozenset[str]]]:
    """Each name of a kind, with the pairs of signs of its part without the names; of its neighbours where it has too few."""
    parts = [p for p in _PARTS.split(claim) if p]
    for at, part in enumerate(parts):
        for name in kind.names(part):
            words = _without(part, kind)
            for more in (parts[at + 1 : at + 2], parts[max(0, at - 1) : at]):
                if len(words) < _FEW:
                    words |= frozenset(w for p in more for w in _without(p, kind))
            yield name, words


def _without(part: str, kind: Kind) -> frozenset[str]:
    for name in kind.names(part):
        part = re.sub(f"{re.escape(name)}(?:{_TAIL}|局|厅|管委会)?", "，", part)
    return pairs_of(re.sub("(?:人民)?政府|牵头|配合|负责|按职责分工|责任单位", "，", part))


def _elsewhere(name: str, words: frozenset[str], kind: Kind, cited: Cited) -> bool:
    if len(words) < _FEW:
        return not any(kind.holds(name, p.words) or kind.holds(name, p.around) for p in parts_of(cited))
    best = known = 0.0
    for part in parts_of(cited):
        score = len(words & pairs_of(part.words)) / len(words)
        best = max(best, score)
        if score > known and part.knows(name, kind):
            known = score
    return best >= _MUCH and best > known + _MORE


def another_figure(alignment: Alignment) -> str:
    """A figure of a claim where a part of the text that says clearly more of its words has another of its unit; empty when none."""
    claim = alignment.claim
    told = amounts(claim)
    parts = parts_of(alignment.cited)
    for mine in told:
        if not mine.unit:
            continue
        words = _words_of(claim, mine.start, mine.end)
        own, best, rival, there = 0.0, 0.0, "", False
        for part in parts:
            theirs = amounts(part.words)
            score = len(words & pairs_of(part.words)) / len(words) if words else 0.0
            if any(same_quantity(mine, t) for t in theirs):
                own, there = max(own, score), True
            elif score > best and (other := _untold(theirs, mine, told)):
                best, rival = score, f"{other.number}{other.unit}"
        least = _MUCH if there else _MOST
        if len(words) >= _FEW and best >= least and best > own + _MORE:
            return f"原文在这里是 {rival}，不是 {mine.number}{mine.unit}"
    return ""


def _untold(theirs: Sequence[Amount], mine: Amount, told: Sequence[Amount]) -> Amount | None:
    """The first figure of the text with the unit of a claim's; None where there is none or the claim gives it too."""
    other = next((t for t in theirs if t.unit == mine.unit), None)
    return other if other and not any(same_quantity(other, t) for t in told) else None


def _words_of(claim: str, start: int, end: int) -> frozenset[str]:
    """The pairs of signs of the part that a figure stands in; of the one behind or before where that says too little."""
    before, behind = _PARTS.split(claim[:start]), _PARTS.split(claim[end:])
    words = pairs_of(before[-1] + "，" + behind[0])
    for more in (before[-2:-1], behind[1:2]):
        if len(words) < _FEW:
            words |= frozenset(w for p in more for w in pairs_of(p))
    return words


def mixed_list(alignment: Alignment) -> str:
    """An item of a list of places or bodies that no list of the text has together with the others; empty when none."""
    duties = {fold_body(d.body) for d in alignment.cited.duties}
    for run in re.findall(r"[\u4e00-\u9fff]{2,14}(?:[、和及与][\u4e00-\u9fff]{2,14})+", alignment.claim):
        items = re.split("[、和及与]", run)
        places = [i for item in items for i in places_in(item)]
        if len(places) > 1 and not any(all(p[:2] in part.words for p in places) for part in parts_of(alignment.cited)):
            return f"原文没有把 {'、'.join(places)} 列在一起"
        if sum(item in duties for item in run.split("、")) > 1:
            strange = [i for i in run.split("、")[1:-1] if not any(i in p.words for p in parts_of(alignment.cited))]
            if strange:
                return f"部门 {strange[0]} 不在所引的段落里"
    return ""
