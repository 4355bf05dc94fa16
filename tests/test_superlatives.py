"""Which place of a ranking a question picks."""

import pytest

from retrieval.question.superlatives import (
    asks_for_extreme,
    asks_for_highest,
    asks_for_lowest,
    asks_for_rank,
    nth,
    picked,
    so_many,
    two_places,
)


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


@pytest.mark.parametrize("question", ["第一产业占比多少", "第二章说了什么", "第三批示范名单", "减排四地都写了"])
def test_a_number_of_something_else_is_no_place_in_a_ranking(question: str) -> None:
    assert picked(question, 5) is None
    assert not asks_for_extreme(question)


def test_a_place_beyond_the_ranking_is_none() -> None:
    assert nth("排第七的市", 5) is None


@pytest.mark.parametrize(
    "word", "最低 最小 最少 最轻 最松 垫底 排最后 最后一名 最后一位 最后一个 最后的 最后那 倒数 倒数第一".split()
)
def test_the_low_end_is_asked_for(word: str) -> None:
    assert asks_for_lowest(word) and asks_for_extreme(word) and not asks_for_highest(word)
    assert picked(word, 5) == 4


@pytest.mark.parametrize("word", "最高 最大 最多 最重 最严 第一".split())
def test_the_high_end_is_asked_for(word: str) -> None:
    assert asks_for_highest(word) and asks_for_extreme(word) and not asks_for_lowest(word)
    assert picked(word, 5) == 0
    assert not asks_for_highest(f"{word}和最低")


@pytest.mark.parametrize("of", "类 次 产业 章 条 项 批 部分 责任人".split())
def test_the_first_or_the_second_of_something_else_is_no_rank(of: str) -> None:
    assert not asks_for_highest(f"第一{of}")
    assert nth(f"第二{of}", 5) is None


@pytest.mark.parametrize(("sign", "number"), list(zip("一二三四五六七八九十", range(1, 11), strict=True)))
def test_a_numbered_place_counts_from_either_end(sign: str, number: int) -> None:
    assert nth(f"排{sign}的", 12) == (number - 1, f"第{sign}")
    assert nth(f"倒数第{sign}", 12) == (12 - number, f"倒数第{sign}")
    assert asks_for_lowest(f"倒数第{sign}") is (number == 1)
    assert nth(f"第{sign}", number) == (number - 1, f"第{sign}")
    assert nth(f"第{sign}", number - 1) is None


@pytest.mark.parametrize("question", ["资阳排第几", "倒数第三是谁", "最高的"])
def test_a_place_in_the_ranking_is_an_extreme(question: str) -> None:
    assert asks_for_extreme(question)
    assert not asks_for_extreme("资阳要减多少")


@pytest.mark.parametrize(
    "question",
    [
        *("资阳排第几", "资阳排名第几", "资阳第几名", "资阳第几位", "资阳排名多少", "资阳是最高的吗", "资阳是最低么"),
        *("资阳算不算最大吗", "资阳是最小吗", "资阳是里面最多的吗", "资阳是最少吗", "资阳是不是最高", "资阳是不是最低"),
    ],
)
def test_the_place_of_one_among_all_is_asked(question: str) -> None:
    assert asks_for_rank(question)
    assert not asks_for_rank("哪个市最高")
    assert not asks_for_rank("青禾粮食产量在全省排第几")


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("第一名和第三名差多少", (0, 2)),
        ("前两名差几个百分点", (0, 1)),
        ("最高的和第二高的差多少", (0, 1)),
        ("倒数第一比倒数第二少多少", (3, 4)),
        ("第二名是谁", None),
        ("最高的和最低的差多少", None),
    ],
)
def test_two_places_are_held_against_each_other_where_two_are_named(
    question: str, places: tuple[int, int] | None
) -> None:
    found = two_places(question, 5)
    assert (found and tuple(at for at, _ in found)) == places


def test_the_second_least_is_counted_from_the_low_end() -> None:
    assert nth("第二少的呢", 5) == (3, "第二少") and nth("排第二的呢", 5) == (1, "第二")


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("前十名", 10),
        ("前二十名是谁", 20),
        ("排名前15的市", 15),
        ("最多的十二个市", 12),
        ("哪五个市最高", 5),
        ("前三个月", 0),
        ("最高的15%", 0),
        ("最高的3000吨", 0),
    ],
)
def test_so_many_places_are_counted_and_no_times_or_figures(text: str, many: int) -> None:
    assert so_many(text) == many
