from dataclasses import replace
from pathlib import Path

import pytest

from errors import EmbeddingUnavailable
from index.snapshot import Index, open_index
from index.vectors import Vectors
from retrieval.question.query import Query
from retrieval.question.understanding import understand
from retrieval.search.clues import find_clues
from retrieval.search.ranking import Fusion, best_hits, fuse, rank_passages, search_plan
from tests.tiny_index import PairEmbedder, build_tiny, write_plans


@pytest.fixture
def index(tmp_path: Path) -> Index:
    build_tiny(write_plans(tmp_path / "plans"), tmp_path / "index", passage_tokens=90)
    return open_index(tmp_path / "index", embedder=PairEmbedder())


def _ask(index: Index, question: str) -> Query:
    return understand(question, (), index.plans)


def test_a_share_of_one_leaves_only_the_keyword_side_and_of_nought_only_the_dense() -> None:
    keyword, dense = {1: 8.0, 2: 4.0}, {2: 0.9, 3: 0.3}
    assert fuse(keyword, dense, Fusion(keyword_share=1.0)) == {1: 1.0, 2: 0.5, 3: 0.0}
    assert fuse(keyword, dense, Fusion(keyword_share=0.0)) == pytest.approx({1: 0.0, 2: 1.0, 3: 1 / 3})


def test_fusing_ranks_looks_at_the_order_and_not_at_the_scores() -> None:
    ranks = Fusion(keyword_share=0.5, method="ranks")
    assert fuse({1: 8.0, 2: 7.9}, {2: 0.1}, ranks) == fuse({1: 3.0, 2: 0.2}, {2: 0.9}, ranks)


def _pointed_at(index: Index, question: str, plan: str, best: str = "") -> list[str]:
    """The texts of the passages that clues point at, the surest first; ``best`` is what search would rank first."""
    units = [unit for clause in index.clauses(plan) for unit in index.units_of_clause(clause.id) if best in unit.text]
    clues = find_clues(index, _ask(index, question), plan, units)
    return [index.passage(passage).text for passage in sorted(clues, key=lambda p: -clues[p])]


def test_who_is_responsible_is_pointed_at_in_the_clause_that_search_ranks_first(index: Index) -> None:
    found = _pointed_at(index, "澜田的农业节水由谁牵头？", "lantian", best="大中型灌区")
    assert len(found) == 1
    assert "市农业农村局牵头" in found[0]


def test_the_row_of_the_number_ledger_that_is_asked_for_is_pointed_at(index: Index) -> None:
    found = _pointed_at(index, "澜田到2027年公共供水管网漏损率要控制在多少？", "lantian")
    assert "漏损率控制在8%以内" in found[0]


def test_the_front_matter_is_pointed_at_when_the_document_is_asked_about(index: Index) -> None:
    assert "澜府发〔2024〕7号" in _pointed_at(index, "澜田市节水行动方案的文号是什么？", "lantian")[0]
    assert _pointed_at(index, "澜田的方案是依据国家哪份文件制定的？", "lantian") == []


def test_what_is_pointed_at_rises_in_the_ranking(index: Index) -> None:
    query = _ask(index, "澜田推进大中型灌区改造、新增高效节水灌溉由谁牵头？")
    without, with_clues = (
        rank_passages(index, query, fusion=Fusion(clue_share=share))[0].passage.text for share in (0.0, 0.5)
    )
    assert "市农业农村局牵头" not in without
    assert "市农业农村局牵头" in with_clues


def test_with_several_plans_each_has_its_turn_and_the_one_named_begins(index: Index) -> None:
    query = _ask(index, "哪个市的再生水利用率和清禾一样？")
    everywhere = replace(query, scope=replace(query.scope, plans=("lantian", "qinghe"), reason="all"))
    ranked = rank_passages(index, everywhere)
    assert [p.passage.plan for p in ranked[:2]] == ["qinghe", "lantian"]


def test_no_passage_of_a_plan_out_of_scope_is_ranked(index: Index) -> None:
    assert {p.passage.plan for p in rank_passages(index, _ask(index, "澜田的用水总量"))} == {"lantian"}


def test_after_every_plan_was_searched_a_narrower_scope_is_kept(index: Index) -> None:
    everything, one = ("lantian", "qinghe"), ("qinghe",)
    unbounded = index.search_units("再生水利用率", None, 20)
    for _ in range(2):  # the second time the scope is known to be every plan
        assert index.search_units("再生水利用率", everything, 20) == unbounded
    assert {index.unit(row).plan for row, _ in index.search_units("再生水利用率", one, 20)} == {"qinghe"}
    assert {index.unit(row).plan for row, _ in index.search_units("再生水利用率", ("none", "qinghe"), 20)} == {"qinghe"}


def test_over_many_plans_the_best_passages_come_first_without_turns(tmp_path: Path) -> None:
    text = "{}市节水行动方案\n\n{}政办发〔2024〕12号\n\n为加强节约用水，制定本方案。\n\n一、主要目标\n\n到2027年，再生水利用率达到28%。\n"
    names = "甲水 乙水 丙水 丁水 戊水 己水 庚水 辛水 壬水".split()
    plans = {f"plan{n}": text.format(name, name) for n, name in enumerate(names)}
    plans["plan8"] += "\n二、岩溶泉眼\n\n保护岩溶泉眼。岩溶泉眼周边禁止取水。\n"
    build_tiny(write_plans(tmp_path / "plans", **plans), tmp_path / "index")
    many = open_index(tmp_path / "index", embedder=PairEmbedder())
    ranked = rank_passages(many, _ask(many, "岩溶泉眼周边能取水吗？"))
    assert "岩溶泉眼" in ranked[0].passage.text
    assert [p.score for p in ranked] == sorted((p.score for p in ranked), reverse=True)


class SilentEmbedder(PairEmbedder):
    def encode_query(self, texts: object) -> Vectors:  # noqa: ARG002
        raise EmbeddingUnavailable("没有回应。请稍后再试。")


def test_without_its_embedding_model_the_search_goes_on_by_keyword(tmp_path: Path) -> None:
    build_tiny(write_plans(tmp_path / "plans"), tmp_path / "index")
    silent = open_index(tmp_path / "index", embedder=SilentEmbedder())
    query = _ask(silent, "澜田的用水总量是多少？")
    assert "9.6亿立方米" in rank_passages(silent, query)[0].passage.text
    assert best_hits(silent, search_plan(silent, query, "lantian"), 5)
