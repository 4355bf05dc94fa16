"""Adding, replacing and removing plans: what is touched, what is taken over, and that it makes no difference to a reader."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from corpus.catalogue import open_corpus
from errors import SnapshotDamaged
from index import build as building
from index import neighbours, versions
from index.embed import EmbeddingChoice
from index.manifest import Manifest
from index.order import FileResult
from index.rows import RowNumbers, Span
from index.serving import ServedIndex
from index.snapshot import Index, build_index, open_index, reopen_if_newer
from index.vectors import Vectors
from index.verify import find_misquotes
from index.work import FileParts, Work
from tests.tiny_index import LANTIAN, QINGHE, CharacterCounter, PairEmbedder

NAMES = "安宁 白石 长风 大桥 东湖 丰水 高岭 古塘 海沙 和平 红旗 黄沙 江口 金山 锦溪 九原 开阳 兰沟 临水 龙潭".split()


class CountingEmbedder(PairEmbedder):
    """Remembers how many texts it has embedded; fails after ``most`` documents."""

    def __init__(self, most: int = 10**9) -> None:
        super().__init__()
        self.texts, self.calls, self.most = 0, 0, most

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        if self.calls > self.most:
            raise RuntimeError("killed")
        self.texts += len(texts)
        return super().encode_document(texts)


def plan_text(name: str, edition: int = 1) -> str:
    text = LANTIAN.replace("澜田", name) if NAMES.index(name) % 2 else QINGHE.replace("清禾", name)
    return text.replace("9.6亿", f"9.{edition}亿").replace("7.2亿", f"7.{edition}亿")


def write(folder: Path, editions: dict[str, int]) -> Path:
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, edition in editions.items():
        (folder / f"{name}.txt").write_text(plan_text(name, edition), encoding="utf-8")
    return folder


def build(corpus: Path, folder: Path, embedder: PairEmbedder | None = None, **more: Any) -> Manifest:
    chosen = embedder or PairEmbedder()
    return build_index(
        open_corpus(corpus), folder, embedder=chosen, counter=CharacterCounter(), passage_tokens=120, **more
    )


def everything(index: Index) -> dict[str, Any]:
    """All that a reader can be told, scores of keyword search aside."""
    question = index.embed_query("用水总量控制在多少亿立方米")
    found: dict[str, Any] = {"plans": index.plans}
    for card in index.plans:
        found[card.id] = (
            index.plan_text(card.id),
            [(c, index.passages_of_clause(c.id), index.units_of_clause(c.id)) for c in index.clauses(card.id)],
            [index.duties_of_clause(c.id) for c in index.clauses(card.id)],
            index.targets_of_plan(card.id),
            [index.unit(int(row)) for row in index.unit_rows([card.id])],
            index.search_vectors(question, [card.id], 9),
            {row for row, _ in index.search_units("用水总量", [card.id], 99)},
            {row for row, _ in index.search_passages("漏损率", [card.id], 99)},
        )
    found["passages"] = [index.passage(row) for row in range(index.manifest.passages)]
    found["units"] = {row for row, _ in index.search_units("用水总量，漏损率，工业节水", None, 10**6)}
    found["vectors"] = [score for _, score in index.search_vectors(question, None, 50)]  # which of equal ones is open
    return found


@pytest.fixture(params=["anew", "extended"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to make the next snapshot, whatever its size."""
    monkeypatch.setattr(building, "FEWEST_TO_EXTEND", 10**9 if request.param == "anew" else 0)
    return str(request.param)


def test_a_history_of_changes_gives_what_a_build_from_nothing_gives(tmp_path: Path, way: str) -> None:
    random = Random(7)
    editions = dict.fromkeys(NAMES[:5], 1)
    extended = 0
    build(write(tmp_path / "plans", editions), tmp_path / "index")
    for edition in range(2, 6):
        for name in random.sample(NAMES, 3):
            if name in editions and random.random() < 0.4:
                del editions[name]
            else:
                editions[name] = edition
        corpus = write(tmp_path / "plans", editions)
        build(corpus, tmp_path / "index")
        build(corpus, tmp_path / f"fresh{edition}")
        index = open_index(tmp_path / "index", embedder=PairEmbedder())
        fresh = open_index(tmp_path / f"fresh{edition}", embedder=PairEmbedder())
        assert everything(index) == everything(fresh)
        assert list(find_misquotes(index)) == []
        extended += len([e for e in index.manifest.files if e.name.endswith(".f32")]) > 1
    assert bool(extended) == (way == "extended")


