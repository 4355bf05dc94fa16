"""PDFs of hostile shapes: objects that refer to themselves, floods of operators, fonts and forms that are broken.

Each name has a way to make its bytes, so that nothing large is kept.
"""

import random
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from tests.crafted_bytes import page_pdf, pdf, stream

Make = Callable[[], bytes]
_HELVETICA = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
_MANY = 100_000


def _drawn(operators: bytes | Make) -> Make:
    words = b"BT /F 12 Tf 50 800 Td (Water is saved) Tj ET\n"
    drawn = operators if callable(operators) else lambda: operators
    return lambda: page_pdf(stream(words + drawn()), resources=_HELVETICA)


def portables() -> Iterator[tuple[str, Make]]:
    """PDF."""
    draw = random.Random(3)

    def place() -> bytes:
        return b"%d %d" % (draw.randrange(595), draw.randrange(842))

    yield "lines.pdf", _drawn(lambda: b"".join(b"%s m %s l S\n" % (place(), place()) for _ in range(_MANY)))
    yield "lines-in-one.pdf", _drawn(lambda: b"0 0 m\n" + b"".join(b"%s l\n" % place() for _ in range(_MANY)) + b"S\n")
    yield "boxes.pdf", _drawn(lambda: b"".join(b"%s 5 5 re S\n" % place() for _ in range(_MANY)))
    yield (
        "grid.pdf",
        _drawn(
            lambda: b"".join(b"0 %d m 595 %d l S %d 0 m %d 842 l S\n" % (n, n, n, n) for n in range(0, 590, 4)) * 30
        ),
    )
    yield (
        "curves.pdf",
        _drawn(lambda: b"".join(b"%s m %s %s %s c S\n" % (place(), place(), place(), place()) for _ in range(_MANY))),
    )
    yield "saves.pdf", _drawn(b"q " * 500_000)
    yield "restores.pdf", _drawn(b"Q " * 500_000)
    yield "clips.pdf", _drawn(b"0 0 9 9 re W n " * _MANY)
    yield "one-place.pdf", _drawn(b"BT /F 12 Tf 50 700 Td " + b"(aaaaaaaaaa) Tj 1 0 0 1 50 700 Tm " * 20_000 + b"ET")
    yield "one-line.pdf", _drawn(b"BT /F 1 Tf 0.01 0 0 0.01 5 700 Tm (" + b"water " * 30_000 + b") Tj ET")
    yield "signs-apart.pdf", _drawn(lambda: b"".join(b"BT /F 5 Tf %s Td (a) Tj ET\n" % place() for _ in range(30_000)))
    yield (
        "columns.pdf",
        _drawn(
            lambda: b"".join(
                b"BT /F 4 Tf %d %d Td (%d) Tj ET\n" % (x, y, x * y)
                for y in range(20, 800, 6)
                for x in range(20, 560, 20)
            )
        ),
    )
    yield "slanted.pdf", _drawn(b"BT /F 9 Tf " + b"0.7 0.7 -0.7 0.7 50 300 Tm (secret) Tj " * 20_000 + b"ET")
    yield "flat-font.pdf", _drawn(b"BT /F 12 Tf 0 0 0 0 50 700 Tm (flat) Tj ET")
    yield "no-font-size.pdf", _drawn(b"BT /F 0 Tf 50 700 Td (none) Tj /F -12 Tf (upside) Tj /F 1e30 Tf (huge) Tj ET")
    yield "far-away.pdf", _drawn(b"BT /F 12 Tf 1e38 -1e38 Td (away) Tj ET 1e38 1e38 m -1e38 1e38 l S 0 0 1e38 0.1 re f")
    yield "no-numbers.pdf", _drawn(b"nan inf m 1..2 --3 l S BT /F 12 Tf 5 5 Td (odd) Tj ET")
    yield "no-such-font.pdf", lambda: page_pdf(stream(b"BT /None 12 Tf 50 700 Td (words without a font) Tj ET"))
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do", entries=form % (n + 6)) for n in range(200)]
    yield "forms-deep.pdf", lambda: page_pdf(stream(b"/X Do"), resources=b"/XObject<</X 5 0 R>>", more=forms)
    two = [stream(b"/X Do /X Do", entries=form % (11 - n)) for n in (5, 6)]
    yield "forms-circle.pdf", lambda: page_pdf(stream(b"/X Do"), resources=b"/XObject<</X 5 0 R>>", more=two)
    doubling = [stream(b"/X Do " * 2, entries=form % (n + 6)) for n in range(24)]
    yield "forms-doubling.pdf", lambda: page_pdf(stream(b"/X Do"), resources=b"/XObject<</X 5 0 R>>", more=doubling)
    drawing = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>"
    yield (
        "font-of-itself.pdf",
        lambda: page_pdf(
            stream(b"BT /F 9 Tf (aaa) Tj ET"),
            resources=b"/Font<</F 5 0 R>>",
            more=[drawing, stream(b"9 0 d0 BT /F 9 Tf (a) Tj ET")],
        ),
    )
    for name, table in (("itself", b"5 0 R"), ("nothing", b"99 0 R"), ("noise", b"6 0 R")):
        made = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode %s>>" % table
        yield (
            f"codes-of-{name}.pdf",
            partial(
                page_pdf,
                stream(b"BT /F 12 Tf 50 700 Td (water) Tj ET"),
                resources=b"/Font<</F 5 0 R>>",
                more=[made, stream(random.Random(4).randbytes(9000))],
            ),
        )
    broken = b"<</Type/Font/Subtype/TrueType/BaseFont/Broken/FontDescriptor<</Type/FontDescriptor/FontName/Broken/FontFile2 6 0 R>>>>"
    yield (
        "broken-font.pdf",
        lambda: page_pdf(
            stream(b"BT /F 12 Tf 50 700 Td (water) Tj ET"),
            resources=b"/Font<</F 5 0 R>>",
            more=[broken, stream(b"\0\1\0\0" + random.Random(5).randbytes(20_000))],
        ),
    )
    top = b"<</Type/Catalog/Pages 2 0 R>>"
    for name, kids in (
        ("parent", b"<</Type/Pages/Kids[3 0 R]/Count 1>>|<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>"),
        ("chain", b"|".join([b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 3) for n in range(3000)])),
    ):
        yield f"pages-{name}.pdf", partial(pdf, [top, *kids.split(b"|")])
    for name, entry in (
        ("flat", b"[0 0 0 0]"),
        ("turned-inside-out", b"[600 800 0 0]"),
        ("endless", b"[-1e30 -1e30 1e30 1e30]"),
        ("words", b"[/a /b]"),
        ("itself", b"3 0 R"),
    ):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox%s/Rotate 45/Contents 4 0 R/Resources<<%s>>>>" % (entry, _HELVETICA)
        yield (
            f"paper-{name}.pdf",
            partial(
                pdf, [top, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(b"BT /F 12 Tf 50 700 Td (water) Tj ET")]
            ),
        )
    for name, entries in (
        ("filters", b"/Filter[" + b"/FlateDecode" * 500 + b"]"),
        ("predictor", b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2000000000/Colors 4>>"),
        ("lzw", b"/Filter/LZWDecode"),
        ("unknown", b"/Filter/NoSuchDecode"),
    ):
        body = zlib.compress(b"BT /F 12 Tf 50 700 Td (water) Tj ET" * 50)
        yield (
            f"stream-{name}.pdf",
            partial(
                page_pdf, b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(body), entries, body), resources=_HELVETICA
            ),
        )
    picture = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Length 4/Filter/%s>>\nstream\nabcd\nendstream"
    for name, size, coded in (
        ("huge", (40_000, 40_000), b"FlateDecode"),
        ("jbig2", (3000, 3000), b"JBIG2Decode"),
        ("jpx", (3000, 3000), b"JPXDecode"),
        ("fax", (65_000, 65_000), b"CCITTFaxDecode"),
    ):
        shown = stream(b"500 0 0 700 50 50 cm /I Do")
        yield (
            f"picture-{name}.pdf",
            partial(page_pdf, shown, resources=b"/XObject<</I 5 0 R>>", more=[picture % (*size, coded)]),
        )
    yield (
        "outline-circle.pdf",
        lambda: pdf(
            [
                b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>",
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
                b"<</First 4 0 R/Next 4 0 R/Title(a)>>",
            ]
        ),
    )
