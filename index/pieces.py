"""Files of pieces (:mod:`index.pack`) one after another, mapped into memory and never changed, only added to.

A piece is known by where it begins, counted over all files together, and by its size. What a new snapshot takes over is not written again.
"""

import mmap
import shutil
from bisect import bisect_right
from pathlib import Path

from index.linking import count_linked, link

_SUFFIX = ".pieces"
#: Where a piece stands: its first byte, and how many.
Place = tuple[int, int]


class PieceWriter:
    """Adds pieces after those of ``base``, whose files are linked, small ones at the end put together in the new one."""

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        """Begin in a new folder. Raises OSError when it cannot be written."""
        folder.mkdir(parents=True)
        older = _files(base) if base else []
        sizes = [path.stat().st_size for path in older]
        linked = count_linked(sizes)
        for path in older[:linked]:
            link(path, folder / path.name)
        self._older = Pieces(base) if base else None
        self._first, self._end = sum(sizes[:linked]), sum(sizes)
        self._file = (folder / f"{linked + 1:06d}{_SUFFIX}").open("w+b")
        for path in older[linked:]:
            with path.open("rb") as file:
                shutil.copyfileobj(file, self._file)

    def add(self, piece: bytes) -> Place:
        """Add a piece; where it stands."""
        place = self._end, len(piece)
        self._file.write(piece)
        self._end += len(piece)
        return place

    def read(self, place: Place) -> bytes | memoryview:
        """A piece that was added, or that ``base`` has."""
        if self._older and place[0] < self._first:
            return self._older.read(place)
        self._file.flush()
        self._file.seek(place[0] - self._first)
        found = self._file.read(place[1])
        self._file.seek(0, 2)
        return found

    def finish(self) -> None:
        """Write everything out."""
        self._file.close()


class Pieces:
    """The pieces in a folder. Safe between threads."""

    def __init__(self, folder: Path) -> None:
        """Map the files. Raises OSError when there is no such folder."""
        self._files = [_map(path) for path in _files(folder)]
        self._firsts, end = list[int](), 0
        for mapped in self._files:
            self._firsts.append(end)
            end += len(mapped)
        self._end = end

    def read(self, place: Place) -> memoryview:
        """A piece.

        Raises:
            ValueError: nothing stands there.
        """
        at, size = place
        if not (at >= 0 and 0 < size <= self._end - at):
            raise ValueError(f"第 {at} 字节处没有内容")
        number = bisect_right(self._firsts, at) - 1
        start = at - self._firsts[number]
        return memoryview(self._files[number])[start : start + size]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_SUFFIX}"))


def _map(path: Path) -> mmap.mmap | bytes:
    if not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
