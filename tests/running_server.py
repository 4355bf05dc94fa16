"""Starts a server of ours in a process of its own and hands out its address."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

HOME = Path(__file__).resolve().parent.parent


@contextmanager
def running(*arguments: str, log: Path | None = None) -> Iterator[str]:
    """Run ``python <arguments>`` in the repository until the block ends; gives the address after READY.

    What the server logs goes into ``log``, or is dropped: a pipe that nobody reads would hold it up.
    """
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    with tempfile.TemporaryFile() if log is None else log.open("w+b") as errors:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=HOME, stdout=subprocess.PIPE, stderr=errors, text=True, env=quiet
        )
        yield from _until_left(process, errors)


def _until_left(process: subprocess.Popen[str], errors: IO[bytes]) -> Iterator[str]:
    timer = threading.Timer(120, process.kill)  # a server that never gets ready ends the wait below
    timer.start()
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        timer.cancel()
        if not line.startswith("READY http://127.0.0.1:"):
            process.kill()
            process.wait()
            errors.seek(0)
            raise AssertionError(f"no READY line: {line!r} {errors.read()[-2000:].decode(errors='replace')}")
        yield line.split()[1]
    finally:
        timer.cancel()
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
