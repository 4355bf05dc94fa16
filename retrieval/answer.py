"""The record that every channel speaks: page state, REST, CLI, export and evaluation use the same JSON names."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["answered", "partial", "not_found", "clarify"]
Mode = Literal["extract", "llm", "long-context"]
#: How sure the reader is: firmly said, in doubt (the nearest is shown and said to be that), declined; empty where nothing was read.
Band = Literal["sure", "doubt", "declined", ""]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation; history is always an argument, never kept by the assistant."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a plan that proves a sentence.

    ``quote`` is verbatim (white space repaired); ``start`` and ``end`` are offsets into the plan's raw text; ``address`` is the
    clause's place as people write it; ``clause`` is its id. ``scanned``: the words were recognised in the picture of a page.
    """

    n: int
    plan: str
    title: str
    section: str
    address: str
    clause: str
    quote: str
    start: int
    end: int
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What one gate found: ``gate`` names it, ``passed`` tells, ``detail`` says in Chinese what was dropped and why."""

    gate: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison: column heads and rows of cells; a cell may carry [n] marks."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Origin = Literal["model", "text", "ledger", "frame"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer in a model's words: ``origin`` says whose words they are: the model's, checked; the plan's own, in the place of a
    sentence that did not pass; what the ledgers and the search gave; or the model's words that lead from one to the next and claim nothing.
    """

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Removed:
    """A sentence of a model that did not pass: why, and what of the plan stands in its place (empty: nothing)."""

    text: str
    reason: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a chat model was used for an answer: calls, tokens in and out, cost in 元 by the prices set.

    ``estimated``: the endpoint did not report its tokens (or broke off before), so that they were counted here.
    """

    calls: int
    input_tokens: int
    output_tokens: int
    cost: float
    estimated: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer. ``answer`` is Markdown with [n] marks that point at ``citations``.

    ``prompt`` is the hash of the prompt that asked for it, ``prompts`` those of every prompt by name; ``usage`` is None where no
    model was called. ``certainty`` (0..1) is the reader's that what is said answers, or, where it declines, that the plans answer
    all the same; ``band`` is what it decided by it.
    """

    id: str
    question: str
    answer: str
    status: Status
    citations: tuple[Citation, ...] = ()
    tables: tuple[Table, ...] = ()
    certainty: float = 0.0
    band: Band = ""
    mode: Mode = "extract"
    checks: tuple[Check, ...] = ()
    index: str = ""
    prompt: str = ""
    prompts: dict[str, str] = field(default_factory=dict)
    model: str = ""
    usage: Usage | None = None
    lines: tuple[Line, ...] = ()
    removed: tuple[Removed, ...] = ()
    stage: str = ""
    latency_ms: float = 0.0
    stages_ms: dict[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary with the public names."""
        return asdict(self)
