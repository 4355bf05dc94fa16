"""Pictures of pages: recognised where that is installed, under limits of their own, and known for what they are ever after."""

import io
import struct
import zlib
from pathlib import Path

import pytest

from corpus import readers
from corpus.plan import ScannedLine
from corpus.readers import Document, DocumentReader, Refusal, limits, pictures, recogniser
from corpus.readers.document import Unreadable
from corpus.readers.printed import PrintedLine, page_paragraphs
from corpus.readers.recogniser import Recognised
from corpus.readers.scan_lines import page_lines, page_pieces
from corpus.readers.scanner import Scanner
from corpus.scans import scanned_lines
from tests.own_corpus import assistant_over
from tests.scripted_scans import picture, scripted_scanner

#: Lines of a page of 26 signs a line, paragraphs indented by two.
PAGE = [
    "云桥市“十四五”水务发展方案",
    "\u3000\u3000一、目标",
    "\u3000\u3000到2025年，全市新建水库17座，改造供水管网",
    "四百一十二公里，再生水利用率达到28.4%，建成区绿地",
    "率不低于39%。",
    "\u3000\u3000二、保障",
    "\u3000\u3000市水务局牵头，市财政局配合。",
]
NEXT = ["\u3000\u3000三、附则", "\u3000\u3000本方案自2022年5月1日起施行。"]


def _read(path: Path, scanner: Scanner) -> Document | Refusal:
    with DocumentReader(scanner=scanner) as reader:
        (found,) = reader.read(path)
    return found


def _scan(path: Path, pages: int) -> Path:
    """A PDF whose pages are pictures."""
    from fpdf import FPDF

    pdf = FPDF(unit="pt", format=(800, 1130))
    for number in range(pages):
        pdf.add_page()
        pdf.image(io.BytesIO(picture(number)), 0, 0, 800, 1130)
    path.write_bytes(bytes(pdf.output()))
    return path


def test_where_recognition_is_missing_the_message_says_which_command_adds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.readers.scanner.is_installed", lambda: False)
    (tmp_path / "a.png").write_bytes(picture(0))
    for path in (tmp_path / "a.png", _scan(tmp_path / "b.pdf", 2)):
        found = _read(path, Scanner())
        assert isinstance(found, Refusal)
        assert "make install-ocr" in found.reason
        assert found.reason.count("。") == 2


@pytest.mark.parametrize(("suffix", "kind"), [(".png", "PNG"), (".tif", "TIFF"), (".TIFF", "TIFF")])
def test_a_picture_is_read_as_paragraphs_each_line_with_its_page_box_and_confidence(
    tmp_path: Path, suffix: str, kind: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(picture(0, kind))
    found = _read(path, scripted_scanner([PAGE]))
    assert isinstance(found, Document)
    assert [line.strip() for line in found.text.splitlines()] == [
        PAGE[0],
        "一、目标",
        "".join(PAGE[2:5]).strip(),
        "二、保障",
        "市水务局牵头，市财政局配合。",
    ]
    at = found.text.index("再生水")
    (line,) = scanned_lines(found.scans, at, at + 3)
    assert found.text[line.start : line.end] == PAGE[3]
    assert (line.page, line.confidence) == (1, 0.97)
    assert line.left == pytest.approx(96 / 800)
    assert line.top == pytest.approx((60 + 44 * 3) / 1130, abs=1e-3)


def test_lines_of_a_slanted_page_are_joined_as_those_of_a_straight_one() -> None:
    straight = [
        (96 + 48, 60, "到2025年，全市新建水库十七座，改造供水管网四百"),
        (96, 100, "一十二公里，再生水利用率达到二十八，建成区绿地率不"),
        (96, 140, "低于三十九。"),
        (96 + 48, 180, "市水务局牵头，市财政局配合，每年报送进展情况一次。"),
    ]
    slope = 0.02

    def corner(x: float, y: float) -> tuple[float, float]:
        return x - slope * y, y + slope * x

    found = []
    for left, top, text in straight:
        right = left + 24 * len(text)
        corners = (corner(left, top), corner(right, top), corner(right, top + 29), corner(left, top + 29))
        found.append(Recognised(text, 0.9, corners))
    lines = [line.printed for line in page_lines(page_pieces(found, 800, 1130)[0])]
    lefts = [round(line.left) for line in lines]
    assert lefts[1] == lefts[2] == 90
    assert lefts[0] == lefts[3] > 110


def test_pieces_of_one_line_are_put_together_in_order_and_cells_kept_apart() -> None:
    def piece(text: str, left: float, top: float) -> Recognised:
        right = left + 24 * len(text)
        return Recognised(text, 0.9, ((left, top), (right, top), (right, top + 29), (left, top + 29)))

    found = [piece("17座", 500, 62), piece("新建", 96, 60), piece("水库", 148, 61), piece("泵站", 96, 104)]
    assert [line.printed.text for line in page_lines(page_pieces(found, 800, 1130)[0])] == ["新建水库\t17座", "泵站"]


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("(一）水利(市水务局牵头)", "（一）水利（市水务局牵头）"),
        ("(1)新建水库,到2025年", "（1）新建水库，到2025年"),
        ("云政发〔2022]7号", "云政发〔2022〕7号"),
        ("降低12.5%,共1,200座", "降低12.5%，共1,200座"),
        ("GB(2020) 18:30", "GB(2020) 18:30"),
    ],
)
def test_punctuation_among_chinese_signs_is_as_wide_as_they_are(seen: str, read: str) -> None:
    corners = ((96.0, 60.0), (600.0, 60.0), (600.0, 89.0), (96.0, 89.0))
    (line,) = page_lines(page_pieces([Recognised(seen, 0.9, corners)], 800, 1130)[0])
    assert line.printed.text == read


