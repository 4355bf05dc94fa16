import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.catalogue import load_corpus
from errors import (
    SnapshotDamaged,
    SnapshotError,
    SnapshotFormat,
    SnapshotMissing,
    SnapshotStale,
)
from index import manifest as manifest_file
from index import versions
from index.manifest import FileEntry
from index.snapshot import Expectation, Index, open_index
from index.verify import find_misquotes
from tests.tiny_index import CHANGED, PairEmbedder, build_tiny, write_plans


def _served_files(folder: Path) -> list[Path]:
    directory = folder / "versions" / versions.read_pointer(folder)[0]
    return [folder / "CURRENT", *(p for p in sorted(directory.rglob("*")) if p.is_file() and p.suffix != ".lock")]


# What an opened index gives


def test_a_snapshot_gives_back_every_plan_clause_and_field(tiny_index: Index, tiny_corpus: Path) -> None:
    plans = load_corpus(tiny_corpus).plans
    assert [card.id for card in tiny_index.plans] == ["lantian", "qinghe"]
    for plan in plans:
        card = tiny_index.plan(plan.id)
        assert tiny_index.clauses(plan.id) == plan.clauses
        assert tiny_index.clause(plan.clauses[-1].id) == plan.clauses[-1]
        assert (tiny_index.plan_text(plan.id), tiny_index.furniture(plan.id)) == (plan.text, plan.furniture)
        assert (card.title, card.region, card.province, card.front) == (
            plan.title,
            plan.region,
            plan.province,
            plan.front,
        )


def test_rows_and_ids_name_the_same_passage_and_unit(tiny_index: Index) -> None:
    assert tiny_index.passage(0) == tiny_index.passage(tiny_index.passage(0).id)
    row = int(tiny_index.unit_rows(["qinghe"])[0])
    unit = tiny_index.unit(row)
    assert (unit.plan, tiny_index.unit(unit.id)) == ("qinghe", unit)
    assert unit in tiny_index.units_of_clause(unit.clause)


def test_unknown_ids_are_key_errors(tiny_index: Index) -> None:
    reads: list[Callable[[str], object]] = [
        tiny_index.plan_text,
        tiny_index.clause,
        tiny_index.passage,
        tiny_index.unit,
        tiny_index.plan,
    ]
    for read in reads:
        with pytest.raises(KeyError):
            read("没有")


def test_unit_rows_part_the_units_by_plan(tiny_index: Index) -> None:
    rows = [list(tiny_index.unit_rows([plan])) for plan in ("lantian", "qinghe")]
    assert rows[0] + rows[1] == list(range(tiny_index.manifest.units))
    assert list(tiny_index.unit_rows(["qinghe", "lantian", "没有"])) == rows[0] + rows[1]


def test_no_search_in_scope_returns_another_plan(tiny_index: Index) -> None:
    question = "用水总量控制在多少亿立方米，漏损率控制在多少，谁牵头"
    vector = tiny_index.embed_query(question)
    searched = 0
    for plan in ("lantian", "qinghe"):
        for limit in (1, 3, 100):
            passages = tiny_index.search_passages(question, [plan], limit)
            units = [
                *tiny_index.search_units(question, [plan], limit),
                *tiny_index.search_vectors(vector, [plan], limit),
            ]
            assert {tiny_index.passage(row).plan for row, _ in passages} == {plan}
            assert {tiny_index.unit(row).plan for row, _ in units} == {plan}
            searched += len(passages) + len(units)
    assert searched > 60


def test_an_empty_scope_finds_nothing_and_no_scope_finds_both_plans(tiny_index: Index) -> None:
    vector = tiny_index.embed_query("用水总量")
    assert tiny_index.search_passages("用水总量", [], 9) == tiny_index.search_vectors(vector, [], 9) == []
    assert {tiny_index.unit(row).plan for row, _ in tiny_index.search_vectors(vector, None, 100)} == {
        "lantian",
        "qinghe",
    }


def test_vector_search_ranks_units_of_a_scope_exactly(tiny_index: Index) -> None:
    rows = tiny_index.unit_rows(["qinghe"])
    found = tiny_index.search_vectors(tiny_index.embed_query("再生水利用率达到多少"), ["qinghe"], len(rows))
    assert sorted(row for row, _ in found) == list(rows)
    assert tiny_index.unit(found[0][0]).text == "再生水利用率达到28%。"


