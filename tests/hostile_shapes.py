"""Files whose shape is hostile, not their label: tables, references, numberings, pictures and fonts as no program would write them.

A reader may read them or refuse them; it may not crash, stall or swell. Made anew in a folder, from a fixed seed.
"""

import random
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from tests.crafted_bytes import PARAGRAPH, WORDS, packed, word
from tests.hostile_pdfs import portables

Make = Callable[[], bytes]
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MANY = 100_000
_PAGE = "<html><head><meta charset='utf-8'></head><body><h1>某市节水方案</h1><p>一、要求。推进节约用水。</p>{}</body></html>"


def hostile_shapes() -> dict[str, Make]:
    """{file name: its bytes}"""
    return dict([*_pages(), *_words(), *portables(), *_pictures(), *_texts()])


def _html(body: str) -> Make:
    return lambda: _PAGE.format(body).encode()


def _pages() -> Iterator[tuple[str, Make]]:
    """Web pages."""
    cell = "<td>5</td>"
    yield "colspan.html", _html(f"<table><tr><td colspan=1000000>a</td>{cell}</tr><tr>{cell}{cell}</tr></table>")
    yield "rowspan.html", _html(f"<table><tr><td rowspan=1000000>a</td>{cell}</tr>{f'<tr>{cell}</tr>' * 3000}</table>")
    yield "spans.html", _html("<table>" + "<tr>" + "<td colspan=999999 rowspan=999999>a</td>" * 99 + "</tr></table>")
    yield "span-flood.html", _html("<table>" + f"<tr>{'<td colspan=1000 rowspan=1000>a' * 50}" * 1000 + "</table>")
    yield "negative-spans.html", _html(f"<table><tr><td colspan=-5 rowspan=-9>a</td>{cell}</tr><tr>{cell}</tr></table>")
    yield "zero-spans.html", _html(f"<table><tr><td colspan=0 rowspan=0>a</td>{cell}</tr><tr>{cell}</tr></table>")
    yield "odd-spans.html", _html(f"<table><tr><td colspan='1e9' rowspan='٣'>a</td>{cell}</tr><tr>{cell}</tr></table>")
    yield "wide-row.html", _html(f"<table><tr>{cell * _MANY}</tr></table>")
    yield "long-table.html", _html(f"<table>{f'<tr>{cell}{cell}</tr>' * 50_000}</table>")
    yield "tables-in-tables.html", _html("<table><tr><td>a" * 90 + "</table>" * 90)
    yield "tables-too-deep.html", _html("<table><tr><td>a" * 5000)
    yield "tables-side-by-side.html", _html("<table><tr><td>a</td><td>b</td></tr></table>" * 20_000)
    yield "cells-without-rows.html", _html("<td>a</td>" * 20_000)
    yield "deep.html", _html("<div>" * _MANY + "水")
    yield "raised.html", _html("水<sup>1</sup>" * _MANY)
    yield "raised-deep.html", _html("<sup>" * 20_000 + "1")
    yield (
        "note-chain.html",
        _html("".join(f"<p id='n{i}'>注<sup><a href='#n{i + 1}'>[{i % 99}]</a></sup></p>" for i in range(3000))),
    )
    yield "note-circle.html", _html("<p id='a'>甲<sup><a href='#a'>1</a></sup></p><p><a name='b' href='#b'>[2]</a></p>")
    yield "note-names.html", _html("<p>甲<sup><a href='#\"]*{}'>1</a></sup><sup><a href='#'>2</a></sup></p>")
    yield "one-note-for-all.html", _html("<p>甲<sup><a href='#n'>1</a></sup></p>" * 5000 + "<p id='n'>注</p>" * 5000)
    yield (
        "list-numbers.html",
        _html("<ol start=-999999 type=i><li value=999999>甲<li>乙</ol><ol reversed type=A><li>丙</ol>"),
    )
    yield "lists-deep.html", _html("<ol><li>" * 5000 + "甲")
    yield "long-attribute.html", _html(f"<p style='{'x' * 3_000_000}'>甲</p>")
    yield "attributes.html", _html(f"<p {' '.join(f'a{i}=1' for i in range(_MANY))}>甲</p>")
    yield "comments.html", _html("<!-- -- > <!-- " * 50_000 + "-->甲")
    yield "entities.html", _html("&amp;&#x4eba;&nosuch;&#1114112;&#xD800;" * 50_000)
    yield "data-picture.html", _html(f"<img src='data:image/png;base64,{'A' * 4_000_000}'><p>甲</p>")
    yield "drawing.html", _html("<svg><g id='a'>" + "<use href='#a'/>" * 10_000 + "</g></svg><p>甲</p>")
    yield "lying-charset.html", lambda: "<meta charset=utf-16><p>节约用水</p>".encode("gb18030")
    yield "unknown-charset.html", lambda: b"<meta charset=x-none><p>\xbd\xda\xd4\xbc</p>"
    yield "blanks.html", _html("&nbsp;" * 1_000_000 + "甲")
    yield (
        "style-sheet.html",
        _html(f"<style>{'.a,.b ' * 50_000}{{vertical-align:super}}{'.a{' * 50_000}</style><p>甲</p>"),
    )
    yield "formulas.html", _html(f"<math>{'<msup><mfrac>' * 2000}<mn>1</mn></math>甲")
    yield "hidden-blocks.html", _html("<div hidden><p>节约用水。</p>" * 2000 + "<script>a()</script>")
    yield (
        "rows-in-cells.html",
        _html(
            "<table><tr><td>甲</td><td><table>"
            + "<tr><td>1</td><td>2</td></tr>" * 20_000
            + "</table></td></tr></table>"
        ),
    )
    yield (
        "note-links.html",
        _html(
            "".join(
                f"<sup><a href='#n{n}'>{n % 99}</a></sup>水<p id='n{n}'>{'<a href=#x>x</a>' * 20}注</p>"
                for n in range(2000)
            )
        ),
    )
    yield "slow-style.html", _html(f"<p style='{'display ' * 100_000}: none'>甲</p>")


