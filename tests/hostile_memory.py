"""``python -m tests.hostile_memory``: what the parsing process holds at most over each hostile file, the largest first.

Each file is read in a process of its own, whose children are measured when they have ended.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from corpus.readers import limits
from corpus.readers.recogniser import is_installed
from tests.hostile_files import hostile_files
from tests.hostile_shapes import hostile_shapes

_SHOWN = 10
_READ = """
import sys
from pathlib import Path
from corpus.readers import DocumentReader
from tests.hostile_memory import peak_of_children
with DocumentReader() as reader:
    list(reader.read(Path(sys.argv[1])))
print(peak_of_children())
"""


def peak_of_children() -> int:
    """Bytes that the largest ended child of this process held at most."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


def allowed() -> int:
    """Bytes that a process which reads a document may hold here."""
    return max(limits.MEMORY_BYTES, limits.SCAN_MEMORY_BYTES if is_installed() else 0)


def main() -> None:
    """Print the largest of all hostile files that are files, and how many pass what is allowed."""
    shapes = hostile_shapes()
    peaks: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        for n, hostile in enumerate(hostile_files()):
            place = Path(folder) / str(n)
            place.mkdir()
            hostile.make(place / hostile.name)
            _measure(place / hostile.name, peaks)
        for name, make in shapes.items():
            (Path(folder) / name).write_bytes(make())
            _measure(Path(folder) / name, peaks)
    for name in sorted(peaks, key=lambda name: -peaks[name])[:_SHOWN]:
        print(f"{peaks[name] // limits.MIB}\t{name}")
    print(f"{sum(peak > allowed() for peak in peaks.values())} / {len(peaks)} > {allowed() // limits.MIB} MiB")


def _measure(path: Path, peaks: dict[str, int]) -> None:
    if path.is_file() and not path.is_symlink():
        done = subprocess.run([sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True)
        peaks[ascii(path.name)] = int(done.stdout)


if __name__ == "__main__":
    main()