def test_every_quote_is_verbatim_and_a_planted_misquote_is_found(
    tiny_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(find_misquotes(tiny_index)) == []
    text = tiny_index.plan_text
    monkeypatch.setattr(tiny_index, "plan_text", lambda plan: text(plan).replace("35%", "53%"))
    assert list(find_misquotes(tiny_index)) == ["lantian#一、@1", "lantian#一、.s2"]


def test_the_embedder_of_the_snapshot_is_the_only_one_used(tiny_built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embed.EmbeddingChoice.open", lambda _: PairEmbedder("another model under the same name"))
    with pytest.raises(SnapshotStale, match="python -m index build"):
        open_index(tiny_built).embed_query("用水")


# What a reader refuses


def test_every_message_ends_with_the_command_that_repairs_it(spoilable: Path, tmp_path: Path) -> None:
    for folder in (tmp_path / "none", spoilable):
        if folder == spoilable:
            (spoilable / "CURRENT").write_bytes(b"")
        with pytest.raises(SnapshotError) as raised:
            open_index(folder)
        assert str(raised.value).endswith(f".venv/bin/python -m index build --index {folder}")


def test_no_index_yet_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SnapshotMissing):
        open_index(tmp_path / "none")


def test_one_flipped_bit_in_any_file_is_noticed(spoilable: Path) -> None:
    checked = set()
    for path in _served_files(spoilable):
        whole = path.read_bytes()
        for place in {0, len(whole) // 2, len(whole) - 1} if whole else set():
            spoiled = bytearray(whole)
            spoiled[place] ^= 1
            path.write_bytes(spoiled)
            with pytest.raises((SnapshotDamaged, SnapshotFormat)):
                open_index(spoilable)
        path.write_bytes(whole)
        checked.add(path.name.rpartition(".")[2])
    assert checked >= {"CURRENT", "json", "sqlite", "f32", "idx", "term", "fast", "fieldnorm", "store"}
    open_index(spoilable).close()  # restored, it opens: what was noticed was the flips


def test_a_missing_or_shortened_file_is_noticed(spoilable: Path) -> None:
    for path in _served_files(spoilable)[1:]:
        whole = path.read_bytes()
        path.write_bytes(whole[:-1])
        if whole:
            with pytest.raises(SnapshotDamaged):
                open_index(spoilable)
        path.unlink()
        with pytest.raises(SnapshotDamaged):
            open_index(spoilable)
        path.write_bytes(whole)


def _rewrite_manifest(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest and let CURRENT vouch for it, as a build by other code would."""
    directory = folder / "versions" / versions.read_pointer(folder)[0]
    found = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    change(found)
    (directory / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    versions.publish(folder, directory)


def test_another_format_number_is_refused(spoilable: Path) -> None:
    _rewrite_manifest(spoilable, lambda found: found.update(format=manifest_file.FORMAT + 1, files="elsewhere"))
    with pytest.raises(SnapshotFormat, match="python -m index build"):
        open_index(spoilable)


@pytest.mark.parametrize("change", [{"surprise": 1}, {"files": [{"name": "x"}]}, {"units": 3}, {"problems": [1]}])
def test_a_manifest_that_does_not_fit_its_snapshot_is_refused(spoilable: Path, change: dict[str, Any]) -> None:
    _rewrite_manifest(spoilable, lambda found: found.update(change))
    with pytest.raises(SnapshotDamaged):
        open_index(spoilable)


def test_a_stale_index_is_refused_after_a_plan_text_changed(tmp_path: Path) -> None:
    folder = write_plans(tmp_path / "corpus")
    build_tiny(folder, tmp_path / "index")
    expect = Expectation(corpus_fingerprint=load_corpus(folder).fingerprint)
    open_index(tmp_path / "index", expect=expect).close()
    write_plans(folder, lantian=CHANGED)
    with pytest.raises(SnapshotStale, match="方案文本"):
        open_index(tmp_path / "index", expect=Expectation(corpus_fingerprint=load_corpus(folder).fingerprint))


def test_every_expected_value_is_compared_and_none_is_not(tiny_built: Path, tiny_index: Index) -> None:
    made_of = tiny_index.manifest
    expect = Expectation(
        made_of.corpus_fingerprint,
        made_of.embedding_fingerprint,
        made_of.encoding_fingerprint,
        made_of.passage_tokens,
        made_of.code_fingerprint,
    )
    open_index(tiny_built, expect=expect).close()
    open_index(tiny_built, expect=Expectation()).close()
    others = [
        replace(expect, corpus_fingerprint="another"),
        replace(expect, embedding_fingerprint="another"),
        replace(expect, encoding_fingerprint="another"),
        replace(expect, passage_tokens=121),
        replace(expect, code_fingerprint="another"),
    ]
    for other in others:
        with pytest.raises(SnapshotStale, match="已改变"):
            open_index(tiny_built, expect=other)


def test_lock_files_are_no_part_of_a_snapshot(tiny_index: Index) -> None:
    assert not [entry for entry in tiny_index.manifest.files if entry.name.endswith(".lock")]
    assert FileEntry("vectors/000001.f32", 0, "").name in {entry.name for entry in tiny_index.manifest.files}


def test_searching_from_many_threads_gives_what_one_gives(tiny_index: Index) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask(plan: str) -> list[str]:
        rows = [
            *tiny_index.search_units("用水总量", [plan], 5),
            *tiny_index.search_vectors(np.ones(64, np.float32), [plan], 5),
        ]
        return [tiny_index.unit(row).text for row, _ in rows]

    alone = {plan: ask(plan) for plan in ("lantian", "qinghe")}
    with ThreadPoolExecutor(4) as pool:
        asked = ["lantian", "qinghe"] * 50
        assert list(pool.map(ask, asked)) == [alone[plan] for plan in asked]


def test_a_piece_that_is_altered_while_the_index_is_open_is_never_read_as_if_it_were_whole(tmp_path: Path) -> None:
    build_tiny(write_plans(tmp_path / "plans"), tmp_path / "index")
    index = open_index(tmp_path / "index", embedder=PairEmbedder())
    clause = index.clauses("qinghe")[3].id
    (pieces,) = (tmp_path / "index").glob("versions/*/pieces/*.pieces")
    with pieces.open("r+b") as file:  # in place, as a disk alters it
        whole = file.read()
        file.seek(0)
        file.write(bytes(byte ^ 4 if place % 50 == 20 else byte for place, byte in enumerate(whole)))
    with pytest.raises(SnapshotDamaged, match="index build"):
        index.units_of_clause(clause)
