"""Tables without rulings: lines one below the other whose words stand in columns, parted by wide blanks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.numerals import ORDINALS
from corpus.readers.printed import EM, PrintedLine, joined
from corpus.readers.tables import row_line

_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 2
#: So many lines are looked at as one table, so many rows of its head may span columns.
_MOST_LINES, _HEADS = 200, 2
#: Before a table so many lines less one may stand that have wide blanks as well and are none of it.
_STARTS = 4
#: A column of fewer characters has no cells of several lines.
_WRAPPING = 5
#: Rows are so far apart as a part of their height, the lines of one cell no further than this.
_DISTANCE, _WRAPPED = 3.5, 2.0
#: What is aligned may differ by so much of a character; so much of a column is aligned, and filled.
_ALIGNED, _SHARE, _FILLED = 0.8, 0.6, 0.5
#: Text of so many characters a line is running text: columns of a page, no cells.
_RUNNING = 12
_LABEL = re.compile(rf"第?[{ORDINALS}]{{1,4}}[、章节篇条]?|[（(][{ORDINALS}\d]{{1,3}}[)）]|\d{{1,2}}[.．、]|[①-⑳]")
_BULLET = re.compile(r"[^\w\s%％‰]|[\uf000-\uf0ff]")
_PAGE = re.compile(r"[\divxIVX—-]{1,6}")
_PAIR = re.compile("[：:]")
_FIGURE = re.compile(r"\d")
#: Chinese words have no blanks between them.
_HANZI = re.compile("[一-鿿]")


@dataclass(frozen=True, slots=True)
class Words:
    """Words between wide blanks, and where they stand."""

    text: str
    left: float
    right: float


Columns = list[tuple[float, float]]


def with_columns(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of a page, those of tables without rulings with their cells parted by tabs, empty ones too."""
    if sum(bool(line.gaps) for line in lines) < _FEWEST_ROWS:
        return list(lines)
    out: list[PrintedLine] = []
    at = 0
    while at < len(lines):
        run = _run(lines, at) if lines[at].gaps and not lines[at].row else []
        skipped, rows, used = _best_table(lines[at : at + len(run)], run)
        if rows:
            out += lines[at : at + skipped]
            at += skipped
            box = lines[at]
            out += [PrintedLine(row_line(row), box.left, box.right, box.bottom, box.top, row=True) for row in rows]
            at += used
        else:
            out += lines[at : at + max(len(run), 1)]
            at += max(len(run), 1)
    return out


def _run(lines: Sequence[PrintedLine], start: int) -> list[list[Words]]:
    """The words of the lines from a place on that may be one table."""
    run = [words_of(lines[start])]
    whole = run[0]
    for above, line in zip(lines[start:], lines[start + 1 : start + _MOST_LINES], strict=False):
        words = words_of(line)
        near = 0 < above.bottom - line.bottom < (_DISTANCE if len(words) > 1 else _WRAPPED) * line.size
        if line.row or not near or (len(words) == 1 and not _is_below(words[0], whole, line.size * EM)):
            break
        run.append(words)
        if len(words) > 1:
            whole = words
    return run


def words_of(line: PrintedLine) -> list[Words]:
    """The words of a line between its wide blanks."""
    begins = [(0, line.left), *((at, to) for at, _, to in line.gaps)]
    ends = [*((at, end) for at, end, _ in line.gaps), (len(line.text), line.right)]
    return [Words(line.text[a:b].strip(), left, right) for (a, left), (b, right) in zip(begins, ends, strict=True)]


def _is_below(words: Words, above: Sequence[Words], em: float) -> bool:
    """Whether words stand below one cell of a line and do not reach the next."""
    for cell, behind in zip(above, [*(c.left for c in above[1:]), float("inf")], strict=True):
        if abs(words.left - cell.left) < em and words.right < min(behind, max(cell.right, words.left) + em):
            return True
    return False


def _best_table(lines: Sequence[PrintedLine], run: Sequence[list[Words]]) -> tuple[int, list[list[str]], int]:
    """How many lines stand before the table of most columns among the first that a run may begin with, its rows, how many lines they take."""
    starts = [n for n, words in enumerate(run[:_STARTS]) if len(words) > 1]
    tables = [(n, *_table(lines[n:], run[n:])) for n in starts]
    return max(tables, key=lambda found: max(map(len, found[1]), default=0), default=(0, [], 0))


