"""The process that recognises: ``python -m corpus.readers.scan_worker`` answers one request a line, as :mod:`corpus.readers.worker` does.

A request names a file as there. Without a ``page`` it asks how many there are (``{"pages"}``); with one, from 1, for its lines
(``{"lines"}``: text, confidence, printed box, share of the page): those of its text layer, or what is ``recognised`` in its picture.
"""

from collections.abc import Callable
from typing import Any

from corpus.readers import limits
from corpus.readers.document import Unreadable
from corpus.readers.pdf import open_pdf, pdf_lines
from corpus.readers.pdf_tables import RuledTables
from corpus.readers.pictures import count_pages, page_picture
from corpus.readers.recogniser import Recognised, recognise
from corpus.readers.scan_lines import page_lines
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
        return {"lines": [(p.text, None, (p.left, p.right, p.bottom, p.top), ()) for p in lines]}
    picture = page_picture(kind, data, number)
    found = page_lines(recogniser(picture.dots), picture.width, picture.height)
    if len(found) > limits.SCAN_LINES:
        raise Unreadable(f"一页有 {len(found)} 行，超过 {limits.SCAN_LINES} 行，不像文件。请确认来源。")
    shown = ((line, line.printed) for line in found)
    return {"lines": [(p.text, line.confidence, (p.left, p.right, p.bottom, p.top), line.box) for line, p in shown]}


if __name__ == "__main__":
    main()
