import json
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.catalogue import load_corpus
from errors import (
    SnapshotBusy,
    SnapshotDamaged,
    SnapshotError,
    SnapshotFormat,
    SnapshotMissing,
    SnapshotStale,
    SnapshotUnwritable,
)
from index import manifest as manifest_file
from index import versions
from index.manifest import FileEntry
from index.snapshot import Expectation, Index, build_index, open_index
from index.verify import find_misquotes
from tests.tiny_index import LANTIAN, CharacterCounter, PairEmbedder, build_tiny, write_plans

CHANGED = LANTIAN.replace("9.6亿", "8.8亿")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plans(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    folder = tmp_path_factory.mktemp("built") / "索引"
    build_tiny(corpus, folder)
    return folder


@pytest.fixture(scope="module")
def index(built: Path) -> Index:
    return open_index(built, embedder=PairEmbedder())


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the built index that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


def _served_files(folder: Path) -> list[Path]:
    directory = folder / "versions" / versions.read_pointer(folder)[0]
    return [folder / "CURRENT", *(p for p in sorted(directory.rglob("*")) if p.is_file() and p.suffix != ".lock")]


def _text_served(folder: Path) -> str:
    index = open_index(folder)
    try:
        return index.plan_text("lantian")
    finally:
        index.close()


# What an opened index gives


def test_a_snapshot_gives_back_every_plan_clause_and_field(index: Index, corpus: Path) -> None:
    plans = load_corpus(corpus).plans
    assert [card.id for card in index.plans] == ["lantian", "qinghe"]
    for plan in plans:
        card = index.plan(plan.id)
        assert index.clauses(plan.id) == plan.clauses
        assert index.clause(plan.clauses[-1].id) == plan.clauses[-1]
        assert (index.plan_text(plan.id), index.furniture(plan.id)) == (plan.text, plan.furniture)
        assert (card.title, card.region, card.province, card.front) == (
            plan.title,
            plan.region,
            plan.province,
            plan.front,
        )


def test_rows_and_ids_name_the_same_passage_and_unit(index: Index) -> None:
    assert index.passage(0) == index.passage(index.passage(0).id)
    row = int(index.unit_rows(["qinghe"])[0])
    unit = index.unit(row)
    assert (unit.plan, index.unit(unit.id)) == ("qinghe", unit)
    assert unit in index.units_of_clause(unit.clause)


def test_unknown_ids_are_key_errors(index: Index) -> None:
    reads: list[Callable[[str], object]] = [index.plan_text, index.clause, index.passage, index.unit, index.plan]
    for read in reads:
        with pytest.raises(KeyError):
            read("没有")


def test_unit_rows_part_the_units_by_plan(index: Index) -> None:
    rows = [list(index.unit_rows([plan])) for plan in ("lantian", "qinghe")]
    assert rows[0] + rows[1] == list(range(index.manifest.units))
    assert list(index.unit_rows(["qinghe", "lantian", "没有"])) == rows[0] + rows[1]


def test_no_search_in_scope_returns_another_plan(index: Index) -> None:
    question = "用水总量控制在多少亿立方米，漏损率控制在多少，谁牵头"
    vector = index.embed_query(question)
    searched = 0
    for plan in ("lantian", "qinghe"):
        for limit in (1, 3, 100):
            passages = index.search_passages(question, [plan], limit)
            units = [*index.search_units(question, [plan], limit), *index.search_vectors(vector, [plan], limit)]
            assert {index.passage(row).plan for row, _ in passages} == {plan}
            assert {index.unit(row).plan for row, _ in units} == {plan}
            searched += len(passages) + len(units)
    assert searched > 60


def test_an_empty_scope_finds_nothing_and_no_scope_finds_both_plans(index: Index) -> None:
    vector = index.embed_query("用水总量")
    assert index.search_passages("用水总量", [], 9) == index.search_vectors(vector, [], 9) == []
    assert {index.unit(row).plan for row, _ in index.search_vectors(vector, None, 100)} == {"lantian", "qinghe"}


def test_vector_search_ranks_units_of_a_scope_exactly(index: Index) -> None:
    rows = index.unit_rows(["qinghe"])
    found = index.search_vectors(index.embed_query("再生水利用率达到多少"), ["qinghe"], len(rows))
    assert sorted(row for row, _ in found) == list(rows)
    assert index.unit(found[0][0]).text == "再生水利用率达到28%。"


def test_every_quote_is_verbatim_and_a_planted_misquote_is_found(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(find_misquotes(index)) == []
    text = index.plan_text
    monkeypatch.setattr(index, "plan_text", lambda plan: text(plan).replace("35%", "53%"))
    assert list(find_misquotes(index)) == ["lantian#一、@1", "lantian#一、.s2"]


def test_the_embedder_of_the_snapshot_is_the_only_one_used(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embed.EmbeddingChoice.open", lambda _: PairEmbedder("another model under the same name"))
    with pytest.raises(SnapshotStale, match="python -m index build"):
        open_index(built).embed_query("用水")


# What a reader refuses


def test_every_message_ends_with_the_command_that_repairs_it(copy: Path, tmp_path: Path) -> None:
    for folder in (tmp_path / "none", copy):
        if folder == copy:
            (copy / "CURRENT").write_bytes(b"")
        with pytest.raises(SnapshotError) as raised:
            open_index(folder)
        assert str(raised.value).endswith(f".venv/bin/python -m index build --index {folder}")


def test_no_index_yet_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SnapshotMissing):
        open_index(tmp_path / "none")


def test_one_flipped_bit_in_any_file_is_noticed(copy: Path) -> None:
    checked = set()
    for path in _served_files(copy):
        whole = path.read_bytes()
        for place in {0, len(whole) // 2, len(whole) - 1} if whole else set():
            spoiled = bytearray(whole)
            spoiled[place] ^= 1
            path.write_bytes(spoiled)
            with pytest.raises((SnapshotDamaged, SnapshotFormat)):
                open_index(copy)
        path.write_bytes(whole)
        checked.add(path.name.rpartition(".")[2])
    assert checked >= {"CURRENT", "json", "sqlite", "f32", "idx", "term", "fast", "fieldnorm", "store"}
    open_index(copy).close()  # restored, it opens: what was noticed was the flips


def test_a_missing_or_shortened_file_is_noticed(copy: Path) -> None:
    for path in _served_files(copy)[1:]:
        whole = path.read_bytes()
        path.write_bytes(whole[:-1])
        if whole:
            with pytest.raises(SnapshotDamaged):
                open_index(copy)
        path.unlink()
        with pytest.raises(SnapshotDamaged):
            open_index(copy)
        path.write_bytes(whole)


def _rewrite_manifest(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest and let CURRENT vouch for it, as a build by other code would."""
    directory = folder / "versions" / versions.read_pointer(folder)[0]
    found = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    change(found)
    (directory / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    versions.publish(folder, directory)


def test_another_format_number_is_refused(copy: Path) -> None:
    _rewrite_manifest(copy, lambda found: found.update(format=manifest_file.FORMAT + 1, files="elsewhere"))
    with pytest.raises(SnapshotFormat, match="python -m index build"):
        open_index(copy)


@pytest.mark.parametrize("change", [{"surprise": 1}, {"files": [{"name": "x"}]}, {"units": 3}, {"problems": [1]}])
def test_a_manifest_that_does_not_fit_its_snapshot_is_refused(copy: Path, change: dict[str, Any]) -> None:
    _rewrite_manifest(copy, lambda found: found.update(change))
    with pytest.raises(SnapshotDamaged):
        open_index(copy)


def test_a_stale_index_is_refused_after_a_plan_text_changed(tmp_path: Path) -> None:
    folder = write_plans(tmp_path / "corpus")
    build_tiny(folder, tmp_path / "index")
    expect = Expectation(corpus_fingerprint=load_corpus(folder).fingerprint)
    open_index(tmp_path / "index", expect=expect).close()
    write_plans(folder, lantian=CHANGED)
    with pytest.raises(SnapshotStale, match="方案文本"):
        open_index(tmp_path / "index", expect=Expectation(corpus_fingerprint=load_corpus(folder).fingerprint))


def test_every_expected_value_is_compared_and_none_is_not(built: Path, index: Index) -> None:
    made_of = index.manifest
    expect = Expectation(
        made_of.corpus_fingerprint,
        made_of.embedding_fingerprint,
        made_of.encoding_fingerprint,
        made_of.passage_tokens,
        made_of.code_fingerprint,
    )
    open_index(built, expect=expect).close()
    open_index(built, expect=Expectation()).close()
    others = [
        replace(expect, corpus_fingerprint="another"),
        replace(expect, embedding_fingerprint="another"),
        replace(expect, encoding_fingerprint="another"),
        replace(expect, passage_tokens=121),
        replace(expect, code_fingerprint="another"),
    ]
    for other in others:
        with pytest.raises(SnapshotStale, match="已改变"):
            open_index(built, expect=other)


# What a build does


def test_the_fingerprint_follows_what_goes_in_and_nothing_else(tmp_path: Path, index: Index) -> None:
    folder = write_plans(tmp_path / "corpus")
    assert build_tiny(folder, tmp_path / "a").fingerprint == index.fingerprint
    assert build_tiny(folder, tmp_path / "a", passage_tokens=130).fingerprint != index.fingerprint
    write_plans(folder, lantian=CHANGED)
    assert build_tiny(folder, tmp_path / "a").fingerprint != index.fingerprint


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
    assert "8.8亿" in _text_served(tmp_path / "index")


def test_three_versions_are_kept(tmp_path: Path, corpus: Path) -> None:
    names = [build_tiny(corpus, tmp_path / "index").version for _ in range(5)]
    assert sorted(path.name for path in (tmp_path / "index" / "versions").iterdir()) == names[-3:]


def test_rolling_back_serves_the_version_before_until_none_is_left(tmp_path: Path) -> None:
    folder, index = write_plans(tmp_path / "corpus"), tmp_path / "index"
    first = build_tiny(folder, index)
    write_plans(folder, lantian=CHANGED)
    build_tiny(folder, index)
    assert versions.roll_back(index).version == first.version
    assert "9.6亿" in _text_served(index)
    with pytest.raises(SnapshotMissing):
        versions.roll_back(index)
    assert "9.6亿" in _text_served(index)


def test_rolling_back_passes_over_a_damaged_version(tmp_path: Path, corpus: Path) -> None:
    index = tmp_path / "index"
    first, second = build_tiny(corpus, index), build_tiny(corpus, index)
    build_tiny(corpus, index)
    (index / "versions" / second.version / "vectors/000001.f32").write_bytes(b"\0\0\0\0")
    assert versions.roll_back(index).version == first.version


def test_rolling_back_mends_a_spoiled_pointer(copy: Path) -> None:
    (copy / "CURRENT").write_bytes(b"spoiled")
    versions.roll_back(copy)
    assert "9.6亿" in _text_served(copy)


def test_a_second_build_at_the_same_time_is_refused(copy: Path, corpus: Path) -> None:
    with versions.writing(copy), pytest.raises(SnapshotBusy, match="另一个构建"):
        build_tiny(corpus, copy)
    build_tiny(corpus, copy)


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "file").write_text("不是文件夹")
    with pytest.raises(SnapshotUnwritable, match="写入失败"):
        build_tiny(corpus, tmp_path / "file")


def test_an_embedder_that_fails_leaves_the_served_snapshot_and_no_rubbish(copy: Path, corpus: Path) -> None:
    class Failing(PairEmbedder):
        def encode_document(self, texts: object) -> Any:
            raise RuntimeError(f"out of memory: {texts}")

    before = sorted(path.name for path in (copy / "versions").iterdir())
    with pytest.raises(RuntimeError):
        build_index(
            load_corpus(corpus),
            copy,
            embedder=Failing("failing"),
            counter=CharacterCounter(),
            passage_tokens=120,
            model="none",
        )
    assert sorted(path.name for path in (copy / "versions").iterdir()) == before
    assert "9.6亿" in _text_served(copy)


def test_a_plan_whose_clauses_do_not_fit_its_text_is_left_out_and_reported(tmp_path: Path, corpus: Path) -> None:
    loaded = load_corpus(corpus)
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


def test_a_build_killed_at_any_step_leaves_the_old_snapshot_or_the_new_one_whole(copy: Path, tmp_path: Path) -> None:
    changed = write_plans(tmp_path / "changed", lantian=CHANGED)
    served = []
    for step in range(1, 200):
        if not _killed_at(step, changed, copy):
            break
        served.append("8.8亿" in _text_served(copy))
    else:
        pytest.fail("the build never came to its end")
    # the old one up to and including the moment before CURRENT is replaced, the new one after it
    assert len(served) > 10
    assert served == [False] * (len(served) - 1) + [True]
    assert "8.8亿" in _text_served(copy)
    assert len(list((copy / "versions").iterdir())) <= versions.KEPT_VERSIONS


def test_a_first_build_killed_before_its_end_leaves_no_index_and_the_next_one_works(
    tmp_path: Path, corpus: Path
) -> None:
    assert _killed_at(5, corpus, tmp_path / "index")
    with pytest.raises(SnapshotMissing):
        open_index(tmp_path / "index")
    build_tiny(corpus, tmp_path / "index")
    assert "9.6亿" in _text_served(tmp_path / "index")
    assert len(list((tmp_path / "index" / "versions").iterdir())) == 1


def test_lock_files_are_no_part_of_a_snapshot(index: Index) -> None:
    assert not [entry for entry in index.manifest.files if entry.name.endswith(".lock")]
    assert FileEntry("vectors/000001.f32", 0, "").name in {entry.name for entry in index.manifest.files}


def test_searching_from_many_threads_gives_what_one_gives(index: Index) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask(plan: str) -> list[str]:
        rows = [*index.search_units("用水总量", [plan], 5), *index.search_vectors(np.ones(64, np.float32), [plan], 5)]
        return [index.unit(row).text for row, _ in rows]

    alone = {plan: ask(plan) for plan in ("lantian", "qinghe")}
    with ThreadPoolExecutor(4) as pool:
        asked = ["lantian", "qinghe"] * 50
        assert list(pool.map(ask, asked)) == [alone[plan] for plan in asked]