def _docx(body: str, **parts: str) -> Make:
    more = [
        (f"word/{name}.xml", f"<w:{name} xmlns:w='{_SPACE}'>{xml}</w:{name}>".encode()) for name, xml in parts.items()
    ]
    return lambda: word(PARAGRAPH + body, more=more)


def _paragraph(properties: str = "", words: str = WORDS) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def _row(*cells: tuple[str, str]) -> str:
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr>{p}</w:tcPr>{_paragraph(words=w)}</w:tc>" for p, w in cells) + "</w:tr>"


def _words() -> Iterator[tuple[str, Make]]:
    """DOCX."""
    numbered = _paragraph("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>")
    level = "<w:lvl w:ilvl='0'><w:start w:val='{}'/><w:numFmt w:val='{}'/><w:lvlText w:val='{}'/></w:lvl>"
    kind = "<w:abstractNum w:abstractNumId='{}'>{}</w:abstractNum>"
    number = "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    itself = kind.format(0, "<w:numStyleLink w:val='a'/><w:styleLink w:val='a'/>") + number
    circle = "".join(kind.format(n, f"<w:numStyleLink w:val='s{1 - n}'/><w:styleLink w:val='s{n}'/>") for n in (0, 1))
    style = "<w:style w:type='paragraph' w:styleId='{}'><w:basedOn w:val='{}'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    styled = _paragraph("<w:pStyle w:val='a'/>")
    yield "numbering-of-itself.docx", _docx(numbered, numbering=itself)
    yield "numbering-circle.docx", _docx(numbered, numbering=circle + number)
    yield "number-of-nothing.docx", _docx(numbered, numbering="<w:num w:numId='1'/>")
    yield (
        "number-start.docx",
        _docx(numbered, numbering=kind.format(0, level.format(10**12, "chineseCounting", "%1、")) + number),
    )
    yield (
        "number-roman.docx",
        _docx(numbered, numbering=kind.format(0, level.format(999_999_999, "upperRoman", "%1.")) + number),
    )
    yield (
        "number-negative.docx",
        _docx(numbered, numbering=kind.format(0, level.format(-7, "upperLetter", "%1.")) + number),
    )
    yield (
        "number-text.docx",
        _docx(numbered, numbering=kind.format(0, level.format(1, "decimal", "%1" * 50_000)) + number),
    )
    yield (
        "number-levels.docx",
        _docx(
            _paragraph("<w:numPr><w:ilvl w:val='99999'/><w:numId w:val='1'/></w:numPr>"),
            numbering=kind.format(0, level.format(1, "decimal", "%9%0%100")) + number,
        ),
    )
    yield (
        "number-words.docx",
        _docx(_paragraph("<w:numPr><w:ilvl w:val='x'/><w:numId w:val='y'/></w:numPr>"), numbering=number),
    )
    yield "style-of-itself.docx", _docx(styled, styles=style.format("a", "a"))
    yield "style-circle.docx", _docx(styled, styles=style.format("a", "b") + style.format("b", "a"))
    yield (
        "style-chain.docx",
        _docx(styled, styles="".join(style.format("a" if not n else f"s{n}", f"s{n + 1}") for n in range(20_000))),
    )
    yield (
        "grid-span.docx",
        _docx(
            f"<w:tbl>{_row(('<w:gridSpan w:val=' + chr(39) + '1000000' + chr(39) + '/>', '甲'), ('', '乙'))}</w:tbl>"
        ),
    )
    yield (
        "grid-span-negative.docx",
        _docx(f"<w:tbl>{_row(('<w:gridSpan w:val=' + chr(39) + '-4' + chr(39) + '/>', '甲'), ('', '乙')) * 3}</w:tbl>"),
    )
    yield (
        "grid-before.docx",
        _docx(f"<w:tbl><w:tr><w:trPr><w:gridBefore w:val='999999'/></w:trPr>{_row(('', '甲'))[6:]}</w:tbl>"),
    )
    yield "merged-from-nowhere.docx", _docx(f"<w:tbl>{_row(('<w:vMerge/>', '甲'), ('', '乙')) * 3}</w:tbl>")
    yield (
        "merged-down.docx",
        _docx(
            "<w:tbl>"
            + _row(("<w:vMerge w:val='restart'/>", "甲" * 150), ("", "乙"))
            + _row(("<w:vMerge/>", ""), ("", "乙")) * 2000
            + "</w:tbl>"
        ),
    )
    yield (
        "many-cells.docx",
        lambda: word(
            f"<w:tbl>{''.join(_row(*(('', str(random.Random(n * 7 + c).getrandbits(40))) for c in range(10))) for n in range(4000))}</w:tbl>"
        ),
    )
    yield "tables-in-tables.docx", _docx("<w:tbl><w:tr><w:tc>" * 30 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 30)
    yield (
        "endless-footnotes.docx",
        _docx(
            "<w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p>" * 3000,
            footnotes="".join(
                f"<w:footnote w:id='{n}'><w:p><w:r><w:footnoteReference w:id='{n % 3000 + 1}'/></w:r></w:p></w:footnote>"
                for n in range(1, 3001)
            ),
        ),
    )
    yield "footnote-of-nothing.docx", _docx("<w:p><w:r><w:footnoteReference/></w:r></w:p>")
    yield (
        "open-fields.docx",
        _docx(
            "<w:p>" + "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * 20_000 + f"<w:r><w:t>{WORDS}</w:t></w:r></w:p>"
        ),
    )
    yield (
        "closed-fields.docx",
        _docx(
            "<w:p>" + "<w:r><w:fldChar w:fldCharType='end'/></w:r>" * 20_000 + f"<w:r><w:t>{WORDS}</w:t></w:r></w:p>"
        ),
    )
    yield (
        "insertions.docx",
        _docx("<w:p>" + "<w:ins><w:del>" * 40 + f"<w:r><w:t>{WORDS}</w:t></w:r>" + "</w:del></w:ins>" * 40 + "</w:p>"),
    )
    relation = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='{}'/></Relationships>"
    for name, target in (
        ("itself", "_rels/.rels"),
        ("outside", "../../../etc/passwd"),
        ("nowhere", "word/none.xml"),
        ("web", "http://127.0.0.1/x.xml"),
    ):
        yield (
            f"relation-{name}.docx",
            partial(
                packed,
                [
                    ("[Content_Types].xml", b"<Types/>"),
                    ("_rels/.rels", relation.format(target).encode()),
                    (
                        "word/document.xml",
                        f"<w:document xmlns:w='{_SPACE}'><w:body>{PARAGRAPH}</w:body></w:document>".encode(),
                    ),
                ],
            ),
        )
    quadratic = f"<!DOCTYPE x [<!ENTITY a '{'水' * 100_000}'>]>"
    yield "quadratic.docx", lambda: word(f"<w:p><w:r><w:t>{'&a;' * 10_000}</w:t></w:r></w:p>", doctype=quadratic)
    yield "parameter-entity.docx", lambda: word(doctype="<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///dev/zero'> %p;]>")
    yield (
        "includes.docx",
        _docx("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>"),
    )
    yield (
        "lying-encoding.docx",
        lambda: packed(
            [
                ("[Content_Types].xml", b"<Types/>"),
                ("word/document.xml", b"<?xml version='1.0' encoding='UTF-16'?><w:document/>"),
            ]
        ),
    )
    yield (
        "twice.docx",
        lambda: packed(
            [
                ("[Content_Types].xml", b"<Types/>"),
                *[
                    (
                        name,
                        f"<w:document xmlns:w='{_SPACE}'><w:body>{PARAGRAPH}</w:body></w:document>".encode(),
                    )
                    for name in ("word/document.xml", "word/documenu.xml")
                ],
            ]
        ).replace(b"documenu", b"document"),
    )
    yield "many-attributes.docx", _docx(f"<w:p {' '.join(f'a{n}={chr(39)}1{chr(39)}' for n in range(50_000))}/>")


