"""Gold questions: a JSONL file, one question a line (schema in docs/gold.md). Evidence points at plan and quote, never at chunks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from errors import GoldError
from retrieval.answer import Turn


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


def load_gold(path: Path) -> list[GoldQuestion]:
    """Read a gold file.

    Raises:
        GoldError: the file is missing, or a line is not a question; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"无法读取题目文件 {path}（{error}）。请用 --gold 指定 UTF-8 的 JSONL 文件。") from None
    questions = list(_read_rows(path, lines))
    if not questions:
        raise GoldError(f"题目文件 {path} 里没有题目。请每行写一个 JSON 对象，格式见 docs/gold.md。")
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise GoldError(f"题目文件 {path} 中编号 {question.id} 重复。请改成不同的编号。")
        seen.add(question.id)
    return questions


def _read_rows(path: Path, lines: list[str]) -> Iterator[GoldQuestion]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield GoldQuestion(
                id=str(row["id"]),
                type=str(row["type"]),
                question=str(row["question"]),
                history=tuple(Turn(h["role"], h["content"]) for h in row.get("history") or ()),
                plans=tuple(row.get("plans") or ()),
                answer=str(row.get("answer", "")),
                must_include=tuple(tuple(group) for group in row.get("must_include") or ()),
                must_not_include=tuple(row.get("must_not_include") or ()),
                evidence=tuple(
                    Evidence(e["plan"], e.get("section", ""), e["quote"]) for e in row.get("evidence") or ()
                ),
            )
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            reason = f"缺少字段 {error}" if isinstance(error, KeyError) else str(error)
            raise GoldError(f"{path} 第 {number} 行不是有效的题目：{reason}。格式见 docs/gold.md。") from None
