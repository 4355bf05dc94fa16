"""The vector store for LangChain: its own standard suite, and what that does not ask."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, VectorStoreIntegrationTests

from errors import SnapshotDamaged, SnapshotFormat, SnapshotMissing, SnapshotStale, WenceError
from index.langchain_store import FaissStore, PlanEmbeddings
from tests.tiny_index import PairEmbedder

HOME = Path(__file__).resolve().parent.parent
TEXTS = ["公共供水管网漏损率控制在9%以内", "秸秆综合利用率达到95%", "新建污水管网30公里", "淘汰国三及以下排放标准汽车"]
CITIES = ["甲", "乙", "甲", "乙"]


class TestStandardSuite(VectorStoreIntegrationTests):
    @pytest.fixture
    def vectorstore(self) -> FaissStore:
        return FaissStore(self.get_embeddings())


class TestStandardSuiteOfEmbeddings(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return PlanEmbeddings


@pytest.fixture
def store() -> FaissStore:
    metadatas = [{"city": city, "row": row} for row, city in enumerate(CITIES)]
    return FaissStore.from_texts(TEXTS, PlanEmbeddings(), metadatas, ids=list("abcd"))


def test_everyday_words_find_official_ones(store: FaissStore) -> None:
    found = store.similarity_search_with_score("自来水管漏水怎么办", k=2)
    assert found[0][0].id == "a"
    assert 1 >= found[0][1] > found[1][1]


def test_a_filter_bounds_the_search_and_not_its_results(store: FaissStore) -> None:
    assert [d.id for d in store.similarity_search("自来水管漏水", k=1, filter={"city": "乙"})] in (["b"], ["d"])
    assert {d.id for d in store.similarity_search("自来水管漏水", k=4, filter={"city": "乙"})} == {"b", "d"}
    assert [d.id for d in store.similarity_search("漏水", filter={"city": ["甲", "丙"], "row": (2, 3)})] == ["c"]
    assert [d.id for d in store.similarity_search("漏水", filter=lambda d: d.metadata["row"] == 3)] == ["d"]
    assert (
        store.similarity_search("漏水", filter={"city": "丙"})
        == store.similarity_search("漏", filter={"none": 1})
        == []
    )


def test_a_document_of_a_known_id_is_replaced_and_a_deleted_one_is_gone(store: FaissStore) -> None:
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


def test_of_two_texts_with_one_id_the_last_stays() -> None:
    store = FaissStore(PlanEmbeddings())
    assert store.add_texts(["旧", "新"], ids=["x", "x"]) == ["x", "x"]
    assert [d.page_content for d in store.similarity_search("新", k=5)] == ["新"]


def test_texts_without_ids_get_some(store: FaissStore) -> None:
    names = store.add_documents([Document(page_content="节能"), Document(page_content="减排")])
    assert len({*names, *"abcd"}) == 6
    assert [d.page_content for d in store.get_by_ids(names)] == ["节能", "减排"]


def test_what_a_caller_does_to_a_document_does_not_change_the_store(store: FaissStore) -> None:
    store.get_by_ids(["a"])[0].metadata["city"] = "丙"
    store.similarity_search("漏损率", k=1)[0].metadata["city"] = "丙"
    assert store.get_by_ids(["a"])[0].metadata["city"] == "甲"


def test_lists_of_unequal_length_and_vectors_of_another_length_are_refused(store: FaissStore) -> None:
    with pytest.raises(ValueError, match="metadatas 有 1 个"):
        store.add_texts(["一", "二"], [{}])
    with pytest.raises(ValueError, match="ids 有 1 个"):
        store.add_texts(["一", "二"], ids=["1"])
    with pytest.raises(ValueError, match="256 维"):
        store.similarity_search_by_vector([1.0, 0.0])
    assert len(store) == 4


def test_diverse_results_are_unlike_each_other() -> None:
    texts = ["管网漏损率", "管网漏损率。", "管网漏损率！", "秸秆还田"]
    store = FaissStore.from_texts(texts, PlanEmbeddings())
    found = store.max_marginal_relevance_search("管网漏损", k=2, lambda_mult=0.1)
    assert found[1].page_content == "秸秆还田"
    assert store.max_marginal_relevance_search("管网漏损", filter={"no": 1}) == []


def test_it_serves_as_a_retriever_with_relevance_between_nought_and_one(store: FaissStore) -> None:
    retriever = store.as_retriever(search_kwargs={"k": 1, "filter": {"city": "甲"}})
    assert [d.id for d in retriever.invoke("自来水管漏水")] == ["a"]
    scores = [score for _, score in store.similarity_search_with_relevance_scores("自来水管漏水", k=4)]
    assert all(0 <= score <= 1 for score in scores)


def test_what_is_saved_loads_the_same_without_pickle(store: FaissStore, tmp_path: Path) -> None:
    folder = tmp_path / "库"
    store.save(folder)
    again = FaissStore.load(folder, PlanEmbeddings())
    assert again.similarity_search_with_score("漏水", k=4) == store.similarity_search_with_score("漏水", k=4)
    again.add_texts(["新的"], ids=["n"])
    again.save(folder)
    assert len(FaissStore.load(folder, PlanEmbeddings())) == 5
    assert len(list(folder.iterdir())) == 3, "files of the older edition are left"
    assert not any(b"\x80\x04\x95" in path.read_bytes() for path in folder.iterdir())


def test_an_empty_store_can_be_saved_and_loaded(tmp_path: Path) -> None:
    FaissStore(PlanEmbeddings()).save(tmp_path)
    assert len(FaissStore.load(tmp_path, PlanEmbeddings())) == 0


def test_a_flipped_bit_in_any_file_is_noticed(store: FaissStore, tmp_path: Path) -> None:
    store.save(tmp_path)
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
            assert loaded.similarity_search("漏水", k=4) == store.similarity_search("漏水", k=4)
        path.write_bytes(sound)


def test_what_cannot_be_loaded_says_so(store: FaissStore, tmp_path: Path) -> None:
    with pytest.raises(SnapshotMissing, match="save"):
        FaissStore.load(tmp_path, PlanEmbeddings())
    store.save(tmp_path)
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


def test_metadata_that_is_no_json_is_refused_and_the_saved_store_stays(store: FaissStore, tmp_path: Path) -> None:
    store.save(tmp_path)
    store.add_texts(["坏"], [{"when": object()}], ids=["bad"])
    with pytest.raises(ValueError, match="bad 的 metadata"):
        store.save(tmp_path)
    assert len(FaissStore.load(tmp_path, PlanEmbeddings())) == 4


def test_any_embeddings_of_langchain_will_do() -> None:
    foreign: Embeddings = DeterministicFakeEmbedding(size=8)
    store = FaissStore.from_texts(TEXTS, foreign)
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
