import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.furniture import find_furniture
from corpus.pages import page_at
from corpus.plan import Furniture
from corpus.readers import Document, DocumentReader, Refusal, read_document
from corpus.readers.printed import PrintedLine, page_paragraphs
from corpus.spacing import kept_pieces
from corpus.structure import read_plan
from errors import DocumentUnreadable
from tests.crafted_bytes import packed, pdf, stream
from tests.made_documents import make_docx, make_html, make_pdf, make_txt

WORDS = "推进节约用水工作落实到位。"


def _read(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_text_is_read_in_the_encodings_of_offices(tmp_path: Path, name: str, encoding: str) -> None:
    text = "某市节约用水方案\n一、总体要求\n到2025年，用水量下降5%。\n"
    assert _read(tmp_path, name, text.encode(encoding)) == text


def test_text_keeps_traditional_characters_and_rare_ones(tmp_path: Path) -> None:
    text = "臺北市節約用水方案，㐂𠮷〔2023〕3號"
    assert _read(tmp_path, "a.txt", text.encode("gb18030")) == text


def test_line_ends_become_line_feeds_and_invisible_signs_go(tmp_path: Path) -> None:
    data = "节\u200b约\u202e用水\r\n第二行\r第三行\u2028第四行\x07".encode()
    assert _read(tmp_path, "a.txt", data) == "节约用水\n第二行\n第三行\n第四行"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [("<meta charset='gb2312'>", "gb18030"), ("<meta http-equiv=Content-Type content='text/html; charset=GBK'>", "gbk"),
     ("<meta charset=big5>", "big5"), ("", "utf-8"), ("", "gb18030"), ("<meta charset=utf-8>", "utf-16")],
)  # fmt: skip
def test_a_page_is_read_in_the_encoding_it_declares_or_has(tmp_path: Path, head: str, encoding: str) -> None:
    words = "節約用水" if encoding == "big5" else WORDS
    page = f"<html><head>{head}<title>x</title></head><body><p>{words}</p></body></html>"
    assert _read(tmp_path, "a.html", page.encode(encoding)) == words


def test_a_page_is_laid_out_as_a_browser_shows_it(tmp_path: Path) -> None:
    page = """<html><body><nav>首页</nav><script>x()</script><h1>方  案</h1><div>一、总
      体要求<br>到<b>2025</b>年</div><p hidden>隐</p><table><tr><th>指标</th><th>值</th></tr><tr><td>用水</td><td></td><td>5%</td></tr>
      <tr><td><p>专栏</p><p>1.节水</p></td></tr></table><ol type=1 start=3><li>甲<ol style="list-style-type:cjk-ideographic"><li>乙</ol>
      <li>丙</ol><ul><li>丁</ul><pre>a
b</pre><footer>主办</footer></body></html>"""
    expected = "方 案\n一、总 体要求\n到2025年\n指标\t值\n用水\t\t5%\n专栏\n1.节水\n3. 甲\n一、乙\n4. 丙\n丁\na\nb"
    assert _read(tmp_path, "a.htm", page.encode()) == expected


def test_the_article_of_a_page_is_read_without_what_surrounds_it(tmp_path: Path) -> None:
    page = f"<html><body><div>分享到微信</div><article><p>{WORDS * 3}</p></article><div>相关链接</div></body></html>"
    assert _read(tmp_path, "a.html", page.encode()) == WORDS * 3
    page = f"<html><body><p>{WORDS * 3}</p><article>评论</article></body></html>"
    assert _read(tmp_path, "a.html", page.encode()) == f"{WORDS * 3}\n评论"


def test_a_layout_table_does_not_run_its_paragraphs_together(tmp_path: Path) -> None:
    cell = "".join(f"<p>{WORDS * 5}</p>" for _ in range(5))
    text = _read(tmp_path, "a.html", f"<table><tr><td>栏目</td><td>{cell}</td></tr></table>".encode())
    assert text.split("\n") == ["栏目", *[WORDS * 5] * 5]


def test_pages_may_nest_as_deep_as_they_like(tmp_path: Path) -> None:
    assert _read(tmp_path, "a.html", b"<div>" * 200 + WORDS.encode()) == WORDS
    assert _read(tmp_path, "b.html", b"<b>" * 50_000 + WORDS.encode()) == WORDS


def test_pdf_pages_are_kept_and_lines_joined_to_paragraphs(tmp_path: Path) -> None:
    long = WORDS.replace("。", "，") * 12 + WORDS
    text = _read(tmp_path, "a.pdf", make_pdf(["某市方案", long, "一、任务", long], height=140))
    pages = text.split("\f")
    assert len(pages) == 2
    assert f"\u3000\u3000{long}\n" in pages[0]
    assert [page_at(text, text.index(words)) for words in ("某市方案", "— 2 —")] == [1, 2]
    assert page_at("没有分页", 2) is None


