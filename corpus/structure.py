"""Text to clause tree. Every non-blank character ends up in exactly one clause or furniture span.

The tree is read from the numbering (:mod:`corpus.headings`); what stands before the title is front matter, between title and first
heading the preamble, after the last clause a closing note or the list of attachments.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.frontmatter import FrontMatter, read_front_matter
from corpus.furniture import find_furniture
from corpus.headings import Heading, find_headings, lines_of
from corpus.plan import Clause, ClauseKind, FrontField, Furniture, Plan
from corpus.spacing import tidy
from corpus.wording import span_words

_ENTRY_INTO_FORCE = re.compile(
    r"^[\s\u3000]*本(?:方案|规划|计划|意见|办法|细则|规定|措施).{0,4}自.{1,20}(?:施行|实施|执行)", re.MULTILINE
)
_ATTACHMENTS = re.compile(r"^[\s\u3000]*附[\s\u3000]*件[\s\u3000]*[:：]", re.MULTILINE)
_ATTACHMENT_ITEM = re.compile(r"\d{1,2}[.．、](?!\d)")


@dataclass(frozen=True, slots=True)
class _Block:
    """A clause in the making: where it is and which headings lead to it."""

    kind: ClauseKind
    start: int
    end: int
    body_start: int
    label: str
    title: str
    level: int
    path: tuple[str, ...]
    labels: tuple[str, ...]
    parent: int | None


def read_plan(plan_id: str, text: str) -> Plan:
    """Parse one document. The region is left to the catalogue; ``text`` is kept as it is."""
    furniture = find_furniture(text)
    tail_start, tail = _tail_blocks(text)
    headings = [h for h in find_headings(text, furniture, 0, tail_start) if h.kind != "attachment" or h.start > 0]
    front_end = headings[0].start if headings else _head_end(text, furniture, tail_start)
    front = read_front_matter(text, furniture, front_end, plan_id)
    headings = [h for h in headings if h.start >= front.body_start]
    blocks = [
        *_front_blocks(text, front, headings, tail_start),
        *_heading_blocks(headings, tail_start),
        *tail,
    ]
    clauses = _name_clauses(plan_id, text, furniture, blocks)
    fields = (*front.fields, *_closing_fields(text, furniture, clauses))
    return Plan(plan_id, front.title, text, clauses, fields, furniture)


def _head_end(text: str, furniture: Sequence[Furniture], end: int) -> int:
    """Without numbered headings: the front matter ends before the first long line."""
    for line in lines_of(text, furniture, 0, end):
        if line.end - line.start > 60 and text[line.end - 1] in "。；":
            return line.start
    return min(end, 2000)


def _tail_blocks(text: str) -> tuple[int, list[_Block]]:
    """(where the tail starts, its blocks): the entry-into-force note and the list of attachments at the end of a document."""
    half = len(text) // 2
    found: list[tuple[int, str]] = []
    for title, pattern in (("附则", _ENTRY_INTO_FORCE), ("附件", _ATTACHMENTS)):
        matches = [m for m in pattern.finditer(text) if m.start() > half]
        if matches:
            found.append((matches[-1].end() - len(matches[-1].group().lstrip()), title))
    found.sort()
    blocks = []
    for i, (start, title) in enumerate(found):
        end = found[i + 1][0] if i + 1 < len(found) else len(text)
        blocks.append(_Block("closing", start, end, start, "", title, 0, (title,), (title,), None))
    return (found[0][0] if found else len(text)), blocks


def _front_blocks(text: str, front: FrontMatter, headings: Sequence[Heading], tail_start: int) -> Iterator[_Block]:
    at = 0
    for start, end in front.summaries:
        if text[at:start].strip():
            yield _plain_block("front", at, start, "文件头")
        yield _plain_block("preamble", start, end, "摘要")
        at = end
    if text[at : front.body_start].strip():
        yield _plain_block("front", at, front.body_start, "文件头")
    body_end = headings[0].start if headings else tail_start
    start = max(at, front.body_start)
    if text[start:body_end].strip():
        yield _plain_block("preamble", start, body_end, "引言" if headings else "正文")


def _plain_block(kind: ClauseKind, start: int, end: int, title: str) -> _Block:
    return _Block(kind, start, end, start, "", title, 0, (title,), (title,), None)


def _heading_blocks(headings: Sequence[Heading], tail_start: int) -> Iterator[_Block]:
    open_headings: list[tuple[int, Heading]] = []
    for i, heading in enumerate(headings):
        end = headings[i + 1].start if i + 1 < len(headings) else tail_start
        while open_headings and open_headings[-1][1].level >= heading.level:
            open_headings.pop()
        parent = open_headings[-1][0] if open_headings else None
        open_headings.append((i, heading))
        yield _Block(
            "clause",
            heading.start,
            end,
            heading.end,
            heading.label,
            heading.title,
            heading.level,
            tuple(h.label + h.title for _, h in open_headings),
            tuple(h.label for _, h in open_headings),
            parent,
        )


def _name_clauses(
    plan_id: str, text: str, furniture: Sequence[Furniture], blocks: Sequence[_Block]
) -> tuple[Clause, ...]:
    seen: dict[str, int] = {}
    clauses: list[Clause] = []
    first_heading = next((i for i, b in enumerate(blocks) if b.kind == "clause"), 0)
    for block in blocks:
        address = "".join(block.labels)
        seen[address] = seen.get(address, 0) + 1
        name = address if seen[address] == 1 else f"{address}~{seen[address]}"
        heading, words = span_words(text, furniture, block.kind, block.title, block.start, block.body_start, block.end)
        parent = clauses[first_heading + block.parent].id if block.parent is not None else None
        clauses.append(
            Clause(
                id=f"{plan_id}#{name}",
                plan=plan_id,
                kind=block.kind,
                label=block.label,
                title=block.title,
                path=block.path,
                address=address,
                level=block.level,
                parent=parent,
                start=block.start,
                end=block.end,
                heading=heading,
                text=words,
            )
        )
    return tuple(clauses)


def _closing_fields(text: str, furniture: Sequence[Furniture], clauses: Sequence[Clause]) -> Iterator[FrontField]:
    """The attachments that the closing list names, one field each."""
    for clause in clauses:
        if clause.kind != "closing" or clause.title != "附件":
            continue
        starts = [m.start() for m in _ATTACHMENT_ITEM.finditer(text, clause.start, clause.end)]
        colon = re.search("[:：]", text[clause.start : clause.end])
        starts = starts or ([clause.start + colon.end()] if colon else [])
        for i, start in enumerate(starts):
            end = starts[i + 1] if i + 1 < len(starts) else clause.end
            item = tidy(text, start, end, furniture)
            if item.text:
                yield FrontField("attachments", item.text, *item.raw_span(0, len(item.text)))
