"""A probe: one question to a changed corpus, and what has to be in its answer."""

from dataclasses import dataclass
from typing import Any, Literal

from eval.proofs.mutation.draft import Span
from eval.proofs.mutation.labels import DutyLabel, TargetLabel

Kind = Literal["number", "department", "city", "deletion", "bound", "role"]
KINDS: tuple[Kind, ...] = ("number", "department", "city", "deletion", "bound", "role")


@dataclass(frozen=True, slots=True)
class Probe:
    """A question whose answer has to follow a change.

    Args:
        id: kind, way, corpus and label in one.
        label: what is asked, in the label's words; the same in every probe made from it.
        plain: the question to the unchanged corpus.
        old: what the unchanged plan says.
        new: what the changed plan says; empty when the clause is gone and nothing may be found.
        spans: squashed spans of ``new`` in the changed plan; a cited quote has to reach over one of them.
        place: the plan's place, where all places are asked; ``listed``: whether the changed plan puts it among those that answer.
    """

    id: str
    kind: Kind
    way: str
    plan: str
    label: str
    question: str
    plain: str
    old: str
    new: str
    spans: tuple[Span, ...] = ()
    place: str = ""
    listed: bool = True

    def gold_row(self, corpus: str) -> dict[str, Any]:
        """The probe as a row of a gold file (docs/gold.md) for the changed corpus of this name."""
        if self.kind == "bound":
            return self._gold_row_of_places(corpus)
        return {
            "id": self.id,
            "type": "unanswerable" if not self.new else ("agency" if "负责" in self.question else "fact"),
            "question": self.question,
            "history": [],
            "plans": [self.plan],
            "answer": self.new,
            "must_include": [[self.new]] if self.new else [],
            "must_not_include": [self.old] if self.old else [],
            "evidence": [],
            "corpus": corpus,
        }

    def _gold_row_of_places(self, corpus: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": "compare",
            "question": self.question,
            "history": [],
            "plans": [self.plan] if self.listed else [],
            "answer": self.new if self.listed else "",
            "must_include": [[self.place], [self.new]] if self.listed else [],
            "must_not_include": [],
            "evidence": [],
            "corpus": corpus,
        }


def ask_number(region: str, label: TargetLabel, *, scoped: bool) -> str:
    """The question for a labelled number, in the label's own words; ``scoped`` adds whom it is for."""
    scope = label.scope if scoped and label.scope not in label.indicator else ""
    subject = scope + label.indicator
    return f"{'' if subject.startswith(region) else region}{subject}的目标是多少？"


def ask_duty(region: str, label: DutyLabel) -> str:
    """The question for a labelled bracket, in the words of its clause's heading."""
    return f"{region}{label.title}由谁负责？"