def test_with_few_units_even_keyword_scores_are_those_of_a_build_from_nothing(tmp_path: Path) -> None:
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES[:4], 1))
    build(corpus, tmp_path / "index")
    write(corpus, {NAMES[0]: 2, NAMES[2]: 1, NAMES[9]: 1})
    build(corpus, tmp_path / "index")
    build(corpus, tmp_path / "fresh")
    index, fresh = open_index(tmp_path / "index"), open_index(tmp_path / "fresh")
    assert index.search_units("用水总量控制", None, 50) == fresh.search_units("用水总量控制", None, 50)


def test_only_the_plan_that_changed_is_embedded_again(tmp_path: Path, way: str) -> None:
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES[:5], 1))
    build(corpus, tmp_path / "index")
    write(corpus, dict.fromkeys(NAMES[:5], 1) | {NAMES[3]: 2})
    embedder, results = CountingEmbedder(), list[FileResult]()
    build(corpus, tmp_path / "index", embedder, report=results.append)
    index = open_index(tmp_path / "index")
    assert embedder.texts == len(index.unit_rows([NAMES[3]])) > 0, way
    assert {r.file for r in results if r.state == "changed"} == {f"{NAMES[3]}.txt"}
    assert sum(r.state == "unchanged" for r in results) == 4
    assert "9.2亿" in index.plan_text(NAMES[3])


def test_files_of_the_older_snapshot_are_shared_and_never_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "FEWEST_TO_EXTEND", 0)
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES[:8], 1))
    build(corpus, tmp_path / "index")
    older = versions.check_current(tmp_path / "index")
    write(corpus, dict.fromkeys(NAMES[:8], 1) | {NAMES[3]: 2})
    build(corpus, tmp_path / "index")
    newer = versions.check_current(tmp_path / "index")
    shared = [
        entry.name
        for entry in older.manifest.files
        if (newer.directory / entry.name).is_file()
        and (newer.directory / entry.name).samefile(older.directory / entry.name)
    ]
    assert any(name.startswith("vectors/") for name in shared)
    assert any(name.startswith("keyword/") for name in shared)
    assert any(name.startswith("pieces/") for name in shared)
    assert "records.sqlite" not in shared
    versions.roll_back(tmp_path / "index")  # every checksum of the older one is compared
    assert versions.read_pointer(tmp_path / "index")[0] == older.manifest.version


def test_an_interrupted_build_goes_on_where_it_was(tmp_path: Path) -> None:
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES[:6], 1))
    with pytest.raises(RuntimeError, match="killed"):
        build(corpus, tmp_path / "index", CountingEmbedder(most=4))
    embedder, results = CountingEmbedder(), list[FileResult]()
    build(corpus, tmp_path / "index", embedder, report=results.append)
    assert embedder.calls == 2
    assert [r.state for r in results].count("resumed") == 4
    build(corpus, tmp_path / "fresh")
    assert everything(open_index(tmp_path / "index", embedder=PairEmbedder())) == everything(
        open_index(tmp_path / "fresh", embedder=PairEmbedder())
    )
    assert not (tmp_path / "index" / "work").exists()


def test_work_that_was_not_written_whole_is_not_used(tmp_path: Path) -> None:
    work = Work(tmp_path / "work")
    work.save("ab12", FileParts((), (("bad.txt", "读不了"),)))
    assert work.load("ab12") == FileParts((), (("bad.txt", "读不了"),))
    path = tmp_path / "work" / "ab12"
    path.write_bytes(path.read_bytes()[:-1])
    assert work.load("ab12") is None
    path.write_bytes(b"")
    assert work.load("ab12") is None


def test_helpers_make_the_same_index(tmp_path: Path) -> None:
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES, 1))
    build(corpus, tmp_path / "alone")
    build(corpus, tmp_path / "helped", helpers=2)
    alone, helped = (open_index(tmp_path / name, embedder=PairEmbedder()) for name in ("alone", "helped"))
    assert everything(alone) == everything(helped)


def test_a_helper_that_dies_is_not_missed(tmp_path: Path) -> None:
    class Deadly(PairEmbedder):
        owner = os.getpid()

        def encode_document(self, texts: Sequence[str]) -> Vectors:
            if os.getpid() != self.owner:
                os._exit(9)
            return super().encode_document(texts)

    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES, 1))
    assert build(corpus, tmp_path / "index", Deadly(), helpers=2).plans == len(NAMES)


def test_two_files_with_one_plan_id_give_one_plan_and_the_other_once_the_first_is_gone(
    tmp_path: Path, way: str
) -> None:
    corpus = write(tmp_path / "plans", {NAMES[0]: 1})
    (corpus / f"{NAMES[0]}.md").write_text(plan_text(NAMES[0], 2), encoding="utf-8")
    assert [name for name, _ in build(corpus, tmp_path / "index").problems] == [f"{NAMES[0]}.txt"]
    assert "7.2亿" in open_index(tmp_path / "index").plan_text(NAMES[0])
    (corpus / f"{NAMES[0]}.md").unlink()
    assert build(corpus, tmp_path / "index").problems == (), way
    assert "7.1亿" in open_index(tmp_path / "index").plan_text(NAMES[0])


