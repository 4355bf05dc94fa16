"""A citation is shown inside its clause: where the quote stands, and as much around it as helps."""

from dataclasses import replace

from portal.desk_html import plain
from portal.excerpt import alone, around, whole
from retrieval.answer import Citation
from tests.scripted_assistant import BODY, CLAUSES, LONG, TARGET, cite

HOME = CLAUSES["qingyu", "qingyu/2"]


def quoting(quote: str, at: int, n: int = 1) -> Citation:
    start = HOME.start + at
    return Citation(n, "qingyu", "题", "", "二、", HOME.id, quote, start, start + len(quote))


def test_a_short_clause_is_shown_whole_around_its_quote() -> None:
    found = whole([cite(1, 1, TARGET)], CLAUSES["qingyu", "qingyu/1"])
    assert found is not None and around(found) == found and not found.cut
    assert ("".join(found.pieces), found.quote) == (BODY, TARGET)


def test_a_long_clause_is_shown_around_the_quote() -> None:
    found = whole([cite(1, 2, "由市农业农村局牵头")], HOME)
    assert found is not None and "".join(found.pieces) == LONG
    near = around(found)
    assert len(near) < 240 < len(LONG) and near.more_before and near.more_after
    assert near.before.startswith("推进")


def test_of_two_equal_quotes_the_cited_one_is_marked() -> None:
    quote = "加强宣传引导"
    second = HOME.text.index(quote, HOME.text.index(quote) + 1)
    found = whole([quoting(quote, second)], HOME)
    assert found is not None
    assert len(found.before) == second


def test_a_quote_is_found_when_white_space_was_repaired_differently() -> None:
    citation = replace(cite(1, 1, "一、总体要求\n到2025年"), quote="一、总体要求 到 2025年")
    found = whole([citation], CLAUSES["qingyu", "qingyu/1"])
    assert found is not None
    assert found.quote == "一、总体要求\n到2025年"
    assert around(found).cut is False


def test_quotes_of_one_clause_that_are_far_apart_are_shown_together_with_a_gap() -> None:
    quotes = ("推进企业节能改造", "由市农业农村局牵头")
    found = whole([quoting(quote, HOME.text.index(quote), n) for n, quote in enumerate(quotes, 1)], HOME)
    assert found is not None and "".join(found.pieces) == HOME.text
    near = around(found)
    assert [near.pieces[held] for held in near.held] == list(quotes) and near.gaps


def test_quotes_that_their_clause_does_not_hold_stand_alone() -> None:
    assert whole([quoting("别处的话", 0)], HOME) is None
    assert alone(["别处的话", "另一句"]).pieces == ("", "别处的话", "", "另一句", "")


def test_control_zero_width_and_direction_characters_are_shown_not_obeyed_on_the_desk() -> None:
    assert plain("a\u202eb\u200bc\x00d\ud800e") == "a�b�c�d�e"
    assert plain("👨\u200d👩") == "👨\u200d👩"
    assert plain("<b>\n\n\"'&") == "&lt;b&gt;<br><br>&quot;&#x27;&amp;"
