"""Text to clause tree. Every non-blank character ends up in exactly one clause or furniture span.

The tree is read from the numbering (:mod:`corpus.headings`); what stands before the title is front matter, between title and first
heading the preamble, after the last clause a closing note or the list of attachments.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.attachments import TITLED, titled_attachments
from corpus.frontmatter import FrontMatter, read_front_matter, read_letterhead_line
from corpus.furniture import find_furniture
from corpus.headings import Heading, find_headings
from corpus.lines import lines_of
from corpus.plan import Clause, ClauseKind, FrontField, Furniture, Plan
from corpus.spacing import kept_pieces, tidy
from corpus.tables import RawTable, joints, raw_tables, tables_between
from corpus.task_tables import TaskRow, find_task_tables
from corpus.titles import with_titles
from corpus.wording import span_words

_ENTRY_INTO_FORCE = re.compile(
    r"^[ \t\u3000#*]*(本(?:方案|规划|计划|意见|办法|细则|规定|措施).{0,4}自.{1,20}(?:施行|实施|执行))", re.MULTILINE
)
_ATTACHMENTS = re.compile(r"^[ \t\u3000#*]*(附[ \t\u3000]*件[ \t\u3000]*[:：])", re.MULTILINE)
#: The page that opens an attachment, after the plan's list of them.
_ATTACHMENT_COVER = re.compile(
    r"^[ \t\u3000\f#*]*(附[ \u3000]*+[件表录][ \u3000]*+\d{0,2}+)[ \u3000]*+[:：]?+[ \u3000*]*+$", re.MULTILINE
)
_BODY_START = re.compile(r"^[ \t\u3000\f#*]*(?:一、|第一[章条])", re.MULTILINE)
#: The signature of a document is a few lines at its end.
_SIGNATURE_CHARACTERS = 1000
_DIGITS_MEET = re.compile(
    r"(?<=\d)\0(?=\d)|(?<=[一二三四五六七八九十])\0(?=[一二三四五六七八九十])"
)  # 附件2 and 1. are 附件2·1.
_ATTACHMENT_ITEM = re.compile(r"(?<![\w%.])\d{1,2}[.．、](?:(?!\d)|(?=20\d\d年))")


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
    parent: int | None  # place of the parent among all blocks


def read_plan(plan_id: str, text: str) -> Plan:
    """Parse one document. The region is left to the catalogue; ``text`` is kept as it is."""
    furniture = find_furniture(text)
    tables = raw_tables(text, furniture)
    rows = {row[0].start for table in tables for row in table}
    tail_start, tail, tail_end = _tail_blocks(text, furniture)
    headings = _without_covers(find_headings(text, furniture, rows, 0, tail_start))
    attached = find_headings(text, furniture, rows, tail_end, len(text))
    front_end = headings[0].start if headings else _head_end(text, furniture, tail_start)
    front = read_front_matter(text, furniture, front_end, plan_id)
    headings = [h for h in headings if h.start >= front.body_start]
    headings = with_titles(text, furniture, headings, front.body_start, tail_start)
    blocks = list(_front_blocks(text, furniture, front, headings, tail_start))
    blocks += _heading_blocks(headings, tail_start, len(blocks))
    blocks += tail
    blocks += _heading_blocks(attached, len(text), len(blocks))
    blocks = list(_with_table_rows(text, furniture, tables, blocks))
    clauses = _name_clauses(plan_id, text, furniture, joints(text, tables), blocks)
    fields = [*front.fields, *_attachment_fields(text, furniture, clauses)]
    given = {field.kind for field in fields}
    fields += [f for f in _signature_fields(text, furniture, clauses) if f.kind not in given]
    return Plan(plan_id, front.title, text, clauses, tuple(fields), furniture)


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


def _tail_blocks(text: str, furniture: Sequence[Furniture]) -> tuple[int, list[_Block], int]:
    """(where the tail starts, its blocks, where it ends): entry into force, list of attachments, signature and date.

    They close a document or stand before the attachments themselves, which have clauses of their own.
    """
    end = len(text)
    body = _BODY_START.search(text)
    found: list[tuple[int, str]] = []
    titled = set(titled_attachments(text, lines_of(text, furniture, 0, end))) if TITLED.search(text) else set()
    covers = sorted({m.start(1) for m in _ATTACHMENT_COVER.finditer(text)} | titled)
    lists = [m for m in _ATTACHMENTS.finditer(text, body.start() if body else end // 2) if m.start(1) not in titled]
    for listed in reversed(lists):
        cover = bisect_left(covers, listed.end())
        if cover < len(covers) or listed.start() > end // 2:
            found.append((listed.start(1), "附件"))
            end = covers[cover] if cover < len(covers) else end
            break
    if body:
        stops = {end, *(start for start, _ in found)}
        signed = {_signature_start(text, furniture, body.start(), stop) for stop in stops}
        found += [(start, "落款") for start in signed if start is not None]
    notes = [m.start(1) for m in _ENTRY_INTO_FORCE.finditer(text, 0, end) if m.start() > end // 2]
    found = sorted([*found, *((start, "附则") for start in notes[-1:])])
    blocks = []
    for i, (start, title) in enumerate(found):
        stop = found[i + 1][0] if i + 1 < len(found) else end
        blocks.append(_Block("closing", start, stop, start, "", title, 0, (title,), (title,), None))
    return (found[0][0] if found else end), blocks, end


def _signature_start(text: str, furniture: Sequence[Furniture], start: int, end: int) -> int | None:
    """Where the signature that closes ``text[start:end]`` begins: lines of issuer, date and openness, a date among them."""
    first, dated = None, False
    for line in reversed(lines_of(text, furniture, max(start, end - _SIGNATURE_CHARACTERS), end)):
        field = read_letterhead_line("".join(text[line.start : line.end].split()))
        if field is None:
            break
        first, dated = line.start, dated or field[0] == "date"
    return first if dated else None


def _front_blocks(
    text: str, furniture: Sequence[Furniture], front: FrontMatter, headings: Sequence[Heading], tail_start: int
) -> Iterator[_Block]:
    def has_words(start: int, end: int) -> bool:
        return any(text[a:b].strip() for a, b in kept_pieces(start, end, furniture))

    at = 0
    for start, end in front.summaries:
        if has_words(at, start):
            yield _plain_block("front", at, start, "文件头")
        yield _plain_block("preamble", start, end, "摘要")
        at = end
    if has_words(at, front.body_start):
        yield _plain_block("front", at, front.body_start, "文件头")
    body_end = headings[0].start if headings else tail_start
    start = max(at, front.body_start)
    if has_words(start, body_end):
        yield _plain_block("preamble", start, body_end, "引言" if headings else "正文")


def _plain_block(kind: ClauseKind, start: int, end: int, title: str) -> _Block:
    return _Block(kind, start, end, start, "", title, 0, (title,), (title,), None)


def _heading_blocks(headings: Sequence[Heading], tail_start: int, before: int) -> Iterator[_Block]:
    """Blocks of headings up to ``tail_start``; ``before`` blocks come before them."""
    open_headings: list[tuple[int, Heading]] = []
    interrupted: list[tuple[int, Heading]] = []  # what was open where a box began
    in_box: dict[str, int] = {}
    for i, heading in enumerate(headings):
        end = headings[i + 1].start if i + 1 < len(headings) else tail_start
        if heading.kind == "box":
            interrupted, in_box = list(open_headings), {}
        elif interrupted and heading.number not in (1, in_box.get(heading.kind, 0) + 1):
            open_headings, interrupted = interrupted, []  # the list that the box interrupted goes on
        in_box[heading.kind] = heading.number
        while open_headings and open_headings[-1][1].level >= heading.level:
            open_headings.pop()
        parent = open_headings[-1][0] if open_headings else None
        open_headings.append((before + i, heading))
        yield _Block(
            "clause",
            heading.start,
            end,
            heading.end,
            heading.label,
            heading.title,
            heading.level,
            tuple(h.label + h.title for _, h in open_headings),
            _labels([h for _, h in open_headings]),
            parent,
        )


def _labels(headings: Sequence[Heading]) -> tuple[str, ...]:
    """The labels that make an address; one that goes on with the one above it (1.2 under 1) says both."""
    labels = [h.label or f"{h.title}·" for h in headings]
    return tuple(a for a, b in zip(labels, [*labels[1:], ""], strict=True) if not b.startswith(f"{a}."))


def _with_table_rows(
    text: str, furniture: Sequence[Furniture], tables: Sequence[RawTable], blocks: Sequence[_Block]
) -> Iterator[_Block]:
    """The blocks, the rows of task tables as blocks of their own under the block that holds the table."""
    place: dict[int, int] = {}
    count = 0
    for old, block in enumerate(blocks):
        own = replace(block, parent=place[block.parent] if block.parent is not None else None)
        place[old] = count
        inside = tables_between(tables, block.body_start, block.end) if block.kind != "front" else ()
        found = find_task_tables(text, inside)
        parts = [part for part in _cut_rows(text, own, count, found) if _has_words(text, furniture, part)]
        count += len(parts)
        yield from parts


def _cut_rows(text: str, block: _Block, place: int, tables: Sequence[Sequence[TaskRow]]) -> Iterator[_Block]:
    """The block up to its first row, each row, and what stands behind a table as a block without a heading of its own."""
    part, number = block, 0
    for rows in tables:
        yield replace(part, end=rows[0].start)
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            number += 1
            end = following.start if following else _line_behind(text, row.end, block.end)
            names = {"path": (*block.path, row.title), "labels": (*block.labels, f"第{number}行")}
            yield _Block("clause", row.start, end, row.start, "", row.title, block.level + 1, parent=place, **names)
        part = replace(block, kind="clause", start=end, body_start=end, label="", title="", parent=place)
    yield part


def _has_words(text: str, furniture: Sequence[Furniture], block: _Block) -> bool:
    return any(text[a:b].strip() for a, b in kept_pieces(block.start, block.end, furniture))


def _line_behind(text: str, at: int, end: int) -> int:
    """Where the line ends that holds ``at``; the whole rest where nothing follows."""
    behind = text.find("\n", at, end)
    return behind if behind >= 0 and text[behind:end].strip() else end


def _name_clauses(
    plan_id: str, text: str, furniture: Sequence[Furniture], blanks: Mapping[int, str], blocks: Sequence[_Block]
) -> tuple[Clause, ...]:
    seen: dict[str, int] = {}
    clauses: list[Clause] = []
    for block in blocks:
        address = _DIGITS_MEET.sub("·", "".join(f"{label}\0" for label in block.labels)).replace("\0", "").rstrip("·")
        seen[address] = seen.get(address, 0) + 1
        name = address if seen[address] == 1 else f"{address}~{seen[address]}"
        heading, words = span_words(
            text, furniture, blanks, block.kind, block.title, block.start, block.body_start, block.end
        )
        parent = clauses[block.parent].id if block.parent is not None else None
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


def _attachment_fields(text: str, furniture: Sequence[Furniture], clauses: Sequence[Clause]) -> Iterator[FrontField]:
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


def _signature_fields(text: str, furniture: Sequence[Furniture], clauses: Sequence[Clause]) -> Iterator[FrontField]:
    """Issuer, date and openness as the signature gives them."""
    for clause in clauses:
        if clause.kind == "closing" and clause.title == "落款":
            for line in lines_of(text, furniture, clause.start, clause.end):
                field = read_letterhead_line("".join(text[line.start : line.end].split()))
                if field:
                    yield FrontField(field[0], field[1], line.start, line.end)
