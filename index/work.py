"""Finished work of a build that is not published yet: one file for each document, so that an interrupted build goes on where it was.

A work file is only ever used whole: it ends with the checksum of all before it.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from index.part import Part

_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class FileParts:
    """What one document gave: its parts (a ZIP has several) and what is to be reported, as (name, reason)."""

    parts: tuple[Part, ...]
    problems: tuple[tuple[str, str], ...]

    @property
    def counts(self) -> list[tuple[int, int]]:
        """How many passages and units each plan has."""
        return [(len(part.tables["passage"]), len(part.vectors)) for part in self.parts]


class Work:
    """The work folder of an index. Keys are file names made of hexadecimal digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, key: str) -> FileParts | None:
        """What was saved under a key; None when nothing was, or not all of it."""
        try:
            data = (self._folder / key).read_bytes()
        except OSError:
            return None
        body, digest = data[:-_DIGEST_BYTES], data[-_DIGEST_BYTES:]
        return _decode(body) if hashlib.sha256(body).digest() == digest else None

    def has(self, key: str) -> bool:
        """Whether something was saved under a key."""
        return (self._folder / key).is_file()

    def save(self, key: str, work: FileParts) -> None:
        """Save what a document gave. Raises OSError when it cannot be written."""
        self._folder.mkdir(parents=True, exist_ok=True)
        body = _encode(work)
        pending = self._folder / f"{key}.{uuid.uuid4().hex}"  # processes of other machines may have the same number
        pending.write_bytes(body + hashlib.sha256(body).digest())
        os.replace(pending, self._folder / key)  # noqa: PTH105  # the step that tests interrupt

    def forget(self, key: str) -> None:
        """Remove what was saved under a key, if anything was."""
        (self._folder / key).unlink(missing_ok=True)

    @contextmanager
    def preparing(self) -> Iterator[None]:
        """While this lasts, no build clears away what it has not published. Several may prepare at once, on several machines.

        Raises:
            OSError: the folder beside it cannot be written.
        """
        import fcntl

        with self._lock() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield

    def clear(self, published: Iterable[str]) -> None:
        """Remove what was saved under these keys, and all that older builds left where nobody is preparing anything."""
        import fcntl

        if not self._folder.is_dir():
            return
        with self._lock() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                for key in published:
                    self.forget(key)
            else:
                shutil.rmtree(self._folder, ignore_errors=True)

    def _lock(self) -> TextIO:
        """A file beside the folder; closing it, or dying, releases its lock."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        return self._folder.with_name(f"{self._folder.name}.lock").open("a+")


def _encode(work: FileParts) -> bytes:
    head = {
        "problems": work.problems,
        "parts": [
            {
                "plan": p.plan,
                "card": p.card,
                "text": p.text,
                "furniture": p.furniture,
                "scans": p.scans,
                "tables": p.tables,
                "words": p.words,
                "shape": p.vectors.shape,
            }
            for p in work.parts
        ],
    }
    line = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return b"".join([line, b"\n", *(np.ascontiguousarray(p.vectors, dtype=np.float32).tobytes() for p in work.parts)])


def _decode(body: bytes) -> FileParts:
    line, _, rest = body.partition(b"\n")
    head = json.loads(line.decode("utf-8", "surrogatepass"))
    parts, at = [], 0
    for found in head["parts"]:
        rows, width = found.pop("shape")
        vectors = np.frombuffer(rest, dtype=np.float32, count=rows * width, offset=at).reshape(rows, width)
        at += vectors.nbytes
        parts.append(Part(**found, vectors=vectors))
    return FileParts(tuple(parts), _pairs(head["problems"]))


def _pairs(found: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(reason)) for name, reason in found)
