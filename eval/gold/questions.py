"""Gold questions: JSONL or CSV, one question a row (schema in docs/evaluation.md). Evidence points at plan, clause and quote, never at chunks."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import GoldError
from eval.gold.sheet import read_sheet
from retrieval.answer import Turn

_KNOWN = ("id", "type", "question", "history", "plans", "answer", "must_include", "must_not_include", "evidence")
_NEEDED = ("id", "type", "question")
_MOST_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a plan that a right answer rests on; ``quote`` is an exact substring once white space is removed."""

    plan: str
    section: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with its reference answer. Every group of ``must_include`` needs one of its alternatives in the answer."""

    id: str
    type: str
    question: str
    history: tuple[Turn, ...]
    plans: tuple[str, ...]
    answer: str
    must_include: tuple[tuple[str, ...], ...]
    must_not_include: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    @property
    def asked_plans(self) -> frozenset[str]:
        """Plans that may be cited: those asked about and those the evidence stands in."""
        return frozenset(self.plans) | {e.plan for e in self.evidence}

    @property
    def declinable(self) -> bool:
        """Whether the right answer is that the texts do not say: not answerable, and no true figure to be given instead."""
        says_so = any("没有" in alternative for group in self.must_include for alternative in group)
        return self.type in ("unanswerable", "injection") and (not self.must_include or says_so)


def load_gold(path: Path) -> list[GoldQuestion]:
    """Read a gold file; ``.csv`` is read as a sheet, everything else as JSONL.

    Raises:
        GoldError: the file is missing, or rows are not questions; the message names up to ten of them by line.
    """
    try:
        rows = read_sheet(path) if path.suffix.lower() == ".csv" else _read_lines(path)
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"无法读取题目文件 {path}（{error}）。请用 --gold 指定 UTF-8 的 JSONL 或 CSV 文件。") from None
    if not rows:
        raise GoldError(f"题目文件 {path} 里没有题目。请每行写一个 JSON 对象，格式见 docs/evaluation.md。")
    problems = [f"第 {line} 行：{problem}" for line, row in rows for problem in _problems_of(row)]
    lines: dict[str, int] = {}
    for line, row in rows:
        if isinstance(row, Mapping) and "id" in row and (known := lines.setdefault(str(row["id"]), line)) != line:
            problems.append(f"第 {line} 行：编号 {row['id']} 与第 {known} 行重复")
    if problems:
        shown = "\n".join(problems[:_MOST_PROBLEMS])
        more = f"\n……共 {len(problems)} 处" if len(problems) > _MOST_PROBLEMS else ""
        raise GoldError(f"{path} 有不能用的题目：\n{shown}{more}\n请按 docs/evaluation.md 的格式修改。")
    return [_question(row) for _, row in rows]


def _read_lines(path: Path) -> list[tuple[int, Any]]:
    """Line number and parsed value; a line that is not JSON becomes its own error text. Signs of Unicode that break lines may stand in texts."""
    rows: list[tuple[int, Any]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if line.strip():
            try:
                rows.append((number, json.loads(line)))
            except json.JSONDecodeError as error:
                rows.append((number, f"不是 JSON（{error}）"))
    return rows


def _problems_of(row: Any) -> Iterator[str]:
    if not isinstance(row, Mapping):
        yield row if isinstance(row, str) and row.startswith("不是 JSON") else "应是一个 JSON 对象"
        return
    for name in _NEEDED:
        if name not in row:
            yield f"缺少字段 {name!r}"
        elif not isinstance(row[name], str) or not row[name].strip():
            yield f"{name} 应是非空的文字"
    yield from (f"不认识的字段 {name!r}（可用：{'、'.join(_KNOWN)}）" for name in row if name not in _KNOWN)
    if not isinstance(row.get("answer", ""), str):
        yield "answer 应是文字"
    for name in ("plans", "must_not_include"):
        if not _is_texts(row.get(name) or []):
            yield f"{name} 应是文字的列表"
    groups = row.get("must_include") or []
    if not isinstance(groups, list) or not all(_is_texts(group) and group for group in groups):
        yield 'must_include 应是若干组写法，如 [["16000", "16,000"], ["吨"]]'
    yield from _problems_of_objects(row, "history", ("role", "content"), "一句话")
    yield from _problems_of_objects(row, "evidence", ("plan", "quote"), "一处证据")


def _problems_of_objects(row: Mapping[str, Any], name: str, fields: tuple[str, ...], what: str) -> Iterator[str]:
    objects = row.get(name) or []
    if not isinstance(objects, list) or not all(isinstance(value, Mapping) for value in objects):
        yield f"{name} 应是列表，每项是{what}的对象"
        return
    for value in objects:
        for field in fields:
            if not isinstance(value.get(field), str) or not value[field].strip():
                yield f"{name} 的每项都要有文字 {field}"
        if name == "history" and value.get("role") not in ("user", "assistant"):
            yield "history 的 role 只能是 user 或 assistant"


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


def _question(row: Mapping[str, Any]) -> GoldQuestion:
    return GoldQuestion(
        id=row["id"],
        type=row["type"],
        question=row["question"],
        history=tuple(Turn(turn["role"], turn["content"]) for turn in row.get("history") or ()),
        plans=tuple(row.get("plans") or ()),
        answer=row.get("answer", ""),
        must_include=tuple(tuple(group) for group in row.get("must_include") or ()),
        must_not_include=tuple(row.get("must_not_include") or ()),
        evidence=tuple(Evidence(e["plan"], e.get("section") or "", e["quote"]) for e in row.get("evidence") or ()),
    )
