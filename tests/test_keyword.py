from pathlib import Path

import pytest

from index.keyword import KeywordIndex, cut, weigh

ROWS = [
    (0, "澜田", "全市用水总量控制在9.6亿立方米以内，再生水利用率达到35%"),
    (1, "清禾", "全市用水总量控制在7.2亿立方米以内，再生水利用率达到28%"),
    (2, "清禾", "公共供水管网漏损率控制在9%以内"),
    (3, "澜田", "推广VOCs在线监测，单位GDP能耗下降1,470吨"),
]


@pytest.fixture(scope="module")
def keyword(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    folder = tmp_path_factory.mktemp("关键词") / "索引"
    KeywordIndex.build(folder, ROWS)
    return KeywordIndex.open(folder)


def test_terms_are_words_and_pairs_with_numbers_and_latin_words_whole() -> None:
    terms = cut("单位GDP能耗下降12.5%")
    assert {"单位", "gdp", "能耗", "耗下", "下降", "12.5"} <= set(terms)
    assert terms.count("能耗") == 1  # as a word; not once more as a pair


def test_full_width_forms_and_thousands_separators_are_one_term_with_the_plain_ones() -> None:
    assert cut("ＶＯＣｓ １,４７０") == cut("vocs 1470")


def test_a_chinese_comma_never_joins_two_numbers() -> None:
    assert cut("184，650") == ["184", "650"]


def test_text_without_words_gives_no_terms() -> None:
    assert cut("？！……  \n🙂") == []


def test_a_phrase_gives_its_weight_to_its_pieces_and_the_largest_weight_wins() -> None:
    assert weigh([("用水", 0.5), ("用水总量", 2.0)])["用水"] == 2.0


def test_the_best_match_comes_first_and_numbers_tell_texts_apart(keyword: KeywordIndex) -> None:
    assert keyword.search("用水总量7.2亿", None, 4)[0][0] == 1
    assert keyword.search("用水总量9.6亿", None, 4)[0][0] == 0


def test_a_scope_is_kept_inside_the_search_so_that_others_take_no_place(keyword: KeywordIndex) -> None:
    assert [row for row, _ in keyword.search("管网漏损率用水总量", ["澜田"], 1)] == [0]
    assert {row for row, _ in keyword.search("用水总量", ["清禾", "没有这份"], 9)} <= {1, 2}


def test_a_scope_does_not_change_scores(keyword: KeywordIndex) -> None:
    everywhere = dict(keyword.search("用水总量", None, 9))
    assert all(score == pytest.approx(everywhere[row]) for row, score in keyword.search("用水总量", ["清禾"], 9))


@pytest.mark.parametrize("plans", [[], ["没有这份"]])
def test_an_empty_or_unknown_scope_finds_nothing(keyword: KeywordIndex, plans: list[str]) -> None:
    assert keyword.search("用水总量", plans, 9) == []


def test_weights_turn_the_order_around(keyword: KeywordIndex) -> None:
    assert keyword.search([("漏损率", 5.0), ("再生水", 0.1)], ["清禾"], 2)[0][0] == 2
    assert keyword.search([("漏损率", 0.1), ("再生水", 5.0)], ["清禾"], 2)[0][0] == 1


@pytest.mark.parametrize("terms", ["", "？", "a AND (b", 'plan:"清禾"', "* ~2 ^"])
def test_query_syntax_is_not_a_language_here(keyword: KeywordIndex, terms: str) -> None:
    assert all(row in range(4) for row, _ in keyword.search(terms, None, 4))


def test_an_index_in_a_folder_that_cannot_be_written_opens(
    tmp_path: Path, keyword: KeywordIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    KeywordIndex.build(tmp_path / "k", ROWS)
    monkeypatch.setattr("os.access", lambda *_: False)
    before = sorted(path.name for path in (tmp_path / "k").iterdir())
    opened = KeywordIndex.open(tmp_path / "k")
    assert opened.search("用水总量", None, 9) == keyword.search("用水总量", None, 9)
    assert sorted(path.name for path in (tmp_path / "k").iterdir()) == before
