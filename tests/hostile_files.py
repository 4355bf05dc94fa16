"""Files made to break a reader, each with the word its refusal must hold. Made anew in a folder, from a fixed seed."""

import os
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.crafted_bytes import (
    BLOCKS,
    PARAGRAPH,
    WORDS,
    damaged,
    declaring,
    empty_pages,
    encrypted,
    font,
    linked,
    nested_zip,
    ole,
    other_office,
    packed,
    page_pdf,
    pdf,
    picture_pdf,
    stream,
    word,
)
from tests.made_documents import make_docx, make_html, make_pdf, make_txt


@dataclass(frozen=True)
class Hostile:
    """A file called ``name``; ``reported`` is the name it is reported by (a member of a ZIP has its own), ``reason`` part of why."""

    name: str
    reason: str
    make: Callable[[Path], None]
    reported: str = ""
    beside: str = ""  # plan id that is loaded all the same

    @property
    def shown(self) -> str:
        return self.reported or self.name


def _bytes(data: bytes | Callable[[], bytes]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(data() if callable(data) else data)

    return make


def _sparse(size: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def _noise(size: int, *, nul: bool) -> bytes:
    data = random.Random(7).randbytes(size)
    return data if nul else data.replace(b"\0", b"\x81")


_MAKERS: dict[str, Callable[[], bytes]] = {
    "txt": lambda: make_txt(BLOCKS),
    "html": lambda: make_html(BLOCKS),
    "docx": lambda: make_docx(BLOCKS),
    "pdf": cache(lambda: make_pdf(BLOCKS)),
    "zip": lambda: packed([("内.txt", make_txt(BLOCKS))]),
}


def _mislabelled() -> list[Hostile]:
    """Every kind under every other kind's name."""
    return [
        Hostile(f"{content}-as.{label}", "不", _bytes(make))
        for content, make in _MAKERS.items()
        for label in ("txt", "md", "html", "docx", "pdf", "zip")
        if label != content and (content, label) != ("txt", "md")
    ]


def _texts() -> list[Hostile]:
    cut = "节约".encode()[:-1]
    return [
        Hostile("empty.txt", "空的", _bytes(b"")),
        Hostile("empty.docx", "空的", _bytes(b"")),
        Hostile("empty.pdf", "空的", _bytes(b"")),
        Hostile("empty.zip", "空的", _bytes(b"")),
        Hostile("blank.txt", "没有文字", _bytes(b" \n\t\r\n" * 1000)),
        Hostile("invisible.txt", "没有文字", _bytes("\u200b\u202e\ufeff".encode() * 50)),
        Hostile("nul.txt", "空字节", _bytes(make_txt(BLOCKS) + b"\0")),
        Hostile("late-nul.md", "空字节", _bytes(make_txt(BLOCKS) * 2000 + b"\0")),
        Hostile("noise.txt", "编码", _bytes(_noise(5000, nul=False))),
        Hostile("noise.md", "空字节", _bytes(_noise(5000, nul=True))),
        Hostile("noise.html", "", _bytes(_noise(5000, nul=True))),
        Hostile("noise.pdf", "不符", _bytes(_noise(5000, nul=True))),
        Hostile("noise.docx", "不符", _bytes(_noise(5000, nul=True))),
        Hostile("surrogates.txt", "损坏", _bytes(make_txt(BLOCKS) + b"\xed\xa0\x80\xed\xb0\x80")),
        Hostile("cut.txt", "损坏", _bytes(make_txt(BLOCKS) + cut)),
        Hostile("one-bad-byte.md", "损坏", _bytes(make_txt(BLOCKS).replace(b"\xe3\x80\x82", b"\xe3\x80", 1))),
        Hostile("utf16-odd.txt", "UTF-16", _bytes("节约用水".encode("utf-16") + b"\x01")),
        Hostile("utf16-lone.txt", "UTF-16", _bytes(b"\xff\xfe\x00\xd8\x41\x00")),
        Hostile("gigabyte.txt", "超过", _sparse(1 << 30)),
        Hostile("gigabyte.pdf", "超过", _sparse(1 << 30)),
        Hostile("gigabyte.docx", "超过", _sparse(1 << 30)),
        Hostile("gigabyte.zip", "超过", _sparse(1 << 30)),
        Hostile("one-line.txt", "万字", _bytes(lambda: ("水" * 2_000_001).encode())),
        Hostile("picture.txt", "图片", _bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))),
        Hostile("program.md", "程序", _bytes(b"\x7fELF" + bytes(100))),
        Hostile("sheet.xlsx", "不支持", _bytes(b"x")),
        Hostile("no-extension", "不支持", _bytes(make_txt(BLOCKS))),
        Hostile("old.doc", "docx", _bytes(ole("WordDocument"))),
    ]


