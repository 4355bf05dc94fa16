"""What a question asks for in so many words must stand in what answers it: a figure in its unit, a time, a body."""

import re
from collections.abc import Sequence

from corpus.actions import opens_with_action
from corpus.assignment import HAS_PART
from corpus.plan import Clause, Target
from corpus.units import dimension_of
from index.keyword import tagged
from retrieval.answers.desk import Desk
from retrieval.answers.sibling import is_sibling
from retrieval.answers.statement import Statement
from retrieval.question.indicators import is_growth
from retrieval.question.query import Query
from retrieval.question.ways import LIKELY, POSSIBLE
from retrieval.reading.features import says_terms
from retrieval.search.figures import is_given_in, unit_of
from retrieval.search.window import covers
from retrieval.search.wording import counts_something, holds_number, names_body, names_time, parts_of

#: What stands between the items of a list.
_NEXT = re.compile("、|》《|(?<=[\u4e00-\u9fff])[和与及](?=[\u4e00-\u9fff])")
_AND = ("和", "与", "及")
_NUMBERED = re.compile(r"[一二三四五六七八九十]是|[（(][一二三四五六七八九十\d]+[)）]|(?<!\d)\d{1,2}[.．](?!\d)")
#: Where nothing says that somebody has a part in the work, this may only be what is done: 培育服务机构.
_ANY_BODY = "机构"
#: By how many of these a rate moves; it amounts to none.
POINTS = "个百分点"
#: The signs of one unit: 公里, 千米.
_ONE_UNIT = 2
_PERCENT = "%"
_COUNT = "count"
#: 治理（管控）率 is a 治理率.
_BRACKETED = re.compile("[（(][一-鿿]{1,6}[）)]")
#: Those who do something and have no name of their own: 教育部门主管, 各设区市.
_WHO = re.compile("部门|各(?:设区)?[市县区州]|有关单位|成员单位")
_TITLE = re.compile("《[^《》]*》")
#: Whatever is counted may be counted by it.
_ANY = "个"
#: What is no count in a part of a sentence: its number in a list, how long something is open.
_NO_COUNT = re.compile(r"^[①-⑳]|\d+个?(?:小时|分钟|天|月)")
#: How many are added, and how many there are by then.
_ADDS, _IN_ALL = re.compile("新增|净增|增加"), re.compile("总数|累计|增至|共有|保有|达")
#: From this probability on a figure is asked for, and nothing without one answers.
_SURE = 0.8


def fills(desk: Desk, said: Sequence[Statement]) -> bool:
    """Whether something of what is said holds each thing that the question asks for in so many words."""
    texts = [statement.text.split("：", 1)[-1] for statement in said]
    query = desk.query
    if query.asks_when and not any(names_time(_TITLE.sub("", text)) for text in texts):
        return False  # 按照《“十四五”……方案》 says when nothing is due
    if any(not any(size.words in text for text in texts) for size in query.magnitudes):
        return False  # 迈向万亿 is not 迈向千亿
    wanted = query.asking.which_ones
    counts = query.kind == "number" and (query.ways["number"] >= _SURE or bool(query.units)) and not wanted
    if counts and not any(_holds_number(statement, _unit_asked(query)) for statement in said):
        return False
    if not _is_counted(query, said) or (
        query.asks_stock and said and all(_only_adds(text, query.units) for text in texts)
    ):
        return False
    weighs = query.ways["weigh"] >= POSSIBLE or query.asking.reckoning.difference  # 县域经济比全省快多少
    if counts and not weighs and texts and all(map(_only_compares, texts)):
        return False
    if query.kind == "number" and lacks_rate(desk) and not any(statement.targets for statement in said):
        return False
    rows = [row for statement in said for row in statement.targets]
    if rows and all(_only_moves(query, row) for row in rows):
        return False
    if said and wanted > 1 and wanted > max(_names_told(statement, wanted) for statement in said):
        return False
    if _asks_body(query) and said and all(_is_of_sibling(desk, statement) for statement in said):
        return False
    return not lacks_body(desk, said)


def _only_adds(text: str, units: Sequence[str]) -> bool:
    """Whether every count in a text, in one of the units, is of what is added: 新增公园120座 does not tell how many there are."""
    parts = [_NO_COUNT.sub("", text[a:b]) for a, b in parts_of(text)]
    counting = [part for part in parts if counts_something(part) and holds_number(part, units)]
    adds = (_ADDS.search(part) or opens_with_action(part) for part in counting)
    return bool(counting) and all(adds) and not any(map(_IN_ALL.search, counting))


def _asks_body(query: Query) -> bool:
    return query.ways["duty"] >= POSSIBLE and query.asking.asks_role


def lacks_body(desk: Desk, said: Sequence[Statement]) -> bool:
    """Whether it is asked who is responsible, and nothing of what is said names anybody."""
    return _asks_body(desk.query) and not any(_names_body(desk, statement) for statement in said)


def is_in_unit(desk: Desk, said: Sequence[Statement]) -> bool:
    """Whether something of what is said holds a figure in the unit asked for, where one is."""
    units = _unit_asked(desk.query) if desk.query.kind == "number" else ()
    return (not units or any(_holds_number(statement, units) for statement in said)) and _is_counted(desk.query, said)


def _is_counted(query: Query, said: Sequence[Statement]) -> bool:
    """Whether something of what is said counts things, where it is asked how many there are: as a row, in the unit that is spelt, or beside a word of what is asked."""
    asks = query.kind == "number" and not query.several and bool(query.units) and dimension_of(query.units[0]) == _COUNT
    if not asks or not said:
        return True
    texts = [statement.text.split("：", 1)[-1] for statement in said]
    counted = [text[a:b] for text in texts for a, b in parts_of(text) if counts_something(text[a:b])]
    told = any(counts_something(text) for text, s in zip(texts, said, strict=True) if s.targets)
    spelt = query.asking.unit
    alike = bool(spelt) and spelt != _ANY and any(holds_number(part, (spelt,)) for part in counted)
    return told or alike or any(covers(concept, part) for part in counted for concept in query.concepts)