def _png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _pictures() -> Iterator[tuple[str, Make]]:
    """Pictures; where words in pictures are not recognised they are refused as such."""
    yield "claims.png", lambda: _png(40_000, 25_000, zlib.compress(bytes(1000)))
    yield "claims-more.png", lambda: _png(2**31 - 1, 2**31 - 1, b"")
    yield "narrow.png", lambda: _png(1, 90_000_000, zlib.compress(bytes(1000)))
    yield "cut.png", lambda: _png(2000, 2000, zlib.compress(bytes(4_002_000)))[:-900]
    yield (
        "noise.png",
        lambda: _png(400, 400, zlib.compress(b"".join(b"\0" + random.Random(n).randbytes(400) for n in range(400)))),
    )
    yield "black.png", lambda: _png(500, 500, zlib.compress((b"\0" + bytes(500)) * 500))
    yield "claims.jpg", lambda: b"\xff\xd8\xff\xc0\0\x11\x08\xff\xdc\xff\xdc\x03\1\x22\0\2\x11\1\3\x11\1\xff\xd9"
    yield "noise.jpg", lambda: b"\xff\xd8\xff\xe0" + random.Random(8).randbytes(50_000)
    circle = b"II*\0\x08\0\0\0\0\0\x08\0\0\0"
    yield "pages-circle.tif", lambda: circle
    yield "pages-nowhere.tif", lambda: b"II*\0\xff\xff\xff\x7f"