def test_a_number_that_the_end_of_a_line_cuts_is_one_number_and_cells_of_two_rows_are_two() -> None:
    def lines(*texts: str) -> list[PrintedLine]:
        return [PrintedLine(text, 90, 500, 700 - 20 * n, 715 - 20 * n) for n, text in enumerate(texts)]

    full = "改造城乡供水管网和排水设施以及配套的泵站，能力达到"
    (cut,) = page_paragraphs([lines(f"{full}98", "6万吨，改造城乡供水管网和排水设施以及配套的泵站。")])[0]
    assert "达到986万吨" in cut
    (rows,) = page_paragraphs([lines("一 建成区绿地率 约束性 38.2 41.5", "2停车泊位和充电桩 3000 8600 及其配套设施")])[
        0
    ]
    assert "41.5 2停车" in rows


def test_a_scanned_pdf_keeps_its_pages_and_a_page_with_words_of_its_own_is_no_scan(tmp_path: Path) -> None:
    from fpdf import FPDF

    pdf = FPDF(unit="pt", format=(800, 1130))
    pdf.set_font("helvetica", size=14)
    pdf.add_page()
    pdf.text(96, 100, "water 2025")
    pdf.add_page()
    pdf.image(io.BytesIO(picture(1)), 0, 0, 800, 1130)
    (tmp_path / "a.pdf").write_bytes(bytes(pdf.output()))
    found = _read(tmp_path / "a.pdf", scripted_scanner([PAGE, NEXT]))
    assert isinstance(found, Document)
    first, second = found.text.split("\f")
    assert first.strip() == "water 2025"
    assert "三、附则" in second
    assert {line.page for line in found.scans} == {2}
    assert found.remarks == ()


def test_a_picture_of_too_many_dots_is_refused_by_its_header(tmp_path: Path) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 32_000, 32_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    with pytest.raises(Unreadable, match="万像素，超过"):
        pictures.page_picture(".png", png, 0)
    (tmp_path / "a.png").write_bytes(png)
    found = _read(tmp_path / "a.png", scripted_scanner([], "main(lambda dots: 1 / 0)"))
    assert isinstance(found, Refusal)
    assert "102400 万像素" in found.reason


@pytest.mark.prove
def test_a_page_that_stalls_costs_that_page_only(tmp_path: Path) -> None:
    stalls = "import time\ndef slow(dots):\n    time.sleep(0 if dots.mean() else 600)\n    return reading(pages)(dots)\nmain(slow)"
    found = _read(_scan(tmp_path / "a.pdf", 2), scripted_scanner([NEXT, PAGE], stalls, wall_seconds=20))
    assert isinstance(found, Document)
    assert "新建水库17座" in found.text
    assert "附则" not in found.text
    assert any("第 1 页没有读出来" in remark and "超时" in remark for remark in found.remarks)


@pytest.mark.prove
def test_too_many_pages_are_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SCAN_PAGES", 1)
    found = _read(_scan(tmp_path / "a.pdf", 2), scripted_scanner([PAGE, NEXT]))
    assert isinstance(found, Refusal)
    assert "超过 1 页" in found.reason


def test_a_picture_without_words_and_a_damaged_one_are_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "blank.png").write_bytes(picture(0))
    (tmp_path / "cut.png").write_bytes(picture(0)[:400])
    (tmp_path / "words.jpg").write_text("节约用水", encoding="utf-8")
    reasons = {}
    for name in ("blank.png", "cut.png", "words.jpg"):
        found = _read(tmp_path / name, scripted_scanner([[]]))
        assert isinstance(found, Refusal)
        reasons[name] = found.reason
    assert "没有认出文字" in reasons["blank.png"]
    assert "损坏" in reasons["cut.png"]
    assert "不是 JPEG" in reasons["words.jpg"]


