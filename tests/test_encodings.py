"""Encodings that nothing names: told by the characters they give, never taken for one another."""

from pathlib import Path

import pytest

from corpus.readers import read_document
from errors import DocumentUnreadable

SIMPLE = "岚溪市岸电建设方案\n一、总体目标\n到2027年，全市建成岸电桩320座，使用率达到85%。\n"
TRADITIONAL = "嵐溪市岸電建設方案\n一、總體目標\n到2027年，全市建成岸電樁320座，使用率達到85%。\n"
NO_FIGURES = "各县区人民政府要落实责任，推进靠港船舶使用岸电。"


def read(folder: Path, data: bytes, name: str = "a.txt") -> str:
    (folder / name).write_bytes(data)
    return read_document(folder / name)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-16", "big5hkscs"])
@pytest.mark.parametrize("text", [SIMPLE, TRADITIONAL, NO_FIGURES, SIMPLE * 300, "澄江县通知"])
def test_a_text_is_read_whatever_it_is_encoded_in(tmp_path: Path, text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("Big5 has no simplified characters")
    assert read(tmp_path, data) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16"])
@pytest.mark.parametrize("declared", ["", "gb2312", "big5", "utf-8", "no-such"])
def test_a_page_that_declares_a_wrong_encoding_is_read(tmp_path: Path, encoding: str, declared: str) -> None:
    head = f"<meta charset='{declared}'>" if declared else ""
    page = f"<html><head>{head}<title>x</title></head><body><p>{TRADITIONAL.split()[2]}</p></body></html>"
    assert read(tmp_path, page.encode(encoding), "a.html") == TRADITIONAL.split()[2]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (SIMPLE.encode("utf-16-le")[:-1], "UTF-16"),
        (TRADITIONAL.encode("big5hkscs") + b"\xff\xff", "Big5"),
        (SIMPLE.encode("gb18030") + b"\xff" + SIMPLE.encode("gb18030"), "GB18030"),
    ],
)
def test_a_damaged_text_is_named_by_its_encoding_and_not_called_binary(tmp_path: Path, data: bytes, named: str) -> None:
    with pytest.raises(DocumentUnreadable, match=f"{named}.*另存为 UTF-8") as told:
        read(tmp_path, data)
    assert "二进制" not in str(told.value)


@pytest.mark.parametrize("encoding", ["hz", "utf-32", "utf-32-le", "utf-32-be"])
def test_a_chinese_text_is_read_from_the_rarer_encodings_too(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, SIMPLE.encode(encoding)) == SIMPLE


def test_a_text_of_ascii_with_a_tilde_and_a_brace_stays_as_it_is(tmp_path: Path) -> None:
    for text in ("Port plan ~{draft}~ for 2027: 320 piles.\n", "a ~{ b\n", "see ~{1} and ~}\n"):
        assert read(tmp_path, text.encode()) == text


JAPANESE = "第一章　総則\n第一条　この計画は、港湾の岸電設備について、令和九年度までに行う施策を定めるものとする。\n"
KOREAN = "제1장 총칙\n제1조 이 계획은 항만의 육상전원 설비를 2027년까지 320기 설치하는 것을 목표로 한다.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (JAPANESE, "shift_jis", "Shift-JIS（日文）"),
        (JAPANESE, "euc_jp", "EUC-JP（日文）"),
        (JAPANESE, "iso2022_jp", "ISO-2022"),
        (KOREAN, "euc_kr", "EUC-KR（韩文）"),
        (KOREAN, "iso2022_kr", "ISO-2022"),
    ],
)
@pytest.mark.parametrize("page", ["{}", "<html><meta charset='{1}'><body><p>{0}</p></body></html>"])
def test_a_japanese_or_korean_text_is_named_by_its_encoding_and_not_read_as_chinese(
    tmp_path: Path, text: str, encoding: str, named: str, page: str
) -> None:
    name = "a.html" if "html" in page else "a.txt"
    with pytest.raises(DocumentUnreadable, match=f"{named}.*另存为 UTF-8"):
        read(tmp_path, page.format(text, encoding).encode(encoding), name)


def test_japanese_in_an_encoding_of_chinese_texts_is_read_as_it_is(tmp_path: Path) -> None:
    text = "日本的标语“港をきれいにしましょう”写在岸电桩上，全市建成岸电桩320座，使用率达到85%，各单位要落实责任。"
    assert read(tmp_path, text.encode("gb18030")) == text
    assert read(tmp_path, JAPANESE.encode("gb18030")) == JAPANESE


def test_what_is_no_text_is_told_so(tmp_path: Path) -> None:
    for data in (bytes(100), bytes(range(256)) * 20):
        with pytest.raises(DocumentUnreadable, match="二进制"):
            read(tmp_path, data)
