"""What stands of a model's reply, in its own order: sentences that passed, the plan's own in place of those that did not, and words between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.passage import Passage
from index.snapshot import Index
from retrieval.answer import Line, Origin, Removed
from retrieval.answers.statement import Evidence, Statement
from retrieval.answers.writing import MarkNumbers, mark_lines
from retrieval.gates.alignment import align
from retrieval.gates.checks import pass_gates
from retrieval.gates.cited import cite_passages
from retrieval.gates.claims import amounts, content, fold
from retrieval.gates.overlap import pairs_of
from retrieval.gates.proof import evidence_of_sources
from retrieval.gates.source import without_names
from retrieval.question.commands import is_command
from retrieval.question.places import place_name
from retrieval.writer.reply import Sentence

#: So much of a sentence that did not pass a plan's own must say to stand in its place.
_SAME_THING = 0.3
#: Behind the plan's own sentence.
TAKEN = "（摘自原文）"
_ROW = re.compile(r"^\s*\|")


@dataclass(frozen=True)
class Standing:
    """A line of the answer: a statement with its evidence, and whose words it is in."""

    statement: Statement
    origin: Origin


@dataclass
class Reply:
    """What stands so far. ``found`` are the lines of the extractive answer; ``many``: what is asked has no one answer, so that a sentence of the
    plan that is like one that failed belongs to it; ``absences`` what the model says is not given; ``lists``: words have led to a list.
    """

    index: Index
    plans: Sequence[str]
    found: Sequence[Statement] = ()
    many: bool = True
    standing: list[Standing] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    absences: list[str] = field(default_factory=list)
    lists: bool = False
    _leading: list[str] = field(default_factory=list)

    def lead(self, text: str) -> None:
        """Words that claim nothing: shown once something stands behind them."""
        self._leading.append(text)
        self.lists |= text.rstrip().endswith(("：", ":"))

    def keep(self, statement: Statement, origin: Origin = "model") -> bool:
        """Whether a statement is new: what a line of ours already quotes whole needs no second telling."""
        ours = [s.statement for s in self.standing if s.origin in ("ledger", "text")]
        told = bool(statement.evidence) and any(all(is_within(e, line) for e in statement.evidence) for line in ours)
        if told or any(_same(statement, s.statement) for s in self.standing):
            return False
        self.standing += [Standing(Statement(text, (), "", (text,)), "frame") for text in self._leading]
        self._leading.clear()
        self.standing.append(Standing(statement, origin))
        return True

    def replace(self, sentence: Sentence, reason: str, passages: Sequence[Passage]) -> bool:
        """Put the plan's own words in the place of a sentence that failed: the line of the extractive answer that says the same thing, else,
        where many things are asked, the sentence most like it. Whether there are such, and they are new.
        """
        line, own = self._line(sentence), None
        if line is None and self.many and not is_command(sentence.text):
            own = self._own(sentence, passages)
        instead = line or own
        new = instead is not None and not self._cited(instead) and self.keep(instead, "ledger" if line else "text")
        self.removed.append(Removed(sentence.text, reason, instead.text if instead else ""))
        return new

    def _line(self, sentence: Sentence) -> Statement | None:
        """The line found for the question that is most like a sentence."""
        words = pairs_of(fold(sentence.text))
        alike = [(len(words & pairs_of(fold(line.text))) / max(1, len(words)), -n) for n, line in enumerate(self.found)]
        share, at = max(alike, default=(0.0, 0))
        return self.found[-at] if share >= _SAME_THING else None

    def _own(self, sentence: Sentence, passages: Sequence[Passage]) -> Statement | None:
        """The plan's sentence that is most like one that failed, among the passages that it cites, or all where it cites none."""
        numbers = [n for piece in sentence.pieces for n in piece.numbers]
        cited = [passages[n - 1] for n in numbers if 1 <= n <= len(passages)] or (passages if not numbers else [])
        best: tuple[float, Statement | None] = (_SAME_THING, None)
        for plan in dict.fromkeys(p.plan for p in cited if p.plan in self.plans):
            shown = cite_passages(self.index, [p for p in cited if p.plan == plan])
            alignment = align(fold(without_names(sentence.text, shown.named)), shown)
            if not alignment.sources or alignment.best <= best[0]:
                continue
            if alignment.sources[0].units[0].kind == "duty":  # whose duties they are another sentence says
                continue
            evidence = evidence_of_sources(self.index, "", alignment.sources[:1])
            place = f"{place_name(self.index.plan(plan))}：" if len(self.plans) > 1 else ""
            statement = Statement(place + "".join(e.quote for e in evidence), evidence, plan)
            if pass_gates(self.index, [statement], "", self.plans)[0]:
                best = (alignment.best, statement)
        return best[1]

    def _cited(self, statement: Statement) -> bool:
        return all(any(is_within(e, s.statement) for s in self.standing) for e in statement.evidence)

    @property
    def told(self) -> set[str]:
        """The plans that something is said of."""
        return {e.plan for s in self.standing for e in s.statement.evidence}

    @property
    def statements(self) -> list[Statement]:
        """What stands, in order, the words between aside."""
        return [s.statement for s in self.standing if s.origin != "frame"]

    @property
    def in_model_words(self) -> bool:
        """Whether a sentence of the model itself passed."""
        return any(s.origin == "model" for s in self.standing)

    @property
    def lost(self) -> list[Removed]:
        """What was removed without anything in its place."""
        return [r for r in self.removed if not r.instead]


def is_within(evidence: Evidence, statement: Statement) -> bool:
    """Whether a statement cites all of a piece of evidence."""
    mine = [e for e in statement.evidence if e.clause == evidence.clause]
    return any(e.start <= evidence.start and evidence.end <= e.end for e in mine)


def written(standing: Sequence[Standing], numbers: MarkNumbers) -> tuple[list[str], tuple[Line, ...]]:
    """(lines of Markdown with marks, the lines with whose they are). Rows of a table stay a table; words between have no bullet."""
    several = sum(s.origin != "frame" for s in standing) > 1
    lines: list[str] = []
    told: list[Line] = []
    for each in standing:
        text = mark_lines([each.statement], numbers)[0] + (TAKEN if each.origin == "text" else "")
        row = bool(_ROW.match(each.statement.text))
        bare = each.origin == "frame" or row or not several
        lines += _row(text, lines) if row else [text if bare else f"- {text}"]
        told.append(Line(each.statement.text, each.origin))
    return lines, tuple(told)


def _row(text: str, before: Sequence[str]) -> list[str]:
    """A row of a table, its marks inside the last cell; the first has the rule below it."""
    cells, bar, marks = text.rpartition("|")
    row = f"{cells.rstrip()} {marks}{bar}" if bar else text
    opens = not before or not _ROW.match(before[-1])
    return [row, "|" + "---|" * max(1, row.count("|") - 1)] if opens else [row]


def _same(one: Statement, other: Statement) -> bool:
    """Whether two sentences say the same of the same plan, small words aside."""
    ours, theirs = fold(one.text), fold(other.text)
    figures = [(a.number, a.unit) for a in amounts(ours)] == [(a.number, a.unit) for a in amounts(theirs)]
    words = set(content(ours))
    return one.plan == other.plan and figures and bool(words) and words <= set(content(theirs))
