from pathlib import Path

import numpy as np
import pytest

from index.store import VectorStore
from index.vectors import Vectors


def _matrix(rows: int, dimension: int = 16) -> Vectors:
    matrix = np.random.default_rng(7).normal(size=(rows, dimension)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix


def test_a_search_gives_the_true_order_of_inner_products() -> None:
    matrix = _matrix(200)
    found = VectorStore.build(matrix).search(matrix[3], 10)
    assert [row for row, _ in found] == list(np.argsort(-(matrix @ matrix[3]))[:10])
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)


def test_a_scoped_search_compares_every_row_in_scope_and_no_other() -> None:
    matrix = _matrix(200)
    within = np.arange(150, 170, dtype=np.int64)
    found = VectorStore.build(matrix).search(matrix[3], 10, within)
    assert [row for row, _ in found] == list(within[np.argsort(-(matrix[within] @ matrix[3]))[:10]])


def test_a_scope_smaller_than_the_limit_gives_the_scope_and_an_empty_one_nothing() -> None:
    store = VectorStore.build(_matrix(20))
    assert {row for row, _ in store.search(_matrix(1)[0], 10, np.array([4, 9]))} == {4, 9}
    assert store.search(_matrix(1)[0], 10, np.array([], dtype=np.int64)) == []


def test_an_empty_store_finds_nothing() -> None:
    assert VectorStore.build(np.zeros((0, 16), dtype=np.float32)).search(_matrix(1)[0], 5) == []


def test_what_is_saved_under_a_chinese_path_loads_the_same(tmp_path: Path) -> None:
    store = VectorStore.build(_matrix(50))
    path = tmp_path / "向量"
    store.save(path)
    again = VectorStore.load(path)
    assert (len(again), again.dimension) == (50, 16)
    assert again.search(_matrix(1)[0], 5) == store.search(_matrix(1)[0], 5)


@pytest.mark.parametrize("damage", [b"", b"IxFI", b"IxF2" + b"\0" * 64, b"not an index at all"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "vectors"
    path.write_bytes(damage)
    with pytest.raises(ValueError, match="vectors"):
        VectorStore.load(path)


def test_another_index_type_of_faiss_is_refused(tmp_path: Path) -> None:
    import faiss

    (tmp_path / "vectors").write_bytes(faiss.serialize_index(faiss.IndexFlatL2(8)).tobytes())
    with pytest.raises(ValueError, match="vectors"):
        VectorStore.load(tmp_path / "vectors")
