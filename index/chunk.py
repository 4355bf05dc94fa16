"""Plan to passages (what search ranks and a person reads) and units (what is embedded and quoted)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from corpus.plan import Clause, FrontField, FrontKind, Plan
from corpus.sentences import split_sentences
from corpus.wording import raw_offsets
from index.passage import Passage, Unit, UnitKind

Span = tuple[int, int]
Count = Callable[[str], int]

FRONT_HEADINGS: dict[FrontKind, str] = {
    "title": "标题",
    "issuer": "发文机关",
    "number": "文号",
    "registration": "登记号",
    "date": "成文日期",
    "recipients": "主送机关",
    "openness": "公开方式",
    "attachments": "附件",
}
_OPENERS, _CLOSERS, _STOPS = "（(〔[【", "）)〕]】", "。；;，, "
_DUTY = re.compile(r"牵头|负责|责任(?:单位|部门)|配合(?:单位|部门)|按.{0,4}职责")
_DUTY_LINE = re.compile(r"^(?:责任|牵头|配合|主办|协办)(?:单位|部门)[：:]")
#: The plans have 0.85 (cl100k_base) to 1.4 (o200k_base) characters a token; Latin words have about 4.
_CHARACTERS_A_TOKEN = 4
_WORD = re.compile(r"\w")
_FEWEST_WORD_CHARACTERS = 3  # what is left between two facts of the front matter may be a bare 附件：


def build_passages(plan: Plan, count_tokens: Count, limit: int) -> tuple[list[Passage], list[Unit]]:
    """Passages and units of a plan, in text order.

    A passage is a clause, or a part of one cut between sentences (inside one only when the sentence alone is too long). Its
    header, a line feed and its text have at most ``limit`` tokens; where the header alone takes more than three quarters
    of that, the text still gets a quarter. A unit's text is a slice of its clause's text; a sentence that runs over a page
    number is kept whole, so its raw span may hold furniture.
    """
    passages: list[Passage] = []
    units: list[Unit] = []
    titles = _heading_titles(plan)
    fields = sorted(plan.front, key=lambda f: f.start)
    for clause in plan.clauses:
        if not clause.text.strip():
            continue
        offsets = raw_offsets(plan.text, plan.furniture, clause.start, clause.end, clause.text)
        own = list(_passages_of(plan, clause, offsets, count_tokens, limit))
        passages.extend(own)
        units.extend(_units_of(clause, offsets, own, fields, titles[clause.id]))
    return passages, units


def _heading_titles(plan: Plan) -> dict[str, str]:
    """The heading each clause stands under: its own title, else the nearest one above it."""
    titles: dict[str, str] = {}
    for clause in plan.clauses:
        titles[clause.id] = clause.title or titles.get(clause.parent or "", "") or clause.label
    return titles


def _passages_of(
    plan: Plan, clause: Clause, offsets: Sequence[int], count_tokens: Count, limit: int
) -> Iterator[Passage]:
    header = Passage("", plan.id, clause.id, plan.title, clause.section, clause.address, "", 0, 0).header
    allowed = max(limit, count_tokens(header) + limit // 4)

    @cache
    def size(start: int, end: int) -> int:
        return count_tokens(f"{header}\n{clause.text[start:end]}")

    for number, (start, end) in enumerate(_cut_clause(clause, size, allowed), start=1):
        yield Passage(
            id=f"{clause.id}@{number}",
            plan=plan.id,
            clause=clause.id,
            title=plan.title,
            section=clause.section,
            address=clause.address,
            text=clause.text[start:end],
            start=offsets[start],
            end=offsets[end - 1] + 1,
        )


def _cut_clause(clause: Clause, size: Callable[[int, int], int], limit: int) -> list[Span]:
    """Spans of the clause's text, each within the limit: the fewest possible, and of even length."""
    text = clause.text
    start, end = _trim(text, 0, len(text))
    if _fits(start, end, size, limit):
        return [(start, end)]
    atoms = [atom for span in split_sentences(text) for atom in _cut_sentence(text, span, size, limit)]
    if len(atoms) > 1 and atoms[0][1] <= len(clause.heading) + 1 and size(atoms[0][0], atoms[1][1]) <= limit:
        atoms[:2] = [(atoms[0][0], atoms[1][1])]  # a heading does not stand alone
    fewest = len(_fill(atoms, size, limit))
    low, high = 0, limit
    while high - low > 8:  # the lowest ceiling that needs no more passages makes them even
        middle = (low + high) // 2
        groups = _fill(atoms, size, middle)
        if len(groups) <= fewest and all(size(*group) <= middle for group in groups):
            high = middle
        else:
            low = middle
    return _fill(atoms, size, high)


def _fill(atoms: Sequence[Span], size: Callable[[int, int], int], limit: int) -> list[Span]:
    """Join neighbouring atoms as long as they fit; an atom that does not fit stands alone."""
    groups: list[Span] = []
    first = 0
    while first < len(atoms):
        last = _last_that_fits(atoms, first, size, limit)
        groups.append((atoms[first][0], atoms[last][1]))
        first = last + 1
    return groups


def _last_that_fits(atoms: Sequence[Span], first: int, size: Callable[[int, int], int], limit: int) -> int:
    """The last atom that fits beside those from ``first`` on: sought in ever larger steps, then in halves, as every look counts tokens."""
    start, last, step = atoms[first][0], first, 1
    while last + step < len(atoms) and size(start, atoms[last + step][1]) <= limit:
        last, step = last + step, 2 * step
    beyond = min(last + step, len(atoms))
    while beyond - last > 1:
        middle = (last + beyond) // 2
        if size(start, atoms[middle][1]) <= limit:
            last = middle
        else:
            beyond = middle
    return last


