import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.plan import Furniture
from corpus.spacing import kept_pieces, tidy


def _tidy(text: str, *furniture: Furniture) -> str:
    return tidy(text, 0, len(text), furniture).text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("节能\n减排", "节能减排"),
        ("节 能　减\t排", "节能减排"),
        ("到 2025 年，下降 13.5%", "到2025年，下降13.5%"),
        ("low carbon\nplan", "low carbon plan"),
        ("指标为13\n16", "指标为13 16"),
        ("13.5%\n5", "13.5% 5"),
        ("  首尾  ", "首尾"),
        ("", ""),
    ],
)
def test_blanks_go_except_between_two_latin_words_or_numbers(raw: str, words: str) -> None:
    assert _tidy(raw) == words


def test_furniture_goes_and_the_sentence_around_it_is_joined() -> None:
    text = "推进钢铁\n- 3 -\n行业改造"
    assert _tidy(text, Furniture("page_number", 5, 10)) == "推进钢铁行业改造"


def test_line_feed_stands_before_the_places_asked_for() -> None:
    assert tidy("甲 乙丙", 0, 4, (), breaks={2}).text == "甲\n乙丙"


def test_raw_span_leads_back_to_the_characters() -> None:
    text = "节 能\n\n减 排"
    tidied = tidy(text, 0, len(text), ())
    start, end = tidied.raw_span(1, 3)
    assert text[start:end] == "能\n\n减"


def test_kept_pieces_are_what_furniture_leaves() -> None:
    furniture = (Furniture("mark", 0, 2), Furniture("mark", 4, 6), Furniture("mark", 8, 9))
    assert kept_pieces(1, 9, furniture) == [(2, 4), (6, 8)]
    assert kept_pieces(4, 6, furniture) == []
    assert kept_pieces(6, 8, furniture) == [(6, 8)]
    assert kept_pieces(3, 5, ()) == [(3, 5)]


@given(
    text=st.text("节能减排A1, \n\u3000*", max_size=40),
    cuts=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), max_size=5),
    span=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
def test_words_and_offsets_always_match_the_raw_text(
    text: str, cuts: list[tuple[int, int]], span: tuple[int, int]
) -> None:
    furniture, at = [], 0
    for start, size in sorted(cuts):
        if start >= at and start + size <= len(text):
            furniture.append(Furniture("mark", start, start + size))
            at = start + size
    start, end = sorted(min(n, len(text)) for n in span)
    hidden = {i for f in furniture for i in range(f.start, f.end)}
    tidied = tidy(text, start, end, tuple(furniture))
    kept = [i for i in range(start, end) if i not in hidden and not text[i].isspace()]
    assert [i for i, c in zip(tidied.offsets, tidied.text, strict=True) if not c.isspace()] == kept
    assert "".join(tidied.text.split()) == "".join(text[i] for i in kept)
    covered = [i for a, b in kept_pieces(start, end, tuple(furniture)) for i in range(a, b)]
    assert covered == [i for i in range(start, end) if i not in hidden]
