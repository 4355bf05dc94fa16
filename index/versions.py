"""The folder of an index: versions/<name>/ holds one snapshot each, the small file CURRENT names the one that is served.

A version is complete before CURRENT is replaced in one step, so that a reader sees the old snapshot or the new one, never a mixture,
whenever the writer is killed.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from errors import SnapshotBusy, SnapshotDamaged, SnapshotFormat, SnapshotMissing
from index.manifest import MANIFEST, Manifest, Stamp, check_files, decode_manifest, encode_manifest, repair

KEPT_VERSIONS = 3
CURRENT = "CURRENT"
_POINTER = re.compile(r"(v\d{6,}-[0-9a-f]{8}) ([0-9a-f]{64})\n")
_NAME = re.compile(r"v(\d{6,})-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A version's folder and manifest, and its files as they were found sound (for the next check to trust)."""

    directory: Path
    manifest: Manifest
    sound: frozenset[tuple[Stamp, str]]


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder's lock while building or rolling back.

    Raises:
        SnapshotBusy: another process holds it.
        OSError: the folder cannot be written.
    """
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "LOCK").open("a") as lock:  # closing it, or dying, releases the lock
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SnapshotBusy(f"另一个构建正在写入索引 {folder}。请等它结束；若仍需要，{repair(folder)}") from None
        yield


def new_version(folder: Path, fingerprint: str) -> Path:
    """Make the next version folder, after removing what killed builds left behind. Call it with the lock held."""
    for path in _version_folders(folder):
        if not (path / MANIFEST).is_file():
            shutil.rmtree(path)
    number = max((_number(path) for path in _version_folders(folder)), default=0) + 1
    directory = folder / "versions" / f"v{number:06d}-{fingerprint[:8]}"
    directory.mkdir(parents=True)
    return directory


def seal(directory: Path, manifest: Manifest) -> None:
    """Bring every file of a version folder to the disk, then the manifest, then the folder.

    A file that is linked from an older version is on the disk already.
    """
    for entry in manifest.files:
        if (directory / entry.name).stat().st_nlink == 1:
            _sync(directory / entry.name)
    _write_synced(directory / MANIFEST, encode_manifest(manifest))
    for path in [
        *(p for p in directory.rglob("*") if p.is_dir()),
        directory,
        directory.parent,
        directory.parent.parent,
    ]:
        _sync(path)


def publish(folder: Path, directory: Path) -> None:
    """Make a sealed version the served one: one replacement of CURRENT."""
    pending = folder / f"{CURRENT}.new"
    digest = hashlib.sha256((directory / MANIFEST).read_bytes()).hexdigest()
    _write_synced(pending, f"{directory.name} {digest}\n".encode())
    os.replace(pending, folder / CURRENT)  # noqa: PTH105  # the one step that counts, named as in its tests
    _sync(folder)


def prune(folder: Path) -> None:
    """Remove all but the newest versions; the served one stays in any case."""
    served = read_pointer(folder)[0]
    for path in _version_folders(folder)[:-KEPT_VERSIONS]:
        if path.name != served:
            shutil.rmtree(path, ignore_errors=True)


def read_pointer(folder: Path) -> tuple[str, str]:
    """(version name, SHA-256 of its manifest) as CURRENT has them.

    Raises:
        SnapshotMissing: there is no CURRENT.
        SnapshotDamaged: it is not of the form that is written here.
    """
    try:
        pointer = (folder / CURRENT).read_bytes().decode("ascii")
    except (FileNotFoundError, NotADirectoryError):
        raise SnapshotMissing(f"{folder} 里还没有索引。{repair(folder)}") from None
    except (OSError, UnicodeDecodeError):
        raise SnapshotDamaged(f"索引 {folder} 的 {CURRENT} 无法读取。{repair(folder)}") from None
    match = _POINTER.fullmatch(pointer)
    if not match:
        raise SnapshotDamaged(f"索引 {folder} 的 {CURRENT} 已损坏。{repair(folder)}")
    return match[1], match[2]


def read_current(folder: Path) -> Manifest:
    """The manifest of the served version, without looking at its files.

    Raises:
        SnapshotMissing, SnapshotDamaged, SnapshotFormat
    """
    directory = folder / "versions" / read_pointer(folder)[0]
    try:
        return decode_manifest((directory / MANIFEST).read_bytes(), folder)
    except OSError:
        raise SnapshotDamaged(f"索引 {folder} 缺少版本 {directory.name} 的清单。{repair(folder)}") from None


def version_names(folder: Path) -> list[str]:
    """The versions that are kept, oldest first."""
    return [path.name for path in _version_folders(folder)]


def check_current(folder: Path, trusted: Collection[tuple[Stamp, str]] = ()) -> Checked:
    """The served version, every checksum compared (see :func:`index.manifest.check_files`).

    Raises:
        SnapshotMissing, SnapshotDamaged, SnapshotFormat
    """
    name, digest = read_pointer(folder)
    return _check(folder, folder / "versions" / name, digest, trusted)


def roll_back(folder: Path, to: str | None = None) -> Manifest:
    """Serve the newest sound version older than the present one, or the one named ``to``, by the same replacement of CURRENT.

    When CURRENT itself cannot be read, the newest sound version of all.

    Raises:
        SnapshotMissing: there is none.
        SnapshotBusy: a build is running.
    """
    _newest_allowed(folder)  # in a folder without an index nothing is made, not even the lock
    with writing(folder):
        below = _newest_allowed(folder)
        for directory in reversed(_version_folders(folder)):
            if (below is not None and _number(directory) >= below) or (to is not None and directory.name != to):
                continue
            try:
                checked = _check(folder, directory, None)
            except (SnapshotDamaged, SnapshotMissing, SnapshotFormat):
                continue
            publish(folder, directory)
            return checked.manifest
    raise SnapshotMissing(f"索引 {folder} 没有可用的更早版本。{repair(folder)}")


def _newest_allowed(folder: Path) -> int | None:
    """The number that a version to roll back to must be below; None, for any, when CURRENT cannot be read."""
    try:
        return _number(folder / read_pointer(folder)[0])
    except SnapshotDamaged:
        return None


def _check(folder: Path, directory: Path, digest: str | None, trusted: Collection[tuple[Stamp, str]] = ()) -> Checked:
    try:
        data = (directory / MANIFEST).read_bytes()
    except OSError:
        raise SnapshotDamaged(f"索引 {folder} 缺少版本 {directory.name} 的清单。{repair(folder)}") from None
    if digest is not None and hashlib.sha256(data).hexdigest() != digest:
        raise SnapshotDamaged(f"索引 {folder} 的清单已损坏（校验和不符）。{repair(folder)}")
    manifest = decode_manifest(data, folder)
    return Checked(directory, manifest, check_files(directory, manifest, folder, trusted))


def _version_folders(folder: Path) -> list[Path]:
    """Version folders, oldest first."""
    found = [path for path in (folder / "versions").glob("v*") if _NAME.fullmatch(path.name)]
    return sorted(found, key=_number)


def _number(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    assert match, path
    return int(match[1])


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    """Bring a file's or folder's contents to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
