"""A few files kept together in a folder: named by their checksums, and found through one small file that is replaced last."""

import hashlib
import json
import os
import uuid
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from errors import SnapshotDamaged, SnapshotFormat, SnapshotMissing

_POINTER, _FORMAT = "store.json", 1
_REPAIR = "请用原来的文本重新生成它，再保存。"


def write_files(folder: Path, files: Mapping[str, bytes], facts: Mapping[str, Any]) -> None:
    """Write files by kind, and facts (JSON) beside them. Whoever reads meanwhile gets all of the old ones or all of the new.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = {kind: f"{kind}-{hashlib.sha256(data).hexdigest()}" for kind, data in files.items()}
    for kind, data in files.items():
        _replace(folder / names[kind], data)
    pointer = {"format": _FORMAT, "facts": dict(facts), "files": names}
    _replace(folder / _POINTER, json.dumps(pointer, ensure_ascii=False, indent=1).encode())
    _sync(folder)
    for path in folder.iterdir():
        if path.name.startswith(tuple(f"{kind}-" for kind in names)) and path.name not in names.values():
            path.unlink(missing_ok=True)


def read_files(folder: Path, kinds: Collection[str]) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files of these kinds, their checksums compared, and the facts beside them.

    Raises:
        SnapshotMissing: nothing was written here.
        SnapshotFormat: it is of another format.
        SnapshotDamaged: a file is missing or altered.
    """
    for _ in range(2):  # a second look where they were replaced in between
        names, facts = _read_pointer(folder, kinds)
        try:
            return {kind: _checked(folder / names[kind]) for kind in kinds}, facts
        except OSError as error:
            missing = damaged(folder, str(error))
        except ValueError as error:
            raise damaged(folder, str(error)) from None
    raise missing


def damaged(folder: Path, reason: str) -> SnapshotDamaged:
    """The error for a folder whose files cannot be used."""
    return SnapshotDamaged(f"向量库 {folder} 已损坏（{reason}）。{_REPAIR}")


def _read_pointer(folder: Path, kinds: Collection[str]) -> tuple[dict[str, str], dict[str, Any]]:
    try:
        pointer = json.loads((folder / _POINTER).read_bytes())
        number, facts = pointer["format"], dict(pointer["facts"])
        names = {kind: str(pointer["files"][kind]) for kind in kinds}
    except OSError:
        raise SnapshotMissing(f"{folder} 里没有向量库。请先用 save 保存一个。") from None
    except (ValueError, KeyError, TypeError):
        raise damaged(folder, "清单无法读取") from None
    if number != _FORMAT:
        raise SnapshotFormat(f"向量库 {folder} 的格式是 {number}，本程序只读格式 {_FORMAT}。{_REPAIR}")
    if any(Path(name).name != name for name in names.values()):
        raise damaged(folder, "清单无法读取")
    return names, facts


def _checked(path: Path) -> bytes:
    data = path.read_bytes()
    if not path.name.endswith(f"-{hashlib.sha256(data).hexdigest()}"):
        raise ValueError(f"{path.name} 的校验和不符")
    return data


def _replace(path: Path, data: bytes) -> None:
    """Put a whole file in place, on the disk before it is seen."""
    fresh = path.with_name(f"{uuid.uuid4().hex}.new")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    """Make renames last, where a folder can be opened (not on Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
