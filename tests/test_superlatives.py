"""Which place of a ranking a question picks."""

import pytest

from retrieval.question.superlatives import asks_for_extreme, nth, picked


@pytest.mark.parametrize(
    ("question", "index"),
    [
        ("哪个市最高", 0),
        ("排第一的是哪个市", 0),
        ("第二多的市", 1),
        ("倒数第二的是谁", 3),
        ("倒数第一的是谁", 4),
        ("哪个市垫底", 4),
        ("最后一名是哪个市", 4),
    ],
)
def test_a_superlative_picks_its_place_among_five(question: str, index: int) -> None:
    assert picked(question, 5) == index


@pytest.mark.parametrize("question", ["第一产业占比多少", "第二章说了什么", "第三批示范名单"])
def test_a_number_of_something_else_is_no_place_in_a_ranking(question: str) -> None:
    assert picked(question, 5) is None
    assert not asks_for_extreme(question)


def test_a_place_beyond_the_ranking_is_none() -> None:
    assert nth("排第七的市", 5) is None