def quote_pieces(text: str, furniture: Sequence[Furniture], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a raw span without furniture, without blanks at their ends."""
    found = ((a, b, text[a:b]) for a, b in kept_pieces(start, end, furniture))
    return [(a + len(w) - len(w.lstrip()), b - len(w) + len(w.rstrip())) for a, b, w in found if w.strip()]


def test_a_page_break_inside_a_sentence_is_joined_and_quoted_in_two_pieces(tmp_path: Path) -> None:
    long = WORDS.replace("。", "，") * 30 + WORDS
    data = make_pdf(["某市方案", "一、任务", long], height=120, running="某市人民政府公报")
    text = _read(tmp_path, "a.pdf", data)
    plan = read_plan("p", text)
    clause = next(c for c in plan.clauses if c.address == "一、")
    assert "".join(clause.text.split()) == f"一、任务{long}"
    pieces = quote_pieces(plan.text, plan.furniture, clause.start, clause.end)
    assert len(pieces) == text.count("\f") + 1 >= 2
    assert "".join("".join(text[a:b].split()) for a, b in pieces) == f"一、任务{long}"
    assert all(text[a:b] == text[a:b].strip() != "" and "公报" not in text[a:b] for a, b in pieces)


def test_two_columns_of_a_page_are_joined_each_for_itself() -> None:
    def column(left: float, words: str) -> list[PrintedLine]:
        signs = [words[i : i + 16] for i in range(0, len(words), 16)]
        return [PrintedLine(s, left, left + 14 * len(s), 700 - 20 * i, 714 - 20 * i) for i, s in enumerate(signs)]

    first, second = "甲" * 40 + "。", "乙" * 60 + "。"
    assert page_paragraphs([[*column(60, first), *column(330, second)]]) == [[first, second]]


def test_radicals_that_fonts_put_for_characters_become_characters(tmp_path: Path) -> None:
    cmap = (
        b"/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange<00><FF>endcodespacerange\n"
        b"3 beginbfchar<61><2F08><62><6C11><63><2F63>endbfchar endcmap end"
    )
    data = pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            stream(b"BT /F 12 Tf 50 700 Td (abc) Tj ET"),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
            stream(cmap),
        ]
    )
    assert _read(tmp_path, "a.pdf", data) == "人民生"


def test_official_fonts_named_but_not_embedded_are_read(tmp_path: Path) -> None:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/FangSong_GB2312/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>"
    descendant = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/FangSong_GB2312/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        b"/FontDescriptor 7 0 R>>"
    )
    descriptor = (
        b"<</Type/FontDescriptor/FontName/FangSong_GB2312/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>"
    )
    data = pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            stream(b"BT /F 12 Tf 50 700 Td <" + WORDS.encode("gbk").hex().encode() + b"> Tj ET"),
            font,
            descendant,
            descriptor,
        ]
    )
    assert _read(tmp_path, "a.pdf", data) == WORDS


def test_pages_without_words_are_remarked_on_and_the_others_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.readers.scanner.is_installed", lambda: False)
    kids = b"<</Type/Pages/Kids[3 0 R 6 0 R 3 0 R]/Count 3>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    blank = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        kids,
        page,
        stream(b"BT /F 12 Tf 50 700 Td (water) Tj ET"),
        font,
        blank,
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(objects))
    with DocumentReader() as reader:
        (found,) = reader.read(tmp_path / "a.pdf")
    assert isinstance(found, Document)
    assert found.text.split() == ["water", "water"]
    assert len(found.remarks) == 1
    assert "第 2 页" in found.remarks[0]


def test_a_zip_yields_each_of_its_documents_under_its_own_name(tmp_path: Path) -> None:
    entries = [
        ("目录/甲.txt", make_txt([WORDS])),
        ("乙.html", make_html([WORDS])),
        ("__MACOSX/._甲.txt", b"x"),
        ("丙.docx", make_docx([WORDS])),
    ]
    (tmp_path / "包.zip").write_bytes(packed(entries))
    with DocumentReader() as reader:
        found = list(reader.read(tmp_path / "包.zip"))
    assert [(d.name, d.stem, d.text) for d in found if isinstance(d, Document)] == [
        ("包.zip/目录/甲.txt", "甲", WORDS),
        ("包.zip/乙.html", "乙", WORDS),
        ("包.zip/丙.docx", "丙", WORDS),
    ]
    assert len(found) == 3


def test_names_that_windows_stored_in_gbk_are_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("XXXX.txt", make_txt([WORDS]))
    (tmp_path / "a.zip").write_bytes(out.getvalue().replace(b"XXXX", "方案".encode("gbk")))
    with DocumentReader() as reader:
        (found,) = reader.read(tmp_path / "a.zip")
    assert isinstance(found, Document)
    assert found.stem == "方案"


def test_a_file_in_a_linked_folder_inside_the_corpus_is_read_but_not_one_outside(tmp_path: Path) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "corpus" / "..data"
    data.mkdir(parents=True)
    (data / "a.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "outside.txt").write_text(WORDS, encoding="utf-8")
    (corpus / "a.txt").symlink_to(Path("..data") / "a.txt")
    (corpus / "b.txt").symlink_to(tmp_path / "outside.txt")
    with DocumentReader() as reader:
        (inside,), (outside,) = reader.read(corpus / "a.txt"), reader.read(corpus / "b.txt")
    assert isinstance(inside, Document)
    assert isinstance(outside, Refusal)


def test_read_document_names_the_file_and_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.scanner.is_installed", lambda: False)
    with pytest.raises(DocumentUnreadable, match=r"^扫描\.pdf：.*请先做文字识别"):
        _read(
            tmp_path,
            "扫描.pdf",
            pdf(
                [
                    b"<</Type/Catalog/Pages 2 0 R>>",
                    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
                ]
            ),
        )
    with pytest.raises(DocumentUnreadable, match=r"^旧\.doc：.*另存为 \.docx"):
        _read(tmp_path, "旧.doc", b"x")


def _furniture(text: str) -> list[tuple[str, str]]:
    return [(f.kind, text[f.start : f.end].strip()) for f in find_furniture(text)]


def test_headers_and_numbers_at_the_edges_of_pages_are_furniture() -> None:
    pages = [f"某市人民政府公报\n{WORDS}\n第三行{i}\n{WORDS}\n{i} / 4" for i in range(1, 5)]
    found = _furniture("\n\f".join(pages))
    assert found.count(("running_header", "某市人民政府公报")) == 4
    assert [words for kind, words in found if kind == "page_number"] == ["1 / 4", "2 / 4", "3 / 4", "4 / 4"]
    assert len(found) == 8


def test_the_title_that_later_pages_repeat_is_not_furniture() -> None:
    title = "某市节约用水方案"
    text = "\n\f".join([f"{title}\n一、任务\n{WORDS}"] + [f"{title}\n{WORDS}{i}" for i in range(4)])
    found = [f for f in find_furniture(text) if f.kind == "running_header"]
    assert len(found) == 4
    assert min(f.start for f in found) > len(title)


def test_attachment_covers_and_years_at_the_edges_of_pages_are_no_furniture() -> None:
    pages = [f"附件{i}\n{WORDS}{i}\n202{i}年" for i in range(1, 4)]
    assert [words for kind, words in _furniture("\n\f".join(pages)) if words.startswith("附件")] == []


def test_a_list_of_contents_is_furniture() -> None:
    text = f"某市方案\n目  录\n一、总体要求……………3\n二、任务......... 5\n三、保障 ····· 12\n一、总体要求\n{WORDS}"
    assert _furniture(text) == [
        ("contents", "目  录"),
        ("contents", "一、总体要求……………3"),
        ("contents", "二、任务......... 5"),
        ("contents", "三、保障 ····· 12"),
    ]


def test_markdown_marks_are_furniture_and_table_cells_stay_apart() -> None:
    text = "# 某市方案\n\n## 一、任务\n\n---\n\n1\\. 用水\n\n|指标|2020年|2025年|\n|---|:-:|--|\n|漏损率|12.1|9|\n"
    plan = read_plan("p", text)
    words = "".join(c.text for c in plan.clauses)
    assert "#" not in words
    assert "|" not in words
    assert "---" not in words
    assert "1.用水" in words
    assert "漏损率\t12.1\t9" in words


def test_a_quote_without_furniture_is_one_piece_and_marks_cut_it() -> None:
    text = "一、任务\n到2025年下降**13.5%**左右。 "
    furniture = find_furniture(text)
    assert quote_pieces(text, furniture, 0, 4) == [(0, 4)]
    assert [text[a:b] for a, b in quote_pieces(text, furniture, 5, len(text))] == ["到2025年下降", "13.5%", "左右。"]


def test_no_library_is_loaded_before_it_is_needed() -> None:
    import subprocess
    import sys

    program = (
        "import sys, corpus.catalogue; print([m for m in ('lxml', 'pypdfium2', 'selectolax') if m in sys.modules])"
    )
    home = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=home, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
