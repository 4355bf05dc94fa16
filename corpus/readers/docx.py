"""DOCX to text: paragraphs and tables in document order, one line each; the only door to lxml.

The XML is read directly: what published documents hold beyond plain paragraphs (insertions, content controls, text boxes, list
labels, damaged picture links of WPS) is where ready-made DOCX readers lose words or fail.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from corpus.note_marks import lowered, raised
from corpus.readers import limits
from corpus.readers.archive import check_sizes, open_zip, read_entry
from corpus.readers.document import Parsed, Unreadable
from corpus.readers.footnotes import written_notes
from corpus.readers.numbering import SHIFTS, Numbering, local_name, read_numbering
from corpus.readers.tables import Merged, table_lines
from corpus.readers.text import clean

#: Wrappers whose content is read as if they were not there.
_BLOCK_WRAPPERS = frozenset("body sdt sdtContent ins moveTo customXml smartTag txbxContent Choice docPart".split())
_INLINE_WRAPPERS = frozenset(
    "r hyperlink ins moveTo smartTag sdt sdtContent customXml fldSimple Choice ruby rubyBase oMath oMathPara dir bdo sub "
    "num den e f d rad sSup sSub sSubSup nary func".split()
)
#: Half points by which a run is moved to be a mark or an index.
_MOVED = 5
_OFF = ("0", "false", "off")
_HIDING = frozenset(("vanish", "strike", "dstrike"))
_PICTURES = frozenset(("drawing", "pict", "object"))


def parse_docx(data: bytes) -> Parsed:
    """Words of a DOCX: body only (no headers, footers or comments), its notes behind it, without deleted, hidden and contents-list text.

    Cells of a table row are separated by tabs; a row with one filled cell gives that cell's own lines. Labels that Word numbers by
    itself are written out.

    Raises:
        Unreadable: damaged, not a Word document, or too large once unpacked.
    """
    with open_zip(io.BytesIO(data)) as package:
        check_sizes(package, limits.DOCX_ENTRIES)
        main = _main_part(package)
        related = _related(package, main)
        body = _xml(package, main)
        numbering = read_numbering(*(_xml(package, related[kind]) if kind in related else None for kind in _LISTS))
        notes = [_xml(package, related[kind]) for kind in _NOTES if kind in related]
    lines = _block_lines(body, numbering)
    return Parsed(clean("\n".join([*lines, *written_notes(_note_words(notes, numbering))])))


_LISTS, _NOTES = ("numbering", "styles"), ("footnotes", "endnotes")
_RELATED = (*_LISTS, *_NOTES)


def _note_words(parts: Sequence[Any], numbering: Numbering) -> Iterator[str]:
    """The words of each footnote and endnote; lines that only part them from the text have a type."""
    for note in chain.from_iterable(parts):
        typed = any(name.rpartition("}")[2] == "type" for name in note.attrib)
        words = (
            "" if typed or local_name(note) not in ("footnote", "endnote") else " ".join(_block_lines(note, numbering))
        )
        if words:
            yield words


def _main_part(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if "_rels/.rels" in names:
        for relation in _xml(package, "_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                target: str = relation.get("Target", "").lstrip("/")
                if not target.endswith(".xml") or target not in names:
                    break
                if not target.startswith("word/"):
                    raise Unreadable("不是 Word 文档（可能是 Excel 或 PPT）。请改正扩展名，或另存为 .docx。")
                return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise Unreadable("不是 Word 文档，只是一个 ZIP 压缩包。请改正扩展名，或另存为 .docx。")


def _related(package: zipfile.ZipFile, main: str) -> dict[str, str]:
    """{relation kind: part name} of the main part, for the parts that are there."""
    folder, name = posixpath.split(main)
    links = f"{folder}/_rels/{name}.rels"
    names = set(package.namelist())
    found = {}
    for relation in _xml(package, links) if links in names else ():
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if kind in _RELATED and part in names:
            found[kind] = part
    return {kind: part for kind in _NOTES if (part := f"{folder}/{kind}.xml") in names} | found


def _xml(package: zipfile.ZipFile, part: str) -> Any:
    """Root of an XML part. Entities are never expanded: Word writes no document type, so one that has it is refused."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    data = read_entry(package, part, limits.XML_BYTES)
    if b"<!DOCTYPE" in data.replace(b"\0", b"") or b"<!ENTITY" in data:
        raise Unreadable(f"内部文件 {part} 含有实体定义，拒绝解析。请用 Word 或 WPS 重新另存。")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise Unreadable(f"内部文件 {part} 嵌套层数过深，拒绝解析。请用 Word 或 WPS 重新另存。") from None
        raise Unreadable(f"文件已损坏（{part} 不是完整的 XML）。请用 Word 或 WPS 重新另存。") from None
    return root


