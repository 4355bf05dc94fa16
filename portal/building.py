"""The index build as a process of its own: it uses another core than those who answer, and takes nothing with it when it dies."""

import json
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from errors import DeskRefused
from portal.errand import Report

HOME = Path(__file__).resolve().parent.parent
_SAID = 20  # lines of what it said last, for the message where it fails


def build(corpus: Path, index: Path, report: Report) -> list[dict[str, Any]]:
    """Build and publish a snapshot as ``python -m index build`` does; returns what became of each document.

    Raises:
        DeskRefused: the build failed; the message is the build's.
    """
    command = [sys.executable, "-m", "index", "build", "--corpus", str(corpus), "--index", str(index), "--json"]
    with subprocess.Popen(  # noqa: S603  # our own interpreter and module, no shell
        command,
        cwd=HOME,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        said: deque[str] = deque(maxlen=_SAID)
        built: dict[str, Any] = {}
        for line, told in _objects(process.stdout):
            if "stage" in told:
                report.step(f"建立索引：{told['stage']}", told["done"], told["total"], told["seconds_left"])
            elif "documents" in told:
                built = told
            else:
                said.append(line)
    if process.returncode or not built:
        reason = said[-1].strip() if said else f"退出码 {process.returncode}"
        raise DeskRefused(
            f"索引没有建成，仍用原来的版本作答。{reason}",
            f"The index was not built; answers come from the version before. {reason}",
        )
    return list(built["documents"])


def _objects(lines: Iterator[str] | Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line with the object that it is, or with an empty one."""
    for line in lines:
        try:
            told = json.loads(line)
        except ValueError:
            told = {}
        yield line, told if isinstance(told, dict) else {}