def _pages() -> list[Hostile]:
    return [
        Hostile("script-only.html", "由脚本取来", _bytes(b"<html><body><script>alert('x')</script></body></html>")),
        Hostile("open-comment.html", "没有文字", _bytes(b"<html><body><!-- " + WORDS.encode() * 100)),
        Hostile(
            "hidden.html",
            "没有文字",
            _bytes(f"<html><body><p style='display:none'>{WORDS}</p></body></html>".encode()),
        ),
        Hostile("utf16-odd.html", "UTF-16", _bytes("<html><p>节约".encode("utf-16") + b"\x01")),
        Hostile(
            "deep-tables.html", "表格套表格", _bytes(lambda: b"<html><body>" + b"<table><tr><td>" * 1_000_000 + b"x")
        ),
        Hostile("swelling.html", "", _bytes(lambda: b"<html><body>" + b"<a>" * 10_000_000 + b"x")),
        Hostile("nul.html", "空字节", _bytes(make_html(BLOCKS) + b"\0")),
    ]


def _words() -> list[Hostile]:
    deep = "<w:tbl><w:tr><w:tc>" * 200 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 200
    laughs = "<!DOCTYPE x [<!ENTITY a0 '哈'>" + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12))
    outside = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    entity = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    bomb = [("word/media/bomb.bin", bytes(600 << 20))]
    return [
        Hostile("half.docx", "损坏", _bytes(lambda: make_docx(BLOCKS)[:9000])),
        Hostile("tail-cut.docx", "损坏", _bytes(lambda: make_docx(BLOCKS)[:-60])),
        Hostile("encrypted.docx", "加密", _bytes(ole("EncryptedPackage"))),
        Hostile("old.docx", "旧版", _bytes(ole("WordDocument"))),
        Hostile("laughs.docx", "实体", _bytes(lambda: word(entity.format("&a11;"), doctype=laughs + "]>"))),
        Hostile("outside-entity.docx", "实体", _bytes(lambda: word(entity.format("&e;"), doctype=outside))),
        Hostile("nested.docx", "嵌套", _bytes(lambda: word(deep))),
        Hostile("very-deep.docx", "嵌套", _bytes(lambda: word("<w:sdt>" * 20_000 + "</w:sdt>" * 20_000))),
        Hostile("no-document.docx", "不是 Word", _bytes(packed([("[Content_Types].xml", b"<Types/>")]))),
        Hostile("sheet.docx", "不是 Word", _bytes(other_office("xl/workbook.xml"))),
        Hostile("slides.docx", "不是 Word", _bytes(other_office("ppt/presentation.xml"))),
        Hostile("not-xml.docx", "损坏", _bytes(lambda: word("<w:p>&"))),
        Hostile("binary-xml.docx", "损坏", _bytes(lambda: word("\x01\x02"))),
        Hostile("lone-surrogate.docx", "损坏", _bytes(lambda: word(entity.format("&#xD800;")))),
        Hostile("wordless.docx", "没有文字", _bytes(lambda: word("<w:p/>" * 100))),
        Hostile(
            "all-hidden.docx",
            "没有文字",
            _bytes(lambda: word(PARAGRAPH.replace("<w:t>", "<w:rPr><w:vanish/></w:rPr><w:t>"))),
        ),
        Hostile("bad-sum.docx", "损坏", _bytes(lambda: damaged(word(PARAGRAPH * 50), "word/document.xml"))),
        Hostile("declared.docx", "解压后", _bytes(lambda: declaring(word(), "word/document.xml", 1 << 30))),
        Hostile("media-bomb.docx", "炸弹", _bytes(lambda: word(more=bomb))),
        Hostile("ratio.docx", "炸弹", _bytes(lambda: word(PARAGRAPH * 100_000))),
        Hostile("many-parts.docx", "条目", _bytes(lambda: word(more=[(f"x/{i}", b"") for i in range(10_001)]))),
        Hostile("locked-zip.docx", "加密", _bytes(lambda: encrypted(word()))),
        Hostile("swelling.docx", "", _bytes(_swelling)),
    ]


def _swelling() -> bytes:
    """30 MiB of small elements that pack badly enough to pass and grow twentyfold in memory."""
    draw = random.Random(1)
    return word("".join(f"<w:p a='{draw.getrandbits(40)}'/>" for _ in range(1_000_000)))