def _cut_sentence(text: str, span: Span, size: Callable[[int, int], int], limit: int) -> list[Span]:
    """The sentence, or parts of it that fit, cut at the comma nearest to the middle (without one, in the middle)."""
    start, end = _trim(text, *span)
    if end - start < 2 or _fits(start, end, size, limit):
        return [(start, end)] if start < end else []
    middle = (start + end) // 2
    for mark in "，、":
        commas = [text.rfind(mark, start, middle) + 1, text.find(mark, middle, end - 1) + 1]
        if any(commas):
            middle = min(filter(None, commas), key=lambda at: abs(at - middle))
            break
    return [*_cut_sentence(text, (start, middle), size, limit), *_cut_sentence(text, (middle, end), size, limit)]


def _fits(start: int, end: int, size: Callable[[int, int], int], limit: int) -> bool:
    """Whether a span is within the limit. Of a long one the beginning tells as a rule, so that not every half is counted whole."""
    enough = start + _CHARACTERS_A_TOKEN * limit
    return (end <= enough or size(start, enough) <= limit) and size(start, end) <= limit


def _units_of(
    clause: Clause, offsets: Sequence[int], passages: Sequence[Passage], fields: Sequence[FrontField], title: str
) -> Iterator[Unit]:
    facts = list(_front_spans(clause, offsets, fields))
    spans = [*facts, *_body_spans(clause, facts, title)]
    if not spans:
        spans = [(*_trim(clause.text, 0, len(clause.text)), "heading", title)]
    for number, (start, end, kind, heading) in enumerate(sorted(spans), start=1):
        yield Unit(
            id=f"{clause.id}.s{number}",
            plan=clause.plan,
            clause=clause.id,
            passage=passages[bisect_right(passages, offsets[start], key=lambda p: p.start) - 1].id,
            kind=kind,
            heading=heading,
            text=clause.text[start:end],
            start=offsets[start],
            end=offsets[end - 1] + 1,
        )


def _front_spans(
    clause: Clause, offsets: Sequence[int], fields: Sequence[FrontField]
) -> Iterator[tuple[int, int, UnitKind, str]]:
    """The facts among ``fields``, which are in text order, that stand in this clause."""
    first = bisect_left(fields, clause.start, key=lambda f: f.start)
    for field in fields[first : bisect_left(fields, clause.end, key=lambda f: f.start)]:
        span = _slice_of(clause, offsets, field)
        if span:
            yield *span, "front", FRONT_HEADINGS[field.kind]


def _slice_of(clause: Clause, offsets: Sequence[int], field: FrontField) -> Span | None:
    """Where a field stands in the clause's text, without blanks at its ends; None when it has no words."""
    start, end = _trim(clause.text, bisect_left(offsets, field.start), bisect_left(offsets, field.end))
    return (start, end) if start < end else None


def _body_spans(
    clause: Clause, facts: Sequence[tuple[int, int, UnitKind, str]], title: str
) -> Iterator[tuple[int, int, UnitKind, str]]:
    """Sentences and duty brackets below the heading; in front matter and lists of attachments, what is no fact already."""
    text, pieces = clause.text, [(len(clause.heading), len(clause.text))]
    if clause.kind in ("front", "closing"):
        pieces = _gaps(len(text), [(start, end) for start, end, *_ in facts])
    for piece_start, piece_end in pieces:
        for start, end in split_sentences(text[piece_start:piece_end]):
            for part_start, part_end, kind in _peel_duties(text, piece_start + start, piece_start + end):
                words = len(_WORD.findall(text[part_start:part_end]))
                if words >= (1 if clause.kind == "clause" else _FEWEST_WORD_CHARACTERS):
                    yield part_start, part_end, kind, title


def _gaps(length: int, taken: Sequence[Span]) -> list[Span]:
    """What ``taken`` leaves of a text of this length."""
    gaps, at = [], 0
    for start, end in sorted(taken):
        if start > at:
            gaps.append((at, start))
        at = max(at, end)
    return [*gaps, (at, length)]


def _peel_duties(text: str, start: int, end: int) -> Iterator[tuple[int, int, UnitKind]]:
    """A sentence, with the responsibility brackets that open or close it as units of their own."""
    front = start
    while (close := _bracket_from(text, front, end)) and _DUTY.search(text, front, close):
        front = close
        while front < end and text[front] in _STOPS:
            front += 1
    back = end
    while (opening := _bracket_before(text, front, back)) is not None and _DUTY.search(text, opening, back):
        back = opening
    if start < front:
        yield *_trim(text, start, front), "duty"
    if front < back:
        trimmed = _trim(text, front, back)
        kind: UnitKind = "duty" if _DUTY_LINE.match(text[trimmed[0] : trimmed[1]]) else "sentence"
        yield *trimmed, kind
    if back < end:
        yield *_trim(text, back, end), "duty"


def _bracket_from(text: str, start: int, end: int) -> int | None:
    """The end of the bracket that opens at ``start``; None when none does or it never closes."""
    depth = 0
    for i in range(start, end):
        depth += (text[i] in _OPENERS) - (text[i] in _CLOSERS)
        if depth <= 0:
            return i + 1 if i > start else None
    return None


def _bracket_before(text: str, start: int, end: int) -> int | None:
    """The start of the bracket that closes at ``end``, stops after it aside; None when none does."""
    while end > start and text[end - 1] in _STOPS:
        end -= 1
    depth = 0
    for i in range(end - 1, start - 1, -1):
        depth += (text[i] in _CLOSERS) - (text[i] in _OPENERS)
        if depth <= 0:
            return i if i < end - 1 else None
    return None


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
