"""Pictures of pages to a text: page by page in a process of their own, each line with its place in the picture and how sure it is."""

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.plan import ScannedLine
from corpus.readers import limits
from corpus.readers.document import Parsed, Unreadable
from corpus.readers.pdf import numbers_shown, pages_text
from corpus.readers.printed import PrintedLine
from corpus.readers.recogniser import REMEDY, is_installed
from corpus.readers.sandbox import Sandbox
from corpus.readers.text import clean

#: What is as unsure on average is named for people to look at.
_UNSURE = 0.85


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as the process told it; ``box`` is empty where it was read from a text layer."""

    printed: PrintedLine
    confidence: float
    box: tuple[float, ...]


@dataclass
class _Pages:
    """The pages of a document as they are read, and those that gave nothing, with the reason."""

    lines: list[list[_Line]] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)


class Scanner:
    """Recognises documents one after another, in a process that starts with the first. Use as a context manager."""

    def __init__(self, sandbox: Sandbox | None = None) -> None:
        self._ready = sandbox is not None or is_installed()
        self._sandbox = sandbox or Sandbox(
            wall_seconds=limits.SCAN_WALL_SECONDS, command=[sys.executable, "-m", "corpus.readers.scan_worker"]
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sandbox.__exit__(kind, error, trace)

    @property
    def is_ready(self) -> bool:
        """Whether anything can be recognised here."""
        return self._ready

    def read(
        self, path: Path, kind: str, member: int | None, pages: Collection[int] | None = None
    ) -> tuple[Parsed, tuple[ScannedLine, ...]]:
        """The text of a document, and its lines that were recognised; ``pages`` are those whose words are pictures, None for all.

        Raises:
            Unreadable: nothing can be recognised here or in it, it is damaged, or over a limit.
        """
        if not self._ready:
            raise Unreadable(f"是图片，没有文字层。{REMEDY}")
        count = self._sandbox.ask(path, kind, member)["pages"]
        pictures = set(range(1, count + 1) if pages is None else pages)
        if len(pictures) > limits.SCAN_PAGES:
            raise Unreadable(f"有 {len(pictures)} 页要识别文字，超过 {limits.SCAN_PAGES} 页。请拆分后再放入。")
        read = _Pages()
        for number in range(1, count + 1):
            try:
                answer = self._sandbox.ask(path, kind, member, page=number, recognised=number in pictures)
                read.lines.append([_line(*told) for told in answer["lines"]])
            except Unreadable as error:
                read.lines.append([])
                read.failed[number] = str(error)
        return _joined(read, pictures)


def _line(
    text: str, confidence: float | None, edges: Sequence[float], box: Sequence[float], row: bool, note: bool
) -> _Line:
    left, right, bottom, top = edges
    return _Line(PrintedLine(text, left, right, bottom, top, row=row, note=note), confidence or 0.0, tuple(box))


def _joined(read: _Pages, pictures: Collection[int]) -> tuple[Parsed, tuple[ScannedLine, ...]]:
    text = clean(pages_text([[line.printed for line in page] for page in read.lines]))
    if len(text) > limits.CHARACTERS:
        raise Unreadable(limits.too_long())
    if not any(map(str.isalnum, text)):  # of a black square a sign may be made, but no word
        reason = next(iter(read.failed.values()), "图片里没有认出文字。请换成清楚的扫描件，或带文字的文件。")
        raise Unreadable(reason)
    return Parsed(text, tuple(_remarks(read, pictures))), tuple(_places(text, read.lines))


def _places(text: str, pages: Sequence[Sequence[_Line]]) -> list[ScannedLine]:
    """Where the recognised lines stand in the text, which is made of all lines in order, but for footnotes, which stand behind it."""
    places, at = [], 0
    for number, page in enumerate(pages, start=1):
        for line in page:
            if line.printed.note:
                continue
            words = clean(line.printed.text)
            start = text.index(words, at)
            at = start + len(words)
            if line.box:
                places.append(ScannedLine(start, at, number, round(line.confidence, 3), *line.box))
    return places


def _remarks(read: _Pages, pictures: Collection[int]) -> list[str]:
    remarks = []
    by_reason: dict[str, list[int]] = {}
    for number, reason in read.failed.items():
        by_reason.setdefault(reason, []).append(number)
    for reason, numbers in by_reason.items():
        remarks.append(f"第 {numbers_shown(numbers)} 页没有读出来，未收入，其余各页已收入：{reason}")
    unsure = [n for n in sorted(pictures) if _mean(read.lines[n - 1]) < _UNSURE]
    if unsure:
        remarks.append(
            f"第 {numbers_shown(unsure)} 页的文字识别把握不大，可能有错字。请与原件核对，或重新扫描得清楚些。"
        )
    return remarks


def _mean(page: Sequence[_Line]) -> float:
    """How sure the signs of a page are on average; one without any is no loss."""
    signs = sum(len(line.printed.text) for line in page)
    return sum(line.confidence * len(line.printed.text) for line in page) / signs if signs else 1.0