def _portables() -> list[Hostile]:
    loop = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>"
    self_length = b"<</Length 4 0 R>>\nstream\nq\nendstream"
    form = stream(b"/X Do /X Do", entries=b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")
    whole = _MAKERS["pdf"]
    return [
        Hostile("half.pdf", "", _bytes(lambda: whole()[: len(whole()) // 3])),
        Hostile("head-only.pdf", "损坏", _bytes(b"%PDF-1.7\n")),
        Hostile("encrypted.pdf", "加密", _bytes(lambda: make_pdf(BLOCKS, password="secret"))),
        Hostile("scanned.pdf", "扫描", _bytes(lambda: picture_pdf(3))),
        Hostile(
            "no-pages.pdf", "损坏", _bytes(pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]))
        ),
        Hostile("no-catalogue.pdf", "损坏", _bytes(pdf([b"null"]))),
        Hostile("pages-loop.pdf", "", _bytes(pdf([b"<</Type/Catalog/Pages 2 0 R>>", loop]))),
        Hostile("length-loop.pdf", "", _bytes(page_pdf(self_length))),
        Hostile("xref-loop.pdf", "", _bytes(pdf([b"<</Type/Catalog/Pages 2 0 R>>"], trailer=b"/Prev 9"))),
        Hostile(
            "form-loop.pdf",
            "",
            _bytes(lambda: page_pdf(stream(b"/X Do"), resources=b"/XObject<</X 5 0 R>>", more=[form])),
        ),
        Hostile("deep-arrays.pdf", "", _bytes(lambda: page_pdf(stream(b"[" * 500_000 + b"] TJ")))),
        Hostile("private-signs.pdf", "乱码", _bytes(lambda: font(b"BT /F 12 Tf 50 700 Td (abcdefghijklmnop) Tj ET"))),
        Hostile("too-many-pages.pdf", "页", _bytes(lambda: empty_pages(3_001))),
        Hostile("stream-bomb.pdf", "", _bytes(lambda: page_pdf(_packed_blanks(1 << 30)))),
        Hostile("words-bomb.pdf", "", _bytes(lambda: _words_bomb(10_000_000))),
    ]


def _packed_blanks(size: int) -> bytes:
    packer = zlib.compressobj(9)
    chunk = b" " * (1 << 20)
    body = b"".join(packer.compress(chunk) for _ in range(size >> 20)) + packer.flush()
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(body), body)


def _words_bomb(times: int) -> bytes:
    """A page of so many letters, in a few kilobytes."""
    packer = zlib.compressobj(9)
    lines = (b"BT /F 9 Tf 50 %d Td (%s) Tj ET\n" % (i % 800, b"%06d " % i * 12) for i in range(times // 84))
    body = b"".join(packer.compress(line) for line in lines) + packer.flush()
    content = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(body), body)
    return page_pdf(content, resources=b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>")


def _archives() -> list[Hostile]:
    good = make_txt(BLOCKS)
    good_entry = [("同包.txt", good)]
    return [
        Hostile("hollow.zip", "没有文件", _bytes(packed([]))),
        Hostile("half.zip", "损坏", _bytes(packed([("a.txt", good * 50)])[:-30])),
        Hostile("nested.zip", "压缩包中的压缩包", _bytes(nested_zip(2)), reported="nested.zip/1.zip"),
        Hostile(
            "very-nested.zip", "压缩包中的压缩包", _bytes(lambda: nested_zip(200)), reported="very-nested.zip/199.zip"
        ),
        Hostile("locked.zip", "加密", _bytes(encrypted(packed([("a.txt", good)]))), reported="locked.zip/a.txt"),
        Hostile(
            "ratio.zip", "炸弹", _bytes(lambda: packed([("水.txt", b"a" * (20 << 20))])), reported="ratio.zip/水.txt"
        ),
        Hostile("bomb.zip", "炸弹", _bytes(lambda: packed([(f"{i}.txt", bytes(30 << 20)) for i in range(20)]))),
        Hostile("declared.zip", "解压后", _bytes(declaring(packed([("a.txt", good)]), "a.txt", 1 << 30))),
        Hostile("crowded.zip", "条目", _bytes(lambda: packed([(f"{i}.txt", b"") for i in range(2_001)]))),
        Hostile(
            "bad-sum.zip",
            "损坏",
            _bytes(damaged(packed([("a.txt", good * 9)]), "a.txt")),
            reported="bad-sum.zip/a.txt",
        ),
        Hostile("linked.zip", "符号链接", _bytes(linked()), reported="linked.zip/链接.txt"),
        Hostile("office.zip", "docx", _bytes(word())),
        Hostile(
            "strange.zip",
            "不支持",
            _bytes(packed([("a.exe", b"MZ"), *good_entry])),
            reported="strange.zip/a.exe",
            beside="同包",
        ),
        Hostile(
            "long-name.zip",
            "改短",
            _bytes(packed([("长" * 3000 + ".txt", good)])),
            reported=f"long-name.zip/{'长' * 120}…",
        ),
        Hostile(
            "mixed.zip",
            "扫描",
            _bytes(lambda: packed([("扫描.pdf", picture_pdf(2)), ("同袋.txt", good)])),
            reported="mixed.zip/扫描.pdf",
            beside="同袋",
        ),
        *(_misnamed(f"unsafe-{i}", reason, name) for i, (name, reason) in enumerate(_UNSAFE_NAMES)),
    ]


_UNSAFE_NAMES = (
    ("../../好.txt", "之外"),
    ("甲/../../好.txt", "之外"),
    ("甲/../好.txt", "之外"),
    ("../.好.txt", "之外"),
    ("__MACOSX/../好.txt", "之外"),
    ("/etc/好.txt", "绝对路径"),
    ("//server/好.txt", "绝对路径"),
    ("C:/好.txt", "绝对路径"),
    ("c:好.txt", "绝对路径"),
    ("甲\\好.txt", "反斜线"),
    ("..\\好.txt", "反斜线"),
    ("好.txt\0.exe", "空字符"),
    ("\0好.txt", "空字符"),
    ("甲/CON.txt", "设备名"),
    ("lpt1.甲.txt", "设备名"),
    ("NUL/好.txt", "设备名"),
)


def _misnamed(stem: str, reason: str, name: str) -> Hostile:
    """A ZIP with an entry whose name is no file inside it, and a good one behind it."""
    good = make_txt(BLOCKS)
    written = name.replace("\0", "\1")  # zipfile itself cuts a name at NUL
    data = packed([(written, good), (f"{stem}-同包.txt", good)]).replace(written.encode(), name.encode())
    shown = f"{stem}.zip/{name}".replace("\0", "\ufffd")
    return Hostile(f"{stem}.zip", reason, _bytes(data), reported=shown, beside=f"{stem}-同包")


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "内.txt").write_bytes(make_txt(BLOCKS))


def _unreadable(path: Path) -> None:
    path.write_bytes(make_txt(BLOCKS))
    path.chmod(0)


def _entries() -> list[Hostile]:
    found = [
        Hostile("folder.txt", "文件夹", _folder),
        Hostile("outside.txt", "之外的符号链接", lambda path: path.symlink_to("/etc/passwd")),
        Hostile("device.txt", "之外的符号链接", lambda path: path.symlink_to("/dev/zero")),
        Hostile("dangling.txt", "失效", lambda path: path.symlink_to(path.parent / "gone.txt")),
        Hostile("loop.txt", "失效", lambda path: path.symlink_to(path)),
        Hostile("pipe.txt", "普通文件", lambda path: os.mkfifo(path)),
        Hostile("好.md", "重复", _bytes(make_txt(BLOCKS)), reported="好.txt"),
        Hostile("a" * 200 + ".txt", "改短", _bytes(make_txt(BLOCKS)), reported="a" * 120 + "…"),
        Hostile("two\nlines.txt", "改名", _bytes(make_txt(BLOCKS)), reported="two\ufffdlines.txt"),
        Hostile(os.fsdecode(b"\xd0\xc2.txt"), "改名", _bytes(make_txt(BLOCKS)), reported="\ufffd\ufffd.txt"),
    ]
    if os.geteuid() != 0:  # root reads everything
        found.append(Hostile("locked.txt", "权限", _unreadable))
    return found


def hostile_files() -> list[Hostile]:
    """All of them, the cheap ones first."""
    return [*_texts(), *_pages(), *_entries(), *_archives(), *_words(), *_portables(), *_mislabelled()]


def write_good_files(folder: Path) -> dict[str, int]:
    """Sound documents in ``folder``, as {plan id: clauses}; what is hostile beside them must not change that."""
    for name, make in (("好.txt", "txt"), ("好文.docx", "docx"), ("好页.html", "html"), ("好版.pdf", "pdf")):
        (folder / name).write_bytes(_MAKERS[make]())
    return {"好": 2, "好文": 2, "好页": 2, "好版": 2}