def _holds_number(statement: Statement, units: Sequence[str]) -> bool:
    """Whether a statement holds a number in one of the units, where any are asked for, or a row that can be brought to it."""
    text = statement.text.split("：", 1)[-1]
    return holds_number(text, units) or any(is_given_in(row, units) for row in statement.targets)


def _only_moves(query: Query, row: Target) -> bool:
    """Whether a row says how a thing moves, where what it amounts to is asked."""
    return (query.asks_level and is_growth(row.indicator)) or (query.asks_standing and unit_of(row) == POINTS)


def _only_compares(text: str) -> bool:
    """Whether the figures of a text only say by how much something stands above or below another: 高于全国0.4个百分点."""
    told = [part for part in (text[start:end] for start, end in parts_of(text)) if holds_number(part, ())]
    return bool(told) and all(POINTS in part and _stands_between("于", part) for part in told)


def _stands_between(sign: str, part: str) -> bool:
    """Whether something is named between a sign and the figure behind it: 高于全国0.4个百分点, not 不低于5个百分点."""
    _, found, behind = part.partition(sign)
    return bool(found) and not behind[:1].isdigit()


def _unit_asked(query: Query) -> tuple[str, ...]:
    """The signs of one unit (吨, 元, %) that the only figure asked for has; what is counted is counted in many words."""
    one = len(query.units) <= _ONE_UNIT or _PERCENT in query.units
    return query.units if one and not query.several else ()


def lacks_rate(desk: Desk) -> bool:
    """Whether a rate is asked for that the plan has nowhere: with no 收集率 in it, no figure of 收集管网 answers."""
    rates = [measure for measure in desk.query.asking.measures if measure.endswith("率")]
    if not rates:
        return False
    known = {way for w in desk.weighted for way in w.concept.alternatives}
    plan = _BRACKETED.sub("", "".join(desk.index.plan_text(desk.plan).split()))
    return not any(rate in plan for rate in rates) and not any(way in plan for way in known if "率" in way)


def _names_body(desk: Desk, statement: Statement) -> bool:
    """Whether a statement names a body: by the form of its name, or because the ledger knows it as one."""
    duties = (duty for evidence in statement.evidence for duty in desk.index.duties_of_clause(evidence.clause))
    text = statement.text.split("：", 1)[-1]
    named = names_body(text if HAS_PART.search(text) else text.replace(_ANY_BODY, ""))
    return named or bool(_WHO.search(text)) or any(duty.body in text for duty in duties)


def _names_told(statement: Statement, wanted: int) -> int:
    """How many things a statement lists at most; where it counts them itself (3个试点), behind that, or before it (A、B、C3家企业)."""
    counting = re.search(rf"(?<!\d){wanted}(?=[个条家座类种项村县处所])[^，。；：]*(?:：[^。]*)?", statement.text)
    texts = [counting.group(), _part_before(statement.text, counting.start())] if counting else [statement.text]
    listed = max(len(_NEXT.findall(_without_paired_deeds(text))) for text in texts) + 1
    return max(len(statement.items), *(len(_NUMBERED.findall(text)) for text in texts), listed)


def _part_before(text: str, end: int) -> str:
    """The comma part of a text that ends at ``end``."""
    return re.split("[，。；：]", text[:end])[-1]


def _without_paired_deeds(text: str) -> str:
    """A text without the "and" between two deeds: 培育和发展市场 lists nothing."""
    words = [("", ""), *tagged(text), ("", "")]
    deeds = [kind.startswith("v") for _, kind in words]
    middle = range(1, len(words) - 1)
    return "".join(words[n][0] for n in middle if not (words[n][0] in _AND and deeds[n - 1] and deeds[n + 1]))


def _is_of_sibling(desk: Desk, statement: Statement) -> bool:
    """Whether all that a statement rests on stands under a title like the one asked for, of another thing."""
    clauses = {evidence.clause: desk.index.clause(evidence.clause) for evidence in statement.evidence}
    return bool(clauses) and all(
        is_sibling(desk.query.asking.task, clause.title, _without_bodies(desk, clause)) for clause in clauses.values()
    )


def _without_bodies(desk: Desk, clause: Clause) -> str:
    """What a clause says but for the names of those who do it."""
    text = clause.text
    for duty in desk.index.duties_of_clause(clause.id):
        text = text.replace(duty.quote, "")
    return text


def is_as_asked(desk: Desk, statement: Statement) -> bool:
    """Whether a statement that is found by meaning holds the figure, in the unit and of the indicator, or the time that is asked."""
    query, text = desk.query, statement.text.split("：", 1)[-1]
    if query.ways["when"] >= LIKELY:
        return names_time(text)
    if query.asks_figure and not says_terms(query.phrasing, f"{_headings(desk, statement)}{text}"):
        return False  # another indicator than the one that the question names
    if query.asks_figure:
        weighed = len(query.scope.plans) > 1 or query.ways["weigh"] >= POSSIBLE
        return holds_number(text, () if weighed else query.units)
    return True


def _headings(desk: Desk, statement: Statement) -> str:
    """The titles that a statement stands under, that of the plan among them."""
    titles = dict.fromkeys(desk.index.clause(evidence.clause).title for evidence in statement.evidence)
    return "".join((desk.index.plan(desk.plan).title, *titles))
