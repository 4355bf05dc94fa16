"""The responsibility ledger: who leads, who takes part and who is responsible alone, read from the brackets and lists of a plan."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.assignment import FIRST_LEADS, LABEL, Assignment, mask_nested, read_assignment
from corpus.bodies import is_institution, is_plural
from corpus.plan import Clause, Duty, Plan
from corpus.script import simplified
from corpus.sentences import matched_brackets, split_sentences
from corpus.task_tables import is_body_column, row_columns
from corpus.wording import raw_offsets

Span = tuple[int, int]

_OPENERS = "（(〔[【"
_CLOSERS = "）)〕]】"
_STOPS = "。；;！？!?\n"
_CUE = re.compile(r"牵头|负责|责任|配合|职责|分工|主办|协办|参与|落实|承办|会同|下同|不再列出")
_TRADITIONAL = re.compile("[牽責負職單協縣區]")
_SENTENCE_VERB = re.compile(r"(?:牵头|负责|落实|配合|参与|参加|实施)[。；;]?$")
_NOT_ASSIGNED = re.compile(r"^(?:以下(?:统称|简称)|下称|简称|原|含|包括|不含|不包括|见|详见|如|例如|注|即|其中|除)")
_LABEL_IN_BRACKET = re.compile(rf"[{re.escape(_OPENERS)}](?={LABEL.pattern})")
_BRACKET_STOP = re.compile("[。\n]")
#: A bracket of duties names a dozen bodies; longer is a passage in brackets.
_MOST_CHARACTERS = 1200
#: A duty bracket stands inside at most this many other brackets.
_DEPTH = 2


def read_duties(plan: Plan) -> tuple[Duty, ...]:
    """Every body of every responsibility bracket, list (责任单位：…) and sentence that is nothing but one (由…牵头，…配合。), in text order."""
    clauses = {clause.id: clause for clause in plan.clauses}
    duties: list[Duty] = []
    first_leads = False
    for clause in plan.clauses:
        if clause.kind == "front":
            continue
        page = _Page(plan, clause, _reading(clause.text), first_leads)
        columns = row_columns(clause, clauses)
        duties += _duties_of_row(page, columns) if columns else _duties_of(page)
        note = FIRST_LEADS.search(page.text)
        first_leads |= bool(note and ("下同" in page.text[note.end() : note.end() + 4] or clause.kind == "preamble"))
    return tuple(duties)


def standing_duties(duties: Sequence[Duty], clause: Clause) -> tuple[Duty, ...]:
    """Rows of earlier clauses of the same plan whose rule binds this clause too (各县区以下均需落实，不再列出), own bodies left out."""
    own = {d.body for d in duties if d.clause == clause.id}
    bound: dict[str, Duty] = {}
    for duty in duties:
        if duty.rule and duty.plan == clause.plan and duty.end <= clause.start and duty.body not in own:
            bound.setdefault(duty.body, duty)
    return tuple(bound.values())


@dataclass(frozen=True)
class _Page:
    """A clause as the reader sees it: its wording in Simplified characters, sign for sign, and where the raw text has white space."""

    plan: Plan
    clause: Clause
    text: str
    first_leads: bool  # an earlier note said that of several bodies the first leads

    @cached_property
    def offsets(self) -> list[int]:
        return raw_offsets(self.plan.text, self.plan.furniture, self.clause.start, self.clause.end, self.clause.text)

    @cached_property
    def gaps(self) -> frozenset[int]:
        """Places in the wording where white space or furniture of the raw text was left out."""
        return frozenset(i for i in range(1, len(self.offsets)) if self.offsets[i] > self.offsets[i - 1] + 1)

    @cached_property
    def sorted_gaps(self) -> Sequence[int]:
        return sorted(self.gaps)

    @cached_property
    def line_ends(self) -> frozenset[int]:
        raw, offsets = self.plan.text, self.offsets
        return frozenset(i for i in self.gaps if "\n" in raw[offsets[i - 1] + 1 : offsets[i]])

    @cached_property
    def masked(self) -> str:
        return mask_nested(self.text)

    def read(self, start: int, end: int) -> Assignment:
        inside = self.sorted_gaps[bisect_right(self.sorted_gaps, start) : bisect_left(self.sorted_gaps, end)]
        return read_assignment(self.text[start:end], {g - start for g in inside}, first_leads=self.first_leads)


def _duties_of(page: _Page) -> Iterator[Duty]:
    if not _CUE.search(page.text) and not any(sign in page.text for sign in _OPENERS):
        return
    found = list(_brackets(page))
    if _CUE.search(page.text):
        found += list(_lists(page, _taken(page, found)))
        found += list(_sentences(page, _taken(page, found)))
    for start, end, inside, assignment in sorted(found, key=lambda item: item[:2]):
        yield from _rows(page, start, end, inside, assignment)


def _duties_of_row(page: _Page, columns: Sequence[tuple[str, int, int]]) -> Iterator[Duty]:
    """Whom a row of a task table names in the columns for it, in the role that the column gives."""
    order = 0
    for heading, start, end in columns:
        if not is_body_column(heading):
            continue
        label = f"{heading}："
        assignment = read_assignment(label + page.text[start:end], set(), first_leads=page.first_leads)
        for duty in _rows(page, start, end, start - len(label), assignment):
            order += 1
            yield replace(duty, order=order)


def _rows(page: _Page, start: int, end: int, inside: int, assignment: Assignment) -> Iterator[Duty]:
    words = page.clause.text
    for order, item in enumerate(assignment.assigned, start=1):
        yield Duty(
            plan=page.plan.id,
            clause=page.clause.id,
            section=page.clause.section,
            body=words[inside + item.start : inside + item.end],
            role=item.role,
            order=order,
            quote=words[start:end],
            start=page.offsets[start],
            end=page.offsets[end - 1] + 1,
            phrase=item.phrase,
            rule=item.rule,
        )


def _reading(text: str) -> str:
    """The Simplified reading, sign for sign."""
    if not _TRADITIONAL.search(text):
        return text
    converted = simplified(text)
    if len(converted) == len(text):
        return converted
    single = (simplified(sign) for sign in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, single, strict=True))


_Found = tuple[int, int, int, Assignment]


def _brackets(page: _Page) -> Iterator[_Found]:
    """(start, end, start of the inside, what it says) of every bracket that gives out duties."""
    text = page.text
    after = 0
    depth_ends: list[int] = []
    for opening, closing in sorted(_all_brackets(text)):
        while depth_ends and depth_ends[-1] < opening:
            depth_ends.pop()
        if opening < after or len(depth_ends) > _DEPTH:
            continue
        depth_ends.append(closing)
        if closing - opening > _MOST_CHARACTERS:
            continue
        inside, end = opening + 1, closing
        if not _may_assign(text, opening, closing):
            continue
        assignment = page.read(inside, end)
        if _is_assignment(text, opening, closing, assignment):
            after = closing + 1
            yield opening, min(closing + 1, len(text)), inside, assignment


def _all_brackets(text: str) -> Iterator[Span]:
    """Opening and closing offsets; a bracket of duties that never closes ends with its sentence."""
    matched = matched_brackets(text)
    for opening, closing in matched.items():
        if text[opening] in _OPENERS:
            yield opening, closing
    for mark in _LABEL_IN_BRACKET.finditer(text):
        if mark.start() not in matched:
            most = min(len(text), mark.start() + _MOST_CHARACTERS)
            stop = _BRACKET_STOP.search(text, mark.start(), most)
            yield mark.start(), stop.start() if stop else most


def _may_assign(text: str, opening: int, closing: int) -> bool:
    if closing - opening < 3 or _NOT_ASSIGNED.match(text[opening + 1 : opening + 8]):
        return False
    return bool(_CUE.search(text, opening, closing)) or _closes_sentence(text, opening, closing)


def _closes_sentence(text: str, opening: int, closing: int) -> bool:
    """Whether a bracket stands after a full stop or at the end of its paragraph, as duty brackets do."""
    before = text[:opening].rstrip()[-1:] if opening < 40 else text[opening - 1]
    after = text[closing + 1 : closing + 2]
    return (
        before in _STOPS or (not before and opening == 0) or not after or (after == "。" and closing + 2 >= len(text))
    )


def _is_assignment(text: str, opening: int, closing: int, assignment: Assignment) -> bool:
    inside = opening + 1
    names = [text[inside + a.start : inside + a.end] for a in assignment.assigned]
    institutions = sum(is_institution(name) for name in names)
    if not institutions:
        # a label says it even of names with unknown endings: （责任单位：妇联）
        return bool(names) and bool(LABEL.match(text, inside, closing))
    if assignment.cued:
        return 2 * institutions >= len(names)
    return institutions == len(names) and assignment.whole and _closes_sentence(text, opening, closing)


def _taken(page: _Page, found: Sequence[_Found]) -> bytearray:
    """For each character of the clause whether it stands in what was found."""
    taken = bytearray(len(page.text))
    for start, end, *_ in found:
        taken[start:end] = b"\1" * (end - start)
    return taken


def _lists(page: _Page, taken: bytearray) -> Iterator[_Found]:
    """责任单位：…  牵头单位：…；配合单位：… outside brackets, from the first label to the end of the last list."""
    text, at = page.text, 0
    for label in LABEL.finditer(text):
        start = label.start()
        if start < at or taken[start] or not _opens_list(page, start):
            continue
        end = _list_end(page, label.end())
        while (more := LABEL.match(text, end + (text[end : end + 1] in ("。", "\n")))) is not None:
            end = _list_end(page, more.end())
        assignment = page.read(start, end)
        at = end
        if any(is_institution(text[start + a.start : start + a.end]) for a in assignment.assigned):
            yield start, end, start, assignment


def _opens_list(page: _Page, at: int) -> bool:
    return (
        at == 0
        or at in page.line_ends
        or page.text[at - 1] in _STOPS + _CLOSERS + "，,：: "
        or at == len(page.clause.heading)
    )


def _list_end(page: _Page, start: int) -> int:
    """Where a list ends: at a full stop, or at a line's end after a whole name when no further name follows."""
    text = page.text
    for at in range(start, min(len(text), start + _MOST_CHARACTERS)):
        if text[at] in "。\n":
            return at
        if at in page.line_ends and at > start and not _list_goes_on(page, start, at):
            return at
    return min(len(text), start + _MOST_CHARACTERS)


