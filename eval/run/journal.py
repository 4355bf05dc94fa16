"""A file of rows that grows one by one and survives an interruption: the run is taken up where it stopped."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from errors import GoldError
from eval.gold.questions import GoldQuestion
from eval.run.runner import Progress, write_rows

Row = dict[str, Any]
Maker = Callable[[GoldQuestion], Row]
Stamp = Callable[[GoldQuestion], Mapping[str, str]]


def record(
    path: Path,
    questions: Sequence[GoldQuestion],
    *,
    make_row: Maker,
    stamp: Stamp,
    workers: int = 1,
    fresh: bool = False,
    progress: Progress,
) -> tuple[list[Row], int]:
    """Make the rows that ``path`` lacks, appending each as it is finished; at the end the file is in the order of the questions.

    Args:
        path: JSONL file; rows in it whose id and stamp are those of a question are kept, crashed ones are made again.
        questions: what to make rows for.
        make_row: question -> row, with the stamp in it; must not raise.
        stamp: what a row of this question depends on.
        workers: rows made at the same time.
        fresh: keep nothing.
        progress: told (rows made in this run, rows to make in this run).

    Returns:
        All rows in the order of the questions, and how many of them were kept.

    Raises:
        GoldError: the file cannot be written.
    """
    known = {} if fresh else _rows_by_id(path)
    rows = {q.id: known[q.id] for q in questions if q.id in known and _holds(known[q.id], stamp(q))}
    kept, missing = len(rows), [q for q in questions if q.id not in rows]
    try:
        write_rows(path, rows.values())
        with path.open("a", encoding="utf-8") as file:
            for row in _made(missing, make_row, workers):
                rows[row["id"]] = row
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                file.flush()
                progress(len(rows) - kept, len(missing))
        ordered = [rows[q.id] for q in questions]
        partial = path.with_suffix(".partial")
        write_rows(partial, ordered)
        partial.replace(path)
    except OSError as error:
        raise GoldError(f"结果文件 {path} 无法写入（{error}）。请检查 --out 文件夹的权限和磁盘空间。") from error
    return ordered, kept


def _holds(row: Row, stamp: Mapping[str, str]) -> bool:
    return "error" not in row and all(row.get(name) == value for name, value in stamp.items())


def _rows_by_id(path: Path) -> dict[str, Row]:
    """Rows of an earlier run; a last line that was cut off by the interruption is left out."""
    rows: dict[str, Row] = {}
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return rows
    for line in lines:
        try:
            row = json.loads(line)
            rows[row["id"]] = row
        except (json.JSONDecodeError, KeyError, TypeError):
            continue
    return rows


def _made(questions: Sequence[GoldQuestion], make_row: Maker, workers: int) -> Iterator[Row]:
    """Rows as they are finished. Stopping early (Ctrl-C) abandons what has not begun."""
    if workers <= 1:
        yield from map(make_row, questions)
        return
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        for future in as_completed([pool.submit(make_row, question) for question in questions]):
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