def _table(lines: Sequence[PrintedLine], run: Sequence[list[Words]]) -> tuple[list[list[str]], int]:
    """The rows of a table at the beginning of a run of lines and how many lines they take; none where it is no table."""
    full = [words for words in run if len(words) > 1]
    if len(full) < _FEWEST_ROWS:
        return [], 0
    em = median(line.size for line in lines) * EM
    columns = max((_columns(full[skip:], em) for skip in range(_HEADS + 1)), key=len)
    if len(columns) < _FEWEST_COLUMNS:
        return [], 0
    rows: list[list[Words | None]] = []
    used = 0
    for words in run:
        placed = _placed(words, columns)
        if len(words) > 1:
            rows.append(placed)
        elif not _goes_on(rows[-1], placed, columns, em):
            break
        else:
            rows[-1] = [_below(a, b) for a, b in zip(rows[-1], placed, strict=True)]
        used += 1
    if len(rows) < _FEWEST_ROWS or not _is_table(rows, em):
        return [], 0
    return [[cell.text if cell else "" for cell in row] for row in rows], used


def _columns(rows: Sequence[Sequence[Words]], em: float) -> Columns:
    """What lies between the blanks that go through all rows."""
    columns: Columns = []
    for words in sorted((w for row in rows for w in row), key=lambda w: w.left):
        if columns and words.left - columns[-1][1] < em / 2:
            columns[-1] = (columns[-1][0], max(columns[-1][1], words.right))
        else:
            columns.append((words.left, words.right))
    return columns


def _placed(words: Sequence[Words], columns: Columns) -> list[Words | None]:
    row: list[Words | None] = [None] * len(columns)
    for said in _each_apart(words, columns):
        column = next((c for c, (_, right) in enumerate(columns) if said.left <= right), len(columns) - 1)
        before = row[column]
        row[column] = Words(f"{before.text} {said.text}", before.left, said.right) if before else said
    return row


def _each_apart(words: Sequence[Words], columns: Columns) -> Iterator[Words]:
    """The words; those that stand over several columns with a narrow blank between each and the next, one by one: names of columns that nearly touch."""
    for said in words:
        over = [(left, right) for left, right in columns if left < said.right and said.left < right]
        parts = said.text.split()
        if len(over) > 1 and len(parts) == len(over) and all(map(_HANZI.search, parts)):
            yield from (Words(part, left, right) for part, (left, right) in zip(parts, over, strict=True))
        else:
            yield said


def _goes_on(above: Sequence[Words | None], placed: Sequence[Words | None], columns: Columns, em: float) -> bool:
    """Whether a line of one cell goes on with the one above, which fills its column."""
    column = next(c for c, words in enumerate(placed) if words)
    before = above[column]
    left, right = columns[column]
    return before is not None and right - left >= em * _WRAPPING and right - before.right < em * 1.5


def _below(above: Words | None, below: Words | None) -> Words | None:
    if above is None or below is None:
        return above or below
    return Words(joined(above.text, below.text), min(above.left, below.left), below.right)


def _is_table(rows: Sequence[Sequence[Words | None]], em: float) -> bool:
    """Whether rows of words in columns are a table: not a list, a table of contents, details of contact, columns of running text."""
    columns = [[words for words in column if words] for column in zip(*rows, strict=True)]
    named = all(words and not _FIGURE.search(words.text) for words in rows[0])  # a head: what it names may be rare
    fewest = 2 if named else max(2, len(rows) * _FILLED)
    if any(len(column) < fewest or not _is_aligned(column, em) for column in columns):
        return False
    if sum(median(w.right - w.left for w in column) > _RUNNING * em for column in columns) > 1:
        return False
    pairs = sum(all(_PAIR.search(words.text) for words in row if words) for row in rows)
    if pairs * 2 > len(rows):
        return False
    if all(_BULLET.fullmatch(words.text) for words in columns[0]):
        return False
    if len(columns) > _FEWEST_COLUMNS:
        return True
    labelled = all(_LABEL.fullmatch(words.text) for words in columns[0])
    return not labelled and not all(_PAGE.fullmatch(words.text) for words in columns[-1])


def _is_aligned(column: Sequence[Words], em: float) -> bool:
    """Whether most words of a column begin, end or have their middle at one place."""
    return any(_share(places, em) >= _SHARE for places in _sides(column))


def _sides(column: Sequence[Words]) -> Iterator[list[float]]:
    yield [words.left for words in column]
    yield [words.right for words in column]
    yield [(words.left + words.right) / 2 for words in column]


def _share(places: Sequence[float], em: float) -> float:
    middle = median(places)
    return sum(abs(place - middle) <= _ALIGNED * em for place in places) / len(places)
