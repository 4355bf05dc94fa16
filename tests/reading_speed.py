"""``python -m tests.reading_speed [OTHER_CHECKOUT]``: processor time of reading a long document in each format, here and in another checkout.

The document is the text of the five plans, without and with tables, made anew in every format. Both checkouts read it in turns, round
after round and each first in every other, in two processes that have read it once before. Of the rounds the median is printed, and the
least: what else runs on the machine adds to a reading and never takes from it. Where the extra for scans is installed the last line gives the seconds of
processor and of the clock for a recognised page, the second one of two documents that differ by the pages between.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from corpus.readers import read_document
from corpus.readers.recogniser import is_installed
from tests import five_formats
from tests.made_documents import Block, make_docx, make_html, make_pdf, make_txt

_HERE = Path(__file__).parents[1]
_ROUNDS = 25
#: A page of a web is read so quickly that one round reads it some times over.
_LEAST_SECONDS = 0.1
#: The plan of five formats so many times over takes several pages more.
_TIMES = 3
_TABLE: Block = [
    ["指标", "单位", "2020年", "2025年", "属性"],
    *([f"第{n}项指标增长率", "%", f"{n * 3.5}", f"{n * 4.5}", "预期性"] for n in range(1, 9)),
]
_MAKERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    ".txt": make_txt,
    ".html": make_html,
    ".docx": make_docx,
    ".pdf": lambda b: make_pdf(b, running="某市公报"),
}
_READ = """
import sys, time
from pathlib import Path
from corpus.readers.parse import parse
path = Path(sys.argv[1])
data = path.read_bytes()
parse(path.suffix, data)
for line in sys.stdin:
    began = time.process_time()
    for _ in range(int(line)):
        parse(path.suffix, data)
    print((time.process_time() - began) / int(line), flush=True)
"""


def main() -> None:
    """Print a line a file: seconds here and there, and the speed here as a part of the one there, by the medians and by the least."""
    checkouts = [_HERE, *map(Path, sys.argv[1:2])]
    with tempfile.TemporaryDirectory() as folder:
        for path in _files(Path(folder)):
            spent = list(zip(*_rounds(path, checkouts), strict=True))
            usual, least = [median(one) for one in spent], [min(one) for one in spent]
            compared = f"\t{usual[1]:.4f}\t{usual[1] / usual[0]:.0%}\t{least[1] / least[0]:.0%}" if usual[1:] else ""
            print(f"{path.name}\t{usual[0]:.4f}{compared}", flush=True)
    if is_installed():
        print("recognised page\t{:.1f}\t{:.1f}".format(*_page_seconds()))


def _rounds(path: Path, checkouts: Sequence[Path]) -> Iterator[list[float]]:
    """Processor seconds of one reading in each checkout, round by round."""
    readers = [_Reader(path, checkout) for checkout in checkouts]
    times = max(1, round(_LEAST_SECONDS / max(readers[0].seconds(1), 1e-4)))
    for number in range(_ROUNDS):
        order = readers if number % 2 else readers[::-1]
        spent = {id(reader): reader.seconds(times) for reader in order}
        yield [spent[id(reader)] for reader in readers]
    for reader in readers:
        reader.end()


class _Reader:
    """A process that reads one file in a checkout as often as it is told to."""

    def __init__(self, path: Path, checkout: Path) -> None:
        command = [sys.executable, "-c", _READ, str(path)]
        self._process = subprocess.Popen(
            command, cwd=checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def seconds(self, times: int) -> float:
        """Processor seconds of a reading, the mean of so many."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{times}\n")
        return float(self._process.stdout.readline())

    def end(self) -> None:
        """Let the process end."""
        self._process.communicate()


def _page_seconds() -> tuple[float, float]:
    """(processor, clock) seconds for a page of running text and a table, as the difference of several pages and one."""
    parts = [*five_formats.PLAN]
    few, many = (_scan_seconds(five_formats.as_scan(parts * times)) for times in (1, _TIMES))
    pages = many[2] - few[2]
    return (many[0] - few[0]) / pages, (many[1] - few[1]) / pages


def _scan_seconds(data: bytes) -> tuple[float, float, int]:
    import pypdfium2

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(data)
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        read_document(path)
        spent, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return processor, spent, len(pypdfium2.PdfDocument(data))


def _files(folder: Path) -> list[Path]:
    paths = sorted((_HERE / "corpus" / "plans").glob("*.txt"))
    lines = [line.strip() for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    plain: list[Block] = [*lines]
    tabled = [block for n, line in enumerate(lines) for block in ([line, _TABLE] if n % 12 == 6 else [line])]
    files = []
    for name, blocks in (("text", plain), ("tables", tabled)):
        for suffix, make in _MAKERS.items():
            files.append(folder / f"{name}{suffix}")
            files[-1].write_bytes(make(blocks))
    return files


if __name__ == "__main__":
    main()
