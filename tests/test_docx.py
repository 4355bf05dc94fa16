from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.readers import read_document
from corpus.readers.ordinals import ordinal
from corpus.structure import read_plan
from tests.crafted_bytes import word
from tests.made_documents import docx_bytes, make_docx

WORDS = "推进节约用水工作落实到位。"


def _read(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


def test_docx_paragraphs_and_tables_come_in_order_without_headers_and_footers(tmp_path: Path) -> None:
    data = make_docx(["某市方案", "一、总体要求", [["指标", "值"], ["用水", "5%"]], "二、任务"])
    assert _read(tmp_path, "a.docx", data).split("\n") == [
        "某市方案",
        "一、总体要求",
        "指标\t值",
        "用水\t5%",
        "二、任务",
    ]


def _numbered(levels: list[tuple[str, str]]) -> Any:
    """A Word document with one list of these (format, text) levels, number 77."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    parts = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (style, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{parts}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="77"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    return document


def _item(document: Any, text: str, level: int, number: int = 77) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def test_labels_that_word_makes_up_are_written_out(tmp_path: Path) -> None:
    document = _numbered(
        [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "%3.%4")]
    )
    for text, level in [
        ("总则", 0),
        ("目标", 1),
        ("原则", 1),
        ("节水", 2),
        ("细", 3),
        ("任务", 0),
        ("农业", 1),
        ("灌区", 2),
    ]:
        _item(document, text, level)
    document.add_paragraph("正文")
    _item(document, "保障", 0)
    _item(document, "重来", 0, number=78)
    expected = [
        "一、总则",
        "（一）目标",
        "（二）原则",
        "1.节水",
        "1.1细",
        "二、任务",
        "（一）农业",
        "1.灌区",
        "正文",
        "三、保障",
        "一、重来",
    ]
    assert _read(tmp_path, "a.docx", docx_bytes(document)).split("\n") == expected


def test_labels_may_come_from_a_paragraph_style(tmp_path: Path) -> None:
    document = _numbered([("chineseCounting", "第%1章 "), ("bullet", "●")])
    style = document.styles.add_style("章", 1)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="77"/></w:numPr>'))
    based = document.styles.add_style("章二", 1)
    based.base_style = style
    document.add_paragraph("总则", style="章")
    _item(document, "不编号", 1)
    document.add_paragraph("附则", style="章二")
    assert _read(tmp_path, "a.docx", docx_bytes(document)).split("\n") == ["第一章 总则", "不编号", "第二章 附则"]


def test_word_numbering_gives_the_clauses_that_typed_numbering_gives(tmp_path: Path) -> None:
    document = _numbered([("chineseCounting", "%1、"), ("chineseCounting", "（%2）")])
    document.add_paragraph("某市节约用水方案")
    for text, level in [("总体要求", 0), (f"主要目标。{WORDS}", 1), ("主要任务", 0), (f"工业节水。{WORDS}", 1)]:
        _item(document, text, level)
    plan = read_plan("p", _read(tmp_path, "a.docx", docx_bytes(document)))
    assert [c.address for c in plan.clauses if c.kind == "clause"] == ["一、", "一、（一）", "二、", "二、（一）"]


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [(1, "chineseCounting", "一"), (10, "chineseCountingThousand", "十"), (15, "chineseCounting", "十五"), (21, "chineseCounting", "二十一"),
     (101, "chineseCounting", "一百零一"), (110, "chineseCounting", "一百一十"), (1005, "chineseCounting", "一千零五"),
     (12, "chineseLegalSimplified", "壹拾贰"), (3, "ideographTraditional", "丙"), (2, "ideographZodiac", "丑"), (7, "decimalEnclosedCircleChinese", "⑦"),
     (3, "decimalFullWidth", "３"), (4, "decimalZero", "04"), (28, "lowerLetter", "bb"), (2, "upperLetter", "B"), (49, "lowerRoman", "xlix"),
     (4, "upperRoman", "IV"), (3, "unheardOf", "3"), (0, "chineseCounting", "0")],
)  # fmt: skip
def test_numbers_are_written_as_lists_write_them(number: int, style: str, written: str) -> None:
    assert ordinal(number, style) == written


def test_docx_words_are_those_a_reader_sees(tmp_path: Path) -> None:
    def run(text: str, properties: str = "") -> str:
        return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"

    body = "".join(
        [
            f"<w:p>{run('插')}<w:ins>{run('入')}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>",
            f"<w:sdt><w:sdtContent><w:p><w:hyperlink>{run('控件')}</w:hyperlink></w:p></w:sdtContent></w:sdt>",
            f"<w:p>{run('明')}{run('隐', '<w:vanish/>')}{run('文', '<w:vanish w:val=&quot;0&quot;/>'.replace('&quot;', chr(34)))}</w:p>",
            "<w:p><w:r><w:t>前</w:t><w:br/><w:t>后</w:t><w:tab/><w:noBreakHyphen/><w:instrText>PAGE</w:instrText></w:r></w:p>",
            f"<w:p>{run('正文')}<w:r><w:pict><w:x><w:txbxContent><w:p>{run('框内')}</w:p></w:txbxContent></w:x></w:pict></w:r></w:p>",
            "<w:tbl><w:tr><w:tc><w:p>" + run("专栏1") + "</w:p><w:p>" + run("1.节水") + "</w:p></w:tc></w:tr></w:tbl>",
        ]
    )
    expected = ["插入", "控件", "明文", "前", "后\t-", "正文", "框内", "专栏1", "1.节水"]
    assert _read(tmp_path, "a.docx", word(body)).split("\n") == expected


def test_the_contents_list_of_a_docx_is_left_out(tmp_path: Path) -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = f"<w:sdt>{gallery}<w:sdtContent><w:p><w:r><w:t>一、总体要求 1</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    assert _read(tmp_path, "a.docx", word(f"{body}<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>")) == WORDS


def test_a_docx_with_a_broken_picture_link_is_read(tmp_path: Path) -> None:
    broken = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="NULL"/></Relationships>'
    )
    assert _read(tmp_path, "a.docx", word(more=[("word/_rels/document.xml.rels", broken.encode())])) == WORDS


def _run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


_UP, _DOWN = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        (_run("岸电桩320") + _run("1", _UP) + _run("座"), "岸电桩320座"),
        (_run("岸电桩320") + _run("[", _UP) + _run("12", _UP) + _run("]", _UP) + _run("座"), "岸电桩320座"),
        (_run("使用率85") + _run("注1", _UP) + _run("%"), "使用率85%"),
        (_run("岸电桩320") + _run("2", '<w:rStyle w:val="note"/>') + _run("座"), "岸电桩320座"),
        (_run("岸电桩320") + _run("2", '<w:position w:val="8"/>') + _run("座"), "岸电桩320座"),
        (_run("岸电桩") + _run("320", '<w:position w:val="2"/>') + _run("座"), "岸电桩320座"),
        (_run("岸电桩320") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + _run("座"), "岸电桩320座"),
        (_run("蓄水2.6×10") + _run("7", _UP) + _run("立方米"), "蓄水2.6×10⁷立方米"),
        (_run("绿地1200m") + _run("2", _UP) + _run("，CO") + _run("2", _DOWN), "绿地1200m²，CO2"),
        (_run("减排CO") + _run("2", _DOWN) + _run("300吨"), "减排CO₂300吨"),
        (_run("商标") + _run("TM", _UP), "商标TM"),
        ("<m:oMath xmlns:m='m'><m:r><m:t>2.6×10</m:t></m:r></m:oMath>" + _run("座"), "2.6×10座"),
        ("<m:oMath xmlns:m='m'><m:sSup><m:e><m:r><m:t>2.6×10</m:t></m:r></m:e><m:sup><m:r><m:t>7</m:t></m:r></m:sup></m:sSup></m:oMath>"
         + _run("立方米"), "2.6×10⁷立方米"),
    ],
)  # fmt: skip
def test_raised_runs_never_join_a_number(tmp_path: Path, runs: str, words: str) -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:style w:type="character" w:styleId="note"><w:name w:val="footnote reference"/><w:rPr>{_UP}</w:rPr></w:style></w:styles>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>'
    )
    more = [("word/styles.xml", styles.encode()), ("word/_rels/document.xml.rels", links.encode())]
    assert _read(tmp_path, "a.docx", word(f"<w:p>{runs}</w:p>", more=more)) == words
