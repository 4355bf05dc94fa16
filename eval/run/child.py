"""A Python process that is measured: started for a block, and ended with it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
_STOP_SECONDS = 20


@contextmanager
def child(
    command: Sequence[str],
    script: Path | None = None,
    environment: Mapping[str, str] | None = None,
    errors: int = subprocess.DEVNULL,
) -> Iterator["subprocess.Popen[bytes]"]:
    """``python <command>`` in the repository, which reads ``script``; its ``environment`` instead of ours, where one is given.

    What it prints is to be read from the process; what it says of ``errors`` is dropped unless that is ``subprocess.PIPE``.
    """
    with (script or Path(os.devnull)).open("rb") as given:
        process = subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, *command],
            cwd=HOME,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
