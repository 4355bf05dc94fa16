"""Starts a server of ours in a process of its own and hands out its address, and where asked the process and its log."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Running:
    """A server that has said READY."""

    address: str
    process: "subprocess.Popen[str]"
    log: Path

    @property
    def port(self) -> int:
        """The port of its address."""
        return int(self.address.rpartition(":")[2])

    @property
    def said(self) -> str:
        """What it has logged so far."""
        return self.log.read_text(encoding="utf-8")

    @property
    def workers(self) -> list[int]:
        """The processes that serve: its children, or itself."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(number) for number in listed.split()] or [self.process.pid]


@contextmanager
def running(*arguments: str, log: Path | None = None, **environment: str) -> Iterator[str]:
    """Run ``python <arguments>`` in the repository until the block ends; gives the address after READY.

    What the server logs goes into ``log``, or is dropped: a pipe that nobody reads would hold it up.
    """
    with started(*arguments, log=log, handles=0, **environment) as server:
        yield server.address


@contextmanager
def started(*arguments: str, log: Path | None = None, handles: int = 0, **environment: str) -> Iterator[Running]:
    """The same with the process; ``handles`` limits its open files."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    limit = [] if not handles else ["prlimit", f"--nofile={handles}:{handles}"]
    with tempfile.NamedTemporaryFile(suffix=".log") if log is None else log.open("w+b") as errors:
        process = subprocess.Popen(
            [*limit, sys.executable, *arguments],
            cwd=HOME,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=quiet | environment,
        )
        timer = threading.Timer(600, process.kill)  # a server that never gets ready ends the wait below
        timer.start()
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            timer.cancel()
            server = Running(line.removeprefix("READY ").strip(), process, Path(errors.name))
            if not line.startswith("READY http://127.0.0.1:"):
                process.kill()
                raise AssertionError(f"no READY line: {line!r} {server.said[-2000:]}")
            yield server
        finally:
            timer.cancel()
            process.terminate()
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
