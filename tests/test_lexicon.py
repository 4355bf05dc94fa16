"""The lexicon: everyday words to official ones, and what of a question is its topic."""

from pathlib import Path

from retrieval.question.lexicon import load_lexicon
from retrieval.question.topic import Concept, discount_titles, find_concepts


def topics(text: str) -> list[str]:
    return [concept.words for concept in find_concepts(text)]


def test_the_longest_phrase_is_found_and_nothing_inside_it() -> None:
    text = "单位GDP能耗"
    assert [text[a:b] for a, b, _ in load_lexicon().find(text)] == [text]


def test_latin_abbreviations_are_found_in_any_case_but_only_as_whole_words() -> None:
    found = [official for _, _, official in load_lexicon().find("cod")]
    assert found == [("化学需氧量",)]
    assert load_lexicon().find("CODE") == []


def test_entries_for_one_phrase_add_up(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text(
        '[[synonym]]\nsay = ["脏水"]\nplan = ["污水"]\n[[synonym]]\nsay = ["脏水"]\nplan = ["污水", "废水"]\n',
        encoding="utf-8",
    )
    assert load_lexicon(path).official["脏水"] == ("污水", "废水")


def test_concepts_are_what_is_left_without_question_words_operations_and_years() -> None:
    assert topics("请问到2025年农膜回收率要达到多少") == ["农膜", "回收率"]
    assert topics("秸秆从高到低排一下") == ["秸秆"]


def test_a_quoted_term_is_one_concept_of_full_weight_but_a_period_is_none() -> None:
    quoted = find_concepts("“绿宝”在“十四五”时期的内容")
    assert [(c.words, c.weight) for c in quoted] == [("绿宝", 2.0)]


def test_a_one_character_phrase_counts_only_as_a_word_of_its_own() -> None:
    assert "煤" in topics("烧的煤怎么办")
    assert "煤" not in topics("燃煤锅炉怎么办")


def test_a_prefix_of_negation_stays_with_its_word() -> None:
    assert any(words.startswith("非化石") for words in topics("非化石能源占比"))


def test_words_of_every_title_meant_say_little() -> None:
    concepts = (Concept("节水", ("节水",), 1.0), Concept("农业", ("农业",), 1.0))
    weights = [c.weight for c in discount_titles(concepts, ["澜田市节水行动方案", "清禾市节水行动方案"])]
    assert weights[0] < weights[1] == 1.0
    assert discount_titles(concepts, []) == concepts


def test_a_post_of_which_only_the_holder_is_asked_is_the_topic() -> None:
    assert topics("谁是联络员") == topics("联络员是哪位") == ["联络员"]
    assert topics("秘书长由谁兼任") == ["秘书长"]
    assert topics("你是谁") == topics("最多的是谁") == []
