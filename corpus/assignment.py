"""分工: the inside of one responsibility bracket or list, read into bodies with their roles."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.bodies import is_institution, is_plural, may_be_body, split_bodies
from corpus.plan import DutyRole

_Part = Literal["lead", "join", "shared", "plain"]

_LEAD_WORDS = "总?牵头|主办|主管|主责|主要责任|总负责"
_JOIN_WORDS = "配合|协办|协同|协助|协作|参与|参加|支持"
_PLAIN_WORDS = "第一责任|责任|负责|落实|组织实施|实施|承办|承担|分工"
#: What says that somebody has a part in the work.
HAS_PART = re.compile("牵头|负责|责任|参与|参加|配合|会同|承担")
#: 责任单位：, 市级牵头部门：, 配合：
LABEL = re.compile(
    rf"(?:[省市州县区盟旗]级|[省市州县区]直)?(?:(?P<lead>{_LEAD_WORDS})|(?P<join>{_JOIN_WORDS})|(?P<plain>{_PLAIN_WORDS}))"
    r"(?:单位|部门|机构|主体)?(?:[及和、与](?:责任)?(?:分工|单位|部门))?\s*[：:]"
)
#: 完成时限：, 责任人：, 牵头领导：— what follows is no body.
_OTHER_LABEL = re.compile(
    r"(?:(?:完成|办理|整改|工作|实施|时间)?(?:时限|时间|期限|进度|节点|要求)|(?:第一)?责任人|(?:责任|牵头|分管|包保|联系|主管)(?:市|州|县)?(?:领导|人)|联系人|备注)\s*[：:]"
)
_AND_THEN = (
    r"(?:并|和|且|、)?(?:负责|组织|统筹|协调|抓总|抓好|总|推进|推动|落实|实施|开展|承担|制定|建设|管理|做好|工作)"
)
#: So many words of manner stand before or after a verb at most; without a bound every one of a long run would be tried as the first.
_FEW = "{0,6}"
_VERB = re.compile(
    rf"(?P<lead>(?:分别|共同|联合|统一|负责){_FEW}(?:总?牵头|主办|抓总)(?:单位|部门)?{_AND_THEN}*|会同|联合(?=[市省州县区各有相]))"
    r"|(?P<shared>(?:按照?|根据|依据?|依照|在)(?:各自|本单位|部门|工作|的|其|有关)*(?:职责|职能|责任|分工)[^，,；;。、]*)"
    rf"|(?P<join>(?:积极|密切|共同|分别|协同|大力|依职责|做好){_FEW}(?:{_JOIN_WORDS})(?:{_JOIN_WORDS}|做好|落实|实施|推进|工作|完成){_FEW})(?=$|[，,；;。])"
    rf"|(?P<plain>(?:具体|统筹|组织|分别|共同|联合|全面|切实|抓好|各自|分头|分类|主要|牵总){_FEW}(?:负责|落实|实施|承担|组织实施|推进|推动|执行)"
    rf"(?:组织|落实|实施|推进|执行|到位|具体|工作|做好){_FEW})(?=$|[，,；;。])"
)
#: A rule is 以下…均…, or 下同….
_CLAUSE = re.compile("[^。；]+")
_BELOW = re.compile(r"(?:以下|下列|下文|后文)(?!简称|同)")
_ALL_OF_IT = re.compile("均|都|皆|不再|不另|也")
_SAME_BELOW = re.compile(r"以?下[文述]?[均皆]?同")
_RULE_OPENING = re.compile(
    r"(?:以下|下列|下文|后文)(?:所列|各|项|所有|有关|相关|具体|重点|主要)*(?:任务|工作|措施|事项|内容|条款|工程|项目|部分)*(?:也|同样)?(?:均|都|皆)?"
    r"(?:需要|需|须|由|要|应|涉及|含有|含|包括|包含|请)*"
)
#: 排在第一位的为牵头单位: a note on how the list is to be read, not a body.
FIRST_LEADS = re.compile(
    r"(?:各项[^，,；;。]{0,6})?(?:排名?|列)?在?(?:第一|首)(?:位|个|名)?[^，,；;。]{0,6}为?(?:牵头|主办|主责)(?:单位|部门)?"
)
_NO_REPEAT = re.compile(r"不再|不另|不一一|略")
_LOCAL = re.compile(r"政府|管委会|管理委员会|各(?:县|市|区|乡|镇|地)|[县区]$")
_SHARED_PHRASE = re.compile("职责|职能|分工")
_SEPARATORS = "、，,；;。：:／/｜|\n"
_STRONG = "；;。\n"
_MARKED = re.compile(rf"^(.+?)[（(](?:(?P<lead>{_LEAD_WORDS})|(?P<join>{_JOIN_WORDS}))(?:单位|部门)?[)）]$")
_NESTED = re.compile(r"[（(〔\[【][^（()）〔〕\[\]【】]*[)）〕\]】]")


@dataclass(frozen=True, slots=True)
class Assigned:
    """One body of an assignment: ``text[start:end]`` names it, ``phrase`` are the words that give its role (empty in a bare list)."""

    start: int
    end: int
    role: DutyRole
    phrase: str
    rule: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one bracket says. ``cued``: a label or a verb says that duties are given out; ``whole``: nothing was left unread."""

    assigned: tuple[Assigned, ...]
    cued: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    part: _Part
    phrase: str
    rule: str = ""


