"""A server in a process of its own: its address, its log, its temporary folders, and a watcher beside it."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from errors import WenceError
from eval.proofs.web.watch import Sample, Watcher

HOME = Path(__file__).resolve().parents[3]
READY_SECONDS = 300
"""A worker with the desk takes some 8 seconds of processor time to begin, and other tests may want the same cores; one that ends is noticed at once."""
_STOP_SECONDS = 20


class ServerSilent(WenceError):
    """The server did not say READY."""


class Served:
    """``python <arguments>`` until the block ends, with everything it may write in ``folder``.

    ``folder`` holds its log, its records, its temporary folder (``tmp``), Gradio's (``gradio``) and that of its desk, whose pages are on; it can be
    started again after it hung.
    """

    def __init__(self, arguments: Sequence[str], folder: Path, access: bool = False, workers: int = 0) -> None:
        """``access``: it asks for keys, and ``key`` is an administrator's. ``workers``: processes that serve; 0 leaves it to the server."""
        self._arguments = [sys.executable, *arguments]
        self.folder = folder
        self._access = access
        self._workers = workers
        self.key = ""
        self.log = folder / "server.log"
        self.address = ""
        self.restarts = -1
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: Watcher | None = None
        self._samples: list[Sample] = []
        self._log: IO[bytes] | None = None

    def __enter__(self) -> "Served":
        for name in ("tmp", "gradio"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._log = self.log.open("ab")
        try:
            self.key = self._made_key() if self._access else ""
            self.start()
        except BaseException:
            self._log.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.stop()
        finally:
            if self._log is not None:
                self._log.close()

    def start(self) -> None:
        """Start it and wait for READY; its watcher starts with it.

        Raises:
            ServerSilent: no READY line within its time.
        """
        said = self.folder / f"stdout-{self.restarts + 1}.txt"
        with said.open("wb") as out:
            self._process = subprocess.Popen(  # noqa: S603  # our own server
                self._arguments,
                cwd=HOME,
                stdout=out,
                stderr=self._log,
                env=self._surroundings(),
                start_new_session=True,
            )
        self.address = self._wait_for_address(said)
        self.restarts += 1
        self._watcher = Watcher(self.address, self._process.pid)

    def restart(self) -> None:
        """Kill it, whatever it is doing, and start it again."""
        self.stop()
        self.start()

    def stop(self) -> None:
        """End it and all it started; one that does not listen to SIGTERM is killed."""
        if self._watcher is not None:
            self._samples += self._watcher.stop()
            self._watcher = None
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS if self._answers_signals() else 1)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _kill_group(self._process.pid)
            self._process.wait()
            self._process = None

    @property
    def pid(self) -> int:
        """The process that was started."""
        assert self._process is not None
        return self._process.pid

    def samples(self, *, since_start: bool = False) -> list[Sample]:
        """What the watchers saw so far, in order of time; ``since_start``: only of the process that runs now."""
        running = self._watcher.samples() if self._watcher is not None else []
        return running if since_start else [*self._samples, *running]

    def log_bytes(self) -> int:
        """Bytes in the log so far."""
        return self.log.stat().st_size

    def log_since(self, start: int, end: int | None = None) -> str:
        """The log's text from one size to another."""
        with self.log.open("rb") as file:
            file.seek(start)
            return file.read(-1 if end is None else end - start).decode("utf-8", "replace")

    def _answers_signals(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _surroundings(self) -> Mapping[str, str]:
        own = {
            "TMPDIR": str(self.folder / "tmp"),
            "GRADIO_TEMP_DIR": str(self.folder / "gradio"),
            "WENCE_DESK_DIR": str(self.folder / "desk"),
            "WENCE_DESK_EVALUATION": "true",
            "WENCE_DESK_DOCUMENTS": "true",
            "WENCE_ACCESS": "keys" if self._access else "none",
            "WENCE_RATE_LIMIT": "",
            "WENCE_RECORDS": "on",
            "WENCE_RECORDS_URL": f"sqlite:///{self.folder / 'records.db'}",
            "WENCE_RECORDS_CONVERSATIONS": "1000000",
            "WENCE_AUDIT_DIR": str(self.folder / "audit"),
            **({"WENCE_WORKERS": str(self._workers)} if self._workers else {}),
        }
        return {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")} | own

    def _made_key(self) -> str:
        made = subprocess.run(  # our own command
            [sys.executable, "-m", "portal", "keys", "create", "--user", "fuzz", "--role", "admin"],
            cwd=HOME,
            capture_output=True,
            encoding="utf-8",
            env=self._surroundings(),
            check=True,
        )
        return next(word for word in made.stdout.split() if word.startswith("wence_"))

    def _wait_for_address(self, said: Path) -> str:
        assert self._process is not None
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            for line in said.read_text(encoding="utf-8").splitlines():
                if line.startswith("READY http://"):
                    return line.split()[1]
            time.sleep(0.05)
        self.stop()
        raise ServerSilent(
            f"服务没有打印 READY。请看日志 {self.log} 的末尾：{self.log_since(max(0, self.log_bytes() - 500))}"
        )


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


class Work:
    """A temporary folder of a run, removed afterwards."""

    def __enter__(self) -> Path:
        self._folder = Path(tempfile.mkdtemp(prefix="wence-web-"))
        return self._folder

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
