"""Reading a folder in shares, on several machines or one after another, and publishing it once all are read."""

from pathlib import Path

import pytest

from corpus.catalogue import open_corpus
from index.file_store import FileStore
from index.order import FileResult
from index.share import Share
from index.snapshot import build_index, open_index
from tests.stores import prepared
from tests.test_incremental import NAMES, CountingEmbedder, everything, write
from tests.tiny_index import CharacterCounter, PairEmbedder


def prepare(corpus: Path, folder: Path, share: Share, embedder: PairEmbedder | None = None) -> list[FileResult]:
    return prepared(corpus, FileStore(folder), share, embedder or PairEmbedder(), model="bundled")


def build(corpus: Path, folder: Path, embedder: PairEmbedder) -> list[FileResult]:
    results: list[FileResult] = []
    build_index(
        open_corpus(corpus),
        folder,
        embedder=embedder,
        counter=CharacterCounter(),
        passage_tokens=120,
        report=results.append,
    )
    return results


def test_every_document_is_in_one_share_and_no_other_document_moves_it() -> None:
    shares = [Share(number, 7) for number in range(1, 8)]
    names = [f"方案{number}.txt" for number in range(700)]
    held = {name: [share.number for share in shares if share.holds(name)] for name in names}
    assert all(len(numbers) == 1 for numbers in held.values())
    sizes = [sum(share.holds(name) for name in names) for share in shares]
    assert min(sizes) > 60 and max(sizes) < 140


def test_what_is_no_share_is_refused() -> None:
    assert Share.parse(" 3/20 ") == Share(3, 20)
    for written in ("0/3", "4/3", "3", "a/b", "1/0", "-1/3", "1/2/3", ""):
        with pytest.raises(ValueError, match="3/20"):
            Share.parse(written)


def test_shares_that_were_read_apart_are_published_without_being_read_again(tmp_path: Path) -> None:
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES, 1))
    read = [prepare(corpus, tmp_path / "index", Share(number, 3)) for number in (2, 3, 1)]
    assert sorted(result.file for results in read for result in results) == sorted(f"{name}.txt" for name in NAMES)
    assert not (tmp_path / "index" / "CURRENT").exists()
    embedder = CountingEmbedder()
    states = [result.state for result in build(corpus, tmp_path / "index", embedder)]
    assert (states, embedder.texts) == (["resumed"] * len(NAMES), 0)
    build(corpus, tmp_path / "fresh", PairEmbedder())
    index, fresh = (open_index(tmp_path / name, embedder=PairEmbedder()) for name in ("index", "fresh"))
    assert everything(index) == everything(fresh)


def test_of_a_built_index_a_share_reads_only_what_has_changed(tmp_path: Path) -> None:
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES, 1))
    build(corpus, tmp_path / "index", PairEmbedder())
    write(corpus, dict.fromkeys(NAMES, 1) | {NAMES[3]: 2})
    found = [result for number in (1, 2) for result in prepare(corpus, tmp_path / "index", Share(number, 2))]
    assert {result.file: result.state for result in found if result.state != "unchanged"} == {
        f"{NAMES[3]}.txt": "changed"
    }
    assert len(found) == len(NAMES)
