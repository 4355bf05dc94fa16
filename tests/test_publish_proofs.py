"""Publishing killed at every step, bits flipped in every kind of file, queries during publishes; a naive way beside each is caught."""

import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

import pytest

from errors import SnapshotDamaged, SnapshotError, SnapshotFormat, SnapshotMissing
from index import build as building
from index import neighbours, versions
from index.file_store import FileStore, FileVersion
from index.manifest import decode_manifest
from index.serving import ServedIndex
from index.snapshot import Index, open_index
from index.verify import find_misquotes
from index.versions import Checked
from tests.killing import run_for, run_killed, traceable
from tests.tiny_index import LANTIAN, QINGHE, PairEmbedder, build_tiny, write_plans

Record = Callable[[str, object], None]
PLANS = ("lantian", "qinghe")
QUESTION = "用水总量控制在多少亿立方米"
FIGURE = re.compile(r"用水总量控制在(\d+)\.5亿")
needs_ptrace = pytest.mark.skipif(not traceable(), reason="system calls cannot be watched here")


def write_edition(folder: Path, edition: int) -> Path:
    """Both plans, with the edition's number in each of them."""
    return write_plans(
        folder, lantian=LANTIAN.replace("9.6亿", f"{edition}.5亿"), qinghe=QINGHE.replace("7.2亿", f"{edition}.5亿")
    )


def publish(folder: Path, edition: int) -> None:
    build_tiny(write_edition(folder.parent / f"edition{edition}", edition), folder)


def editions_in(index: Index) -> set[int]:
    """The editions that one opened index speaks of, by all ways of asking it."""
    texts = [index.plan_text(plan) for plan in PLANS]
    for plan in PLANS:
        texts += [index.unit(row).text for row, _ in index.search_units(QUESTION, [plan], 1)]
        texts += [index.passage(row).text for row, _ in index.search_passages(QUESTION, [plan], 1)]
        texts += [index.unit(row).text for row, _ in index.search_vectors(index.embed_query(QUESTION), [plan], 3)]
    return {int(found) for text in texts for found in FIGURE.findall(text)}


@dataclass
class Findings:
    """What was served after each kill."""

    old: int = 0
    new: int = 0
    unreadable: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All kills."""
        return self.old + self.new + len(self.unreadable) + len(self.mixed)

    def look(self, folder: Path, before: int | None, after: int) -> None:
        """Note what a folder serves; ``before`` is None when nothing was published yet."""
        try:
            index = open_index(folder, embedder=PairEmbedder())
        except SnapshotMissing as error:
            if before is None:
                self.old += 1
            else:
                self.unreadable.append(str(error))
            return
        except (SnapshotError, OSError) as error:
            self.unreadable.append(str(error))
            return
        try:
            found = editions_in(index)
            if len(found) != 1 or not found <= {before, after} or list(find_misquotes(index)):
                self.mixed.append(f"{found} instead of {before} or {after}")
            elif found == {after}:
                self.new += 1
            else:
                self.old += 1
        except Exception as error:  # noqa: BLE001  # whatever it is, the snapshot could not be read
            self.unreadable.append(repr(error))
        finally:
            index.close()


Publish = Callable[[Path, int], None]


def publish_naively(folder: Path, edition: int) -> None:
    """Overwrite the served files one after the other, the manifest and the pointer last, as many programs do."""
    fresh = folder.parent / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    publish(fresh, edition)
    newer = fresh / "versions" / versions.read_pointer(fresh)[0]
    served = folder / "versions" / versions.read_pointer(folder)[0]
    for path in sorted(newer.rglob("*")):
        if path.is_file() and path.name != "manifest.json" and path.suffix != ".lock":
            shutil.copyfile(path, served / path.relative_to(newer))
    shutil.copyfile(newer / "manifest.json", served / "manifest.json")
    versions.publish(folder, served)


def kill_at_steps(folder: Path, publisher: Publish, steps: Iterator[int]) -> Findings:
    """Publish one edition after another, each killed before a step; stops after the first that came to its end."""
    findings = Findings()
    before: int | None = None
    if (folder / "CURRENT").exists():
        before = editions_in(open_index(folder, embedder=PairEmbedder())).pop()
    for edition, step in enumerate(steps, start=100):
        run = run_killed(partial(publisher, folder, edition), step)
        if not run.killed:
            break
        findings.look(folder, before, edition)
        try:
            (before,) = editions_in(open_index(folder, embedder=PairEmbedder()))
        except SnapshotMissing:
            before = None
        except (SnapshotError, OSError, ValueError):
            break
    return findings


def kill_at_times(folder: Path, seconds: float, times: int, random: Random) -> Findings:
    """Publish one edition after another, each killed after a random time shorter than ``seconds``."""
    findings = Findings()
    (before,) = editions_in(open_index(folder, embedder=PairEmbedder()))
    for edition in range(5000, 5000 + times):
        run_for(partial(publish, folder, edition), random.uniform(0, seconds))
        findings.look(folder, before, edition)
        (before,) = editions_in(open_index(folder, embedder=PairEmbedder()))
    return findings


def _prove_kills(tmp_path: Path, steps: Callable[[], Iterator[int]], times: int) -> int:
    """Kills at steps of a first publish, of one put together anew and of one that extends; then at random times."""
    total = 0
    for way, fewest in (("first", 10**9), ("anew", 10**9), ("extended", 0)):
        building.FEWEST_TO_EXTEND = fewest
        folder = tmp_path / way / "index"
        folder.parent.mkdir()
        if way != "first":
            publish(folder, 1)
        findings = kill_at_steps(folder, publish, steps())
        assert (findings.unreadable, findings.mixed) == ([], []), way
        assert findings.old > 3
        total += findings.total
    began = time.monotonic()
    publish(folder, 2)
    findings = kill_at_times(folder, 1.3 * (time.monotonic() - began), times, Random(3))
    assert (findings.unreadable, findings.mixed) == ([], [])
    assert findings.total == times
    return total + findings.total


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes that a test sets are set back."""
    monkeypatch.setattr(building, "FEWEST_TO_EXTEND", building.FEWEST_TO_EXTEND)
    monkeypatch.setattr(neighbours, "FLAT_UNITS", neighbours.FLAT_UNITS)


