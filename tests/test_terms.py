"""The official things that a question names, in official or everyday words."""

import pytest

from index.training_data import read_wordings
from retrieval.question.phrasing import Phrasing
from retrieval.reading.features import says_terms
from retrieval.reading.terms import Term, find_terms


def named(text: str) -> list[str]:
    return [term.words for term in find_terms(text)[0]]


def test_the_longest_thing_at_a_place_is_named_and_its_words_are_taken_out() -> None:
    terms, rest = find_terms("资阳的秸秆综合利用率是多少")
    assert [term.words for term in terms] == ["秸秆综合利用率"]
    assert rest == "资阳的       是多少"


@pytest.mark.parametrize(
    ("text", "names"), [("cod", ["cod"]), ("codes", []), ("xcod", []), ("减cod量", ["cod"]), ("cod2", [])]
)
def test_a_latin_name_stands_by_itself(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_things_side_by_side_are_all_named_to_the_last_character() -> None:
    assert named("cod，秸秆综合利用率") == ["cod", "秸秆综合利用率"]
    assert named("秸秆综合利用率cod") == ["秸秆综合利用率", "cod"]


def test_an_official_name_is_known_as_such_and_an_everyday_one_leads_to_it() -> None:
    shown = 0
    for wording in read_wordings():
        official = wording.official[0].lower()
        for term in find_terms(official)[0]:
            if term.words == official and len(official) >= 3:
                assert term.official, official
                shown += len(official) == 3
        assert not any(t.official for t in find_terms("水")[0])
    assert shown > 0


def test_an_official_name_of_two_characters_is_no_term_by_itself() -> None:
    short = [w for wording in read_wordings() for w in wording.official if len(w) == 2 and not w.isascii()]
    assert short
    assert not any(t.official for word in short for t in find_terms(word)[0])


def test_every_way_of_a_thing_is_known_and_its_neighbours_are_none_of_them() -> None:
    wordings = [w for w in read_wordings() if w.everyday and w.neighbours]
    assert wordings
    for wording in wordings:
        terms = {t.words: t for words in wording.everyday for t in find_terms(words.lower())[0]}
        for words in wording.everyday:
            if words.lower() in terms:
                term = terms[words.lower()]
                assert term.ways[0] == words.lower() and len(set(term.ways)) == len(term.ways)


def test_a_wording_of_one_character_stands_in_too_many_words_and_one_of_two_is_named() -> None:
    assert named("碳") == [] and named("氨氮") == ["氨氮"]


def test_nothing_official_is_named_in_small_words() -> None:
    assert find_terms("") == ([], "")
    assert Term("甲", ("甲",)) not in find_terms("甲")[0]


def test_a_neighbour_is_not_said_for_a_thing_though_it_has_half_of_its_characters() -> None:
    asked = Phrasing("海上风电装多少")
    assert says_terms(asked, "海上风电装机达到80万千瓦")
    assert not says_terms(asked, "陆上风电装机达到80万千瓦")
    assert says_terms(asked, "新增海上风力发电80万千瓦，陆地风电20万千瓦")
