"""The files that wait to be published: what was uploaded, and what is marked to be removed. Everything is on the disk, so that every
worker sees the same; nothing here touches the corpus folder.

They lie in a folder beside the corpus folder, so that moving a file from one into the other is one step of the file system.
"""

import os
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.catalogue import corpus_entries
from corpus.readers import READERS
from corpus.readers.limits import MIB, NAME_CHARACTERS
from errors import DeskRefused

STAGED_FILES = 200
"""Files that may wait at once."""
STAGED_BYTES = 1024 * MIB
"""Bytes of all of them together."""
NAME_BYTES = 240
"""Bytes of a file name; file systems take 255."""
PARTIAL = ".part"


@dataclass(frozen=True, slots=True)
class Change:
    """What publishing will do with one file. ``replaces`` are the files of the corpus folder that go for it."""

    name: str
    kind: Literal["new", "replace", "remove"]
    size: int
    replaces: tuple[str, ...] = ()


def checked_name(given: str) -> str:
    """A file's name, when a plan may be called so: it becomes the plan's id.

    Raises:
        DeskRefused: it holds a path or control characters, is too long, or is of a kind that is not read.
    """
    name = unicodedata.normalize("NFC", given).strip()
    stem, suffix = Path(name).stem, Path(name).suffix.lower()
    if any(sign in name for sign in "/\\") or name.startswith((".", "~$")) or not stem.strip(". "):
        raise DeskRefused(
            "文件名不能含有路径，也不能以点开头。请改名后再上传。",
            "The name of a file holds no path and does not begin with a dot. Rename it and upload it again.",
        )
    if not name.isprintable():
        raise DeskRefused(
            "文件名含有无法显示的字符。请改名后再上传。",
            "The name of the file holds signs that cannot be shown. Rename it and upload it again.",
        )
    if len(stem) > NAME_CHARACTERS or len(name.encode("utf-8", "replace")) > NAME_BYTES:
        raise DeskRefused(
            f"文件名过长。请改到 {NAME_BYTES // 3} 个汉字以内再上传。",
            f"The name of the file is too long. Shorten it to {NAME_BYTES // 3} Chinese characters and upload it again.",
        )
    if suffix not in READERS:
        raise DeskRefused(
            f"不支持 {suffix or '没有扩展名'} 的文件。请另存为 {'、'.join(READERS)} 之一。",
            f"Files {f'ending in {suffix}' if suffix else 'without an ending'} are not read. Save it as one of {', '.join(READERS)}.",
        )
    return f"{stem}{suffix}"


class Depot:
    """The waiting changes of one corpus folder."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self.folder = corpus.parent / f".{corpus.name}.desk"
        self.incoming = self.folder / "incoming"
        self.removed = self.folder / "removed"

    def prepare(self) -> None:
        """Make the folders.

        Raises:
            DeskRefused: they cannot be written.
        """
        try:
            for folder in (self.incoming, self.removed):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeskRefused(
                f"语料文件夹旁边不能写入（{error.strerror}）。请给服务 {self.folder.parent} 的写权限。"
            ) from None

    def partial(self) -> Path:
        """A new empty file for what is arriving, where moving it in is one step."""
        self.prepare()
        handle, path = tempfile.mkstemp(suffix=PARTIAL, prefix=".", dir=self.incoming)
        os.close(handle)
        return Path(path)

    def check_room(self, size: int) -> None:
        """Refuse what would be too much with what waits and what is arriving.

        Raises:
            DeskRefused: too many files, or too many bytes.
        """
        self.prepare()
        sizes = [_size(path) for path in self.incoming.iterdir()]
        if len(sizes) >= STAGED_FILES or sum(sizes) + size > STAGED_BYTES:
            raise DeskRefused(
                f"待发布的文件已满（最多 {STAGED_FILES} 个，共 {STAGED_BYTES // MIB} MiB）。请先发布或撤下一些。",
                f"Too many files wait (at most {STAGED_FILES}, of {STAGED_BYTES // MIB} MiB in all). Publish or withdraw some first.",
            )

    def receive(self, partial: Path, name: str) -> str:
        """Take in an uploaded file under its checked name, in place of one that waits under the same; returns the name."""
        name = checked_name(name)
        partial.chmod(0o644)
        os.replace(partial, self.incoming / name)  # noqa: PTH105  # one step: it is there whole or not at all
        (self.removed / name).unlink(missing_ok=True)
        return name

    def withdraw(self, name: str) -> None:
        """Let a waiting change be as if it had not been made."""
        self._known(name)
        (self.incoming / name).unlink(missing_ok=True)
        (self.removed / name).unlink(missing_ok=True)

    def rename(self, name: str, stem: str) -> str:
        """Give a waiting file another plan's id, so that it will replace it; returns its new name."""
        target = checked_name(f"{stem}{Path(name).suffix}")
        if name not in {path.name for path in self.waiting}:
            raise DeskRefused(
                "只有新上传的文件可以改作别的方案的新版本。请在待发布的文件里选一个。",
                "Only a file just uploaded can become the new version of another. Choose one that waits.",
            )
        if target != name and (self.incoming / target).exists():
            raise DeskRefused(
                f"已有一个待发布的文件叫“{target}”。请先撤下其中一个。",
                f"A waiting file is called {target} already. Withdraw one of the two first.",
            )
        os.replace(self.incoming / name, self.incoming / target)  # noqa: PTH105
        return target

    def mark_removed(self, name: str) -> None:
        """Have a file of the corpus folder go with the next publication.

        Raises:
            DeskRefused: there is no such file.
        """
        self.prepare()
        if name not in self.held:
            raise DeskRefused(
                "语料文件夹里没有这个文件。请刷新后再选。",
                "The corpus folder has no such file. Refresh and choose again.",
            )
        (self.removed / name).touch()

    @property
    def held(self) -> list[str]:
        """The names of the files that the corpus folder holds; those that no reader takes are left alone."""
        return [path.name for path in corpus_entries(self.corpus) if path.name.isprintable() and path.is_file()]

    @property
    def waiting(self) -> list[Path]:
        """The uploaded files, in order."""
        return sorted(path for path in _listed(self.incoming) if path.suffix != PARTIAL)

    def changes(self) -> list[Change]:
        """All that publishing will do."""
        held = self.held
        changes = []
        for path in self.waiting:
            gone = tuple(name for name in held if _same_plan(name, path.name))
            changes.append(Change(path.name, "replace" if gone else "new", _size(path), gone))
        replaced = {name for change in changes for name in change.replaces}
        for path in sorted(_listed(self.removed)):
            if path.name in held and path.name not in replaced:
                changes.append(Change(path.name, "remove", _size(self.corpus / path.name)))
        return changes

    def _known(self, name: str) -> None:
        if name not in {path.name for path in (*self.waiting, *_listed(self.removed))}:
            raise DeskRefused(
                "待发布的更改里没有这一项。请刷新后再选。", "No such change waits. Refresh and choose again."
            )


def _same_plan(held: str, arriving: str) -> bool:
    """Whether two files give the same plan id; a ZIP gives others, and is replaced only by one of its own name."""
    one, other = Path(held), Path(arriving)
    packed = ".zip" in (one.suffix.lower(), other.suffix.lower())
    return held == arriving if packed else one.stem == other.stem


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
