"""The firms that a plan names: in an enumeration that calls them so (A、B等企业), or by what they are (某地青酒厂)."""

import re
from collections.abc import Iterator, Sequence

from index.keyword import tagged
from index.passage import Unit
from retrieval.answers.absence import Absence
from retrieval.answers.desk import Desk
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.question.sorts import names_firms
from retrieval.search.wording import parts_of

_LISTED = re.compile(r"(?P<names>[^，,。；：（）()]+)等(?:\d+家|[\u4e00-\u9fff]{0,6}?)(?:企业|公司)")
#: What leads up to the first of them: 重点对, 支持.
_LEAD = re.compile(
    r"^.*(?:对|以|在|由|是|支持|推动|推进|督促|鼓励|引导|加快|实施|开展|抓好|完成)(?=[\u4e00-\u9fff]{3})"
)
_ALONE = re.compile(r"[\u4e00-\u9fff]{2,16}(?:公司|集团|[酒电药纸钢](?=厂)厂|水泥厂|化工厂|发电厂)")
#: Kinds of words that are names: of people, of places, of other things. Trades (水泥、陶瓷等企业) are none.
_PROPER = ("nr", "ns", "nz", "nt")
#: … and short names before them.
_SHORT = "j"
_MOST = 30


def asks_of_some(desks: Sequence[Desk]) -> bool:
    """Whether only the firms of a trade, or of which something is said, are asked for: a word beside them stands in a plan."""
    words = [w.concept for desk in desks[:1] for w in desk.weighted if not names_firms(w.concept.words)]
    texts = ["".join(desk.index.plan_text(desk.plan).split()) for desk in desks]
    return any(way in text for concept in words for way in concept.alternatives for text in texts)


def say_firms(desk: Desk) -> Statement | Absence:
    """The firms in the order of the text, each once, with the sentence that names it first; or that the plan names none."""
    found: dict[str, Evidence] = {}
    for clause in desk.index.clauses(desk.plan):
        for unit in desk.index.units_of_clause(clause.id) if clause.kind != "front" else ():
            for name, start, end in _firms_in(unit):
                found.setdefault(name, evidence_of(desk.index, unit, start, end))
    if not found:
        line = f"{desk.region}：没有写出企业的名称。"
        return Absence(desk.plan, None, said=Statement(line, (), "", (line,)))
    names = list(found)[:_MOST]
    count = f"写到名称的企业有{len(found)}家"
    return desk.say(f"{count}：{'、'.join(names)}。", dict.fromkeys(found[name] for name in names), (count,))


def _firms_in(unit: Unit) -> Iterator[tuple[str, int, int]]:
    """(name, start and end of the words that prove it) of each firm in a sentence."""
    if unit.kind != "sentence":
        return
    listed = [m for m in _LISTED.finditer(unit.text) if m["names"].count("、")]
    for match in listed:
        names = [name.strip() for name in match["names"].split("、")]
        names[0] = _LEAD.sub("", names[0])
        if sum(_is_proper(name) for name in names) * 2 >= len(names):
            yield from ((name, match.start(), match.end()) for name in names)
    for match in _ALONE.finditer(unit.text):
        if any(m.start() <= match.start() < m.end() for m in listed):
            continue
        name = _from_name(match.group())
        if name:
            start, end = next((a, b) for a, b in parts_of(unit.text) if a <= match.start() < b)
            yield name, start, end


def _is_proper(name: str) -> bool:
    return any(kind.startswith(_PROPER) for _, kind in tagged(name))


def _from_name(words: str) -> str:
    """The words from the first that is a name on; empty where none is before what they end in."""
    cut = tagged(words)
    at = next((i for i, (_, kind) in enumerate(cut) if kind.startswith(_PROPER)), None)
    if at is None:
        return ""
    at -= at > 0 and cut[at - 1][1] == _SHORT  # 国电江阴电厂
    return "".join(word for word, _ in cut[at:])
