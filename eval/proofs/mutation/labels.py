"""Hand labels of a plan's targets and duties: what mutations start from. They are read here, never parsed from a plan.

The two files and their fields are described in docs/gold.md.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import GoldError

TARGETS, DUTIES = "targets.jsonl", "duties.jsonl"


@dataclass(frozen=True, slots=True)
class TargetLabel:
    """A labelled number. ``value_text`` is how ``quote`` writes it, with its unit; labels of one quote come in text order."""

    plan: str
    section: str
    quote: str
    indicator: str
    value_text: str
    unit: str
    scope: str


@dataclass(frozen=True, slots=True)
class DutyLabel:
    """A labelled body of a responsibility bracket; ``quote`` is the whole bracket, ``order`` the body's place in it."""

    plan: str
    section: str
    quote: str
    body: str
    role: str
    order: int

    @property
    def title(self) -> str:
        """The clause's own heading without its number."""
        return clause_title(self.section)


def clause_title(section: str) -> str:
    """The last heading of a section path without its number: ``三、任务 > （一）推进升级`` gives 推进升级."""
    heading = section.rsplit(" > ", 1)[-1]
    for mark in ("、", "）", ")", "条", "．", "."):
        head, found, rest = heading.partition(mark)
        if found and len(head) <= 6:
            return rest.strip()
    return heading.strip()


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a folder."""

    targets: tuple[TargetLabel, ...]
    duties: tuple[DutyLabel, ...]

    @property
    def plans(self) -> tuple[str, ...]:
        """Ids of the labelled plans, sorted."""
        return tuple(sorted({one.plan for one in self.targets} | {one.plan for one in self.duties}))


def load_labels(folder: Path) -> Labels:
    """Read targets.jsonl and duties.jsonl of a folder.

    Raises:
        GoldError: a file is missing, or a line is not a label; the message names the line.
    """
    targets = tuple(
        TargetLabel(
            row["plan"],
            row["section"],
            row["quote"],
            row["indicator"],
            row["value_text"],
            row.get("unit", ""),
            row.get("scope", ""),
        )
        for row in _rows(folder / TARGETS, ("plan", "section", "quote", "indicator", "value_text"))
    )
    duties = tuple(
        DutyLabel(row["plan"], row["section"], row["quote"], row["body"], row.get("role", ""), int(row["order"]))
        for row in _rows(folder / DUTIES, ("plan", "section", "quote", "body", "order"))
    )
    return Labels(targets, duties)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"无法读取标注文件 {path}（{error}）。请用 --labels 指定放有它的文件夹。") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            missing = [name for name in needed if not row[name]]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise GoldError(f"{path} 第 {number} 行不是有效的标注：{error}。格式见 docs/gold.md。") from None
        if missing:
            raise GoldError(f"{path} 第 {number} 行缺少内容：{'、'.join(missing)}。格式见 docs/gold.md。")
        yield row