@pytest.mark.prove
@needs_ptrace
def test_a_publish_killed_at_some_steps_leaves_the_old_snapshot_or_the_new_one(tmp_path: Path) -> None:
    assert _prove_kills(tmp_path, lambda: iter([1, 5, 90, 150, 170, 182]), 5) >= 20


@pytest.mark.prove
@needs_ptrace
def test_a_writer_in_place_is_caught_when_killed(tmp_path: Path) -> None:
    publish(tmp_path / "index", 1)
    assert kill_at_steps(tmp_path / "index", publish_naively, iter(range(190, 400, 3))).unreadable


@pytest.mark.prove
@needs_ptrace
def test_a_publish_killed_at_every_write_fsync_and_rename_leaves_the_old_snapshot_or_the_new_one(
    tmp_path: Path, record_property: Record
) -> None:
    record_property("claim", "发布中在每次写入、落盘、改名前以及随机时刻强杀进程，读到的总是完整的旧版或新版")
    killed = _prove_kills(tmp_path, lambda: iter(range(1, 5000)), 200)
    record_property("n", killed)
    assert killed >= 300


# Flipped bits


def all_kinds(tmp_path: Path) -> Path:
    """An index with every kind of file that there is: two files of vectors, inverted lists, deleted documents."""
    building.FEWEST_TO_EXTEND, neighbours.FLAT_UNITS = 0, 10
    corpus = write_edition(tmp_path / "corpus", 1)
    for name in ("c", "d", "e", "f", "g", "h"):
        (corpus / f"{name}.txt").write_text(QINGHE.replace("清禾", f"{name}河"), encoding="utf-8")
    build_tiny(corpus, tmp_path / "index")
    (corpus / "c.txt").write_text(QINGHE.replace("清禾", "另河"), encoding="utf-8")
    build_tiny(corpus, tmp_path / "index")
    return tmp_path / "index"


def _flip_bits(folder: Path, flips: int) -> tuple[int, int, set[str]]:
    """Flip single bits, spread over all files; how many were noticed, how many a reader without checksums noticed, what kinds."""
    directory = folder / "versions" / versions.read_pointer(folder)[0]
    paths = [folder / "CURRENT", *(p for p in sorted(directory.rglob("*")) if p.is_file() and p.suffix != ".lock")]
    paths = [path for path in paths if path.stat().st_size]
    random, noticed, naively, kinds = Random(11), 0, 0, set()
    for number in range(flips):
        path = paths[number % len(paths)]
        place, bit = random.randrange(path.stat().st_size), 1 << random.randrange(8)
        _flip(path, place, bit)
        kinds.add(path.name if path.name == "CURRENT" else path.suffix or path.name)
        try:
            open_index(folder).close()
        except (SnapshotDamaged, SnapshotFormat):
            noticed += 1
        naively += not _opens_unchecked(folder)
        _flip(path, place, bit)
    open_index(folder).close()  # restored, it opens: what was noticed was the flips
    return noticed, naively, kinds


def _flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as file:  # in place: other handles have the file mapped
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ bit]))


