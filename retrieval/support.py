"""Whether a sentence of a plan says what a piece of a model's answer claims: figures bound to what they are of, bounds, years, negations,
roles, places, and words enough in common. Nothing here writes; a reason in Chinese says why a claim is not supported.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.plan import Clause, Duty
from corpus.regions import find_mentions, short_name
from index.passage import Passage, Unit
from index.records import PlanCard
from index.snapshot import Index
from retrieval.claims import Amount, amounts, content, fold, negated, periods, turns, years
from retrieval.commands import is_command
from retrieval.lexicon import load_lexicon
from retrieval.statement import Evidence, evidence_of

#: Share of a claim's content characters that its source must say.
_SAID = 0.92
#: … the sentence itself, without its headings, at least this share …
_SAID_ITSELF = 0.6
#: … and of a claim without figures this share of its neighbouring characters must be neighbours there too.
_IN_ORDER = 0.7
#: … and share of a figure's own words that must be said of that very figure.
_OWN_SAID = 0.75
_OWN_TOLD = 0.35
_TITLE = re.compile("《[^《》]*》")
_STOP = re.compile(r"[。！？]\s*$")


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a plan (or several that stand in one) as it may support a claim.

    ``words`` is what it says, ``around`` its headings, both folded. ``leader`` is the sentence before it whose
    year governs it too (到2025年，…。…), None where it names a year itself.
    """

    units: tuple[Unit, ...]
    words: str
    around: str
    duties: tuple[Duty, ...]
    leader: Unit | None = None

    @property
    def led(self) -> frozenset[str]:
        """The years that govern it from outside."""
        return _leading_year(fold(self.leader.text)) if self.leader else frozenset()


def find_support(index: Index, claim: str, passages: Sequence[Passage]) -> tuple[Evidence, ...] | str:
    """The sentence of ``passages`` (all of one plan) that says ``claim``, as evidence, or why there is none.

    A claim must be said by one sentence; its parts between commas may be said by several only where those stand in one sentence up to
    its full stop, or under different passages that were each cited.
    """
    card = index.plan(passages[0].plan)
    bare = _without_names(claim, card)
    if unknown := stranger(claim, card, passages):
        return unknown
    sources = [source for passage in passages for source in _sources(index, passage)]
    best = (-1.0, "所引段落里没有可作依据的句子")
    for source in sources:
        reason = why_unsupported(bare, source)
        if not reason:
            return _support(index, bare, [source])
        best = max(best, (_coverage(fold(bare), source), reason), key=lambda found: found[0])
    together = _part_by_part(_parts(bare), sources)
    if not together:
        together = _part_by_part(re.split("[、，；,;]", bare), [s for s in sources if s.units[0].kind == "heading"])
    return _support(index, bare, together) if together else best[1]


def why_unsupported(claim: str, source: Source) -> str:
    """Empty when ``source`` says ``claim`` (without the names of its plan), else the reason."""
    folded = fold(claim)
    for check in (_figures, _years, _negations, _turned, _roles, _words):
        if reason := check(folded, source):
            return reason
    return ""


def _figures(claim: str, source: Source) -> str:
    theirs = amounts(source.words)
    for mine in amounts(claim):
        if any((a.number, a.unit) == (mine.number, mine.unit) for a in amounts(source.around)):
            continue  # a heading's own: “三个一批”
        same = [a for a in theirs if (a.number, a.unit) == (mine.number, mine.unit)]
        if not same:
            return f"数字 {mine.number}{mine.unit} 不在所引的这句话里"
        reasons = [_unlike(claim, mine, a, theirs, source) for a in same]
        if all(reasons):
            return reasons[0]
    return ""


def _unlike(claim: str, mine: Amount, theirs: Amount, others: Sequence[Amount], source: Source) -> str:
    name = f"{mine.number}{mine.unit}"
    if mine.bounds != theirs.bounds:
        return f"{name} 的限定（以上、以内、不低于等）与原文不同"
    if theirs.aim and not mine.aim:
        return f"原文是力争 {name}"
    if mine.aim and not theirs.aim and not _leads_with_aim(source, theirs):
        return f"原文没有说力争 {name}"
    if mine.direction != theirs.direction and not (
        theirs.direction == "up" and not mine.direction and theirs.unit != "%"
    ):
        return f"{name} 的升降与原文不同"
    if mine.year and mine.year != (theirs.year or mine.year if mine.year in source.led else theirs.year):
        return f"{name} 的年份与原文不同"
    if mine.base and mine.base != theirs.base:
        return f"{name} 的比较年份与原文不同"
    return _misbound(claim, mine, theirs, others, source)


def _leads_with_aim(source: Source, amount: Amount) -> bool:
    """力争到2025年，A达到…，B达到…: it governs them all."""
    return bool(re.match("(?:确保|努力)?(?:力争|争取)", source.words)) and amount.start > 0


