"""Many phrases are looked for at once: the longest at each place, from left to right, Latin ones as whole words."""

import string

import pytest

from retrieval.question.phrases import Phrases

PHRASES = Phrases(["氨氮", "氨氮减排", "减排量", "cod", "water use", "达到"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("氨氮减排量达到", ["氨氮减排", "达到"]),
        ("氨氮减", ["氨氮"]),
        ("COD减排量", ["cod", "减排量"]),
        ("CODE", []),
        ("COD5", []),
        ("the Water Use", ["water use"]),
        ("", []),
    ],
)
def test_the_longest_phrase_at_each_place_is_found_and_a_latin_one_only_as_a_word(text: str, found: list[str]) -> None:
    assert [phrase for *_, phrase in PHRASES.find(text)] == found
    assert all(text[start:end].lower() == phrase for start, end, phrase in PHRASES.find(text))


def test_what_a_latin_phrase_is_joined_by_may_be_told() -> None:
    assert [phrase for *_, phrase in Phrases(["pm"], joined=string.ascii_letters).find("PM2.5和RPM")] == ["pm"]


def test_a_place_is_one_of_the_text_where_lower_case_is_longer() -> None:
    assert PHRASES.find("İ氨氮") == [(1, 3, "氨氮")]
