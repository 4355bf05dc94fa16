"""Reading a folder in shares, on several machines or one after another, and publishing it once all are read."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.catalogue import open_corpus
from index.file_store import FileStore
from index.order import FileResult
from index.share import Share
from index.snapshot import build_index, open_index
from index.vectors import Vectors
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


def test_a_build_published_while_a_share_is_read_leaves_what_that_has_finished(tmp_path: Path) -> None:
    earlier, later = NAMES[:4], NAMES[4:]
    corpus = write(tmp_path / "plans", dict.fromkeys(NAMES, 1))
    others = write(tmp_path / "others", dict.fromkeys(earlier, 1))

    class Publishing(PairEmbedder):
        calls = 0

        def encode_document(self, texts: Sequence[str]) -> Vectors:
            self.calls += 1
            if self.calls == len(NAMES):  # all but this one are finished
                build(others, tmp_path / "index", PairEmbedder())
            return super().encode_document(texts)

    prepare(corpus, tmp_path / "index", Share(1, 1), Publishing())
    assert {path.name for path in (tmp_path / "index").iterdir()} >= {"CURRENT", "work"}
    embedder = CountingEmbedder()
    states = {result.file: result.state for result in build(corpus, tmp_path / "index", embedder)}
    assert {states[f"{name}.txt"] for name in later} == {"resumed"} and embedder.texts == 0
    assert not (tmp_path / "index" / "work").exists()


def test_a_worker_that_is_killed_loses_nothing_that_it_had_finished(tmp_path: Path) -> None:
    class Killed(PairEmbedder):
        calls = 0

        def encode_document(self, texts: Sequence[str]) -> Vectors:
            self.calls += 1
            if self.calls > 4:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().encode_document(texts)

    corpus, whole = write(tmp_path / "plans", dict.fromkeys(NAMES, 1)), Share(1, 1)
    child = os.fork()
    if child == 0:
        prepare(corpus, tmp_path / "index", whole, Killed())
        os._exit(0)  # not reached
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    embedder = CountingEmbedder()
    states = [result.state for result in prepare(corpus, tmp_path / "index", whole, embedder)]
    assert (states.count("resumed"), states.count("new"), embedder.calls) == (4, len(NAMES) - 4, len(NAMES) - 4)
    again = CountingEmbedder()
    assert {result.state for result in prepare(corpus, tmp_path / "index", whole, again)} == {"resumed"}
    assert {result.state for result in build(corpus, tmp_path / "index", again)} == {"resumed"}
    assert again.calls == 0
    build(corpus, tmp_path / "fresh", PairEmbedder())
    index, fresh = (open_index(tmp_path / name, embedder=PairEmbedder()) for name in ("index", "fresh"))
    assert everything(index) == everything(fresh)