def test_signs_that_are_made_of_a_black_square_are_no_words(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture(0))
    found = _read(tmp_path / "a.png", scripted_scanner([["■"]]))
    assert isinstance(found, Refusal)
    assert "没有认出文字" in found.reason


@pytest.mark.prove
def test_unsure_pages_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture(0))
    found = _read(tmp_path / "a.png", scripted_scanner([PAGE], "main(reading(pages, 0.6))"))
    assert isinstance(found, Document)
    assert any("把握不大" in remark for remark in found.remarks)


def test_an_answer_from_a_scan_says_so_and_one_from_a_text_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "Scanner", lambda: scripted_scanner([PAGE]))
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "scan.png").write_bytes(picture(0))
    text = "松桥市水务发展方案\n\n一、目标\n到2025年，全市新建水库9座。\n\n二、保障\n市水务局牵头。\n"
    assistant, _ = assistant_over(tmp_path, {"text.txt": text})
    scanned = assistant.ask("云桥市到2025年新建水库多少座")
    assert "17座" in scanned.answer
    assert "识别自扫描件" in scanned.answer
    assert scanned.to_dict()["citations"][0]["scanned"] is True
    cited = scanned.citations[0]
    (line, *_) = assistant.index.scanned_lines(cited.plan, cited.start, cited.end)
    assert isinstance(line, ScannedLine)
    assert line.page == 1
    plain = assistant.ask("松桥市到2025年新建水库多少座")
    assert "9座" in plain.answer
    assert "扫描件" not in plain.answer
    assert not any(citation.scanned for citation in plain.citations)


needs_ocr = pytest.mark.skipif(not recogniser.is_installed(), reason="文字识别没有安装（make install-ocr）")
FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")

PLAN = [
    "澄湖市水务发展实施方案",
    "一、总体目标",
    "到2025年，全市新建改造供水管网386公里，公共供水管网漏损率控制在8.5%以内，城市生活污水集中收集率达到73.2%，再生水利用率不低于25%，新增雨水调蓄容积12.6万立方米。",
    "二、重点任务",
    "扩建东郊水厂，新增日供水能力15万吨，完成137个老旧小区二次供水改造，惠及居民9.4万户。新建污水处理厂3座，建设污水管网214公里，加固堤防42.7公里，新建排涝泵站11座。",
]
VALUES = "386公里 8.5% 73.2% 25% 12.6万立方米 15万吨 137个 9.4万户 3座 214公里 42.7公里 11座".split()


def _noisy_scan(path: Path) -> Path:
    """The plan printed, scanned at 200 dpi, turned by one degree, with noise."""
    import numpy as np
    import pypdfium2
    from fpdf import FPDF
    from fpdf.enums import WrapMode
    from PIL import Image

    pdf = FPDF(format="A4")
    pdf.add_font("print", fname=str(FONT))
    pdf.set_margins(28, 30, 28)
    pdf.add_page()
    pdf.set_font("print", size=15)
    for paragraph in PLAN:
        pdf.multi_cell(
            0, 9.5, f"\u3000\u3000{paragraph}", align="L", new_x="LMARGIN", new_y="NEXT", wrapmode=WrapMode.CHAR
        )
    page = pypdfium2.PdfDocument(bytes(pdf.output()))[0].render(scale=200 / 72).to_pil().convert("L")
    turned = np.asarray(page.rotate(1, fillcolor=255, resample=Image.Resampling.BICUBIC), dtype=float)
    noise = np.random.default_rng(7)
    turned = turned + noise.normal(0, 18, turned.shape)
    turned[noise.random(turned.shape) < 0.002] = 0
    Image.fromarray(turned.clip(0, 255).astype("uint8")).save(path, quality=70)
    return path


@pytest.mark.prove
@needs_ocr
@pytest.mark.skipif(not FONT.is_file(), reason="没有可以印中文的字体")
def test_a_noisy_scan_is_read_nearly_without_a_wrong_sign_and_every_figure_right(tmp_path: Path) -> None:
    from difflib import SequenceMatcher

    found = _read(_noisy_scan(tmp_path / "a.jpg"), Scanner())
    assert isinstance(found, Document)
    read, printed = "".join(found.text.split()), "".join(PLAN)
    same = sum(block.size for block in SequenceMatcher(None, read, printed, autojunk=False).get_matching_blocks())
    assert same / len(printed) >= 0.97
    assert [value for value in VALUES if value not in read] == []
    assert len(found.text.splitlines()) == len(PLAN)


@pytest.mark.prove
@needs_ocr
def test_noise_ends_in_time(tmp_path: Path) -> None:
    import numpy as np
    from PIL import Image

    Image.fromarray(np.random.default_rng(3).integers(0, 256, (1600, 1200, 3), dtype=np.uint8)).save(tmp_path / "a.png")
    found = _read(tmp_path / "a.png", Scanner())
    assert isinstance(found, Refusal) or found.remarks
