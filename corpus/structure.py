"""Text to clause tree. Every non-blank character ends up in exactly one clause or furniture span.

The tree is read from the numbering (:mod:`corpus.headings`); what stands before the title is front matter, between title and first
heading the preamble, after the last clause a closing note or the list of attachments.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.frontmatter import FrontMatter, read_front_matter
from corpus.furniture import find_furniture
from corpus.headings import Heading, find_headings
from corpus.lines import lines_of
from corpus.plan import Clause, ClauseKind, FrontField, Furniture, Plan
from corpus.spacing import tidy
from corpus.wording import span_words

_ENTRY_INTO_FORCE = re.compile(
    r"^[ \t\u3000#*]*(本(?:方案|规划|计划|意见|办法|细则|规定|措施).{0,4}自.{1,20}(?:施行|实施|执行))", re.MULTILINE
)
_ATTACHMENTS = re.compile(r"^[ \t\u3000#*]*(附[ \t\u3000]*件[ \t\u3000]*[:：])", re.MULTILINE)
#: The page that opens an attachment, after the plan's list of them.
_ATTACHMENT_COVER = re.compile(
    r"^[ \t\u3000\f#*]*(附[ \u3000]*[件表录][ \u3000]*\d{0,2})[ \u3000]*[:：]?[ \u3000*]*$", re.MULTILINE
)
_BODY_START = re.compile(r"^[ \t\u3000\f#*]*(?:一、|第一[章条])", re.MULTILINE)
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
    tail_start, tail, tail_end = _tail_blocks(text)
    headings = _without_covers(find_headings(text, furniture, 0, tail_start))
    attached = find_headings(text, furniture, tail_end, len(text))
    front_end = headings[0].start if headings else _head_end(text, furniture, tail_start)
    front = read_front_matter(text, furniture, front_end, plan_id)
    headings = [h for h in headings if h.start >= front.body_start]
    blocks = [
        *_front_blocks(text, front, headings, tail_start),
        *_heading_blocks(headings, tail_start),
        *tail,
        *_heading_blocks(attached, len(text)),
    ]
    clauses = _name_clauses(plan_id, text, furniture, blocks)
    fields = (*front.fields, *_closing_fields(text, furniture, clauses))
    return Plan(plan_id, front.title, text, clauses, fields, furniture)


def _without_covers(headings: Sequence[Heading]) -> list[Heading]:
    """A notice may carry the plan itself as its attachment: 附件 before the first numbered heading is a cover, not a heading."""
    first = next((i for i, h in enumerate(headings) if h.kind != "attachment"), len(headings))
    return list(headings[first:])


def _head_end(text: str, furniture: Sequence[Furniture], end: int) -> int:
    """Without numbered headings: the front matter ends before the first long line."""
    for line in lines_of(text, furniture, 0, end):
        if line.end - line.start > 60 and text[line.end - 1] in "。；":
            return line.start
    return min(end, 2000)


def _tail_blocks(text: str) -> tuple[int, list[_Block], int]:
    """(where the tail starts, its blocks, where it ends): the entry-into-force note and the list of attachments.

    They close a document or stand before the attachments themselves, which have clauses of their own.
    """
    end = len(text)
    body = _BODY_START.search(text)
    found: list[tuple[int, str]] = []
    for listed in reversed(list(_ATTACHMENTS.finditer(text, body.start() if body else end // 2))):
        cover = _ATTACHMENT_COVER.search(text, listed.end())
        if cover or listed.start() > end // 2:
            found.append((listed.start(1), "附件"))
            end = cover.start(1) if cover else end
            break
    notes = [m.start(1) for m in _ENTRY_INTO_FORCE.finditer(text, 0, end) if m.start() > end // 2]
    found = sorted([*found, *((start, "附则") for start in notes[-1:])])
    blocks = []
    for i, (start, title) in enumerate(found):
        stop = found[i + 1][0] if i + 1 < len(found) else end
        blocks.append(_Block("closing", start, stop, start, "", title, 0, (title,), (title,), None))
    return (found[0][0] if found else end), blocks, end


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