def _block_lines(container: Any, numbering: Numbering) -> Iterator[str]:
    for child in container:
        name = local_name(child)
        if name == "p":
            yield from _paragraph_lines(child, numbering)
        elif name == "tbl":
            yield from _table_lines(child, numbering)
        elif name == "AlternateContent":
            yield from _block_lines(_chosen(child), numbering)
        elif name in _BLOCK_WRAPPERS and not _is_contents_list(child):
            yield from _block_lines(child, numbering)


def _paragraph_lines(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    properties = _child(paragraph, "pPr")
    style = _child(properties, "pStyle")
    if style is not None and numbering.style_name(_value(style)).startswith("toc "):
        return
    boxes: list[Any] = []
    text = "".join(_inline_text(paragraph, boxes, numbering))
    if text.strip():
        yield numbering.label(properties) + text
    for box in boxes:
        yield from _block_lines(box, numbering)


def _inline_text(node: Any, boxes: list[Any], numbering: Numbering) -> Iterator[str]:
    """Text of a paragraph's children; text boxes hung on it are put into ``boxes``."""
    last = ""
    for child in node:
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name == "r" and _is_hidden(child):
            continue
        elif name in ("r", "sup", "sub") and (shift := _shift(child, numbering)):
            words = "".join(_inline_text(child, boxes, numbering))
            yield raised(words) if shift > 0 else lowered(words, last)
        elif name in _INLINE_WRAPPERS:
            for last in _inline_text(child, boxes, numbering):
                yield last
        elif name == "AlternateContent":
            yield from _inline_text(_chosen(child), boxes, numbering)
        elif name == "tab":
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name in _PICTURES:
            boxes += _text_boxes(child)


def _text_boxes(picture: Any) -> Iterator[Any]:
    """The outermost text boxes of a picture; of a box kept twice for old versions of Word, the first."""
    for child in picture:
        name = local_name(child)
        if name == "txbxContent":
            yield child
        elif name == "AlternateContent":
            yield from _text_boxes(_chosen(child))
        else:
            yield from _text_boxes(child)


def _table_lines(table: Any, numbering: Numbering) -> Iterator[str]:
    rows = [
        [_cell(cell, numbering) for cell in _inside(row, "tc")]
        for row in _inside(table, "tr")
        if _child(_child(row, "trPr"), "del") is None
    ]
    yield from table_lines(rows)


def _cell(cell: Any, numbering: Numbering) -> Merged:
    properties = _child(cell, "tcPr")
    span, merge = _child(properties, "gridSpan"), _child(properties, "vMerge")
    across = _value(span) if span is not None else ""
    goes_on = merge is not None and _value(merge) != "restart"
    return Merged(list(_block_lines(cell, numbering)), int(across) if across.isdigit() else 1, goes_on=goes_on)


def _inside(element: Any, name: str) -> Iterator[Any]:
    """Children called ``name``, through wrappers."""
    for child in element:
        found = local_name(child)
        if found == name:
            yield child
        elif found in _BLOCK_WRAPPERS:
            yield from _inside(child, name)


def _chosen(alternative: Any) -> Any:
    """Of a choice, the form for new versions of Word, or what there is."""
    choices = {local_name(child): child for child in alternative}
    return choices.get("Choice", choices.get("Fallback", ()))


def _is_contents_list(element: Any) -> bool:
    gallery = _child(_child(_child(element, "sdtPr"), "docPartObj"), "docPartGallery")
    return gallery is not None and _value(gallery) == "Table of Contents"


def _is_hidden(run: Any) -> bool:
    """Whether a run is hidden, or struck out: its words hold no more."""
    properties = _child(run, "rPr")
    if properties is None:  # as most runs are, and then nothing is looked for in it
        return False
    return any(local_name(one) in _HIDING and _value(one) not in _OFF for one in properties)


def _shift(node: Any, numbering: Numbering) -> int:
    """1 for a raised run, -1 for a lowered one, 0 for one on the line: by itself, by its place in a formula, or by its style."""
    kind = local_name(node)
    if kind != "r":
        return 1 if kind == "sup" else -1
    properties = _child(node, "rPr")
    if properties is None:
        return 0
    said = {local_name(one): one for one in properties}
    align, place, style = map(said.get, ("vertAlign", "position", "rStyle"))
    if align is not None:
        return SHIFTS.get(_value(align), 0)
    if place is not None and re.fullmatch(r"-?\d{1,4}", _value(place)):  # words are moved to fit a line too, but less
        return int(int(_value(place)) >= _MOVED) - int(int(_value(place)) <= -_MOVED)
    return numbering.shift(_value(style)) if style is not None else 0


def _child(element: Any, name: str) -> Any:
    if element is not None:
        for child in element:
            if local_name(child) == name:
                return child
    return None


def _value(element: Any) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == "val"), "")
