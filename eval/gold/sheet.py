"""Gold questions in a spreadsheet (CSV, UTF-8 or GB18030), for people who do not write JSON.

Columns, in any order, by English or Chinese name, a note in brackets behind it; only the question is needed (a row with
nothing but number, type and plans is one still to be filled, and left out):
id 编号, type 题型, question 问题, history 上文, plans 方案, answer 参考答案, must_include 要点, must_not_include 不得出现, evidence 证据.
In a cell, items are separated by line feeds or semicolons, alternatives of one item by ``|``. History and evidence have one item a
line: ``用户：…`` or ``助手：…``; ``方案编号|条款|引文``, or the quote alone when the row asks about one plan.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any

from errors import GoldError

COLUMNS = {
    "编号": "id",
    "题型": "type",
    "问题": "question",
    "上文": "history",
    "方案": "plans",
    "参考答案": "answer",
    "要点": "must_include",
    "不得出现": "must_not_include",
    "证据": "evidence",
}
#: What a template fills in by itself.
_PRINTED = {"id", "type", "plans"}
_ITEMS = re.compile(r"[;；\n]")
_ALTERNATIVES = re.compile(r"[|｜]")
_SPEAKER = re.compile(r"\s*(?P<who>用户|助手|user|assistant)\s*[:：]\s*(?P<said>.+)")
_ROLES = {"用户": "user", "助手": "assistant", "user": "user", "assistant": "assistant"}


def read_sheet(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Rows as JSON objects of the gold schema, each with the line it begins on.

    Raises:
        OSError: the file cannot be read.
        GoldError: no header names the question, or a column is unknown.
    """
    text = _decode(path)
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [_column(name) for name in next(reader, [])]
    unknown = [name for name in header if name and name not in COLUMNS.values()]
    if unknown or "question" not in header:
        wrong = f"不认识的列：{'、'.join(unknown)}" if unknown else "缺少“问题”（question）一列"
        names = "、".join(f"{english}（{chinese}）" for chinese, english in COLUMNS.items())
        raise GoldError(f"{path} 第 1 行：{wrong}。可用的列：{names}。请修改表头。")
    rows: list[tuple[int, dict[str, Any]]] = []
    begins = reader.line_num + 1
    for cells in reader:
        filled = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name and cell.strip()}
        if filled.keys() - _PRINTED:
            rows.append((begins, _row(filled, len(rows) + 1)))
        begins = reader.line_num + 1
    return rows


def _column(name: str) -> str:
    named = re.split("[（(]", name, maxsplit=1)[0].strip()
    return COLUMNS.get(named, named.lower())


def _decode(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")  # what Excel writes in a Chinese Windows


def _row(cells: dict[str, str], number: int) -> dict[str, Any]:
    plans = _split(_ITEMS, cells.get("plans", "").replace("、", ";"))
    row: dict[str, Any] = {"id": cells.get("id", f"q-{number:03d}"), "type": cells.get("type", "fact"), "plans": plans}
    row |= {name: cells[name] for name in ("question", "answer") if name in cells}
    row["must_include"] = [_split(_ALTERNATIVES, group) for group in _split(_ITEMS, cells.get("must_include", ""))]
    row["must_not_include"] = _split(_ITEMS, cells.get("must_not_include", ""))
    row["history"] = [_turn(line) for line in cells.get("history", "").splitlines() if line.strip()]
    row["evidence"] = [_evidence(line, plans) for line in cells.get("evidence", "").splitlines() if line.strip()]
    return row


def _split(at: re.Pattern[str], cell: str) -> list[str]:
    return [item.strip() for item in at.split(cell) if item.strip()]


def _turn(line: str) -> dict[str, str]:
    spoken = _SPEAKER.fullmatch(line)
    return {"role": _ROLES[spoken["who"]], "content": spoken["said"]} if spoken else {"role": "user", "content": line}


def _evidence(line: str, plans: list[str]) -> dict[str, str]:
    parts = [part.strip() for part in _ALTERNATIVES.split(line, maxsplit=2)]
    if len(parts) == 1:
        return {"plan": plans[0] if len(plans) == 1 else "", "section": "", "quote": parts[0]}
    return {"plan": parts[0], "section": parts[1] if len(parts) == 3 else "", "quote": parts[-1]}
