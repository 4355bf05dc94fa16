"""Watches a server from a process of its own: how long ``live`` takes, memory, open files. Prints a JSON line a look.

A process, because a thread beside the fuzzing client would wait for that client's interpreter. Each line also says how long the
watcher and the one thread of the server that got the least stood ready without a core (``starved``, from Linux' scheduler), so that a busy
machine is not taken for a slow server: a loop that is blocked does not stand ready.
"""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

LIVE = "/api/health/live"
EVERY = 0.05
"""Seconds between two looks."""
_PATIENCE = 10.0
_PROCESS_EVERY = 5
_OWN = Path("/proc/self/schedstat")
HOME = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: when it began (monotonic seconds), milliseconds until ``live`` answered, its status (0: it did not), milliseconds of them without
    a core, resident bytes and open files of the server with its children (0 where they were not looked at)."""

    at: float
    milliseconds: float
    status: int
    starved: float
    resident: int = 0
    files: int = 0

    @property
    def own(self) -> float:
        """Milliseconds that are the server's and not the machine's."""
        return max(0.0, self.milliseconds - self.starved)


class Watcher:
    """The watching process, seen from the fuzzing one."""

    def __init__(self, address: str, pid: int) -> None:
        self._out = tempfile.TemporaryFile()  # noqa: SIM115  # closed in stop
        command = [sys.executable, "-m", "eval.proofs.web.watch", address, str(pid), str(os.getpid())]
        # a session of its own: what ends the fuzzing process with its group (Ctrl-C, timeout) leaves it to end the server
        self._process = subprocess.Popen(command, cwd=HOME, stdout=self._out, start_new_session=True)  # noqa: S603  # this file

    def samples(self) -> list[Sample]:
        """What it saw so far."""
        # both processes write and read at one place in the file, so it is not moved: the next look would be written over the first
        seen = os.pread(self._out.fileno(), os.fstat(self._out.fileno()).st_size, 0)
        whole = [line for line in seen.splitlines(keepends=True) if line.endswith(b"\n")]
        return [Sample(**json.loads(line)) for line in whole]

    def stop(self) -> list[Sample]:
        """End it; what it saw."""
        self._process.terminate()
        self._process.wait()
        with self._out:
            return self.samples()


def watch(address: str, pid: int, fuzzing: int) -> None:
    """Look until killed; where the fuzzing process was killed itself, end the server that it leaves behind."""
    host = urlsplit(address)
    assert host.hostname is not None
    tree = _Tree(pid)
    due = time.monotonic()
    look = 0
    while os.getppid() == fuzzing:
        due = max(due + EVERY, time.monotonic())
        time.sleep(max(0.0, due - time.monotonic()))
        waited = tree.waits()
        begun = time.monotonic()
        status = _ask(host.hostname, host.port or 80)
        took = time.monotonic() - begun
        starved = _longest(waited, tree.waits())
        facts = tree.facts() if look % _PROCESS_EVERY == 0 else (0, 0)
        print(json.dumps(asdict(Sample(begun, took * 1000, status, starved, *facts))), flush=True)
        look += 1
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _ask(host: str, port: int) -> int:
    connection = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    try:
        connection.request("GET", LIVE)
        reply = connection.getresponse()
        reply.read()
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
    return reply.status


class _Tree:
    """A process with its children."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)

    def waits(self) -> dict[Path, int]:
        """Nanoseconds that each of its threads, and this process, has stood ready without a core so far; empty where the system does not say."""
        files = [_OWN]
        with contextlib.suppress(psutil.Error):
            for process in [self._root, *self._root.children(recursive=True)]:
                files += Path(f"/proc/{process.pid}/task").glob("*/schedstat")
        return {file: _run_delay(file) for file in files}

    def facts(self) -> tuple[int, int]:
        """Resident bytes and open files of all of them."""
        resident = files = 0
        try:
            for process in [self._root, *self._root.children(recursive=True)]:
                resident += process.memory_info().rss
                files += process.num_fds()
        except psutil.Error:
            return 0, 0
        return resident, files


def _longest(before: Mapping[Path, int], after: Mapping[Path, int]) -> float:
    """Milliseconds between two looks at the waits: this process's and the longest of the server's threads."""
    more = {file: waited - before.get(file, waited) for file, waited in after.items()}
    own = more.pop(_OWN, 0)
    return (own + max(more.values(), default=0)) / 1e6


def _run_delay(schedstat: Path) -> int:
    """Nanoseconds; the second number of the file."""
    try:
        return int(schedstat.read_text(encoding="ascii").split()[1])
    except (OSError, LookupError, ValueError):
        return 0


if __name__ == "__main__":
    watch(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
