"""The process that recognises: ``python -m corpus.readers.scan_worker`` answers one request a line, as :mod:`corpus.readers.worker` does.

A request names a file as there. Without a ``page`` it asks how many there are (``{"pages"}``); with one, from 1, for its lines
(``{"lines"}``: text, confidence, printed box, share of the page, whether it is a row of a table, or of a footnote): those of its text layer, or what is ``recognised`` in its picture.
"""

from collections.abc import Callable, Sequence
from typing import Any

from corpus.readers import limits
from corpus.readers.document import Unreadable
from corpus.readers.drawn_lines import drawn_rulings
from corpus.readers.pdf import open_pdf, pdf_lines
from corpus.readers.pdf_tables import RuledTables
from corpus.readers.pictures import count_pages, page_picture
from corpus.readers.printed import PrintedLine
from corpus.readers.recogniser import Recognised, recognise
from corpus.readers.scan_lines import page_lines, page_pieces
from corpus.readers.scan_tables import with_tables
from corpus.readers.watermarks import Watermarks
from corpus.readers.worker import request_bytes, serve

Recogniser = Callable[[Any], list[Recognised]]


def main(recogniser: Recogniser = recognise, seconds: int = limits.SCAN_CPU_SECONDS) -> None:
    """Recognise until standard input ends; ``seconds`` of processor time are for one page."""

    def read(request: dict[str, Any]) -> dict[str, Any]:
        return read_page(request, recogniser)

    serve(read, seconds=seconds, memory=limits.SCAN_MEMORY_BYTES)


def read_page(request: dict[str, Any], recogniser: Recogniser) -> dict[str, Any]:
    """The answer to a request.

    Raises:
        Unreadable: damaged, or over a limit of :mod:`corpus.readers.limits`.
    """
    kind, data = request["kind"], request_bytes(request)
    if "page" not in request:
        return {"pages": count_pages(kind, data)}
    number = request["page"] - 1
    if not request["recognised"]:
        document = open_pdf(data)
        lines = pdf_lines(document, Watermarks(document), RuledTables(), number, limits.CHARACTERS)
        return {"lines": [_told(line) for line in lines]}
    picture = page_picture(kind, data, number)
    pieces, sheet = page_pieces(recogniser(picture.dots), picture.width, picture.height)
    if len(pieces) > limits.SCAN_LINES:
        raise Unreadable(f"一页有 {len(pieces)} 行，超过 {limits.SCAN_LINES} 行，不像文件。请确认来源。")
    found = page_lines(with_tables(pieces, drawn_rulings(picture.dots, sheet)))
    return {"lines": [_told(line.printed, line.confidence, line.box) for line in found]}


def _told(line: PrintedLine, confidence: float | None = None, box: Sequence[float] = ()) -> tuple[Any, ...]:
    return line.text, confidence, (line.left, line.right, line.bottom, line.top), box, line.row, line.note


if __name__ == "__main__":
    main()