def read_assignment(text: str, gaps: Collection[int] = (), *, first_leads: bool = False) -> Assignment:
    """Read the inside of a bracket or a list (Simplified, white space repaired); offsets are into ``text``.

    ``gaps`` are the offsets before which the published text has white space, which may stand for 、.
    With ``first_leads`` an earlier note said that of several bodies the first leads.
    """
    masked = mask_nested(text)
    note = FIRST_LEADS.search(masked)
    if note:
        masked = masked[: note.start()] + "，" * (note.end() - note.start()) + masked[note.end() :]
    rule = _find_rule(masked)
    of_note = bool(note and rule and rule[0] - note.end() <= 1)  # 排在第一位的为牵头单位，下同
    pieces = [(0, len(text))] if rule is None else [(0, rule[0]), (rule[1], len(text))]
    reader = _Reader(text, masked, gaps)
    for start, end in pieces:
        reader.read(start, end)
    if rule and not of_note:
        reader.read_rule(*rule)
    named = _once(text, reader.named)
    if (note or first_leads) and len(named) > 1 and named[0].part in ("plain", "shared"):
        named[0] = replace(named[0], part="lead", phrase=note.group() if note else named[0].phrase)
    return Assignment(tuple(_with_roles(text, named)), reader.cued, not reader.dropped)


def _find_rule(masked: str) -> tuple[int, int] | None:
    """The first rule for all that follows: 以下…均…, to the end of its sentence, or 下同…, to the end of its clause."""
    for clause in _CLAUSE.finditer(masked):
        below = _BELOW.search(masked, *clause.span())
        same = _SAME_BELOW.search(masked, *clause.span())
        first = below is not None and (same is None or below.start() <= same.start())
        if below and first and _ALL_OF_IT.search(masked, below.end(), clause.end()):
            stop = masked.find("。", below.end())
            return below.start(), stop if stop >= 0 else len(masked)
        if same:
            return same.start(), clause.end()
    return None


def mask_nested(text: str) -> str:
    """The text with the insides of closed brackets blanked out, same length."""
    for _ in range(3):
        replaced = _NESTED.sub(lambda m: "＿" * len(m.group()), text)
        if replaced == text:
            break
        text = replaced
    return text


