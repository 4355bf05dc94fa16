"""Digits that a scan shows small and high are told from plain ones by their ink, and never a plain one for one of them."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.readers import read_document
from corpus.readers.raised_digits import Sign, find_raised
from corpus.readers.recogniser import is_installed
from tests import five_formats

#: Width and upper and lower edge of the ink of a sign, in a line 40 dots high: a digit, a raised one, a Chinese sign.
DIGIT, RAISED, CHINESE = (14, 8, 32), (9, 5, 20), (30, 4, 35)
GAP = 4


def drawn(line: str, off: float = 0.0) -> tuple[NDArray[np.float64], list[Sign]]:
    """A line as it is printed, ^1 for a raised 1, and its signs as they are recognised, each so far from where it is."""
    dots = np.full((40, 1200), 235.0)
    signs, at, high = [], 6, False
    for sign in line:
        if sign == "^":
            high = True
            continue
        width, top, bottom = (RAISED if high else DIGIT) if sign.isascii() else CHINESE
        dots[top:bottom, at : at + width] = 40
        signs.append(Sign(sign, at + width / 2 + off))
        at, high = at + width + GAP, False
    return dots + np.random.default_rng(5).normal(0, 8, dots.shape), signs


def raised_in(line: str, off: float = 0.0) -> str:
    dots, signs = drawn(line, off)
    found = find_raised(dots, signs)
    return "".join(f"^{sign.text}" if at in found else sign.text for at, sign in enumerate(signs))


@pytest.mark.parametrize(
    "line",
    [
        "泵站3500^1座",
        "客运量^1达到1200万人次",
        "水库17^1^2座",
        "35001座，其中21座",
        "3500^1",
        "2025年3月1日",
        "第17条增长39%",
    ],
)
@pytest.mark.parametrize("off", [-6.0, 0.0, 6.0])
def test_the_last_digits_of_a_number_are_told_that_are_small_and_high(line: str, off: float) -> None:
    assert raised_in(line, off) == line


def test_where_a_plain_digit_follows_nothing_is_told() -> None:
    assert raised_in("泵站35^100座") == "泵站35100座"


def test_ink_of_another_sign_beside_a_digit_is_not_taken_for_the_digit() -> None:
    dots, signs = drawn("增长39")
    at = round(signs[-1].middle) + DIGIT[0] // 2 + 3
    dots[5:20, at : at + 5] = 40  # the upper circle of a percent sign
    dots[5:32, at + 7 : at + 24] = 40
    assert find_raised(dots, [*signs, Sign("%", at + 12.0)]) == set()


def test_a_raised_digit_that_was_recognised_as_one_is_not_told_of_the_digit_before() -> None:
    dots, signs = drawn("水库41^2座")
    signs[4] = Sign("²", signs[4].middle)
    assert find_raised(dots, signs) == set()


def test_a_raised_digit_whose_print_is_broken_is_one_digit() -> None:
    dots, signs = drawn("水库12^3座")
    middle = round(signs[4].middle)
    dots[:, middle - 1 : middle + 1] = 235
    assert find_raised(dots, signs) == {4}


def test_a_line_without_ink_or_signs_tells_nothing() -> None:
    assert find_raised(np.full((40, 200), 235.0), [Sign("1", 20.0)]) == set()
    assert find_raised(drawn("1")[0], []) == set()


@pytest.mark.prove
@pytest.mark.skipif(not is_installed(), reason="文字识别没有安装（make install-ocr）")
def test_marks_of_notes_in_a_scan_are_no_digits_of_its_numbers(tmp_path: Path) -> None:
    pages = ["澜浦市供水方案", "到2025年，全市建成泵站3500^1座，改造管网1200^2公里，漏损率不高于8^1%，用水300万吨。"]
    (tmp_path / "plan.pdf").write_bytes(five_formats.as_scan(pages))
    found = "".join(read_document(tmp_path / "plan.pdf").split())
    assert "泵站3500座，改造管网1200公里，漏损率不高于8%，用水300万吨" in found
