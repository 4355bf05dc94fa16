import os
import signal
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import load_corpus
from errors import (
    SnapshotBusy,
    SnapshotMissing,
    SnapshotUnwritable,
)
from index import versions
from index.snapshot import Index, build_index, open_index
from tests.tiny_index import CHANGED, CharacterCounter, PairEmbedder, build_tiny, text_served, write_plans


def test_the_fingerprint_follows_what_goes_in_and_nothing_else(tmp_path: Path, tiny_index: Index) -> None:
    folder = write_plans(tmp_path / "corpus")
    assert build_tiny(folder, tmp_path / "a").fingerprint == tiny_index.fingerprint
    assert build_tiny(folder, tmp_path / "a", passage_tokens=130).fingerprint != tiny_index.fingerprint
    write_plans(folder, lantian=CHANGED)
    assert build_tiny(folder, tmp_path / "a").fingerprint != tiny_index.fingerprint


def test_an_opened_snapshot_keeps_answering_while_others_are_published(tmp_path: Path) -> None:
    folder = write_plans(tmp_path / "corpus")
    build_tiny(folder, tmp_path / "index")
    old = open_index(tmp_path / "index", embedder=PairEmbedder())
    write_plans(folder, lantian=CHANGED)
    for _ in range(versions.KEPT_VERSIONS + 1):
        build_tiny(folder, tmp_path / "index")
    row = old.search_units("用水总量9.6亿", ["lantian"], 1)[0][0]
    assert "9.6亿" in old.unit(row).text
    assert "9.6亿" in old.plan_text("lantian")
    assert "8.8亿" in text_served(tmp_path / "index")


def test_three_versions_are_kept(tmp_path: Path, tiny_corpus: Path) -> None:
    names = [build_tiny(tiny_corpus, tmp_path / "index").version for _ in range(5)]
    assert sorted(path.name for path in (tmp_path / "index" / "versions").iterdir()) == names[-3:]


def test_rolling_back_serves_the_version_before_until_none_is_left(tmp_path: Path) -> None:
    folder, index = write_plans(tmp_path / "corpus"), tmp_path / "index"
    first = build_tiny(folder, index)
    write_plans(folder, lantian=CHANGED)
    build_tiny(folder, index)
    assert versions.roll_back(index).version == first.version
    assert "9.6亿" in text_served(index)
    with pytest.raises(SnapshotMissing):
        versions.roll_back(index)
    assert "9.6亿" in text_served(index)


def test_rolling_back_passes_over_a_damaged_version(tmp_path: Path, tiny_corpus: Path) -> None:
    index = tmp_path / "index"
    first, second = build_tiny(tiny_corpus, index), build_tiny(tiny_corpus, index)
    build_tiny(tiny_corpus, index)
    (index / "versions" / second.version / "vectors/000001.f32").write_bytes(b"\0\0\0\0")
    assert versions.roll_back(index).version == first.version


def test_rolling_back_mends_a_spoiled_pointer(spoilable: Path) -> None:
    (spoilable / "CURRENT").write_bytes(b"spoiled")
    versions.roll_back(spoilable)
    assert "9.6亿" in text_served(spoilable)


def test_a_second_build_at_the_same_time_is_refused(spoilable: Path, tiny_corpus: Path) -> None:
    with versions.writing(spoilable), pytest.raises(SnapshotBusy, match="另一个构建"):
        build_tiny(tiny_corpus, spoilable)
    build_tiny(tiny_corpus, spoilable)


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path, tiny_corpus: Path) -> None:
    (tmp_path / "file").write_text("不是文件夹")
    with pytest.raises(SnapshotUnwritable, match="写入失败"):
        build_tiny(tiny_corpus, tmp_path / "file")