def _opens_unchecked(folder: Path) -> bool:
    """Whether a reader that compares no checksum takes the files for an index; tried in a child, which may die of it."""
    child = os.fork()
    if child == 0:  # pragma: no cover
        code = 1
        try:
            directory = folder / "versions" / versions.read_pointer(folder)[0]
            manifest = decode_manifest((directory / "manifest.json").read_bytes(), folder)
            Index(FileStore(folder), FileVersion(Checked(directory, manifest, frozenset())), None)
            code = 0
        finally:
            os.close(2)  # nobody wants to read what it died of
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.prove
def test_single_bits_flipped_in_every_kind_of_file_are_all_noticed(tmp_path: Path) -> None:
    noticed, naively, kinds = _flip_bits(all_kinds(tmp_path), 40)
    assert noticed == 40
    assert naively < 30
    assert kinds >= {
        "CURRENT",
        ".json",
        ".sqlite",
        ".pieces",
        ".f16",
        ".faiss",
        ".idx",
        ".term",
        ".fast",
        ".fieldnorm",
        ".store",
    }
    assert kinds >= {".del", ".pos"}


@pytest.mark.prove
def test_three_hundred_flipped_bits_are_all_noticed(tmp_path: Path, record_property: Record) -> None:
    record_property("claim", "索引的每一类文件里翻转一个比特，打开时一律发现")
    record_property("n", 300)
    noticed, naively, _ = _flip_bits(all_kinds(tmp_path), 300)
    assert noticed == 300
    assert naively < 200  # without checksums a third and more would have gone unnoticed


# Queries while others publish


@dataclass
class Answers:
    """What threads were told while snapshots came and went."""

    asked: int = 0
    mixed: int = 0
    errors: list[str] = field(default_factory=list)
    editions: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, found: set[int]) -> None:
        """Count an answer."""
        with self.lock:
            self.asked += 1
            self.mixed += len(found) != 1
            self.editions |= found


def _publish_all(folder: Path, publishes: int, rollbacks: int) -> None:
    every = max(publishes // max(rollbacks, 1), 1)
    for number in range(publishes):
        publish(folder, 10 + number)
        if number % every == every - 1:
            versions.roll_back(folder)
        time.sleep(0.05)


def _ask_while_publishing(
    tmp_path: Path, ask: Callable[[Path, ServedIndex], set[int]], queries: int, publishes: int, rollbacks: int
) -> Answers:
    folder = tmp_path / "index"
    publish(folder, 1)
    served = ServedIndex(open_index(folder, embedder=PairEmbedder()), every=0)
    answers, publisher = Answers(), os.fork()
    if publisher == 0:  # pragma: no cover
        code = 1
        try:
            _publish_all(folder, publishes, rollbacks)
            code = 0
        finally:
            os._exit(code)
    over = threading.Event()

    def go_on() -> None:
        while not over.is_set() or answers.asked < queries:
            try:
                answers.note(ask(folder, served))
            except Exception as error:  # noqa: BLE001  # every kind counts
                with answers.lock:
                    answers.errors.append(repr(error))
                    answers.asked += 1

    threads = [threading.Thread(target=go_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    code = os.waitstatus_to_exitcode(os.waitpid(publisher, 0)[1])
    over.set()
    for thread in threads:
        thread.join()
    assert code == 0
    return answers


def ask_one_snapshot(_: Path, served: ServedIndex) -> set[int]:
    return editions_in(served.current())


def ask_piece_by_piece(folder: Path, _: ServedIndex) -> set[int]:
    """As a reader does that opens each file when it needs it: the text from one snapshot, the hits perhaps from the next."""
    first = open_index(folder, embedder=PairEmbedder())
    found = {int(n) for n in FIGURE.findall(first.plan_text("lantian"))}
    time.sleep(0.02)
    second = open_index(folder, embedder=PairEmbedder())
    return found | {int(n) for n in FIGURE.findall(second.plan_text("qinghe"))}


def test_queries_during_publishes_are_answered_from_one_snapshot(tmp_path: Path) -> None:
    answers = _ask_while_publishing(tmp_path, ask_one_snapshot, 400, 5, 1)
    assert (answers.errors, answers.mixed) == ([], 0)
    assert answers.asked >= 400
    assert len(answers.editions) >= 3


@pytest.mark.prove
def test_a_reader_that_opens_piece_by_piece_is_caught_mixing(tmp_path: Path) -> None:
    assert _ask_while_publishing(tmp_path, ask_piece_by_piece, 10, 8, 1).mixed


@pytest.mark.prove
def test_twenty_thousand_queries_during_fifty_publishes_and_ten_rollbacks(
    tmp_path: Path, record_property: Record
) -> None:
    record_property("claim", "50 次发布、10 次回退期间不停提问：没有出错，没有一个回答混用两个版本")
    answers = _ask_while_publishing(tmp_path, ask_one_snapshot, 20_000, 50, 10)
    record_property("n", answers.asked)
    assert (answers.errors, answers.mixed) == ([], 0)
    assert answers.asked >= 20_000
    assert len(answers.editions) >= 20