def _misbound(claim: str, mine: Amount, theirs: Amount, others: Sequence[Amount], source: Source) -> str:
    name = f"{mine.number}{mine.unit}"
    if mine.pooled or theirs.pooled:
        whole = [a.number for a in others if a.owner == theirs.owner and a.pooled]
        told = [a.number for a in amounts(claim)]
        listed = any(told[i : i + len(whole)] == whole for i in range(len(told)))
        if not (theirs.pooled and listed and _share(theirs.owner, claim) >= _SAID):
            return f"{name} 与各项指标的对应关系看不清"
        return ""
    if lost := [m for m in _places(theirs.owner) if m not in claim]:
        return f"原文的 {name} 是 {lost[0]} 的"
    own, known = _pairs(mine.owner), _pairs(theirs.owner)
    part = _part_around(claim, mine)
    if not own or (part in source.words and not re.search("分别|依次", source.words) and _size(part) >= 4):
        return ""
    said = len(own & (known | _pairs(_official(mine.owner)))) / len(own)
    if said < _OWN_SAID and _share(mine.owner, theirs.owner + source.around) < _SAID:
        return f"原文的 {name} 说的是别的事"
    rivals = [a for a in others if (a.number, a.unit) != (theirs.number, theirs.unit) and not a.pooled]
    borrowed = own - known
    if any(borrowed & _pairs(a.owner) for a in rivals if a.owner != theirs.owner):
        return f"原文的 {name} 属于另一项指标"
    if any(_alike(own, _pairs(a.owner)) > _alike(own, known) + 1e-9 for a in rivals):
        return f"原文的 {name} 属于另一项指标"
    if known and len(known & (_pairs(claim) | _pairs(_official(claim)))) / len(known) < _OWN_TOLD:
        return f"没有说清 {name} 是什么的数值"
    return ""


def _part_around(claim: str, amount: Amount) -> str:
    """The part between commas that a figure stands in."""
    start = max(claim.rfind(s, 0, amount.start) for s in ",，;；:：。") + 1
    return re.split("[,，;；。]", claim[start:])[0]


@lru_cache(maxsize=8192)
def _places(owner: str) -> tuple[str, ...]:
    return tuple(owner[m.start : m.end] for m in find_mentions(owner))


def _years(claim: str, source: Source) -> str:
    base, named = years(claim)
    their_base, their_named = years(source.words)
    if loose := base - their_base:
        return f"比较的年份 {'、'.join(sorted(loose))} 与原文不同"
    if loose := named - their_named - source.led:
        return f"年份 {'、'.join(sorted(loose))} 不在所引的这句话里"
    if loose := periods(claim) - periods(source.words + source.around):
        return f"时期“{'、'.join(sorted(loose))}”不在所引的这句话里"
    return ""


def _negations(claim: str, source: Source) -> str:
    mine, theirs = negated(claim), negated(source.words)
    for word, scope in mine:
        if not any(_same_scope(scope, their_scope) or (not scope and word == their) for their, their_scope in theirs):
            return f"原文没有“{word}{scope[:6]}”"
    for word, scope in theirs:
        head = scope[:4]
        if len(head) >= 2 and head in claim and not any(_same_scope(s, scope) for _, s in mine):
            return f"漏掉了原文的“{word}{head}”"
        if len(scope) >= 6 and _share(scope, claim) >= _SAID and not any(_same_scope(s, scope) for _, s in mine):
            return f"漏掉了原文的“{word}{head}”"
    return ""


def _same_scope(one: str, other: str) -> bool:
    return bool(one) and bool(other) and (one[:2] == other[:2] or (len(one) >= 4 and one[:4] in other))


#: Said of a measure before it: without them the sentence promises more than the plan.
_SOFT = ("鼓励", "支持", "允许", "引导", "限制", "试点", "基本", "部分", "有条件", "原则上", "符合条件", "力争", "争取")


def _turned(claim: str, source: Source) -> str:
    if added := turns(claim) - turns(source.words + source.around):
        return f"“{'、'.join(sorted(added))}”不是这句话的说法"
    for word in _SOFT:
        for found in re.finditer(word, source.words):
            head = re.split("[,，;；。]", source.words[found.end() : found.end() + 6])[0]
            if len(head) >= 3 and head in claim and word not in claim:
                return f"漏掉了原文的“{word}”"
    return ""


#: Words of a claim that give a role -> the roles of the ledger they stand for.
_ROLE_WORDS = re.compile(
    "(?P<lead>牵头|主办|抓总|主要负责)|(?P<join>配合|协办|协助|协同|参与|参加)|(?P<own>负责|落实|承担|主管|责任)"
)
_ROLES = {"lead": {"lead"}, "join": {"join"}, "own": {"shared", "alone"}}
_ROLE_LABEL = re.compile(
    "(?:(?P<lead>牵头)|(?P<join>配合|参与|协办)|(?P<own>责任|负责))(?:单位|部门|的)*(?:是|为|有|包括|:|：)[^，,；;。]*$"
)


