"""What of a plan can answer, and how the reader sees it: words, parts, signs."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.kept import Kept
from index.snapshot import Index, open_index
from retrieval.reading import page as pages
from retrieval.reading.candidate import candidates_of
from retrieval.reading.page import make_page, open_page, pairs_of, sign_names
from tests.reading_pages import candidate, page_of, rounded
from tests.tiny_index import PairEmbedder, build_tiny, write_plans


def sign(name: str, text: str) -> float:
    return float(page_of(text).signs[0, sign_names().index(name)])


def test_the_rows_of_the_ledger_stand_under_their_headings_and_know_their_sentence(tiny_index: Index) -> None:
    rows = [c for c in candidates_of(tiny_index, "lantian") if c.kind == "row"]
    assert {c.heading for c in rows} >= {"主要目标", "农业节水", "城镇节水"}
    total = next(c for c in rows if "用水总量" in c.text)
    assert total.target and "9.6亿" in tiny_index.unit(total.unit).text
    assert tiny_index.unit(total.unit).clause == total.clause


def test_a_heading_with_two_titled_clauses_below_it_is_asked_for_its_parts(tiny_index: Index) -> None:
    outlines = [c for c in candidates_of(tiny_index, "qinghe") if c.kind == "outline"]
    assert [c.text for c in outlines] == ["重点任务：农业节水；城镇节水"]
    assert (outlines[0].heading, tiny_index.plan_text("qinghe")[outlines[0].start : outlines[0].end]) == (
        "重点任务",
        "二、重点任务",
    )


def test_a_heading_with_one_titled_clause_or_with_numbered_ones_below_it_has_no_parts(tmp_path: Path) -> None:
    item = "推广工业节水设备和工艺，到2025年再生水利用率达到35%以上，完善管网，加强监管。"
    plan = (
        "云泽市节水方案\n\n一、目标\n\n（一）农业节水\n\n推广滴灌。\n\n"
        f"二、任务\n\n（一）工业节水\n\n改造。\n\n1.{item}\n\n2.{item}\n\n（二）城镇节水\n\n改造。\n"
    )
    build_tiny(write_plans(tmp_path / "plans", yunze=plan), tmp_path / "index")
    with closing(open_index(tmp_path / "index", embedder=PairEmbedder())) as index:
        outlines = [c for c in candidates_of(index, "yunze") if c.kind == "outline"]
    assert [(c.heading, c.unit) for c in outlines] == [("任务", -1)]


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("time", "2025年 年底"),
        ("figure", "5%"),
    ],
)
def test_a_sign_of_an_answer_shows_in_each_way_of_writing_it(name: str, texts: str) -> None:
    assert [sign(name, text) for text in texts.split()] == [1.0] * len(texts.split())
    assert sign(name, "推广水肥一体化") == 0


def test_figures_items_commas_and_length_are_counted_up_to_a_most() -> None:
    text = "到2025年，甲、乙、丙达到5%，丁达到6吨"
    assert rounded(page_of(text).signs[0, 6:12]) == [1, 0.333, 1, 0.2, 0.2, round(float(np.log1p(len(text)) / 6), 3)]
    many = page_of("甲、" * 30 + "乙，" * 30 + "5%，" * 9)
    assert rounded(many.signs[0, 7:11]) == [1, 0, 2, 2]
    assert sign("figure", "到2025年完成") == 0


def test_a_candidate_shows_its_kind_and_its_place() -> None:
    page = make_page([candidate("甲"), candidate("乙", kind="duty")])
    assert [page.signs[at, sign_names().index(f"is {kind}")] for at, kind in enumerate(("sentence", "duty"))] == [1, 1]
    assert [page.signs[at, sign_names().index(f"is {kind}")] for at, kind in enumerate(("duty", "row"))] == [0, 0]
    assert rounded(page.signs[:, sign_names().index("place")]) == [0, 0.5]


def test_a_word_is_the_rarer_the_fewer_candidates_have_it() -> None:
    page = page_of("节水", "节水改造", "节水节水培训")
    rarity = {word: round(float(page.rarity[at]), 3) for word, at in page.vocabulary.items()}
    assert rarity["节水"] == 0
    assert rarity["改造"] == rarity["培训"] == round(float(np.log(2) / np.log(5)), 3)


def test_pairs_are_of_letters_and_characters_in_lower_case() -> None:
    assert pairs_of("节水，VOC减5") == {"节水", "vo", "oc", "c减", "减5"}
    assert pairs_of("水") == set()


def test_brackets_do_not_stand_between_words_that_are_searched_and_a_name_has_a_size() -> None:
    page = page_of(("COD（总量）", "节(水)改造VOC"), ("", "甲"))
    assert (page.lines.texts[0], page.lines.texts[2]) == ("节水改造voc", "cod总量")
    assert rounded(page.name_sizes) == [float(len(pairs_of("COD（总量）"))), 1]
    assert page.name_pairs["总量"].tolist() == [0] and page.pairs["改造"].tolist() == [0]


def test_only_the_first_comma_parts_are_looked_at_and_a_text_without_any_is_one() -> None:
    page = make_page([candidate("，".join("甲乙丙丁戊己庚辛壬癸子丑寅卯")), candidate("农业节水"), candidate("，")])
    assert len(page.part_vectors) == 12 + 1 + 1
    assert page.parts.starts.tolist() == [0, 12, 13]


def test_candidates_of_one_clause_are_of_one_clause_and_years_are_given() -> None:
    page = make_page(
        [candidate("到2025年", clause="p#1"), candidate("乙", clause="p#2"), replace(candidate("丙"), unit=7)]
    )
    assert (page.clauses.tolist(), page.units) == ([0, 1, 0], (-1, -1, 7))
    assert page.years == (frozenset({2025}), frozenset(), frozenset())


def test_a_page_of_nothing_is_a_page() -> None:
    page = make_page([])
    assert page.candidates == () and len(page.words) == 1 and page.texts.starts.tolist() == []


def test_the_pages_used_last_are_kept_and_no_more(tiny_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PAGES", Kept(1))
    first = open_page(tiny_index, "lantian")
    assert open_page(tiny_index, "lantian") is first
    other = open_page(tiny_index, "qinghe")
    assert open_page(tiny_index, "qinghe") is other is not first
    assert open_page(tiny_index, "lantian") is not first