def test_gaps_are_closed_once_there_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "FEWEST_TO_EXTEND", 0)
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES[:8], 1))
    build(corpus, tmp_path / "index")
    shares = []
    for edition in range(2, 7):
        write(corpus, dict.fromkeys(NAMES[:8], 1) | {NAMES[0]: edition})
        manifest = build(corpus, tmp_path / "index")
        rows = sum(e.size for e in manifest.files if e.name.endswith(".f32")) // (4 * manifest.dimension)
        shares.append(1 - manifest.units / rows)
    assert max(shares) > 0.1
    assert all(share <= building.MOST_GAPS for share in shares)
    assert 0 in shares[1:]


# Serving while others publish


def test_a_newer_snapshot_is_picked_up_and_the_same_one_is_kept(tmp_path: Path) -> None:
    corpus = write(tmp_path / "plans", {NAMES[0]: 1})
    build(corpus, tmp_path / "index")
    index = open_index(tmp_path / "index", embedder=PairEmbedder())
    assert reopen_if_newer(index) is index
    write(corpus, {NAMES[0]: 2})
    build(corpus, tmp_path / "index")
    newer = reopen_if_newer(index)
    assert "7.1亿" in index.plan_text(NAMES[0])
    assert "7.2亿" in newer.plan_text(NAMES[0])
    assert newer.embed_query("用水").shape == (64,)  # by the embedder that was opened for the first
    versions.roll_back(tmp_path / "index")
    assert "7.1亿" in reopen_if_newer(newer).plan_text(NAMES[0])


def test_a_newer_snapshot_that_is_damaged_is_not_served_and_said_so(tmp_path: Path) -> None:
    corpus = write(tmp_path / "plans", {NAMES[0]: 1})
    build(corpus, tmp_path / "index")
    served = ServedIndex(open_index(tmp_path / "index", embedder=PairEmbedder()), every=0)
    write(corpus, {NAMES[0]: 2})
    build(corpus, tmp_path / "index")
    records = versions.check_current(tmp_path / "index").directory / "records.sqlite"
    whole = records.read_bytes()
    records.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "7.1亿" in served.current().plan_text(NAMES[0])
    assert "records.sqlite" in served.problem
    with pytest.raises(SnapshotDamaged):
        open_index(tmp_path / "index")
    records.write_bytes(whole)
    assert "7.2亿" in served.current().plan_text(NAMES[0])
    assert served.problem == ""


def test_a_newer_snapshot_of_another_embedding_model_waits_for_a_restart(tmp_path: Path) -> None:
    corpus = write(tmp_path / "plans", {NAMES[0]: 1})
    build(corpus, tmp_path / "index", model="pairs")
    index = open_index(tmp_path / "index", embedder=PairEmbedder(), choice=EmbeddingChoice("pairs"))
    served = ServedIndex(index, every=0)
    build(corpus, tmp_path / "index", PairEmbedder("pairs-2"), model="others")
    assert served.current() is index
    assert "others" in served.problem and "pairs" in served.problem


def test_a_newer_snapshot_whose_model_cannot_be_opened_leaves_the_one_before_in_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nowhere:
        """What is asked for models finds none: the library itself takes ten seconds to say so."""

        def __init__(self, *_: object, **__: object) -> None:
            raise OSError("no such model")

    monkeypatch.setitem(sys.modules, "sentence_transformers", SimpleNamespace(SentenceTransformer=Nowhere))
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(set_num_threads=lambda _: None))
    corpus = write(tmp_path / "plans", {NAMES[0]: 1})
    build(corpus, tmp_path / "index", model="pairs")
    index = open_index(tmp_path / "index", embedder=PairEmbedder(), choice=EmbeddingChoice("pairs"))
    served = ServedIndex(index, every=0)
    build(corpus, tmp_path / "index", PairEmbedder("pairs-2"), model="pairs")  # of that name there is no model to load
    assert served.current() is index
    assert "pairs" in served.problem


