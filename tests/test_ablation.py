"""The ablation: what is switched off is off, what is counted is counted, and the intervals are those of the questions."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.catalogue import load_corpus
from errors import SettingsError
from eval.ablation.models import MODEL_SETUPS, compare_models, is_static, open_models, render_models
from eval.ablation.setup import DENSE, DENSE_ONLY, KEYWORD, PAIRS, PRESENT, SETUPS, Setup, Texts
from eval.ablation.table import render_ablation
from eval.ablation.trial import COLUMNS, Marks, gain, run_trials, summarise, without_lexicon
from eval.ablation.variant import Variant
from eval.gold.questions import Evidence, GoldQuestion
from eval.score.interval import paired_ratio, ratio
from index.embed import BUNDLED, EmbeddingChoice
from index.snapshot import open_index
from index.vectors import Vectors
from retrieval.question.understanding import understand
from tests.tiny_index import CharacterCounter, PairEmbedder, build_tiny, write_plans


def _question(name: str, asked: str, plan: str, *quotes: str) -> GoldQuestion:
    evidence = tuple(Evidence(plan, "", quote) for quote in quotes)
    return GoldQuestion(name, "fact", asked, (), (plan,), "", (), (), evidence)


QUESTIONS = [
    _question("q1", "澜田的公共供水管网漏损率要控制在多少？", "lantian", "漏损率控制在8%以内"),
    _question("q2", "清禾的农业节水由谁牵头？", "qinghe", "市水利局牵头", "新增高效节水灌溉面积6万亩"),
    _question("q3", "澜田的海水淡化要建多少？", "lantian", "这句话不在方案里"),
]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    build_tiny(write_plans(tmp_path / "plans"), tmp_path / "index", passage_tokens=90)
    return tmp_path / "index"


def test_quotes_are_counted_after_the_least_passages_that_hold_them(tmp_path: Path) -> None:
    setups = (PRESENT, Setup("只用关键词", "检索方式", KEYWORD))
    trials = run_trials(
        load_corpus(write_plans(tmp_path / "plans")),
        {"tiny": QUESTIONS},
        tmp_path / "work",
        embedder=PairEmbedder(),
        counter=CharacterCounter(),
        setups=setups,
        say=lambda _: None,
    )
    for setup in setups:
        first, second, third = trials[setup]["tiny"]
        assert first.ranks == (1,)
        assert len(second.ranks) == 2
        assert min(second.ranks) == 1
        assert third.ranks == (0,)
        assert first.plan
        assert second.plan


def test_columns_count_what_they_say() -> None:
    marks = Marks(ranks=(1, 4, 0, 12), fits=5, plan=True)
    counted = {column: marks.counts(column) for column in COLUMNS}
    assert counted["@1"] == (1.0, 4)
    assert counted["@5"] == counted["2500"] == (2.0, 4)
    assert counted["@10"] == (2.0, 4)
    assert counted["MRR"] == (1 + 1 / 4 + 1 / 12, 4)
    assert counted["plan"] == (1.0, 1)


def test_a_share_is_of_all_quotes_and_its_interval_of_the_questions() -> None:
    found = ratio([(1.0, 1), (0.0, 9)])
    assert found is not None
    assert found.mean == pytest.approx(0.1)
    assert found.n == 10
    assert (found.low, found.high) == (0.0, 1.0), "either question may be drawn twice"
    assert ratio([]) is None


def test_a_gain_in_every_question_has_an_interval_above_nought_and_a_mixed_one_has_not() -> None:
    always = paired_ratio([(0.0, 1)] * 30, [(1.0, 1)] * 20 + [(0.0, 1)] * 10)
    assert always.low > 0
    mixed = paired_ratio([(0.0, 1), (1.0, 1)] * 15, [(1.0, 1), (0.0, 1)] * 15)
    assert mixed.mean == 0
    assert mixed.low < 0 < mixed.high
    assert gain([Marks((0,), 1, True)] * 30, [Marks((1,), 1, True)] * 30, "@1").low == 1.0
    summary = summarise([Marks((1,), 1, True)] * 3, "plan")
    assert summary is not None
    assert summary.mean == 1.0


def test_without_headers_words_of_the_heading_find_nothing(built: Path, tmp_path: Path) -> None:
    plain = open_index(built, embedder=PairEmbedder())
    bare = Variant(built, tmp_path / "bare", Texts(headers=False), PairEmbedder())
    with_heading = [plain.unit(row).text for row, _ in plain.search_units("城镇节水", ["lantian"], 20)]
    without = [bare.unit(row).text for row, _ in bare.search_units("城镇节水", ["lantian"], 20)]
    said = [text for text in with_heading if "漏损率" in text]
    assert said
    assert not [text for text in without if "漏损率" in text]


def test_whole_passages_are_searched_instead_of_sentences(built: Path, tmp_path: Path) -> None:
    whole = Variant(built, tmp_path / "whole", Texts(whole=True), PairEmbedder())
    rows = [row for row, _ in whole.search_vectors(whole.embed_query("用水总量"), ["qinghe"], 50)]
    passages = [whole.passage(row).id for row in rows]
    assert {whole.unit(row).passage for row in rows} == set(passages)
    assert len(rows) == len([p for p in range(whole.manifest.passages) if whole.passage(p).plan == "qinghe"])


def test_without_the_lexicon_only_the_words_asked_are_searched(built: Path) -> None:
    cards = open_index(built, embedder=PairEmbedder()).plans
    query = understand("澜田的自来水漏水率是多少？", (), cards)
    said = {words for words, _ in without_lexicon(query).terms}
    assert said < {words for words, _ in query.terms}
    assert said == {concept.words for concept in query.concepts}


def test_the_setups_differ_and_every_pair_is_among_them() -> None:
    assert len(set(SETUPS)) == len(SETUPS)
    assert {setup for pair in PAIRS for setup in pair} <= set(SETUPS)
    assert KEYWORD.keyword_share == 1.0
    assert DENSE.keyword_share == 0.0
    assert KEYWORD.clue_share == DENSE.clue_share == 0.0


def test_the_table_shows_every_setup_with_its_interval() -> None:
    marks = [Marks((1,), 1, True), Marks((0,), 1, False)]
    page = render_ablation({setup: {"tiny": marks} for setup in SETUPS}, "bundled", "abc1234")
    assert page.count("0.500 [0.000, 1.000]") >= 5 * len(SETUPS)
    assert all(setup.name in page for setup in SETUPS if setup is not PRESENT)
    assert "2 题，2 处引文" in page


class BlindEmbedder(PairEmbedder):
    """Every text is the same to it."""

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), self.dimension), dtype=np.float32)


def test_models_are_compared_over_the_same_questions_and_only_the_model_differs(tmp_path: Path) -> None:
    found = compare_models(
        load_corpus(write_plans(tmp_path / "plans")),
        {"tiny": QUESTIONS},
        tmp_path / "work",
        models={"first": PairEmbedder(), "same": PairEmbedder("pairs-2"), "blind": BlindEmbedder()},
        counter=CharacterCounter(),
        say=lambda _: None,
    )
    assert found["same"] == found["first"]
    seeing, blind = (found[name][DENSE_ONLY]["tiny"] for name in ("first", "blind"))
    assert gain(seeing, blind, "MRR").mean < 0
    page = render_models(found)
    same, other = page.split("## same 比 first 多")[1].split("## blind 比 first 多")
    assert same.count("+0.000 [+0.000, +0.000]") == 5 * len(MODEL_SETUPS)
    assert f"{gain(seeing, blind, 'MRR').mean:+.3f}" in other


def test_the_table_of_models_subtracts_the_first_model_from_the_others() -> None:
    lost, won = [Marks((0,), 1, True)] * 4, [Marks((1,), 1, True)] * 4
    page = render_models(
        {name: {s: {"tiny": marks} for s in MODEL_SETUPS} for name, marks in (("旧", lost), ("新", won))}
    )
    assert "4 题，4 处引文" in page
    assert page.count("+1.000 [+1.000, +1.000] ✓") == 5 * len(MODEL_SETUPS)
    assert page.count("0.000 [0.000, 0.000]") == page.count(" 1.000 [1.000, 1.000]") == 5 * len(MODEL_SETUPS)


def test_a_retrained_folder_is_read_as_the_bundled_model_is(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BUNDLED, tmp_path / "model"))
    opened = open_models(EmbeddingChoice(), [f"copy={folder}"])
    assert list(opened) == ["bundled", "copy"]
    assert opened["copy"].fingerprint == opened["bundled"].fingerprint
    config = folder / "config_sentence_transformers.json"
    config.write_text('{"prompts": {"query": "问：", "document": ""}}', encoding="utf-8")
    assert not is_static(folder), "its prompts would be left out"
    assert not is_static(tmp_path), "no model at all"


@pytest.mark.parametrize("given", ["alone", "=bundled", "name=", "bundled=bundled"])
def test_a_model_without_a_name_of_its_own_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="名称=模型"):
        open_models(EmbeddingChoice(), [given])
