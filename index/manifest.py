"""What a snapshot says of itself: the files with their checksums, the counts, and all that it was built from. The only door to xxhash."""

import hashlib
import json
import os
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import xxhash

from errors import SnapshotDamaged, SnapshotFormat, SnapshotStale

FORMAT = 8
MANIFEST = "manifest.json"
HOME = Path(__file__).resolve().parent.parent

# The sources that decide what a snapshot holds: after a change of these an index is stale, though no plan changed.
_SOURCES = (
    "corpus/**/*.py",
    "corpus/*.toml",
    *(f"index/{name}.py" for name in ("chunk", "part", "passage", "sources", "maker", "tokens")),
    *(f"index/{name}.py" for name in ("embed", "endpoint", "vectors", "matrix", "neighbours", "store")),
    *(
        f"index/{name}.py"
        for name in ("keyword", "assembly", "recorder", "records", "rows", "tables", "pack", "pieces")
    ),
)
_HASHERS = 2
#: A file on this machine as it was when it was hashed: device, inode, size, time of change in nanoseconds.
Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a snapshot: path below the version folder, size in bytes, checksum in hexadecimal."""

    name: str
    size: int
    checksum: str


@dataclass(frozen=True, slots=True)
class VectorSearch:
    """How vectors of all plans are searched: ``flat`` (every one compared), or ``ivf`` (``probes`` of ``lists`` lists are);
    past one machine, ``hnsw`` (Milvus follows a graph).

    ``recall`` is the share of the ten best units of an exact search that were found for ``queries`` questions made of the
    corpus' own sentences, when the lists were last written; a tie counts as found. A plan scope is always searched exactly.
    ``rows`` were there when lists were last learnt, or learnt and not used because they found too little.
    """

    kind: Literal["flat", "ivf", "hnsw"] = "flat"
    lists: int = 0
    probes: int = 0
    recall: float = 1.0
    queries: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of manifest.json. ``fingerprint`` depends on what went in only, not on when or where it was built.

    ``corpus_folder`` is where the plans were read from: whoever serves the index can tell whether they have changed since.
    """

    format: int
    version: str
    built_at: str
    fingerprint: str
    plans: int
    clauses: int
    passages: int
    units: int
    dimension: int
    corpus_folder: str
    corpus_fingerprint: str
    embedding_model: str
    embedding_fingerprint: str
    encoding_name: str
    encoding_fingerprint: str
    passage_tokens: int
    code_fingerprint: str
    vector_search: VectorSearch
    problems: tuple[tuple[str, str], ...]
    files: tuple[FileEntry, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the present texts, settings, model and code would give. A None is not compared."""

    corpus_fingerprint: str | None = None
    embedding_fingerprint: str | None = None
    encoding_fingerprint: str | None = None
    passage_tokens: int | None = None
    code_fingerprint: str | None = None

    def differences(self, manifest: Manifest) -> list[str]:
        """What differs, in words for a user; empty when the snapshot is current."""
        return [
            _NAMES[item.name]
            for item in fields(self)
            if getattr(self, item.name) not in (None, getattr(manifest, item.name))
        ]


_NAMES = {
    "corpus_fingerprint": "方案文本",
    "embedding_fingerprint": "向量模型",
    "encoding_fingerprint": "词元编码",
    "passage_tokens": "段落词元上限",
    "code_fingerprint": "切分与索引程序",
}


def repair(folder: Path) -> str:
    """The command that repairs an index folder, as the last words of a message."""
    return f"请运行 .venv/bin/python -m index build --index {folder}"


def check_expected(place: str, manifest: Manifest, expect: Expectation, repaired: str) -> None:
    """Compare what a snapshot was built from with what would go into one now; ``repaired`` is the command that mends it.

    Raises:
        SnapshotStale: something differs.
    """
    if differences := expect.differences(manifest):
        raise SnapshotStale(f"索引 {place} 已过时：{'、'.join(differences)}已改变。{repaired}")


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """SHA-256 of the sources that decide what a snapshot holds."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _SOURCES for path in HOME.glob(pattern)):
        digest.update(f"{path.relative_to(HOME).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def input_fingerprint(parts: Iterable[object]) -> str:
    """Short hash (12 hexadecimal digits) of all that goes into a snapshot."""
    return hashlib.sha256(json.dumps([FORMAT, *parts]).encode()).hexdigest()[:12]


def list_files(directory: Path, base: tuple[Path, "Manifest"] | None = None) -> tuple[FileEntry, ...]:
    """Entries of all files below a version folder, lock files and the manifest left out.

    A file that is a link to one of ``base`` (a checked version folder and its manifest) has the entry it has there.
    """
    paths = sorted(p for p in directory.rglob("*") if p.is_file() and p.suffix != ".lock" and p.name != MANIFEST)
    older = {entry.name: entry for entry in base[1].files} if base else {}

    def entry_of(path: Path) -> FileEntry:
        name = path.relative_to(directory).as_posix()
        if base and name in older and (base[0] / name).is_file() and (base[0] / name).samefile(path):
            return older[name]
        return FileEntry(name, path.stat().st_size, checksum_of(path))

    with ThreadPoolExecutor(_HASHERS) as pool:
        return tuple(pool.map(entry_of, paths))


def checksum_of(path: Path) -> str:
    """XXH3 of a file (128 bits), in hexadecimal.

    It tells what a disk or a copy has altered, a third of the time that SHA-256 takes: gigabytes are compared before an index is served.
    Who alters files on purpose could alter their checksums too.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, xxhash.xxh3_128).hexdigest()


def encode_manifest(manifest: Manifest) -> bytes:
    """The bytes of manifest.json."""
    return json.dumps(manifest.to_dict(), ensure_ascii=False, indent=1).encode()


def decode_manifest(data: bytes, folder: Path) -> Manifest:
    """Read manifest.json; ``folder`` is named in messages.

    Raises:
        SnapshotFormat: it is of another format number.
        SnapshotDamaged: it is no manifest.
    """
    try:
        found = json.loads(data)
        number = found["format"]
    except (ValueError, TypeError, KeyError):
        raise SnapshotDamaged(f"索引 {folder} 的清单无法读取。{repair(folder)}") from None
    if number != FORMAT:
        raise SnapshotFormat(f"索引 {folder} 的格式是 {number}，本程序只读格式 {FORMAT}。{repair(folder)}")
    try:
        entries = tuple(FileEntry(**entry) for entry in found.pop("files"))
        problems = tuple((str(file), str(reason)) for file, reason in found.pop("problems"))
        search = VectorSearch(**found.pop("vector_search"))
        return Manifest(**found, files=entries, problems=problems, vector_search=search)
    except (TypeError, KeyError, ValueError):
        raise SnapshotDamaged(f"索引 {folder} 的清单缺少内容。{repair(folder)}") from None


def check_files(
    directory: Path, manifest: Manifest, folder: Path, trusted: Collection[tuple[Stamp, str]] = ()
) -> frozenset[tuple[Stamp, str]]:
    """Compare every file of a version folder with its manifest; what was found sound, to be trusted next time.

    ``trusted`` are files, with their checksums, that this process has hashed before; one whose device, inode, size and time of
    change are the same is not hashed again.

    Raises:
        SnapshotDamaged: a file is missing, or its size or checksum differs.
    """

    def check(entry: FileEntry) -> tuple[Stamp, str]:
        path = directory / entry.name
        try:
            stamp = _stamp(path)
            known = (stamp, entry.checksum)
            intact = stamp[2] == entry.size and (known in trusted or checksum_of(path) == entry.checksum)
        except OSError:
            raise SnapshotDamaged(f"索引 {folder} 缺少文件 {entry.name} 或读不到它。{repair(folder)}") from None
        if not intact:
            raise SnapshotDamaged(f"索引 {folder} 的文件 {entry.name} 已损坏（校验和不符）。{repair(folder)}")
        return known

    with ThreadPoolExecutor(_HASHERS) as pool:
        return frozenset(pool.map(check, manifest.files))


def _stamp(path: Path) -> Stamp:
    status = os.stat(path)  # noqa: PTH116  # one call for a path of either kind
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
