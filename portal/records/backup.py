"""One file of all that cannot be built anew: the records, the audit log's seal, and the index that is served.

The copy of an SQLite database is made by its own online backup, so that a server may write meanwhile; the seal is copied before it and
so never reaches further than the log. A PostgreSQL database is not in the file: its own tools copy it.
"""

import json
import shutil
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath

from errors import BackupUnusable, SnapshotError, SnapshotMissing
from index.versions import CURRENT, check_current, read_pointer
from portal.records.engine import open_engine
from portal.records.records import file_of
from portal.records.seal import HEAD, KEY
from settings import Settings

NOTE, RECORDS, AUDIT, INDEX = "wence-backup.json", "records.db", "audit", "index"
_PARTS = (NOTE, RECORDS, AUDIT, INDEX)
_FORMAT = 1
_TRIES = 3
_CLUSTER = "索引不在备份里：文本、台账和向量都在 PostgreSQL（WENCE_INDEX_URL），用 pg_dump 备份；Milvus 可由它重新写满"
_POSTGRES = "数据库不是 SQLite，不在备份里：请用 pg_dump --format=custom 备份它，恢复用 pg_restore --clean。"


def write_backup(settings: Settings, file: Path) -> Iterator[str]:
    """Write the file, in one step once it is whole; says line by line what is in it.

    Raises:
        BackupUnusable: there is neither a database nor an index, or the file is there already.
    """
    if file.exists():
        raise BackupUnusable(f"{file} 已经存在。请换一个文件名。")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".wence-backup-") as made:
        folder = Path(made)
        said = [*_copy_records(settings, folder), *_copy_index(settings, folder)]
        if not said:
            raise BackupUnusable("没有可以备份的：既没有留存的记录，也没有索引。请先运行 make run。")
        note = {"format": _FORMAT, "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
        (folder / NOTE).write_text(json.dumps(note), encoding="utf-8")
        whole = folder / "whole.tar"
        with tarfile.open(whole, "w") as tar:
            for name in _PARTS:
                if (folder / name).exists():
                    tar.add(folder / name, name)
        whole.chmod(0o600)  # it holds what people asked, and perhaps the key of the audit log
        whole.replace(file)
    yield from said
    yield f"已备份到 {file}"


def restore_backup(settings: Settings, file: Path) -> Iterator[str]:
    """Put what is in the file where the settings look for it; what was there is kept under a name with the time.

    Raises:
        BackupUnusable: the file is none of ours, or not whole, or a server still runs; then nothing was changed.
    """
    beside = settings.index_dir.parent
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=beside, prefix=".wence-restore-") as made:
        folder = Path(made)
        _unpack(file, folder)
        _check(folder, file)
        stamp = f"{datetime.now():%Y%m%d-%H%M%S-%f}"
        yield from _put_records(settings, folder, stamp)
        if (folder / INDEX).exists():
            _put(folder / INDEX, settings.index_dir, stamp)
            yield f"索引：{settings.index_dir}"
    yield "已恢复。请启动服务，并用 python -m portal audit verify 核对。"


def _copy_records(settings: Settings, folder: Path) -> list[str]:
    engine = open_engine(settings.database)
    path = file_of(engine)
    engine.dispose()
    if path is None:
        return [_POSTGRES]
    if not path.exists():
        return []
    (folder / AUDIT).mkdir()
    for name in (KEY, HEAD):
        if (settings.audit_dir / name).exists():
            shutil.copy2(settings.audit_dir / name, folder / AUDIT / name)
    with closing(sqlite3.connect(path, timeout=30)) as source, closing(sqlite3.connect(folder / RECORDS)) as copy:
        source.backup(copy)
    return [f"记录：{path}"]


