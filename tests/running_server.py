"""Starts a server of ours in a process of its own and hands out its address."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


@contextmanager
def running(*arguments: str) -> Iterator[str]:
    """Run ``python <arguments>`` in the repository until the block ends; gives the address after READY."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=quiet
    )
    timer = threading.Timer(120, process.kill)  # a server that never gets ready ends the wait below
    timer.start()
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        timer.cancel()
        if not line.startswith("READY http://127.0.0.1:"):
            process.kill()
            raise AssertionError(f"no READY line: {line!r} {process.communicate()[1][-2000:]}")
        yield line.split()[1]
    finally:
        timer.cancel()
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
