"""What reading a file yields: a document, or why there is none."""

from dataclasses import dataclass

from corpus.plan import ScannedLine


class Unreadable(Exception):
    """Raised by a format's reader; the message is a Chinese sentence without the file's name, ending with what to do."""


class Pictured(Unreadable):
    """The words of most pages are pictures: they can only be recognised. ``pages`` are their numbers, from 1."""

    def __init__(self, reason: str, pages: tuple[int, ...]) -> None:
        super().__init__(reason)
        self.pages = pages


@dataclass(frozen=True, slots=True)
class Parsed:
    """Text of a document, and remarks on what it does not hold; ``pictures`` are the pages, from 1, whose words are pictures."""

    text: str
    remarks: tuple[str, ...] = ()
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read. ``name`` is shown to people (``包.zip/方案.docx``), ``stem`` becomes the plan id.

    ``scans`` are the lines of its text that were recognised in pictures.
    """

    name: str
    stem: str
    text: str
    remarks: tuple[str, ...] = ()
    scans: tuple[ScannedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a member of a ZIP, that was left out, and why."""

    name: str
    reason: str
