"""The servers that are measured: ours, and a bare echo in Gradio beside it, each in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from errors import WenceError

HOME = Path(__file__).resolve().parents[2]
ECHO = Path(__file__).parent / "echo_app.txt"
_STOP_SECONDS = 20


class SiteSilent(WenceError):
    """A server did not say where it answers."""


@contextmanager
def running(command: Sequence[str], script: Path | None = None) -> Iterator[str]:
    """Run ``python <command>``, which reads ``script``, until the block ends; gives the address after READY.

    Raises:
        SiteSilent: it ended before it said so.
    """
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    with (script or Path(os.devnull)).open("rb") as given:
        process = subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, *command],
            cwd=HOME,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=quiet | {"WENCE_WORKERS": "1", "HF_HUB_OFFLINE": "1"},
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("READY "):
                    yield line.split()[1]
                    return
            raise SiteSilent(f"python {' '.join(command)} 没有打印 READY。请先单独运行它，看它说什么。")
        finally:
            process.terminate()
            try:
                process.communicate(timeout=_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
