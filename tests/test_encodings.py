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


def test_what_is_no_text_is_told_so(tmp_path: Path) -> None:
    for data in (bytes(100), bytes(range(256)) * 20):
        with pytest.raises(DocumentUnreadable, match="二进制"):
            read(tmp_path, data)