def _list_goes_on(page: _Page, start: int, at: int) -> bool:
    text, masked = page.text, page.masked
    if text[at - 1] in "、，,；;：:" or text[at] in "、，,；;）)" or LABEL.match(text, at):
        return True
    left = re.split("[、，,；;：:]", masked[start:at])[-1]
    line_end = next((i for i in range(at + 1, min(at + 60, len(text))) if i in page.line_ends), at + 60)
    right = re.split("[、，,；;。：:\n]", masked[at:line_end])[0]
    if not is_institution(text[at - len(left) : at]):
        return True
    return is_institution(text[at : at + len(right)]) or bool(_SENTENCE_VERB.search(right))


def _sentences(page: _Page, taken: bytearray) -> Iterator[_Found]:
    """Sentences that are nothing but an assignment: 由市发展改革委牵头，市统计局配合。"""
    text = page.text
    for start, end in split_sentences(text):
        if not _SENTENCE_VERB.search(text, max(start, end - 8), end) or end - start > _MOST_CHARACTERS:
            continue
        if taken[start] or taken[end - 1] or start < len(page.clause.heading):
            continue
        assignment = page.read(start, end)
        names = [text[start + a.start : start + a.end] for a in assignment.assigned]
        named = bool(names) and all(map(is_institution, names)) and not all(map(is_plural, names))
        if named and assignment.cued and assignment.whole:
            yield start, end, start, assignment
