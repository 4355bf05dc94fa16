"""Files of vectors: two bytes a number where there are many, four where there are few, and lists of all of them."""

from pathlib import Path

import numpy as np
import pytest

from index.alike import AlikeRows
from index.linking import count_linked
from index.matrix import LISTS, Matrix, MatrixWriter
from index.rows import Span
from index.store import InvertedLists
from index.vectors import Vectors

D = 16


def rows_of(number: int, seed: int = 7) -> Vectors:
    found = np.random.default_rng(seed).normal(size=(number, D)).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found


def write(folder: Path, batches: list[Vectors], many: int, base: Path | None = None) -> Path:
    writer = MatrixWriter(folder, D, many, base)
    for batch in batches:
        writer.add(batch)
    writer.finish()
    return folder


def test_few_rows_are_kept_as_they_are_and_of_many_none_is_off_by_a_thousandth(tmp_path: Path) -> None:
    whole = rows_of(300)
    batches = [whole[:120], whole[120:200], whole[200:]]
    few, many = write(tmp_path / "few", batches, 301), write(tmp_path / "many", batches, 300)
    assert [path.name for path in few.iterdir()] == ["000001.f32"]
    assert [path.name for path in many.iterdir()] == ["000001.f16"]
    assert (many / "000001.f16").stat().st_size == 300 * D * 2
    span = [Span(0, 300)]
    exact, near = Matrix(few, D, span), Matrix(many, D, span)
    assert np.array_equal(exact.rows_of(span[0]), whole)
    assert exact.search(whole[5], 9)[0].tolist() == near.search(whole[5], 9)[0].tolist()
    assert np.abs(exact.search(whole[5], 300)[1] - near.search(whole[5], 300)[1]).max() < 1e-3


def test_rows_of_either_kind_stand_one_behind_the_other(tmp_path: Path) -> None:
    older, newer = rows_of(100), rows_of(60, seed=8)
    first = write(tmp_path / "first", [older], 150)
    second = write(tmp_path / "second", [newer], 150, base=first)
    assert sorted(path.name for path in second.iterdir()) == ["000001.f32", "000002.f16"]
    both = np.concatenate([older, newer])
    matrix = Matrix(second, D, [Span(0, 100), Span(100, 60)])
    for at in (0, 99, 100, 159):
        rows, scores = matrix.search(both[at], 3)
        assert rows[0] == at and scores[0] == pytest.approx(1, abs=1e-3)
        assert matrix.search(both[at], 3, [Span(at, 1)])[0].tolist() == [at]
    assert matrix.gather(np.array([159, 3])) == pytest.approx(both[[159, 3]], abs=1e-3)


def test_lists_find_nearly_what_comparing_every_row_finds_and_no_row_of_a_plan_that_has_gone(tmp_path: Path) -> None:
    whole = rows_of(4000)
    folder = write(tmp_path / "rows", [whole], 1)
    lists = InvertedLists.train([whole], 16)
    lists.add(whole)
    lists.save(folder / LISTS)
    AlikeRows.none().extended([whole]).save(folder)
    kept = [Span(0, 1000), Span(1500, 2500)]
    exact, searched = Matrix(folder, D, kept), Matrix(folder, D, kept, probes=16)
    found = 0
    for question in whole[1000:1500:10]:  # its own row has gone
        rows, best = searched.search(question, 10)[0], exact.search(question, 10)[0]
        assert not [row for row in rows.tolist() if 1000 <= row < 1500]
        found += len({*rows.tolist()} & {*best.tolist()})
    assert found >= 0.97 * 10 * 50


def test_lists_can_be_learnt_from_texts_that_are_nearly_all_the_same(tmp_path: Path) -> None:
    whole = np.repeat(rows_of(3), 500, axis=0)
    lists = InvertedLists.train([whole], 64)
    lists.add(whole)
    lists.save(tmp_path / LISTS)
    again = InvertedLists.load(tmp_path / LISTS)
    assert (len(again), again.lists) == (1500, 1)
    assert len(again.search(whole[0], 20, 1)) == 20


def test_large_files_are_linked_and_small_ones_at_the_end_are_written_again() -> None:
    found = {(): 0, (9,): 1, (100, 30): 2, (100, 30, 9): 3, (100, 30, 15): 1, (200, 40, 8, 8): 2, (9, 0): 1, (9, 5): 0}
    assert {sizes: count_linked(sizes) for sizes in found} == found


def test_what_thousands_share_word_for_word_crowds_nothing_out(tmp_path: Path) -> None:
    """Lists name kinds of vectors, and a kind brings as many of its rows as are wanted."""
    apart = rows_of(400)
    near = apart[:1] + 0.05 * rows_of(1, seed=9)
    whole = np.concatenate([apart, np.repeat(near / np.linalg.norm(near), 2000, axis=0)]).astype(np.float32)
    folder = write(tmp_path / "rows", [whole], 1)
    alike = AlikeRows.none().extended(
        [rows for _, rows in Matrix(folder, D, [Span(0, 2400)]).stretches([Span(0, 2400)])]
    )
    lists = InvertedLists.train([whole], 4)
    lists.add(whole[alike.firsts(np.arange(alike.kinds))])
    lists.save(folder / LISTS)
    alike.save(folder)
    assert (len(alike), alike.kinds) == (2400, 401)
    kept = [Span(0, 1000), Span(1200, 1200)]
    searched, exact = Matrix(folder, D, kept, probes=4), Matrix(folder, D, kept)
    found = searched.search(apart[0], 5)[0]
    assert found.tolist() == exact.search(apart[0], 5)[0].tolist() == [0, 400, 401, 402, 403]
    assert not [row for row in searched.search(whole[-1], 700)[0].tolist() if 1000 <= row < 1200]


def test_rows_that_come_later_are_numbered_on(tmp_path: Path) -> None:
    older, newer = rows_of(5), rows_of(3, seed=8)
    alike = AlikeRows.none().extended([older[[0, 1, 0]], older[[1, 2]]]).extended([newer[[0, 0]], older[:1]])
    alike.save(tmp_path)
    again = AlikeRows.load(tmp_path)
    assert [again.rows_of(kind).tolist() for kind in range(again.kinds)] == [[0, 2], [1, 3], [4], [5, 6], [7]]
    assert again.firsts(np.array([1, 3])).tolist() == [1, 5]
    held = np.array([False, True, False, False, False, False, True, False])
    assert again.any_of(held).tolist() == [False, True, False, True, False]