def test_a_snapshot_that_was_refused_is_not_checked_again_with_every_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = write(tmp_path / "plans", {NAMES[0]: 1})
    build(corpus, tmp_path / "index")
    now = 0.0
    monkeypatch.setattr("index.serving.time.monotonic", lambda: now)
    served = ServedIndex(open_index(tmp_path / "index", embedder=PairEmbedder()), every=1)
    write(corpus, {NAMES[0]: 2})
    build(corpus, tmp_path / "index")
    records = versions.check_current(tmp_path / "index").directory / "records.sqlite"
    whole = records.read_bytes()
    records.write_bytes(b"")
    now = 2.0
    assert "7.1亿" in served.current().plan_text(NAMES[0])
    records.write_bytes(whole)
    now = 4.0
    assert "7.1亿" in served.current().plan_text(NAMES[0]) and served.problem
    now = 40.0
    assert "7.2亿" in served.current().plan_text(NAMES[0]) and not served.problem


# Row numbers and inverted lists


def test_rows_are_shown_without_gaps_in_the_order_of_plans() -> None:
    rows = RowNumbers([Span(10, 2), Span(0, 3), Span(7, 0), Span(20, 1)])
    assert [rows.to_stored(row) for row in range(6)] == [10, 11, 0, 1, 2, 20]
    assert rows.to_shown(np.array([20, 2, 10])).tolist() == [5, 4, 0]
    assert (rows.to_stored(6), rows.to_stored(-1), rows.total) == (-1, -1, 6)


def test_large_indexes_are_searched_by_lists_whose_recall_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "FEWEST_TO_EXTEND", 0)
    monkeypatch.setattr(neighbours, "FLAT_UNITS", 100)
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES[:12], 1))
    flat = build(corpus, tmp_path / "index").vector_search
    assert (flat.kind, flat.recall >= neighbours.LEAST_RECALL, flat.queries > 50) == ("ivf", True, True)
    lists = versions.check_current(tmp_path / "index").directory / "vectors" / "lists.faiss"
    write(corpus, dict.fromkeys(NAMES[:12], 1) | {NAMES[5]: 2})
    build(corpus, tmp_path / "index")
    checked = versions.check_current(tmp_path / "index")
    assert (checked.directory / "vectors" / "lists.faiss").stat().st_nlink > 1 or lists.exists()
    index = open_index(tmp_path / "index", embedder=PairEmbedder())
    question = index.embed_query("万元工业增加值用水量比2023年下降百分之几")
    exact = index.search_vectors(question, [card.id for card in index.plans[:-1]], 10)
    assert {index.unit(row).plan for row, _ in exact} <= {card.id for card in index.plans[:-1]}
    everywhere = index.search_vectors(question, None, 10)
    rows = index.unit_rows([card.id for card in index.plans])
    scores = sorted((s for p in index.plans for _, s in index.search_vectors(question, [p.id], 10)), reverse=True)
    assert [round(s, 5) for _, s in everywhere] == [round(s, 5) for s in scores[:10]]
    assert {row for row, _ in everywhere} <= {*rows.tolist()}


def test_lists_that_find_too_little_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "FLAT_UNITS", 100)
    monkeypatch.setattr(neighbours, "_PROBES", (1,))
    monkeypatch.setattr(neighbours, "LEAST_RECALL", 1.01)
    manifest = build(write(tmp_path / "plans", dict.fromkeys(NAMES[:12], 1)), tmp_path / "index")
    assert (manifest.vector_search.kind, manifest.vector_search.recall) == ("flat", 1.0)
    assert not [entry for entry in manifest.files if entry.name.endswith("lists.faiss")]


def test_rows_of_a_plan_that_went_last_are_not_given_out_again(tmp_path: Path, way: str) -> None:
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES[:5], 1))
    *first, last = sorted(NAMES[:5])  # as they stand in the files
    for names in ([*first, last], first, [*first, NAMES[9]]):
        build(write(corpus, dict.fromkeys(names, 1)), tmp_path / "index")
    build(corpus, tmp_path / "fresh")
    index, fresh = (open_index(tmp_path / name, embedder=PairEmbedder()) for name in ("index", "fresh"))
    assert everything(index) == everything(fresh), way


def test_files_stay_few_however_often_a_plan_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "FEWEST_TO_EXTEND", 0)
    monkeypatch.setattr(building, "MOST_GAPS", 1)
    corpus, editions = tmp_path / "plans", dict.fromkeys(NAMES, 1)
    build(write(corpus, editions), tmp_path / "index")
    for edition in range(2, 14):
        editions[NAMES[edition]] = edition
        manifest = build(write(corpus, editions), tmp_path / "index")
    for folder in ("vectors/", "pieces/"):
        assert len([entry for entry in manifest.files if entry.name.startswith(folder)]) < 6
    build(corpus, tmp_path / "fresh")
    index, fresh = (open_index(tmp_path / name, embedder=PairEmbedder()) for name in ("index", "fresh"))
    assert everything(index) == everything(fresh)
