"""Runs the parsing process and watches it: what hangs, grows or crashes there costs one document, never the build."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus.readers import limits
from corpus.readers.document import Pictured, Unreadable

_HOME = Path(__file__).resolve().parents[2]
#: Nothing else of the environment reaches a parser, least of all keys and passwords.
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TMPDIR", "TEMP", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")
#: How the system ends a process that used its processor time.
_OUT_OF_TIME = getattr(signal, "SIGXCPU", 0)
#: An answer is at most this long: every character of the longest text escaped.
_ANSWER_BYTES = limits.CHARACTERS * 12 + limits.MIB


class _Died(Unreadable):
    """The parsing process ended in the middle of a document."""


class Sandbox:
    """One parsing process, started when first asked, replaced when it dies. Use as a context manager."""

    def __init__(
        self,
        *,
        cpu_seconds: int = limits.CPU_SECONDS,
        wall_seconds: float = limits.WALL_SECONDS,
        command: Sequence[str] | None = None,
    ) -> None:
        self._command = list(command or (sys.executable, "-m", "corpus.readers.worker", str(cpu_seconds)))
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._served = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def ask(self, path: Path, kind: str, member: int | None = None, **more: object) -> dict[str, Any]:
        """The parsing process's answer about a file, or about one member of a ZIP; ``more`` goes with the request.

        Raises:
            Pictured: its words are pictures.
            Unreadable: refused there, or the process hung or died over it.
        """
        asked = {"path": str(path.absolute()), "kind": kind, "member": member, **more}
        request = json.dumps(asked).encode("ascii") + b"\n"
        try:
            answer = self._exchange(request)
        except _Died:
            if not self._served:
                raise
            self._served = False  # what died had parsed other documents before: a fresh process judges this one
            answer = self._exchange(request)
        self._served = True
        if answer.pop("spent", False):
            self._stop()
        if "refused" in answer and "pictures" in answer:
            raise Pictured(answer["refused"], tuple(answer["pictures"]))
        if "refused" in answer:
            raise Unreadable(answer["refused"])
        return answer

    def _exchange(self, request: bytes) -> dict[str, Any]:
        process = self._running()
        assert process.stdin and process.stdout
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            process.kill()

        clock = threading.Timer(self._wall_seconds, expire)
        clock.daemon = True
        clock.start()
        try:
            process.stdin.write(request)
            process.stdin.flush()
            line = process.stdout.readline(_ANSWER_BYTES)
        except OSError:
            line = b""
        finally:
            clock.cancel()
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        self._stop()
        if expired.is_set() or process.returncode == -_OUT_OF_TIME:
            raise Unreadable("解析超时，已停止。文件可能有问题，请重新另存或拆分。")
        raise _Died("解析程序异常退出，文件可能已损坏或有意构造。请重新另存该文件。")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._served = False
            environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module, no shell
                self._command,
                cwd=_HOME,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:
                    continue
