"""The servers that are measured: ours, and a bare echo in Gradio beside it, each in a process of its own."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from errors import WenceError
from eval.run.child import child

ECHO = Path(__file__).parent / "echo_app.txt"


class SiteSilent(WenceError):
    """A server did not say where it answers."""


@contextmanager
def running(command: Sequence[str], script: Path | None = None, **settings: str) -> Iterator[str]:
    """Run ``python <command>``, which reads ``script``, with settings of ours, until the block ends; gives the address after READY.

    Raises:
        SiteSilent: it ended before it said so.
    """
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    with child(command, script, quiet | {"WENCE_WORKERS": "1", "HF_HUB_OFFLINE": "1"} | settings) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(b"READY "):
                yield line.split()[1].decode("ascii")
                return
        raise SiteSilent(f"python {' '.join(command)} 没有打印 READY。请先单独运行它，看它说什么。")