def _texts() -> Iterator[tuple[str, Make]]:
    """Plain text and Markdown."""
    title = "某市节约用水方案\n\n"
    draw = random.Random(9)
    for name, body in {
        "headings.txt": "".join(f"{n}.推进节水\n" for n in range(1, 20_000)),
        "brackets.txt": "（" * _MANY + WORDS,
        "unclosed-quotes.txt": "“《〔（" * 50_000 + WORDS,
        "decimals.txt": ".".join("1" * 5000) + " 节水\n" + WORDS,
        "part-numbers.txt": "1、总则\n1.1、目的\n" * 20_000 + WORDS,
        "full-width-numbers.txt": "１．１．１．" * 30_000 + WORDS,
        "groups.txt": f"到2025年，建成{'1 200' * 20_000}座，{'1，200' * 20_000}座，{'1*' * 20_000}座。",
        "formal-numerals.txt": f"投资{'壹佰' * 50_000}万元，{'贰拾零' * 30_000}座。",
        "carets.txt": "水^[2]^^1^10^8^" * 20_000,
        "attachments.txt": "附件1：水\n" * 30_000 + WORDS,
        "inserted-articles.txt": "第三条之一 水。\n" * 20_000 + WORDS,
        "posts.txt": f"总{'指挥' * 50_000}是谁",
        "digits.txt": f"到2025年，用水量下降{'9' * _MANY}%。",
        "numerals.txt": f"到2025年，新增{'一' * 50_000}万{'亿' * 20_000}亩，下降百分之{'三点' * 20_000}。",
        "numeral-headings.txt": f"{'十' * 50_000}、要求\n{WORDS}\n",
        "marks.txt": "水[1]²③〔4〕" * 20_000,
        "piled-marks.txt": "水" + "\u0301\u0300" * 200_000,
        "form-feeds.txt": "\f" * _MANY + WORDS,
        "tabs.txt": "水" + "\t" * 500_000 + "水",
        "rows.txt": "甲\t5\n" * 50_000,
        "wide-rows.txt": ("甲" + "\t5" * 20_000 + "\n") * 3,
        "ragged-rows.txt": "".join(
            "\t" * draw.randrange(60) + "5" + "\t甲" * draw.randrange(9) + "\n" for _ in range(20_000)
        ),
        "page-numbers.txt": "".join(f"{n}\n" for n in range(1, 20_000)) + WORDS,
        "contents.txt": "目录\n" + "甲……1\n" * 20_000 + WORDS,
        "years.txt": "到" + "2025年、" * 30_000 + "分别达到5%。",
        "bodies.txt": WORDS + "（" + "市水利局、" * 30_000 + "负责）",
        "bars.md": "|" * 300_000 + "\n" + WORDS,
        "wide-table.md": f"|{'a|' * 30_000}\n|{'-|' * 30_000}\n|{'5|' * 30_000}\n{WORDS}",
        "footnote-chain.md": WORDS + "".join(f"[^{n}]\n\n[^{n}]: 见[^{n + 1}]\n" for n in range(5000)),
        "quotes.md": ">" * 50_000 + " 节水\n" + "> " * 50_000 + WORDS,
        "stars.md": "*" * 200_000 + WORDS + "\\" * 200_000,
        "links.md": "![" * 50_000 + WORDS + "](" * 50_000,
    }.items():
        yield name, partial((title + body).encode, "utf-8")
