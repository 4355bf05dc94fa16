"""What reading a file yields: a document, or why there is none."""

from dataclasses import dataclass


class Unreadable(Exception):
    """Raised by a format's reader; the message is a Chinese sentence without the file's name, ending with what to do."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Text of a document, and remarks on what it does not hold (pages that are pictures)."""

    text: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read. ``name`` is shown to people (``包.zip/方案.docx``), ``stem`` becomes the plan id."""

    name: str
    stem: str
    text: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a member of a ZIP, that was left out, and why."""

    name: str
    reason: str
