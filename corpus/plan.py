"""The nouns of a plan: frozen values, no behaviour beyond what follows from their fields.

Spans are half-open character offsets into ``Plan.text``, the text exactly as the reader produced it.
"""

from dataclasses import dataclass
from typing import Literal

FrontKind = Literal["title", "issuer", "number", "registration", "date", "recipients", "openness", "attachments"]
ClauseKind = Literal["clause", "front", "preamble", "closing"]
DutyRole = Literal["lead", "join", "shared", "alone"]
FurnitureKind = Literal["page_number", "running_header", "contents", "mark", "link", "footnote"]
Comparison = Literal["decrease", "reduction_amount", "reach", "at_least", "at_most", "about"]


@dataclass(frozen=True, slots=True)
class Furniture:
    """Characters that are not the plan's own words: page numbers, running headers, contents, Markdown marks and footnotes, web debris."""

    kind: FurnitureKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FrontField:
    """One fact of the front matter, with the place it was read from (inside a ``front`` clause or the preamble)."""

    kind: FrontKind
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """条款: the smallest addressable piece. Its span holds its heading and its own body, not its children.

    ``path`` is the headings as written, outermost first, its own last. ``address`` is what people write: 三、（二）1.
    ``text`` is the span without furniture and with white space repaired; ``heading`` is the part of it that is the heading.
    :func:`corpus.wording.raw_offsets` maps its characters back to the raw text.
    """

    id: str
    plan: str
    kind: ClauseKind
    label: str
    title: str
    path: tuple[str, ...]
    address: str
    level: int
    parent: str | None
    start: int
    end: int
    heading: str
    text: str

    @property
    def section(self) -> str:
        """The headings joined as citations show them."""
        return " > ".join(self.path)

    @property
    def name(self) -> str:
        """Address and title; a heading without a number is found by its title."""
        return f"{self.address}{self.title if self.label else ''}"


@dataclass(frozen=True, slots=True)
class Target:
    """指标: one figure that a plan sets itself, with the words that say it. ``plan`` and ``clause`` are ids.

    ``indicator`` is named as written, with what it applies to; ``canonical`` is its common name across plans. ``value`` is the number as
    written in ``unit`` (万吨 stays 万吨; of a range the lower one), None where the figure is said without a number (完成省下达指标, 翻番).
    ``quote`` is the smallest stretch of ``sentence`` that says it, ``start`` and ``end`` its span in ``Plan.text``.
    """

    plan: str
    clause: str
    section: str
    indicator: str
    canonical: str
    value: float | None
    value_text: str
    unit: str
    comparison: Comparison
    base_year: int | None
    target_year: int | None
    qualifier: str
    scope: str
    quote: str
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line of ``Plan.text`` that was recognised in a picture of a page, and so may be misread.

    ``page`` counts from 1; ``confidence`` (0..1) is the recogniser's; the box is in shares of the page's width and height (0..1), from
    its upper left corner.
    """

    start: int
    end: int
    page: int
    confidence: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Plan:
    """方案: one document. ``clauses`` are in text order; with ``furniture`` they cover every non-blank character once.

    ``scans`` are its lines that were recognised in pictures, in text order; none where the file itself holds the text.
    """

    id: str
    title: str
    text: str
    clauses: tuple[Clause, ...]
    front: tuple[FrontField, ...]
    furniture: tuple[Furniture, ...]
    region: str = ""
    province: str = ""
    aliases: tuple[str, ...] = ()
    scans: tuple[ScannedLine, ...] = ()

    def field(self, kind: FrontKind) -> FrontField | None:
        """The first front-matter fact of this kind, or None when the text does not give it."""
        return next((f for f in self.front if f.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Duty:
    """责任分工: one body named in one responsibility bracket or list of a clause.

    ``body`` is its name as written, ``order`` its place in the bracket (from 1), ``quote`` the whole bracket and ``start``/``end`` the raw
    span of it. ``phrase`` are the words that give the role (牵头, 按职责分工负责, 责任单位; empty in a bare list). ``rule`` is empty, or the
    words by which this body is bound in every clause that follows as well (以下均需…落实，不再列出).
    """

    plan: str
    clause: str
    section: str
    body: str
    role: DutyRole
    order: int
    quote: str
    start: int
    end: int
    phrase: str
    rule: str
