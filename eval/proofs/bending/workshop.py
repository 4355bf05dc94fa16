"""Where bends are tried: everything heavy is imported and the index built once, then each bend gets a forked process of its own.

The bent module lives in that process only; the files stay as they are.
"""

import os
import re
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

import pytest

from errors import GoldError
from eval.proofs.bending.bend import Bend, bent_code
from eval.proofs.bending.rooms import HOME, Room

#: Tests that run longer than so many seconds have been led round in circles: a bend noticed.
_LONGEST = 90
#: Names the folder of an index that is built already (tests/conftest.py).
BUILT = "WENCE_TESTED_INDEX"
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Trial:
    """A bend and how its tests went: ``failed`` names the first test that failed; empty when none noticed."""

    room: Room
    bend: Bend
    failed: str
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether a test noticed."""
        return bool(self.failed)


class _BentLoader(SourceFileLoader):
    """Loads a module from its file with a bend in it."""

    def __init__(self, name: str, path: str, bend: Bend) -> None:
        super().__init__(name, path)
        self.bend = bend

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        return bent_code(Path(self.path).read_text(encoding="utf-8"), self.bend, self.path)


class _BentFinder:
    """Finds one module, bent; everything else is left to the other finders."""

    def __init__(self, bend: Bend) -> None:
        self.bend, self.name = bend, bend.file.removesuffix(".py").replace("/", ".")

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        if name != self.name:
            return None
        file = str(HOME / self.bend.file)
        return spec_from_file_location(name, file, loader=_BentLoader(name, file, self.bend))


def prepare(work: Path) -> None:
    """Import what is heavy and build the index that all tests share, unless it is there.

    Raises:
        GoldError: the index cannot be built.
    """
    import hypothesis  # noqa: F401  # of the tests

    import retrieval.assistant  # noqa: F401  # with everything heavy below it; forgotten again in each trial

    if os.environ.get(BUILT):
        return
    command = [sys.executable, "-m", "index", "build", "--index", str(work / "index")]
    built = subprocess.run(command, cwd=HOME, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603  # our own
    if built.returncode:
        raise GoldError(f"建不成索引，不能试：{built.stderr.strip()[-300:]}")
    os.environ[BUILT] = str(work / "index")


def check_unbent(rooms: Sequence[Room], work: Path) -> None:
    """A bend is noticed only where the tests hold without it.

    Raises:
        GoldError: they do not.
    """
    outcomes = list(_side_by_side([partial(_tests, *room.tests) for room in rooms], work, 2))
    for number, failed, _ in sorted(outcomes):
        if failed:
            raise GoldError(f"没有改动时 {rooms[number].name} 的测试就不通过：{failed}")


def try_bends(chosen: Sequence[tuple[Room, Bend]], work: Path, workers: int) -> Iterator[Trial]:
    """Each bend tried, as they end."""
    works = [partial(_bent_tests, room, bend) for room, bend in chosen]
    for number, failed, seconds in _side_by_side(works, work, workers):
        room, bend = chosen[number]
        yield Trial(room, bend, failed, seconds)


def _tests(*files: str) -> int:
    """Run test files in this process, up to the first test that fails; pytest's exit status."""
    options = ["-x", "-q", "--tb=no", "-rfE", "-p", "no:cacheprovider", "-p", "no:xdist"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # what is imported once for all
    return int(pytest.main([*options, *files]))


def _bent_tests(room: Room, bend: Bend) -> int:
    for name in [name for name in sys.modules if name.partition(".")[0] == "retrieval"]:
        del sys.modules[name]
    sys.meta_path.insert(0, _BentFinder(bend))
    own = room.own_tests(bend.file)
    return (_tests(*own) if own else 0) or _tests(*(file for file in room.tests if file not in own))


def _side_by_side(works: Sequence[Callable[[], int]], work: Path, workers: int) -> Iterator[tuple[int, str, float]]:
    """(number, first test that failed, seconds) of each work, each in a process of its own, so many at a time."""
    waiting, running = list(enumerate(works)), dict[int, tuple[int, float]]()
    waiting.reverse()
    while waiting or running:
        while waiting and len(running) < workers:
            number, do = waiting.pop()
            running[_fork(do, work / f"{number}.log")] = (number, time.monotonic())
        process, status = os.wait()
        number, began = running.pop(process)
        yield number, _failed(status, work / f"{number}.log"), time.monotonic() - began


def _fork(do: Callable[[], int], log: Path) -> int:
    process = os.fork()
    if process:
        return process
    signal.alarm(_LONGEST)
    status = 3
    try:
        with log.open("w", encoding="utf-8") as said:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
        os.chdir(HOME)
        status = do()
    except BaseException:  # noqa: BLE001  # whatever it was, this process must not go on as its parent would
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _failed(status: int, log: Path) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return ""
    named = _FAILED.search(log.read_text(encoding="utf-8", errors="replace"))
    return named.group(1) if named else f"ended with {code}"
