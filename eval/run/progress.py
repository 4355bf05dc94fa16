"""A bar with rate and time left on a terminal; elsewhere one line when all is done."""

import sys
import time
from typing import TextIO

_WIDTH = 24


class Bar:
    """Called with (done, total). Draws at most ten times a second, and always the last step."""

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self._label = label
        self._stream = stream or sys.stderr
        self._begun = time.monotonic()
        self._shown = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` steps are finished."""
        now = time.monotonic()
        if done < total and (now - self._shown < 0.1 or not self._stream.isatty()):
            return
        self._shown = now
        line = _line(self._label, done, total, now - self._begun)
        print(f"\r{line}\x1b[K" if self._stream.isatty() else line, end="", file=self._stream, flush=True)
        if done == total:
            print(file=self._stream)


def _line(label: str, done: int, total: int, seconds: float) -> str:
    rate = done / max(seconds, 1e-6)
    filled = round(_WIDTH * done / max(total, 1))
    left = "" if done == total else f"，还需 {(total - done) / max(rate, 1e-6):.0f} 秒"
    return f"{label} {'█' * filled}{'░' * (_WIDTH - filled)} {done}/{total}（每秒 {rate:.1f} 题{left}）"
