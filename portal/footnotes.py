"""Footnotes for python-docx, which has none: a part of the package that holds them, and marks in the text that point at it."""

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


class Footnotes:
    """The footnotes of a document; :meth:`close` puts them into it."""

    def __init__(self, document: "Document") -> None:
        self._document = document
        self._root = etree.Element(_w("footnotes"), nsmap={"w": _W})
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):  # Word wants both
            note = etree.SubElement(self._root, _w("footnote"), {_w("type"): kind, _w("id"): str(number)})
            etree.SubElement(_run(note), _w(kind))
        self._count = 0

    def add(self, paragraph: "Paragraph", text: str) -> None:
        """A mark at the end of the paragraph, and its note."""
        self._count += 1
        note = etree.SubElement(self._root, _w("footnote"), {_w("id"): str(self._count)})
        run = _run(note)
        _raise(run)
        etree.SubElement(run, _w("footnoteRef"))
        words = etree.SubElement(etree.SubElement(run.getparent(), _w("r")), _w("t"))
        words.text = f" {text}"
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        mark = paragraph.add_run()._r
        _raise(mark)
        mark.append(mark.makeelement(_w("footnoteReference"), {_w("id"): str(self._count)}))

    def close(self) -> None:
        """Put the notes into the document, where there are any."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        if self._count:
            blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
            package = self._document.part.package
            self._document.part.relate_to(Part(PackURI("/word/footnotes.xml"), _TYPE, blob, package), _RELATION)


def _run(note: etree._Element) -> etree._Element:
    return etree.SubElement(etree.SubElement(note, _w("p")), _w("r"))


def _raise(run: etree._Element) -> None:
    """As superscript; said at the run, since the template has no style for footnotes."""
    style = etree.SubElement(run, _w("rPr"))
    etree.SubElement(style, _w("vertAlign"), {_w("val"): "superscript"})


def _w(name: str) -> str:
    return f"{{{_W}}}{name}"
