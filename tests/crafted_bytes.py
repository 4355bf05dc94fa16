"""ZIP, DOCX, OLE and PDF files written byte by byte, as no program would write them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from tests.made_documents import make_txt

BLOCKS = [
    "某市节约用水方案",
    "一、总体要求",
    "到2025年，全市用水量下降5%。",
    "二、主要任务",
    "推进节约用水工作落实到位。",
]
WORDS = "推进节约用水工作落实到位。"
_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>{doctype}'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/></Relationships>'
)
PARAGRAPH = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"


def packed(entries: Sequence[tuple[str, bytes]]) -> bytes:
    """A ZIP of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries:
            package.writestr(name, data)
    return out.getvalue()


def word(body: str = PARAGRAPH, *, doctype: str = "", more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A DOCX with this body, as small as can be."""
    return packed(
        [
            ("[Content_Types].xml", b"<Types/>"),
            ("_rels/.rels", _RELATIONS.format(target="word/document.xml").encode()),
            ("word/document.xml", _DOCUMENT.format(doctype=doctype, body=body).encode()),
            *more,
        ]
    )


def other_office(part: str) -> bytes:
    return packed(
        [
            ("[Content_Types].xml", b"<Types/>"),
            ("_rels/.rels", _RELATIONS.format(target=part).encode()),
            (part, b"<x/>"),
        ]
    )


def ole(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + name.encode("utf-16-le") + bytes(500)


def declaring(data: bytes, name: str, size: int) -> bytes:
    """A ZIP whose list says that entry ``name`` unpacks to ``size`` bytes."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", changed, at + 28)[0]
        if changed[at + 46 : at + 46 + length].decode() == name:
            struct.pack_into("<I", changed, at + 24, size)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def encrypted(data: bytes) -> bytes:
    """A ZIP whose entries say that they are encrypted."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def damaged(data: bytes, entry: str) -> bytes:
    """A ZIP one packed byte of whose ``entry`` is changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        info = package.getinfo(entry)
    changed = bytearray(data)
    changed[info.header_offset + 30 + len(entry) + info.compress_size // 2] ^= 0xFF
    return bytes(changed)


def linked() -> bytes:
    info = zipfile.ZipInfo("链接.txt")
    info.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(info, "/etc/passwd")
    return out.getvalue()


def nested_zip(levels: int) -> bytes:
    data = make_txt(BLOCKS)
    for level in range(levels):
        data = packed([(f"{level}.zip" if level else "plan.txt", data)])
    return data


def pdf(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, *, entries: bytes = b"") -> bytes:
    """A PDF stream, packed."""
    body = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(body), entries, body)


def page_pdf(content: bytes, *, resources: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, *more])


def font(data: bytes) -> bytes:
    """A page whose font maps every code to a private sign, as exports without a code table do."""
    cmap = b"/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange<00><FF>endcodespacerange\n" + (
        b"1 beginbfrange<00><FF><E000>endbfrange endcmap end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return page_pdf(stream(data), resources=b"/Font<</F 5 0 R>>", more=[font, stream(cmap)])


def picture_pdf(pages: int) -> bytes:
    picture = stream(
        bytes(300), entries=b"/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceRGB/BitsPerComponent 8"
    )
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</XObject<</I 4 0 R>>>>>>"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
            stream(b"q 500 0 0 700 40 40 cm /I Do Q"),
            picture,
            *[page] * pages,
        ]
    )


def empty_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + i) for i in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[page] * count]
    )
