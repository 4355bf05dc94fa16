"""Rows of Markdown tables without bars at their ends (a | b): lines above and below a line of dashes, which alone tells them from other lines."""

import re

#: --- | :---: below the names of columns.
_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$", re.MULTILINE)
_BAR = re.compile(r"(?<!\\)\|")

Span = tuple[int, int]


def open_rows(text: str) -> tuple[list[Span], list[Span]]:
    """(the rows, the lines of dashes below their heads) of the tables that Markdown rules, in order, whether bars stand at their ends or not."""
    rows: list[Span] = []
    rules: list[Span] = []
    for rule in _RULE.finditer(text):
        head = _line_before(text, rule.start())
        if not head or not _has_bar(text, head):
            continue
        rules.append(rule.span())
        rows.append(head)
        below = _line_behind(text, rule.end())
        while below and _has_bar(text, below):
            rows.append(below)
            below = _line_behind(text, below[1])
    return rows, rules


def bars_in(text: str, row: Span) -> list[int]:
    """Where the bars of a row stand."""
    return [bar.start() for bar in _BAR.finditer(text, *row)]


def _has_bar(text: str, line: Span) -> bool:
    return bool(_BAR.search(text, *line))


def _line_before(text: str, start: int) -> Span | None:
    end = start - 1
    return (text.rfind("\n", 0, end) + 1, end) if end > 0 else None


def _line_behind(text: str, end: int) -> Span | None:
    start = end + 1
    stop = text.find("\n", start)
    stop = len(text) if stop < 0 else stop
    return (start, stop) if start < stop else None
