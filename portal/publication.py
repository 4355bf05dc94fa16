"""Publishing the waiting changes, and taking it back: the files of the corpus folder and the snapshot of the index change together.

What a publication took out of the corpus folder is kept beside it for as long as the snapshot before is, under the name of the snapshot
that it made. While files move, a note says where each belongs: whoever comes after a crash finishes the work or undoes it whole.
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.catalogue import corpus_fingerprint
from errors import DeskRefused, WenceError
from index.versions import read_current, roll_back, version_names, writing
from portal.depot import Change, Depot
from portal.errand import Report

NOTE = "note.json"
Build = Callable[[Path, Path, Report], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Moves:
    """What a publication moves: ``before`` is the snapshot served until then, ``added`` went into the corpus folder, ``taken`` out."""

    before: str
    added: tuple[str, ...]
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Return:
    """What rolling back would do; ``moves`` is None where the files of the corpus folder would stay as they are."""

    now: str
    target: str
    built_at: str
    moves: Moves | None


class Publication:
    """Publishes a depot into an index folder. Call :meth:`publish`, :meth:`take_back` and :meth:`recover` one at a time."""

    def __init__(self, depot: Depot, index: Path, build: Build) -> None:
        self._depot = depot
        self._index = index
        self._build = build
        self._undo = depot.folder / "undo"
        self._moving = self._undo / "moving"

    def publish(self, changes: Sequence[Change], report: Report) -> tuple[str, list[dict[str, Any]]]:
        """Move the files, build, and serve what was built; returns the snapshot's name and what became of each document.

        Raises:
            DeskRefused: there is nothing to do, or the build failed; then everything is as it was before.
        """
        self.recover()
        if not changes:
            raise DeskRefused(
                "没有可以发布的更改。请先上传能读的文件，或选出要移除的文件。",
                "There is nothing to publish. Upload a file that can be read, or choose one to remove.",
            )
        taken = {name for change in changes for name in (*change.replaces, *_removed(change))}
        added = tuple(change.name for change in changes if change.kind != "remove")
        moves = Moves(read_current(self._index).version, added, tuple(sorted(taken)))
        report.check()
        report.step("移入文件", 0, 1)
        self._begin(moves)
        try:
            self._apply(moves)
            report.step("移入文件", 1, 1)
            documents = self._build(self._depot.corpus, self._index, report)
        except BaseException:
            self._revert(moves)
            shutil.rmtree(self._moving, ignore_errors=True)
            raise
        version = self._finish()
        for name in taken:
            (self._depot.removed / name).unlink(missing_ok=True)
        return version, documents

    def can_return(self) -> Return | None:
        """What rolling back would do now; None where there is nothing to roll back to."""
        now = read_current(self._index).version
        names = version_names(self._index)
        moves = _moves_in(self._undo / now)
        if moves and moves.before in names:
            return Return(now, moves.before, self._built_at(moves.before), moves)
        older = [name for name in names if name < now]
        return Return(now, older[-1], self._built_at(older[-1]), None) if older else None

    def take_back(self, seen: str) -> Return:
        """Serve the snapshot before, and put the corpus folder back to what it was for it.

        Files that the publication added wait again to be published. Where the snapshot served was not published here, the files stay.
        ``seen``: the snapshot that whoever asks believes to be served.

        Raises:
            DeskRefused: there is none before, or another snapshot is served by now.
        """
        self.recover()
        back = self.can_return()
        if back is None or back.now != seen:
            raise DeskRefused(
                "现在的版本已不是刚才看到的那个，或没有更早的版本。请刷新后再看。",
                "The version is no longer the one shown, or there is none before it. Refresh and look again.",
            )
        if back.moves is None:
            roll_back(self._index)
            return back
        (self._undo / back.now).rename(self._moving)
        self.recover(undoing=True)
        return back

    def recover(self, *, undoing: bool = False) -> None:
        """Finish or undo what a crash interrupted: afterwards the corpus folder is the one that the served snapshot was built from.

        ``undoing``: take back the finished publication whose note was put in the moving one's place.
        """
        moves = _moves_in(self._moving)
        if moves is None:
            shutil.rmtree(self._moving, ignore_errors=True)  # nothing had been moved yet
            return
        with writing(self._index):
            pass  # a build that outlived its server would publish what is undone here; it is told as busy
        served = read_current(self._index)
        if not undoing and served.version != moves.before and self._is_built_from_folder():
            self._finish()
            return
        self._revert(moves)
        if served.version != moves.before:
            roll_back(self._index, to=moves.before)
        shutil.rmtree(self._moving, ignore_errors=True)

    def _is_built_from_folder(self) -> bool:
        try:
            return read_current(self._index).corpus_fingerprint == corpus_fingerprint(self._depot.corpus)
        except WenceError:
            return False

    def _begin(self, moves: Moves) -> None:
        self._moving.mkdir(parents=True)
        pending = self._moving / f"{NOTE}.new"
        with pending.open("w", encoding="utf-8") as file:
            json.dump(asdict(moves), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        pending.replace(self._moving / NOTE)

    def _apply(self, moves: Moves) -> None:
        for name in moves.taken:
            os.replace(self._depot.corpus / name, self._moving / name)  # noqa: PTH105
        for name in moves.added:
            os.replace(self._depot.incoming / name, self._depot.corpus / name)  # noqa: PTH105

    def _revert(self, moves: Moves) -> None:
        """Undo the moves, however many of them were made; a file that was uploaded anew meanwhile stays."""
        for name in moves.added:
            came, home = self._depot.corpus / name, self._depot.incoming / name
            moved = name not in moves.taken or (self._moving / name).exists()
            if moved and came.exists():
                came.unlink() if home.exists() else os.replace(came, home)  # noqa: PTH105
        for name in moves.taken:
            if (self._moving / name).exists():
                os.replace(self._moving / name, self._depot.corpus / name)  # noqa: PTH105

    def _finish(self) -> str:
        """Keep what was taken out under the new snapshot's name; forget what belongs to snapshots that are gone."""
        version = read_current(self._index).version
        shutil.rmtree(self._undo / version, ignore_errors=True)
        self._moving.rename(self._undo / version)
        kept = set(version_names(self._index))
        for folder in self._undo.iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
        return version

    def _built_at(self, version: str) -> str:
        try:
            said = json.loads((self._index / "versions" / version / "manifest.json").read_text(encoding="utf-8"))
            return str(said["built_at"])
        except (OSError, ValueError, KeyError):
            return ""


def _removed(change: Change) -> tuple[str, ...]:
    return (change.name,) if change.kind == "remove" else ()


def _moves_in(folder: Path) -> Moves | None:
    try:
        said = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return Moves(said["before"], tuple(said["added"]), tuple(said["taken"]))
    except (OSError, ValueError, KeyError):
        return None
