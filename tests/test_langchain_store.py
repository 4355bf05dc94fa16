"""The vector store for LangChain: its own standard suite, and what that does not ask."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, VectorStoreIntegrationTests

from errors import SnapshotDamaged, SnapshotFormat, SnapshotMissing, SnapshotStale, WenceError
from index.langchain_milvus import MilvusStore
from index.langchain_store import FaissStore, PlanEmbeddings
from index.milvus import Address
from tests.milvus_server import MilvusServer
from tests.tiny_index import PairEmbedder

HOME = Path(__file__).resolve().parent.parent
TEXTS = ["公共供水管网漏损率控制在9%以内", "秸秆综合利用率达到95%", "新建污水管网30公里", "淘汰国三及以下排放标准汽车"]
METADATAS = [{"city": city, "row": row} for row, city in enumerate(["甲", "乙", "甲", "乙"])]


class TestStandardSuite(VectorStoreIntegrationTests):
    @pytest.fixture
    def vectorstore(self) -> FaissStore:
        return FaissStore(self.get_embeddings())


class TestStandardSuiteOnMilvus(VectorStoreIntegrationTests):
    @pytest.fixture
    def vectorstore(self, tmp_path: Path) -> MilvusStore:
        return MilvusStore(self.get_embeddings(), Address(str(tmp_path / "milvus.db")))


class TestStandardSuiteOfEmbeddings(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return PlanEmbeddings


Stores = Callable[[Embeddings], "FaissStore | MilvusStore"]


@pytest.fixture(params=["faiss", "milvus"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Stores:
    """Makes stores of either kind."""
    if request.param == "faiss":
        return FaissStore
    return lambda embedding: MilvusStore(embedding, Address(str(tmp_path / "milvus.db")))


@pytest.fixture
def store(stores: Stores) -> FaissStore | MilvusStore:
    made = stores(PlanEmbeddings())
    made.add_texts(TEXTS, METADATAS, ids=list("abcd"))
    return made


@pytest.fixture
def in_memory() -> FaissStore:
    return FaissStore.from_texts(TEXTS, PlanEmbeddings(), METADATAS, ids=list("abcd"))


def test_everyday_words_find_official_ones(store: FaissStore | MilvusStore) -> None:
    found = store.similarity_search_with_score("自来水管漏水怎么办", k=2)
    assert found[0][0].id == "a"
    assert 1 >= found[0][1] > found[1][1]


def test_a_filter_bounds_the_search_and_not_its_results(store: FaissStore | MilvusStore) -> None:
    assert [d.id for d in store.similarity_search("自来水管漏水", k=1, filter={"city": "乙"})] in (["b"], ["d"])
    assert {d.id for d in store.similarity_search("自来水管漏水", k=4, filter={"city": "乙"})} == {"b", "d"}
    assert [d.id for d in store.similarity_search("漏水", filter={"city": ["甲", "丙"], "row": (2, 3)})] == ["c"]
    of_none: list[dict[str, Any]] = [{"city": "丙"}, {"none": 1}, {"city": []}]
    for nothing in [*of_none, {"city": '甲" or id != "'}, {'city"] or id != "': "甲"}]:
        assert store.similarity_search("漏水", filter=nothing) == [], nothing


def test_a_filter_may_be_a_function_where_the_documents_are_in_this_process(store: FaissStore | MilvusStore) -> None:
    def third(document: Document) -> bool:
        return bool(document.metadata["row"] == 3)

    if isinstance(store, FaissStore):
        assert [d.id for d in store.similarity_search("漏水", filter=third)] == ["d"]
        return
    for refused in (third, {"city": None}, {"city": {"a": 1}}):
        with pytest.raises(ValueError, match="filter"):
            store.similarity_search("漏水", filter=refused)


def test_a_document_of_a_known_id_is_replaced_and_a_deleted_one_is_gone(store: FaissStore | MilvusStore) -> None:
    store.add_texts(["畜禽粪污综合利用率", "农膜回收率"], ids=["a", "e"])
    assert len(store) == 5
    assert store.similarity_search("养猪场的粪便", k=1)[0].page_content == "畜禽粪污综合利用率"
    store.delete(["a", "c", "nobody"])
    assert {d.id for d in store.similarity_search("漏损率", k=9)} == {"b", "d", "e"}
    for name in "bde":
        (kept,) = store.get_by_ids([name])
        assert store.similarity_search(kept.page_content, k=1) == [kept], "vectors moved away from their documents"
    store.delete()
    assert len(store) == 0
    assert store.similarity_search("漏损率") == []


def test_of_two_texts_with_one_id_the_last_stays(stores: Stores) -> None:
    store = stores(PlanEmbeddings())
    assert store.add_texts(["旧", "新"], ids=["x", "x"]) == ["x", "x"]
    assert [d.page_content for d in store.similarity_search("新", k=5)] == ["新"]


def test_texts_without_ids_get_some(store: FaissStore | MilvusStore) -> None:
    names = store.add_documents([Document(page_content="节能"), Document(page_content="减排")])
    assert len({*names, *"abcd"}) == 6
    assert [d.page_content for d in store.get_by_ids(names)] == ["节能", "减排"]


def test_what_a_caller_does_to_a_document_does_not_change_the_store(store: FaissStore | MilvusStore) -> None:
    store.get_by_ids(["a"])[0].metadata["city"] = "丙"
    store.similarity_search("漏损率", k=1)[0].metadata["city"] = "丙"
    assert store.get_by_ids(["a"])[0].metadata["city"] == "甲"


def test_lists_of_unequal_length_and_vectors_of_another_length_are_refused(store: FaissStore | MilvusStore) -> None:
    with pytest.raises(ValueError, match="metadatas 有 1 个"):
        store.add_texts(["一", "二"], [{}])
    with pytest.raises(ValueError, match="ids 有 1 个"):
        store.add_texts(["一", "二"], ids=["1"])
    with pytest.raises(ValueError, match="256 维"):
        store.similarity_search_by_vector([1.0, 0.0])
    assert len(store) == 4


def test_diverse_results_are_unlike_each_other(stores: Stores) -> None:
    store = stores(PlanEmbeddings())
    assert store.max_marginal_relevance_search("管网漏损") == []
    store.add_texts(["管网漏损率", "管网漏损率。", "管网漏损率！", "秸秆还田"])
    found = store.max_marginal_relevance_search("管网漏损", k=2, lambda_mult=0.1)
    assert found[1].page_content == "秸秆还田"
    assert store.max_marginal_relevance_search("管网漏损", filter={"no": 1}) == []


def test_it_serves_as_a_retriever_with_relevance_between_nought_and_one(store: FaissStore | MilvusStore) -> None:
    retriever = store.as_retriever(search_kwargs={"k": 1, "filter": {"city": "甲"}})
    assert [d.id for d in retriever.invoke("自来水管漏水")] == ["a"]
    scores = [score for _, score in store.similarity_search_with_relevance_scores("自来水管漏水", k=4)]
    assert all(0 <= score <= 1 for score in scores)


def test_what_is_saved_loads_the_same_without_pickle(in_memory: FaissStore, tmp_path: Path) -> None:
    folder = tmp_path / "库"
    in_memory.save(folder)
    again = FaissStore.load(folder, PlanEmbeddings())
    assert again.similarity_search_with_score("漏水", k=4) == in_memory.similarity_search_with_score("漏水", k=4)
    again.add_texts(["新的"], ids=["n"])
    again.save(folder)
    assert len(FaissStore.load(folder, PlanEmbeddings())) == 5
    assert len(list(folder.iterdir())) == 3, "files of the older edition are left"
    assert not any(b"\x80\x04\x95" in path.read_bytes() for path in folder.iterdir())


def test_an_empty_store_can_be_saved_and_loaded(tmp_path: Path) -> None:
    FaissStore(PlanEmbeddings()).save(tmp_path)
    assert len(FaissStore.load(tmp_path, PlanEmbeddings())) == 0


def test_a_flipped_bit_in_any_file_is_noticed(in_memory: FaissStore, tmp_path: Path) -> None:
    in_memory.save(tmp_path)
    chance = np.random.default_rng(5)
    for path in sorted(tmp_path.iterdir()):
        sound = path.read_bytes()
        for at in chance.integers(0, len(sound), 20):
            flipped = bytearray(sound)
            flipped[at] ^= 1 << int(chance.integers(0, 7))
            path.write_bytes(flipped)
            try:
                loaded = FaissStore.load(tmp_path, PlanEmbeddings())
            except WenceError:
                continue
            assert path.name == "store.json", path
            assert loaded.similarity_search("漏水", k=4) == in_memory.similarity_search("漏水", k=4)
        path.write_bytes(sound)


def test_what_cannot_be_loaded_says_so(in_memory: FaissStore, tmp_path: Path) -> None:
    with pytest.raises(SnapshotMissing, match="save"):
        FaissStore.load(tmp_path, PlanEmbeddings())
    in_memory.save(tmp_path)
    with pytest.raises(SnapshotStale, match="另一个向量模型"):
        FaissStore.load(tmp_path, PlanEmbeddings(embedder=PairEmbedder()))
    pointer = tmp_path / "store.json"
    sound = pointer.read_text(encoding="utf-8")
    pointer.write_text(sound.replace('"format": 1', '"format": 9'), encoding="utf-8")
    with pytest.raises(SnapshotFormat, match="格式是 9"):
        FaissStore.load(tmp_path, PlanEmbeddings())
    outside = json.loads(sound)
    outside["files"]["vectors"] = "../secret"
    pointer.write_text(json.dumps(outside), encoding="utf-8")
    with pytest.raises(SnapshotDamaged, match="清单"):
        FaissStore.load(tmp_path, PlanEmbeddings())


def test_metadata_that_is_no_json_is_refused_and_the_saved_store_stays(in_memory: FaissStore, tmp_path: Path) -> None:
    in_memory.save(tmp_path)
    in_memory.add_texts(["坏"], [{"when": object()}], ids=["bad"])
    with pytest.raises(ValueError, match="bad 的 metadata"):
        in_memory.save(tmp_path)
    assert len(FaissStore.load(tmp_path, PlanEmbeddings())) == 4


def test_any_embeddings_of_langchain_will_do(stores: Stores) -> None:
    store = stores(DeterministicFakeEmbedding(size=8))
    store.add_texts(TEXTS)
    assert store.similarity_search(TEXTS[2], k=1)[0].page_content == TEXTS[2]
    assert store.similarity_search_with_score(TEXTS[2], k=1)[0][1] == pytest.approx(1.0, abs=1e-5)


def test_the_example_in_the_documentation_runs(tmp_path: Path) -> None:
    text = (HOME / "docs" / "langchain.md").read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    run = [sys.executable, "-c", code]
    done = subprocess.run(
        run, cwd=tmp_path, env={"PYTHONPATH": str(HOME)}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "漏损率" in done.stdout


def test_what_milvus_cannot_hold_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    store = MilvusStore(DeterministicFakeEmbedding(size=8), Address(str(tmp_path / "milvus.db")))
    with pytest.raises(ValueError, match="long 有 65538 字节"):
        store.add_texts(["长" * 21_846], ids=["long"])
    with pytest.raises(ValueError, match="bad 的 metadata"):
        store.add_texts(["坏"], [{"when": object()}], ids=["bad"])
    with pytest.raises(ValueError, match="Address"):
        MilvusStore.from_texts(TEXTS, store.embeddings)
    assert len(store) == 0


def test_what_one_program_puts_into_milvus_another_finds(tmp_path: Path) -> None:
    server = MilvusServer(tmp_path / "engine")
    try:
        one, other = (MilvusStore(PlanEmbeddings(), Address(server.uri)) for _ in range(2))
        one.add_texts(TEXTS, METADATAS, ids=list("abcd"))
        assert [d.id for d in other.similarity_search("自来水管漏水", k=1)] == ["a"]
        server.kill()
        server.start()  # it forgets what was loaded
        assert [d.id for d in other.similarity_search("自来水管漏水", k=1, filter={"city": "乙"})] in (["b"], ["d"])
        other.delete()
        assert len(one) == 0 and one.similarity_search("漏水") == []
    finally:
        server.kill()


def test_both_kinds_give_the_same_documents_and_scores(in_memory: FaissStore, tmp_path: Path) -> None:
    there = MilvusStore.from_texts(
        TEXTS, PlanEmbeddings(), METADATAS, ids=list("abcd"), address=Address(str(tmp_path / "milvus.db"))
    )
    for question in ("自来水管漏水", "秸秆", "老旧汽车"):
        ours, theirs = (s.similarity_search_with_score(question, k=4) for s in (in_memory, there))
        assert [document for document, _ in ours] == [document for document, _ in theirs]
        assert [score for _, score in ours] == pytest.approx([score for _, score in theirs], abs=1e-5)
