"""The little Markdown that answers are written in, turned into HTML. Everything else is shown as the characters it is.

Known: paragraphs, ``#`` headings, ``-`` and ``1.`` lists, ``>`` quotations, pipe tables, ``**strong**`` and ``[n]`` marks of known
citations. There are no links, images or raw HTML to begin with, so none can be smuggled in. The result holds no line break:
a Markdown renderer downstream sees one HTML block and leaves it alone.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby

Marks = Callable[[int], str]

_KINDS = (
    ("table", re.compile(r"\s*\|(.*)\|\s*$")),
    ("heading", re.compile(r"\s*#{1,6}\s+(.*)$")),
    ("bullet", re.compile(r"\s*[-*•]\s+(.*)$")),
    ("number", re.compile(r"\s*(\d{1,3}\.\s+.*)$")),
    ("quote", re.compile(r"\s*>\s?(.*)$")),
)
_RULE = re.compile(r"[\s:|-]+$")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_MARK = re.compile(r"\[(\d{1,4})\]")
_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def plain(text: str) -> str:
    """Escape text for HTML: line breaks become ``<br>``; control, zero-width and direction-changing characters show as �."""
    return "<br>".join(_UNSEEN.sub("�", escape(line)) for line in _BREAKS.split(text))


def no_marks(number: int) -> str:
    """Show every [n] as written."""
    return f"[{number}]"


def prose(markdown: str, marks: Marks = no_marks, *, tables: bool = True) -> str:
    """Answer Markdown as HTML without line breaks.

    Args:
        markdown: the text of an answer.
        marks: what to show for [n]; gets n, returns HTML.
        tables: False leaves out pipe tables (the caller shows the same cells from ``Answer.tables``).
    """
    blocks: list[str] = []
    for kind, group in groupby((_classify(line) for line in _BREAKS.split(markdown)), key=lambda pair: pair[0]):
        lines = [text for _, text in group]
        if kind == "table" and not tables:
            continue
        blocks.append(_RENDERERS[kind](lines, marks))
    return "".join(blocks)


def inline(text: str, marks: Marks = no_marks) -> str:
    """One line: escaped, with strong parts and citation marks."""
    strong = _STRONG.sub(r"<strong>\1</strong>", plain(text))
    return _MARK.sub(lambda match: marks(int(match.group(1))), strong)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], marks: Marks = no_marks) -> str:
    """A table with a head; it scrolls sideways inside its own box on narrow screens."""
    head = "".join(f'<th scope="col">{inline(cell, marks)}</th>' for cell in columns)
    body = "".join("<tr>" + "".join(f"<td>{inline(cell, marks)}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<div class="wc-table" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _classify(line: str) -> tuple[str, str]:
    for kind, pattern in _KINDS:
        if match := pattern.match(line):
            return kind, match.group(1)
    return ("text", line) if line.strip() else ("blank", "")


def _table_block(lines: list[str], marks: Marks) -> str:
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if not _RULE.match(line)]
    return table(rows[0], rows[1:], marks) if rows else ""


def _numbers(lines: list[str], marks: Marks) -> str:
    items = (line.split(".", 1) for line in lines)
    return "<ol>" + "".join(f'<li value="{int(n)}">{inline(text.strip(), marks)}</li>' for n, text in items) + "</ol>"


def _wrapped(before: str, between: str, after: str) -> Callable[[list[str], Marks], str]:
    return lambda lines, marks: before + between.join(inline(line, marks) for line in lines) + after


_RENDERERS: dict[str, Callable[[list[str], Marks], str]] = {
    "table": _table_block,
    "heading": _wrapped("<h4>", "</h4><h4>", "</h4>"),
    "bullet": _wrapped("<ul><li>", "</li><li>", "</li></ul>"),
    "number": _numbers,
    "quote": _wrapped("<blockquote>", "<br>", "</blockquote>"),
    "text": _wrapped("<p>", "<br>", "</p>"),
    "blank": lambda _lines, _marks: "",
}
