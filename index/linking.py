"""One file standing in two version folders."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path


def link(source: Path, target: Path) -> None:
    """Let ``target`` be the same file as ``source``; where the file system has no hard links, a copy of it.

    Only for files that are never changed in place.
    """
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def count_linked(sizes: Sequence[int]) -> int:
    """How many of the files that stand one behind the other a new version links; the last ones it writes again, as one with what is new.

    A file stays apart while it is more than twice as large as all behind it: there are few, however often a plan is replaced (each takes
    a handle of the 1,024 that a process may have open), and hardly anything is written again.
    """
    linked, behind = len(sizes), 0
    for number in range(len(sizes) - 1, -1, -1):
        if sizes[number] <= 2 * behind:
            linked = number
        behind += sizes[number]
    return linked


def link_folder(source: Path, target: Path) -> None:
    """Link every file of a folder, lock files left out."""
    for path in source.iterdir():
        if path.is_file() and path.suffix != ".lock":
            link(path, target / path.name)