def _roles(claim: str, source: Source) -> str:
    if len(source.units) > 1 and source.duties and not any(fold(d.body) in claim for d in source.duties):
        return "这句话没有说到责任单位"
    bodies = sorted({fold(d.body) for d in source.duties}, key=len, reverse=True)
    for body in bodies:
        roles = {d.role for d in source.duties if fold(d.body) == body}
        for at in (m.start() for m in re.finditer(re.escape(body), claim)):
            said = _role_said(claim, at, at + len(body))
            if re.split("[,，;；。]", claim[at:])[0] in source.words:
                continue  # word for word
            phrases = "".join(d.phrase for d in source.duties if fold(d.body) == body)
            by_phrase = said == "own" and "lead" not in roles and re.search("负责|职责|分工|落实", phrases)
            if said and not by_phrase and not roles & _ROLES[said]:
                return f"{body} 的职责与原文不同"
    if not source.duties and (found := _ROLE_WORDS.search(claim)) and not re.search(found.group(), source.words):
        return f"原文没有说“{found.group()}”"
    return ""


def _role_said(claim: str, start: int, end: int) -> str:
    label = _ROLE_LABEL.search(claim[:start])
    if label:
        return str(label.lastgroup)
    rest = re.split("[；;。]", claim[end:])[0]
    found = _ROLE_WORDS.search(rest)
    if found is None:
        return ""
    if found.lastgroup == "own" and "牵头" in rest[: found.end() + 2]:
        return "lead"
    return str(found.lastgroup)


def _words(claim: str, source: Source) -> str:
    if len(claim) >= 6 and claim.rstrip("。,，") in source.words:
        return ""
    if _size(claim) < 4 and not amounts(claim) and not any(fold(d.body) in claim for d in source.duties):
        return "这句话没有说出什么"
    names_body = any(fold(d.body) in claim for d in source.duties)
    if not amounts(claim) and not names_body and _in_order(claim, source.words + source.around) < _IN_ORDER:
        return "所引段落里没有一句话这样说"
    own = not content(claim) or names_body or _share(claim, source.words) >= _SAID_ITSELF
    return "" if own and _coverage(claim, source) >= _SAID else "所引段落里没有一句话这样说"


_OPENING = re.compile(
    "^(?:的?(?:方案|规划|文件))?(?:中)?(?:还|也)?(?:提出|要求|明确|规定|强调|指出)?[,，:：]?(?:主要|具体|其中|分别|同时|此外|另外)*"
    "(?:措施|任务|举措|做法)?(?:包括|包含|是|有|为)?[,，:：]?"
)


def _in_order(claim: str, text: str) -> float:
    """Share of a claim's pairs of neighbouring characters that the text has: the same words in another order are another sentence."""
    signs = re.sub(r"[^\w%]", "", _OPENING.sub("", claim))
    bare = re.sub(r"[^\w%]", "", text)
    pairs = [signs[i : i + 2] for i in range(len(signs) - 1)]
    return sum(p in bare for p in pairs) / len(pairs) if pairs else 1.0


def _coverage(claim: str, source: Source) -> float:
    return _share(claim, source.words + "，" + source.around) if content(claim) else 1.0


def _share(claim: str, text: str) -> float:
    """Share of a claim's content characters that ``text`` says, in the same or the official words; word pieces count by their pairs."""
    total = said = 0.0
    for word in content(claim):
        total += len(word)
        if word in text or any(o in text for o in _officials(word)):
            said += len(word)
        elif len(word) > 2:
            pairs = [word[i : i + 2] for i in range(len(word) - 1)]
            said += len(word) * sum(p in text for p in pairs) / len(pairs)
    return said / total if total else 0.0


@lru_cache(maxsize=4096)
def _officials(word: str) -> tuple[str, ...]:
    return tuple(fold(o) for _, _, official in load_lexicon().find(word) for o in official)


def _official(text: str) -> str:
    return "，".join(fold(o) for _, _, official in load_lexicon().find(text) for o in official)


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    runs = content(text)
    joined = "".join(runs)
    return frozenset(joined[i : i + 2] for i in range(len(joined) - 1)) or frozenset(runs)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _part_by_part(parts: Sequence[str], sources: Sequence[Source]) -> list[Source]:
    """The sources of the parts of a claim, when each part is said by one and they belong together; else none."""
    if len(parts) < 2:
        return []
    chosen: list[Source] = []
    for part in parts:
        found = next((s for s in sources if not why_unsupported(part, s)), None)
        if found is None:
            return []
        if found not in chosen:
            chosen.append(found)
    passages = [s.units[0].passage for s in chosen]
    return chosen if len(set(passages)) == len(passages) else []


