"""A gold file to begin with: example questions from the front matter of a user's own plans, then rows to fill in."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.catalogue import Corpus
from corpus.plan import FrontKind, Plan
from errors import GoldError
from eval.gold.sheet import COLUMNS

#: What each column wants, shown behind its name in the head row of a sheet.
_NOTES = {
    "编号": "不重复",
    "题型": "fact 事实、list 列举、agency 责任单位、compare 比较、measure 做法、unanswerable 答不了……",
    "问题": "必填",
    "上文": "一行一句，以 用户： 或 助手： 开头；没有则留空",
    "方案": "文件名即方案编号；多份用 ; 隔开；方案之外的问题留空",
    "参考答案": "尽量短",
    "要点": "都要出现；多项用 ; 隔开，同一项的不同写法用 | 隔开，如 16000|16,000;2025年",
    "不得出现": "多项用 ; 隔开",
    "证据": "一行一处：方案编号|条款|原文；只问一份方案时可只写原文，须与方案一字不差",
}
_ASKED: dict[FrontKind, str] = {
    "number": "《{title}》的文号是什么？",
    "date": "《{title}》是哪一天印发的？",
    "title": "{region}的这份方案全称是什么？",
}
_PLANS_SHOWN = 5


def template_rows(corpus: Corpus) -> list[dict[str, Any]]:
    """Example rows of a gold file: document number, date and title of the first plans, as their front matter gives them."""
    asked = [(plan, kind) for plan in corpus.plans[:_PLANS_SHOWN] for kind in _ASKED if _asks(plan, kind)]
    return [_row(plan, kind, _ASKED[kind], number) for number, (plan, kind) in enumerate(asked, 1)]


def _asks(plan: Plan, kind: FrontKind) -> bool:
    return plan.field(kind) is not None and (kind != "title" or bool(plan.region))


def _row(plan: Plan, kind: FrontKind, question: str, number: int) -> dict[str, Any]:
    field = plan.field(kind)
    assert field is not None
    value = "".join(field.value.split())
    return {
        "id": f"q-{number:03d}",
        "type": "fact",
        "question": question.format(title=plan.title, region=plan.region),
        "history": [],
        "plans": [plan.id],
        "answer": value,
        "must_include": [[value]],
        "must_not_include": [],
        "evidence": [{"plan": plan.id, "section": "", "quote": "".join(plan.text[field.start : field.end].split())}],
    }


def write_template(path: Path, corpus: Corpus, blanks: int) -> int:
    """Write a CSV or JSONL template, told by the file's ending; returns the number of example rows.

    A sheet also gets ``blanks`` numbered rows to fill in, and a head row that explains itself.

    Raises:
        GoldError: the file exists, or has another ending.
    """
    if path.exists():
        raise GoldError(f"{path} 已经存在，不会覆盖。请换一个文件名。")
    if path.suffix.lower() not in (".csv", ".jsonl"):
        raise GoldError(f"{path.name} 的后缀不是 .csv 或 .jsonl。请换一个文件名。")
    rows = template_rows(corpus)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        # the mark tells spreadsheets that this is UTF-8
        path.write_bytes(b"\xef\xbb\xbf" + sheet_of(rows, blanks).encode("utf-8"))
    else:
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return len(rows)


def sheet_of(rows: Sequence[dict[str, Any]], blanks: int = 0) -> str:
    """Gold rows as CSV that :func:`eval.gold.sheet.read_sheet` reads back to the same rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([f"{name}（{_NOTES[name]}）" for name in COLUMNS])
    writer.writerows([_cell(row, name) for name in COLUMNS.values()] for row in rows)
    for number in range(len(rows) + 1, len(rows) + blanks + 1):
        writer.writerow([f"q-{number:03d}"] + [""] * (len(COLUMNS) - 1))
    return out.getvalue()


def _cell(row: dict[str, Any], name: str) -> str:
    value = row.get(name) or ""
    if isinstance(value, str):
        return value
    if name == "history":
        roles = {"user": "用户", "assistant": "助手"}
        return "\n".join(f"{roles[turn['role']]}：{turn['content']}" for turn in value)
    if name == "evidence":
        return "\n".join(f"{e['plan']}|{e['section']}|{e['quote']}" for e in value)
    return ";".join("|".join(item) if isinstance(item, list) else item for item in value)
