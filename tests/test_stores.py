"""What every store of an index does, on files and on Milvus Lite with a real PostgreSQL."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import load_corpus
from errors import CorpusMissing, SnapshotDamaged, SnapshotMissing, SnapshotStale
from index.cluster.store import ClusterStore
from index.cluster.version import ClusterVersion
from index.file_store import FileStore, FileVersion
from index.manifest import Expectation
from index.order import FileResult
from index.serving import ServedIndex
from index.share import Share
from index.snapshot import Index, open_index, reopen_if_newer
from index.vectors import Vectors
from index.verify import find_misquotes
from retrieval.assistant import Assistant
from tests.postgres import postgres
from tests.stores import Workshop, in_cluster, in_files, prepared
from tests.test_incremental import NAMES, CountingEmbedder, everything, write
from tests.tiny_index import CHANGED, LANTIAN, QINGHE, PairEmbedder

PLANS = ["lantian", "qinghe"]
QUESTION = "用水总量控制在多少亿立方米，漏损率控制在多少，谁牵头"


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with postgres() as server:
        yield server


@pytest.fixture(params=["files", "milvus"])
def workshop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workshop]:
    if request.param == "files":
        yield in_files(tmp_path)
        return
    with in_cluster(tmp_path, request.getfixturevalue("server")) as workshop:
        yield workshop


@pytest.fixture(scope="module", params=["files", "milvus"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, server: Any) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "files":
        workshop = in_files(folder)
        workshop.build()
        yield workshop.open()
        return
    with in_cluster(folder, server) as workshop:
        workshop.build()
        yield workshop.open()


# What an opened version gives


def test_every_plan_clause_and_ledger_row_is_given_back(index: Index) -> None:
    plans = load_corpus(Path(index.manifest.corpus_folder)).plans
    assert [card.id for card in index.plans] == PLANS
    for plan in plans:
        assert index.clauses(plan.id) == plan.clauses
        assert index.clause(plan.clauses[-1].id) == plan.clauses[-1]
        assert (index.plan_text(plan.id), index.furniture(plan.id)) == (plan.text, plan.furniture)
        assert index.plan(plan.id).front == plan.front
    assert [target.value for target in index.targets_of_plan("qinghe")] == [7.2, 13.0, 28.0, 6.0, 9.0]
    duties = [duty.body for clause in index.clauses("qinghe") for duty in index.duties_of_clause(clause.id)]
    assert duties == ["市水利局", "市农业农村局", "市城管局"]
    assert list(find_misquotes(index)) == []


def test_the_ledgers_of_all_plans_are_read_at_once_and_their_rows_by_number(index: Index) -> None:
    rows = dict(index.ledger("target"))
    assert list(rows.values()) == [row for plan in PLANS for row in index.targets_of_plan(plan)]
    few = sorted(rows)[1::2]
    assert index.ledger_rows("target", few[::-1]) == [rows[number] for number in few]
    assert index.ledger_rows("target", []) == []
    assert list(index.ledger("result")) == [] == index.ledger_rows("result", [])


def test_the_units_that_may_have_some_words_hold_all_that_have_them(index: Index) -> None:
    for words in ("用水总量", "漏损率", "水利局", "没有写过"):
        rows, whole = index.units_with(words)
        having = [row for row in range(index.manifest.units) if words in index.unit(row).text]
        assert whole and set(having) <= set(rows.tolist())
    assert len(index.units_with("没有写过")[0]) < index.manifest.units


def test_rows_and_ids_name_the_same_records_and_unknown_ones_are_key_errors(index: Index) -> None:
    for row in range(index.manifest.units):
        assert index.unit(index.unit(row).id) == index.unit(row)
    for row in range(index.manifest.passages):
        assert index.passage(index.passage(row).id) == index.passage(row)
    assert {index.unit(int(row)).plan for row in index.unit_rows(["qinghe"])} == {"qinghe"}
    reads: list[Callable[[str], object]] = [index.plan_text, index.clause, index.passage, index.unit, index.plan]
    for read in reads:
        with pytest.raises(KeyError):
            read("没有")
    for read_row in (index.unit, index.passage):
        with pytest.raises(KeyError):
            read_row(10_000)


def test_no_search_in_scope_finds_another_plan_and_an_empty_or_unknown_scope_finds_nothing(index: Index) -> None:
    vector, searched = index.embed_query(QUESTION), 0
    for plan in PLANS:
        for limit in (1, 3, 100):
            passages = index.search_passages(QUESTION, [plan], limit)
            units = [*index.search_units(QUESTION, [plan], limit), *index.search_vectors(vector, [plan], limit)]
            assert {index.passage(row).plan for row, _ in passages} == {plan}
            assert {index.unit(row).plan for row, _ in units} == {plan}
            searched += len(passages) + len(units)
    assert searched > 60
    for nothing in ([], ["没有"], ['" or plan != "']):
        assert index.search_passages(QUESTION, nothing, 9) == index.search_units(QUESTION, nothing, 9) == []
        assert index.search_vectors(vector, nothing, 9) == []
    assert {index.unit(row).plan for row, _ in index.search_vectors(vector, None, 100)} == {*PLANS}


def test_vectors_of_a_scope_are_ranked_exactly_and_scores_are_inner_products(index: Index) -> None:
    rows, vector = index.unit_rows(["qinghe"]), index.embed_query("再生水利用率达到多少")
    found = index.search_vectors(vector, ["qinghe"], len(rows))
    assert sorted(row for row, _ in found) == list(rows)
    assert index.unit(found[0][0]).text == "再生水利用率达到28%。"
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    best = index.unit(found[0][0])
    own = PairEmbedder().encode_document([f"{best.heading}\n{best.text}"])[0]
    assert found[0][1] == pytest.approx(float(own @ vector), abs=1e-5)


def test_a_unit_that_is_unlike_the_vector_scores_below_nothing_and_comes_last(index: Index) -> None:
    vector = index.embed_query("再生水利用率达到多少")
    found, opposed = (index.search_vectors(one, ["qinghe"], 100) for one in (vector, -vector))
    assert [score for _, score in opposed] == pytest.approx([-score for _, score in found[::-1]], abs=1e-5)
    assert opposed[-1][0] == found[0][0] and opposed[-1][1] < 0


def test_a_term_with_more_weight_counts_more_and_numbers_are_whole_terms(index: Index) -> None:
    light = index.search_units([("漏损率", 1.0), ("用水总量", 0.2)], ["lantian"], 1)
    heavy = index.search_units([("漏损率", 0.2), ("用水总量", 1.0)], ["lantian"], 1)
    assert "漏损率" in index.unit(light[0][0]).text
    assert "用水总量" in index.unit(heavy[0][0]).text
    assert "9.6亿" in index.unit(index.search_units("9.6", None, 1)[0][0]).text
    assert index.search_units("96", None, 3) == index.search_units("。，", None, 3) == []


def test_how_rare_words_are_is_the_same_on_every_store(index: Index, tiny_index: Index) -> None:
    for phrase in ("用水总量", "漏损率", "市水利局", "9.6亿立方米", "控制在", "没有的词"):
        assert index.rarity(phrase) == tiny_index.rarity(phrase)


def test_keyword_scores_are_those_of_the_store_of_files_within_what_it_rounds(index: Index, tiny_index: Index) -> None:
    for question in (QUESTION, "再生水利用率", "高效节水灌溉面积由谁牵头"):
        for search, own in (
            (tiny_index.search_units, index.search_units),
            (tiny_index.search_passages, index.search_passages),
        ):
            theirs, ours = dict(search(question, None, 30)), dict(own(question, None, 30))
            assert theirs.keys() == ours.keys()
            # tantivy keeps the length of a text in one byte
            assert all(ours[row] == pytest.approx(score, rel=0.1) for row, score in theirs.items())


def test_both_stores_answer_alike(index: Index, tiny_index: Index) -> None:
    for question in (
        "澜田市用水总量控制在多少？",
        "两个市的漏损率目标各是多少？",
        "清禾市农业节水谁牵头？",
        "澜田市的绿化率？",
    ):
        ours, theirs = (Assistant(i).ask(question) for i in (index, tiny_index))
        assert (ours.status, ours.answer, ours.index) == (theirs.status, theirs.answer, theirs.index)
        assert ours.citations == theirs.citations


# Looking again


def test_a_file_that_changed_or_a_row_that_went_is_found_by_looking_again(workshop: Workshop) -> None:
    workshop.build()
    index = workshop.open()
    index.version.inspect()
    if isinstance(index.version, FileVersion):
        spoilt = Path(workshop.store.place) / "versions" / index.manifest.version / "records.sqlite"
        spoilt.write_bytes(spoilt.read_bytes()[:-1] + b"!")
    else:
        assert isinstance(index.version, ClusterVersion)
        version = index.version
        version._milvus.delete(version.pair, [version.records.revisions["qinghe"]])
    with pytest.raises(SnapshotDamaged, match="python -m index build"):
        index.version.inspect()


# Publishing


def test_before_anything_is_published_the_message_says_what_to_run(workshop: Workshop) -> None:
    with pytest.raises(SnapshotMissing, match="python -m index build"):
        workshop.open()


def test_only_what_changed_is_read_again_and_what_is_gone_is_found_no_more(workshop: Workshop) -> None:
    first = workshop.build()
    assert workshop.states == {"lantian": "new", "qinghe": "new"}
    second = workshop.build(lantian=CHANGED)
    assert workshop.states == {"lantian": "changed", "qinghe": "unchanged"}
    assert second.fingerprint != first.fingerprint
    index = workshop.open()
    assert "8.8亿" in index.plan_text("lantian")
    assert "8.8亿" in index.unit(index.search_units(QUESTION, ["lantian"], 1)[0][0]).text
    workshop.build(lantian="")
    assert workshop.states == {"lantian": "removed", "qinghe": "unchanged"}
    index = workshop.open()
    assert [card.id for card in index.plans] == ["qinghe"]
    assert {index.unit(row).plan for row, _ in index.search_units(QUESTION, None, 100)} == {"qinghe"}
    again = workshop.build()
    assert again.fingerprint == first.fingerprint
    index = workshop.open()
    assert list(find_misquotes(index)) == []
    assert len(index.search_vectors(index.embed_query(QUESTION), None, 100)) == first.units


def test_a_handle_keeps_its_version_through_any_number_of_publications(workshop: Workshop) -> None:
    workshop.build()
    served = ServedIndex(workshop.open(), every=0)
    old, vector = served.current(), served.current().embed_query(QUESTION)
    before = (
        old.search_units(QUESTION, None, 50),
        old.search_passages(QUESTION, None, 50),
        old.search_vectors(vector, None, 50),
    )
    for edition in range(4):
        workshop.build(
            lantian=LANTIAN.replace("9.6亿", f"{edition}.5亿"), qinghe=QINGHE.replace("7.2亿", f"{edition}.5亿")
        )
        new = served.current()
        assert f"{edition}.5亿" in new.unit(new.search_units("用水总量", ["qinghe"], 1)[0][0]).text
    assert not served.problem
    after = (
        old.search_units(QUESTION, None, 50),
        old.search_passages(QUESTION, None, 50),
        old.search_vectors(vector, None, 50),
    )
    assert after == before
    assert "9.6亿" in old.plan_text("lantian")
    assert reopen_if_newer(new) is new


def test_rolling_back_serves_the_version_before_once(workshop: Workshop) -> None:
    first = workshop.build()
    with pytest.raises(SnapshotMissing, match="没有可用的更早版本"):
        workshop.store.roll_back()
    workshop.build(lantian=CHANGED)
    assert workshop.store.roll_back().version == first.version
    index = workshop.open()
    assert "9.6亿" in index.unit(index.search_units(QUESTION, ["lantian"], 1)[0][0]).text
    with pytest.raises(SnapshotMissing, match="没有可用的更早版本"):
        workshop.store.roll_back()
    workshop.build(lantian=CHANGED)
    assert "8.8亿" in workshop.open().plan_text("lantian")


def test_the_same_plan_in_two_files_is_taken_once_and_reported(workshop: Workshop) -> None:
    workshop.build(copy=LANTIAN)
    index = workshop.open()
    assert [card.id for card in index.plans] == ["copy", "qinghe"]
    assert [name for name, _ in index.manifest.problems if name == "lantian"] == ["lantian"]


def test_a_plan_may_be_called_anything_that_a_file_can_be_called(workshop: Workshop) -> None:
    names = ['甲"乙"', "丙'丁", "戊\\己", "庚 in [辛]", "{壬}"]
    # one digit each, or they would be the same document
    texts = {name: LANTIAN.replace("9.6亿", f"{number}.6亿") for number, name in enumerate(names)}
    workshop.build(**texts)
    index = workshop.open()
    for number, name in enumerate(names):
        found = index.search_units(QUESTION, [name], 3)
        assert {index.unit(row).plan for row, _ in found} == {name}
        assert f"{number}.6亿" in index.unit(found[0][0]).text


def test_an_index_of_other_inputs_is_stale_and_a_corpus_without_plans_is_not_published(workshop: Workshop) -> None:
    workshop.build()
    with pytest.raises(SnapshotStale, match="词元编码已改变"):
        open_index(workshop.store, expect=Expectation(encoding_fingerprint="another"))
    with pytest.raises(CorpusMissing):
        workshop.build(lantian="", qinghe="")
    assert [card.id for card in workshop.open().plans] == PLANS


def test_what_was_read_in_shares_is_not_read_again_when_it_is_built(workshop: Workshop) -> None:
    embedder = PairEmbedder()
    found = [result for number in (1, 2, 3) for result in workshop.prepare(Share(number, 3), embedder)]
    assert sorted((result.file, result.state) for result in found) == [("lantian.txt", "new"), ("qinghe.txt", "new")]
    again = workshop.prepare(Share(1, 1), embedder)
    assert {result.state for result in again} <= {"unchanged", "resumed"}
    with pytest.raises(SnapshotMissing):
        workshop.open()
    workshop.build_folder()
    assert workshop.states == {"lantian.txt": "resumed", "qinghe.txt": "resumed"}
    assert [card.id for card in workshop.open().plans] == PLANS


# Workers of shares


class Killed(PairEmbedder):
    """Kills its own process at the fourth document."""

    calls = 0

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        if self.calls > 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode_document(texts)


def move_to_another_machine(workshop: Workshop) -> None:
    """Go on where the folder of this machine is not: of files it is shared, past one machine only Milvus and PostgreSQL are."""
    if isinstance(workshop.store, ClusterStore):
        shutil.rmtree(workshop.store.scratch, ignore_errors=True)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def assert_as_built_at_once(workshop: Workshop, folder: Path) -> None:
    """The index holds and finds what one built anew in files does; engines round inner products differently."""
    fresh = Workshop(FileStore(folder), workshop.corpus)
    fresh.build_folder()
    ours, theirs = everything(workshop.open()), everything(fresh.open())
    assert ours.keys() == theirs.keys()
    assert ours.pop("vectors") == pytest.approx(theirs.pop("vectors"), abs=1e-5)
    for plan in (card.id for card in ours["plans"]):
        *own, hits, units, passages = ours.pop(plan)
        *other, found, its_units, its_passages = theirs.pop(plan)
        assert (own, units, passages) == (other, its_units, its_passages)
        assert [score for _, score in hits] == pytest.approx([score for _, score in found], abs=1e-5)
    assert ours == theirs


def test_a_worker_that_is_killed_loses_nothing_that_it_had_finished(workshop: Workshop, tmp_path: Path) -> None:
    write(workshop.corpus, dict.fromkeys(NAMES[:8], 1))
    assert ended(workshop.prepare_apart(Share(1, 1), Killed())) == -signal.SIGKILL
    move_to_another_machine(workshop)
    again = CountingEmbedder()
    states = [result.state for result in prepare_all(workshop, again)]
    assert (states.count("new"), again.calls) == (5, 5), states
    move_to_another_machine(workshop)
    once_more = CountingEmbedder()
    assert "new" not in [result.state for result in prepare_all(workshop, once_more)]
    workshop.build_folder()
    assert {*workshop.states.values()} == {"resumed"} and once_more.calls == 0
    assert_as_built_at_once(workshop, tmp_path / "fresh")


def prepare_all(workshop: Workshop, embedder: PairEmbedder) -> list[FileResult]:
    return prepared(workshop.corpus, workshop.store, Share(1, 1), embedder, model="none")


def test_a_share_that_is_read_twice_at_once_gives_what_it_gives_once(workshop: Workshop, tmp_path: Path) -> None:
    write(workshop.corpus, dict.fromkeys(NAMES[:8], 1))
    children = [workshop.prepare_apart(Share(1, 1), PairEmbedder()) for _ in range(2)]
    assert [ended(child) for child in children] == [0, 0]
    move_to_another_machine(workshop)
    workshop.build_folder()
    assert {*workshop.states.values()} == {"resumed"}
    assert_as_built_at_once(workshop, tmp_path / "fresh")


def test_a_build_published_while_a_share_is_read_leaves_what_that_has_finished(
    workshop: Workshop, tmp_path: Path
) -> None:
    others = Workshop(workshop.store, tmp_path / "others")
    write(workshop.corpus, dict.fromkeys(NAMES[:8], 1))
    write(others.corpus, dict.fromkeys(NAMES[:4], 1))

    class Publishing(CountingEmbedder):
        def encode_document(self, texts: Sequence[str]) -> Vectors:
            if self.calls == 7:  # all but this one are finished
                others.build_folder()
            return super().encode_document(texts)

    prepare_all(workshop, Publishing())
    workshop.build_folder()
    states = workshop.states
    assert {states[f"{name}.txt"] for name in NAMES[4:8]} == {"resumed"}
    assert {states[f"{name}.txt"] for name in NAMES[:4]} <= {"resumed", "unchanged"}
    assert_as_built_at_once(workshop, tmp_path / "fresh")