class _Reader:
    """Goes through a list from left to right; names wait until a verb or the end of their group gives them their part."""

    def __init__(self, text: str, masked: str, gaps: Collection[int]) -> None:
        self.text, self.masked, self.gaps = text, masked, gaps
        self.named: list[_Named] = []
        self.waiting: list[tuple[int, int]] = []
        self.cued = False
        self.dropped = 0

    def read(self, start: int, end: int) -> None:
        label: tuple[_Part, str] = ("plain", "")
        skipping = False
        for part, mark_start, body_start, body_end in _labelled(self.masked, start, end):
            if part == "other":
                skipping = True
            elif part:
                label, skipping, self.cued = (part, self.text[mark_start:body_start].strip(" ：:")), False, True
            if skipping:
                continue
            for piece_start, piece_end, stop in _pieces(self.masked, body_start, body_end):
                self._read_piece(piece_start, piece_end)
                if stop in _STRONG:
                    self._give(*label)
            self._give(*label)

    def read_rule(self, start: int, end: int) -> None:
        """The rule that holds for all that follows: 以下均需…落实，不再列出, or …，下同不再列出 said of the names before it."""
        opening = _RULE_OPENING.match(self.masked, start, end)
        before = len(self.named)
        if opening:
            for piece_start, piece_end, _ in _pieces(self.masked, opening.end(), end):
                if not _NO_REPEAT.search(self.masked, piece_start, piece_end):
                    self._read_piece(piece_start, piece_end)
            self._give("plain", "")
        if len(self.named) > before:
            words = self.text[start:end].rstrip("。")
            self.named[before:] = [replace(n, rule=words) for n in self.named[before:]]
            return
        sentence = max(self.masked.rfind(stop, 0, start) for stop in "。；;") + 1
        bound = [i for i, n in enumerate(self.named) if sentence <= n.start < start] or list(range(before))
        local = [i for i in bound if _LOCAL.search(self.text[self.named[i].start : self.named[i].end])]
        words = self.text[sentence:end].strip("。")
        for i in local or bound:
            self.named[i] = replace(self.named[i], rule=words)

    def _read_piece(self, start: int, end: int) -> None:
        while start < end:
            verb = _VERB.search(self.masked, start, end)
            stop = verb.start() if verb else end
            for span in split_bodies(self.text, self.masked, start, stop, self.gaps):
                self._take(*span)
            if verb is None:
                return
            self.cued = True
            self._give(verb.lastgroup or "plain", verb.group())  # type: ignore[arg-type]
            start = verb.end()

    def _take(self, start: int, end: int) -> None:
        name = self.text[start:end]
        marked = _MARKED.match(name)
        if marked and is_institution(marked.group(1)):
            self.cued = True
            part: _Part = "lead" if marked["lead"] else "join"
            self.named.append(_Named(start, start + marked.end(1), part, marked["lead"] or marked["join"]))
        elif may_be_body(name):
            self.waiting.append((start, end))
        elif name.strip("　 "):
            self.dropped += 1

    def _give(self, part: _Part, phrase: str) -> None:
        self.named += [_Named(start, end, part, phrase) for start, end in self.waiting]
        self.waiting.clear()


def _labelled(masked: str, start: int, end: int) -> Iterator[tuple[_Part | Literal["", "other"], int, int, int]]:
    """(part, start of the label, start and end of what it labels); part is empty before the first label."""
    marks = [(m.start(), m.end(), m.lastgroup or "plain") for m in LABEL.finditer(masked, start, end)]
    marks += [(m.start(), m.end(), "other") for m in _OTHER_LABEL.finditer(masked, start, end)]
    marks.sort()
    first = marks[0][0] if marks else end
    if start < first:
        yield "", start, start, first
    for i, (mark_start, mark_end, part) in enumerate(marks):
        yield part, mark_start, mark_end, marks[i + 1][0] if i + 1 < len(marks) else end  # type: ignore[misc]


def _pieces(masked: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, the separator that ends it) of what stands between separators outside nested brackets."""
    at = start
    for i in range(start, end):
        if masked[i] in _SEPARATORS:
            yield at, i, masked[i]
            at = i + 1
    yield at, end, ""


def _once(text: str, named: Sequence[_Named]) -> list[_Named]:
    """Each body once, where it is named first; what the rule says of it later is kept."""
    first: dict[str, _Named] = {}
    for item in named:
        body = text[item.start : item.end]
        earlier = first.get(body)
        if earlier is None:
            first[body] = item
        elif item.rule:
            first[body] = replace(earlier, rule=item.rule)
    return list(first.values())


def _with_roles(text: str, named: Sequence[_Named]) -> Iterator[Assigned]:
    parts = {n.part for n in named}
    one = len(named) == 1
    for item in named:
        role: DutyRole
        shared = bool(_SHARED_PHRASE.search(item.phrase)) and item.part == "shared"
        if item.part in ("lead", "join"):
            role = "lead" if item.part == "lead" else "join"
        elif "lead" in parts:
            role = "join"
        elif "join" in parts and not shared and not item.rule:
            role = "lead"
        elif one and not shared and not is_plural(text[item.start : item.end]):
            role = "alone"
        else:
            role = "shared"
        yield Assigned(item.start, item.end, role, item.phrase, item.rule)