def _parts(claim: str) -> list[str]:
    """Parts between commas; one that names nothing of its own (力争达到13%) stays with the part before it, a time with the one after."""
    parts: list[str] = []
    for piece in re.split("(?<=[，；,;])", claim):
        if parts and min(_size(parts[-1]), _size(piece)) < 4:
            parts[-1] += piece
        elif piece.strip():
            parts.append(piece)
    return parts


def _size(part: str) -> int:
    return sum(map(len, content(fold(part))))


def _support(index: Index, claim: str, sources: Sequence[Source]) -> tuple[Evidence, ...]:
    """The sentences as evidence; the one before, where the claim has its year from there."""
    named = years(fold(claim))[1]
    units: dict[str, Unit] = {}
    for source in sources:
        if source.leader and named & source.led - years(source.words)[1]:
            units.setdefault(source.leader.id, source.leader)
        for unit in source.units:
            units.setdefault(unit.id, unit)
    return tuple(_evidence(index, unit) for unit in units.values())


def _evidence(index: Index, unit: Unit) -> Evidence:
    if unit.id != unit.clause:
        return evidence_of(index, unit)
    whole = replace(unit, text=index.clause(unit.clause).text)  # a heading: the beginning of its clause
    return replace(evidence_of(index, whole, 0, len(unit.text)), context=unit.text)


def _sources(index: Index, passage: Passage) -> list[Source]:
    """The sentences of a passage, each by itself, then those that only ； divides taken together."""
    clause = index.clause(passage.clause)
    card = index.plan(passage.plan)
    units = [u for u in index.units_of_clause(passage.clause) if u.passage == passage.id and not is_command(u.text)]
    duties = index.duties_of_clause(passage.clause)
    around = fold("，".join([*clause.path, card.title]))
    leader: Unit | None = None
    single, sentences = [], list[Source]()
    for unit in units:
        words = fold(_without_names(unit.text, card))
        mine = tuple(d for d in duties if unit.start <= d.start and d.end <= unit.end)
        source = Source((unit,), words, around, mine, None if years(words)[1] else leader)
        single.append(source)
        if unit.kind == "duty":
            single += [_together([sentence, source]) for sentence in sentences]
        else:
            sentences.append(source)
        leader = unit if _leading_year(fold(unit.text)) else leader
    return single + _joined([s for s in single if len(s.units) == 1]) + _heading(passage, clause, around)


def _heading(passage: Passage, clause: Clause, around: str) -> list[Source]:
    """The clause's heading as a source of its own, for answers that list headings."""
    if not clause.heading or passage.start != clause.start or is_command(clause.heading):
        return []
    unit = Unit(clause.id, clause.plan, clause.id, passage.id, "heading", "", clause.heading, clause.start, clause.end)
    return [Source((unit,), fold(clause.heading), around, ())]


def _leading_year(folded: str) -> frozenset[str]:
    found = re.match(r"(?:力争|确保)?(?:到|至)?(20\d\d)年", folded)
    return frozenset({found.group(1)}) if found else frozenset()


def _joined(single: Sequence[Source]) -> list[Source]:
    joined, run = [], list[Source]()
    for source in single:
        run.append(source)
        if _STOP.search(source.units[-1].text) or source.units[0].kind != "sentence":
            if len(run) > 1:
                joined.append(_together(run))
            run = []
    return joined


def _together(sources: Sequence[Source]) -> Source:
    return Source(
        tuple(u for s in sources for u in s.units),
        "".join(s.words for s in sources),
        sources[0].around,
        tuple(d for s in sources for d in s.duties),
        sources[0].leader,
    )


def _without_names(claim: str, card: PlanCard) -> str:
    """The claim without the plan's own title and the names of its place."""
    text = _TITLE.sub(lambda m: "" if fold(m.group()[1:-1]) in fold(card.title) else m.group(), claim)
    for name in sorted({card.region, short_name(card.region), *card.aliases} - {""}, key=len, reverse=True):
        if len(name) >= 2:
            text = re.sub(f"{re.escape(name)}(?:市|州|地区)?(?:的|在)?", "", text)
    return text.strip(" ：:，,")


def stranger(claim: str, card: PlanCard, passages: Sequence[Passage]) -> str:
    """A place that neither the plan nor the cited passages name."""
    known = "，".join([card.region, card.province, card.title, *card.aliases, *(p.text + p.section for p in passages)])
    for mention in find_mentions(claim):
        name = claim[mention.start : mention.end]
        if name not in known and not any(short_name(r.name) in known for r in mention.regions):
            return f"提到了所引方案没有的地方 {name}"
    return ""
