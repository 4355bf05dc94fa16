"""Records pressed into pieces: what was put in comes out, or it is said that the piece is not as it was written."""

import pytest

from index.pack import press, press_lines, read_lines, unpress

TEXTS = ["", "短", "二、目标", "到2025年，单位GDP能耗下降13.5%。\n" * 40]


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_pressed_comes_out_again(text: str) -> None:
    assert unpress(press(text)) == text


def test_lines_come_out_as_lines_and_of_nothing_none() -> None:
    assert read_lines(press_lines(["一", "", "三"])) == ["一", "", "三"]
    assert read_lines(press_lines([])) == []


@pytest.mark.parametrize("text", TEXTS[1:])
def test_no_flipped_bit_and_no_missing_end_gives_another_text(text: str) -> None:
    piece = press(text)
    altered = [bytearray(piece) for _ in range(8 * len(piece))]
    for bit, one in enumerate(altered):
        one[bit // 8] ^= 1 << bit % 8
    noticed = 0
    for given in [*map(bytes, altered), *(piece[:size] for size in range(len(piece)))]:
        try:
            assert unpress(given) == text
        except ValueError:
            noticed += 1
    assert noticed >= 0.9 * 9 * len(piece)