def _copy_index(settings: Settings, folder: Path) -> list[str]:
    """The served version; where a newer one is published and the old one removed meanwhile, that one."""
    if settings.store == "milvus":
        return [_CLUSTER]
    for _ in range(_TRIES):
        try:
            name = read_pointer(settings.index_dir)[0]
            shutil.copytree(settings.index_dir / "versions" / name, folder / INDEX / "versions" / name)
            pointer = settings.index_dir / CURRENT
            if read_pointer(settings.index_dir)[0] == name:
                shutil.copy2(pointer, folder / INDEX / CURRENT)
                check_current(folder / INDEX)
                return [f"索引：{settings.index_dir}（{name}）"]
        except SnapshotMissing:
            return []
        except (OSError, shutil.Error):
            pass
        shutil.rmtree(folder / INDEX, ignore_errors=True)
    raise BackupUnusable("索引正在频繁更换，没有备份成。请等发布结束后再运行。")


def _unpack(file: Path, folder: Path) -> None:
    """What is in the file as plain files below the folder, and nothing that points out of it."""
    try:
        with tarfile.open(file, "r:") as tar:
            for member in tar:
                parts = PurePosixPath(member.name).parts
                if not parts or parts[0] not in _PARTS or ".." in parts or not (member.isfile() or member.isdir()):
                    raise BackupUnusable(f"{file} 里有不属于备份的内容。请换一个备份文件。")
                place = folder.joinpath(*parts)
                content = tar.extractfile(member)
                if content is None:
                    place.mkdir(parents=True, exist_ok=True)
                    continue
                place.parent.mkdir(parents=True, exist_ok=True)
                with content, place.open("wb") as copy:
                    shutil.copyfileobj(content, copy)
    except (tarfile.TarError, OSError, EOFError):
        raise BackupUnusable(f"{file} 不是完整的备份文件。请检查路径，或换一个备份文件。") from None


def _check(folder: Path, file: Path) -> None:
    """That it is a backup of a form that is known, its database sound and its index as its manifest says."""
    try:
        sound = json.loads((folder / NOTE).read_text(encoding="utf-8"))["format"] == _FORMAT
        if (folder / RECORDS).exists():
            with closing(sqlite3.connect(folder / RECORDS)) as copy:
                sound = sound and copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if (folder / INDEX).exists():
            check_current(folder / INDEX)
    except (OSError, ValueError, KeyError, TypeError, sqlite3.DatabaseError, SnapshotError):
        sound = False
    if not sound:
        raise BackupUnusable(f"{file} 不是完整的备份文件。请检查路径，或换一个备份文件。")


def _put_records(settings: Settings, folder: Path, stamp: str) -> Iterator[str]:
    if not (folder / RECORDS).exists():
        return
    engine = open_engine(settings.database)
    path = file_of(engine)
    engine.dispose()
    if path is None:
        yield "设置 WENCE_RECORDS_URL 指向的不是 SQLite：备份里的记录没有恢复。"
        return
    if _in_use(path):
        raise BackupUnusable(f"{path} 正被使用。请先停止服务，再恢复。")
    for name in ("", "-wal", "-shm"):
        _aside(path.with_name(path.name + name), stamp)
    shutil.move(folder / RECORDS, path)
    path.chmod(0o600)
    yield f"记录：{path}"
    settings.audit_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    _aside(settings.audit_dir / HEAD, stamp)  # it speaks of the log that was there, also where the backup has none
    for name in (KEY, HEAD):
        if (folder / AUDIT / name).exists():
            _put(folder / AUDIT / name, settings.audit_dir / name, stamp)


def _in_use(path: Path) -> bool:
    """Whether another process has the database open: the last that closes it removes its write-ahead log."""
    if not path.exists():
        return False
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return path.with_name(f"{path.name}-wal").exists()


def _put(new: Path, place: Path, stamp: str) -> None:
    _aside(place, stamp)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(new, place)


def _aside(place: Path, stamp: str) -> None:
    if place.exists():
        place.rename(place.with_name(f"{place.name}.before-{stamp}"))
