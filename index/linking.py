"""One file standing in two version folders."""

import os
import shutil
from pathlib import Path


def link(source: Path, target: Path) -> None:
    """Let ``target`` be the same file as ``source``; where the file system has no hard links, a copy of it.

    Only for files that are never changed in place.
    """
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def link_folder(source: Path, target: Path) -> None:
    """Link every file of a folder, lock files left out."""
    for path in source.iterdir():
        if path.is_file() and path.suffix != ".lock":
            link(path, target / path.name)
