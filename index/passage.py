"""What search ranks (Passage) and what is embedded and quoted (Unit): frozen values."""

from dataclasses import dataclass
from typing import Literal

UnitKind = Literal["sentence", "duty", "heading", "front"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause or a part of one, as a person reads it.

    ``text`` is clause text (furniture removed, white space repaired); ``start`` and ``end`` are offsets into the plan's raw text.
    ``header`` (plan title and heading path) stands in front of ``text`` for search and prompts, and counts in the token budget.
    """

    id: str
    plan: str
    clause: str
    title: str
    section: str
    address: str
    text: str
    start: int
    end: int

    @property
    def header(self) -> str:
        """Plan title and heading path, as search and prompts see it."""
        return f"《{self.title}》{self.section}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence (or a duty bracket, a heading, a front-matter line) with the heading it stands under."""

    id: str
    plan: str
    clause: str
    passage: str
    kind: UnitKind
    heading: str
    text: str
    start: int
    end: int


def clause_in(record: str) -> str:
    """The id of the clause in that of a passage (clause@2) or a unit (clause.s3); whatever is neither gives no clause's."""
    return record[: max(record.rfind("@"), record.rfind(".s"), 0)]
