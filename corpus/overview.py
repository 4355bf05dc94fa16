"""What was read of a corpus, one entry a plan, and the table of it and of the files left out that people look at."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.catalogue import Corpus, Problem
from corpus.check import find_violations
from corpus.duties import read_duties
from corpus.editions import Standing
from corpus.plan import Duty, Plan, Target
from corpus.targets import read_targets

_HEAD = ("", "方案", "条款", "指标", "责任", "字数", "标题", "说明")
#: Columns of numbers stand at the right of their width.
_NUMBERS = range(2, 6)


@dataclass(frozen=True, slots=True)
class Entry:
    """A plan with its ledgers, what is broken in it, and what is to be known of it."""

    plan: Plan
    targets: tuple[Target, ...]
    duties: tuple[Duty, ...]
    violations: tuple[str, ...]
    standing: Standing

    @property
    def notes(self) -> tuple[str, ...]:
        """Marks of a few characters: repealed, replaced, recognised, broken."""
        pages = {line.page for line in self.plan.scans}
        marks = (
            "已废止" if self.standing.repealed_by else "",
            f"有新版 {self.standing.newer}" if self.standing.newer else "",
            f"识别自扫描件 {len(pages)} 页" if pages else "",
            "结构有误" if self.violations else "",
        )
        return tuple(filter(None, marks))


def entries_of(corpus: Corpus) -> list[Entry]:
    """The entries of a corpus, in the order of its plans."""
    standing = corpus.standing
    return [
        Entry(
            plan,
            tuple(read_targets(plan)),
            tuple(read_duties(plan)),
            tuple(find_violations(plan)),
            standing.get(plan.id, Standing()),
        )
        for plan in corpus.plans
    ]


def table_lines(entries: Sequence[Entry], problems: Sequence[Problem] = ()) -> Iterator[str]:
    """The entries, and behind them the files that were left out, as an aligned table: a Chinese sign is two columns wide."""
    rows = [_HEAD, *map(_row, entries), *(_left_out(problem) for problem in problems if problem.left_out)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [_padded(cell, widths[at], right=at in _NUMBERS) for at, cell in enumerate(row)]
        yield "  ".join(cells).rstrip()


def _row(entry: Entry) -> tuple[str, ...]:
    plan = entry.plan
    counts = (len(plan.clauses), len(entry.targets), len(entry.duties), len(plan.text))
    return ("✗" if entry.violations else "✓", plan.id, *map(str, counts), plan.title, "，".join(entry.notes))


def _left_out(problem: Problem) -> tuple[str, ...]:
    return ("✗", problem.file, "", "", "", "", "", f"未收入：{problem.reason.split('。')[0]}")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return f"{blanks}{text}" if right else f"{text}{blanks}"
