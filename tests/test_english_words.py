"""English words that no term has are read by the terms that have them among others."""

import pytest

from retrieval.question.english import in_chinese
from retrieval.question.lexicon import load_lexicon


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("How many beds are there", "How many 床位 are there"),
        ("robots for teachers", "机器人 for 教师"),
        ("the afforested hills", "the 造林 hills"),
        ("Who leads the green transport work", "Who leads the 绿色交通 work"),
        ("What happens if a county fails to meet its target", "What happens if a 县没完成 its target"),
        ("subsidies for near-zero energy buildings", "补贴 for 近零能耗建筑"),
        ("How many stations will they build", "How many stations will they build"),
        ("Which cities are above 40%", "Which cities are 超过40%"),
        ("no more than 300 tonnes", "不超过300 tonnes"),
    ],
)
def test_a_word_is_read_by_the_terms_that_it_stands_in(asked: str, read: str) -> None:
    assert in_chinese(asked) == read


@pytest.mark.parametrize(
    "asked",
    [
        "straw utilization target",  # terms that are known
        "how much will exports grow",
        "the captain of a 12-metre yacht",
        "COD减排量是多少",
        "What is the man doing",
    ],
)
def test_terms_that_are_known_and_words_that_tell_nothing_stay(asked: str) -> None:
    assert in_chinese(asked) == asked


@pytest.mark.parametrize(
    ("letters", "name"), [("ldar", "泄漏检测与修复"), ("pue", "电能利用效率"), ("vocs", "挥发性有机物")]
)
def test_letters_are_short_for_what_a_like_term_has_in_their_place(letters: str, name: str) -> None:
    assert name in load_lexicon().official[letters]