def test_an_embedder_that_fails_leaves_the_served_snapshot_and_no_rubbish(spoilable: Path, tiny_corpus: Path) -> None:
    class Failing(PairEmbedder):
        def encode_document(self, texts: object) -> Any:
            raise RuntimeError(f"out of memory: {texts}")

    before = sorted(path.name for path in (spoilable / "versions").iterdir())
    with pytest.raises(RuntimeError):
        build_index(
            load_corpus(tiny_corpus),
            spoilable,
            embedder=Failing("failing"),
            counter=CharacterCounter(),
            passage_tokens=120,
            model="none",
        )
    assert sorted(path.name for path in (spoilable / "versions").iterdir()) == before
    assert "9.6亿" in text_served(spoilable)


def test_a_plan_whose_clauses_do_not_fit_its_text_is_left_out_and_reported(tmp_path: Path, tiny_corpus: Path) -> None:
    loaded = load_corpus(tiny_corpus)
    spoiled = replace(loaded.plans[0], text=loaded.plans[0].text.replace("9.6", "6.9"))
    manifest = build_index(
        replace(loaded, plans=(spoiled, loaded.plans[1])),
        tmp_path / "index",
        embedder=PairEmbedder(),
        counter=CharacterCounter(),
        passage_tokens=120,
    )
    assert [name for name, _ in manifest.problems] == ["lantian"]
    assert [card.id for card in open_index(tmp_path / "index").plans] == ["qinghe"]


# Killed at any step


def _killed_at(step: int, corpus: Path, folder: Path) -> bool:
    """Build in a child process that is killed before its nth fsync or replace; whether it was."""
    child = os.fork()
    if child == 0:  # pragma: no cover
        done = 0

        def counted(call: Callable[..., Any]) -> Callable[..., Any]:
            def before(*arguments: Any) -> Any:
                nonlocal done
                done += 1
                if done == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*arguments)

            return before

        signal.alarm(60)
        os.fsync, os.replace = counted(os.fsync), counted(os.replace)
        try:
            build_tiny(corpus, folder)
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code != 0


def _killed_until_done(folder: Path, corpus: Path, steps: Iterable[int]) -> list[bool]:
    """Whether the new text was served after a kill at each of the steps, up to the first that the build came through."""
    served: list[bool] = []
    for step in steps:
        if not _killed_at(step, corpus, folder):
            return served
        served.append("8.8亿" in text_served(folder))
    pytest.fail("the build never came to its end")


def test_a_build_killed_at_some_steps_leaves_the_old_snapshot_or_the_new_one_whole(
    spoilable: Path, tmp_path: Path
) -> None:
    served = _killed_until_done(spoilable, write_plans(tmp_path / "changed", lantian=CHANGED), range(1, 200, 7))
    assert len(served) > 3
    assert served == sorted(served) and not served[0]
    assert "8.8亿" in text_served(spoilable)


@pytest.mark.prove
def test_a_build_killed_before_every_sync_and_rename_leaves_the_old_snapshot_or_the_new_one_whole(
    spoilable: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("claim", "建索引时在每次落盘、改名之前强杀，读到的总是完整的旧版或新版")
    served = _killed_until_done(spoilable, write_plans(tmp_path / "changed", lantian=CHANGED), range(1, 200))
    record_property("n", len(served))
    # the old one up to and including the moment before CURRENT is replaced, the new one after it
    assert len(served) > 10
    assert served == [False] * (len(served) - 1) + [True]
    assert "8.8亿" in text_served(spoilable)
    assert len(list((spoilable / "versions").iterdir())) <= versions.KEPT_VERSIONS


def test_a_first_build_killed_before_its_end_leaves_no_index_and_the_next_one_works(
    tmp_path: Path, tiny_corpus: Path
) -> None:
    assert _killed_at(5, tiny_corpus, tmp_path / "index")
    with pytest.raises(SnapshotMissing):
        open_index(tmp_path / "index")
    build_tiny(tiny_corpus, tmp_path / "index")
    assert "9.6亿" in text_served(tmp_path / "index")
    assert len(list((tmp_path / "index" / "versions").iterdir())) == 1
