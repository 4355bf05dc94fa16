"""Several serving processes over one port and one snapshot, and the parent that looks after them.

The parent holds the sockets and does nothing else: it imports no library of the site and has one thread, so that forking it is safe at
any time. A worker that dies is replaced, with growing pauses where it keeps dying; connections to it wait in its socket meanwhile.
"""

import contextlib
import logging
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType

from errors import WenceError
from portal.contract import Service
from portal.logs import logging_to
from portal.server import OpenEvaluation, Post, announce_ready, leave_behind, serve, serve_post
from settings import Settings

MOST_BY_CORES = 4
"""Workers that are started unasked: each holds some 280 MB of its own, and beyond that a person should decide."""
FIRST_PAUSE, LONGEST_PAUSE, SOUND_SECONDS = 0.5, 30.0, 60.0
"""Seconds before a dead worker is replaced: doubled each time, up to the longest, until one has lived soundly."""
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client is told the folder that all workers write their figures into."""
SINGLE = (("OMP_NUM_THREADS", "1"), ("TOKENIZERS_PARALLELISM", "false"))
"""What keeps the libraries of a worker to one thread: the workers themselves fill the cores."""
_LOOK_EVERY = 0.2
_INTERRUPTED = 128 + signal.SIGINT
_KILL_AFTER = 5.0

OpenService = Callable[[Settings], Service]


class WorkerFailed(WenceError):
    """A worker could not begin; the message is the worker's."""


def serve_workers(
    open_service: OpenService, settings: Settings, listening: socket.socket, evaluate: OpenEvaluation | None = None
) -> None:
    """Serve with as many processes as the settings ask for. Prints ``READY http://…`` once all of them answer.

    Raises:
        WorkerFailed: one of them could not begin.
    """
    count = worker_count(settings)
    if count == 1:
        serve(open_service(settings), settings, listening, evaluate)
        return
    with logging_to(), _doors(count) as (paths, sockets):
        Crew(open_service, settings, listening, paths, sockets, evaluate).run()


def worker_count(settings: Settings) -> int:
    """The number of processes that serve."""
    if not hasattr(os, "fork"):
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return settings.workers or min(usable, MOST_BY_CORES)


def share_of(settings: Settings, count: int) -> Settings:
    """The settings of one of so many workers: what is promised of the whole is divided among them."""
    parts = {name: -(-getattr(settings, name) // count) for name in ("concurrency", "model_concurrency")}
    return settings.model_copy(update=parts)


class _Worker:
    """One place in the crew, and the process that fills it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.process: ForkProcess | None = None
        self.news: Connection | None = None
        self.ready = False
        self.failed = ""
        self.born = self.due = 0.0
        self.pause = FIRST_PAUSE

    def ended(self) -> int | None:
        """The exit code of a process that has ended, of which all it said of its beginning is taken in; None while it runs."""
        code = self.process.exitcode if self.process is not None else None
        self._listen()  # after the look, and one look: else it may end between and its words, or what its code means, be missed
        return code

    def _listen(self) -> None:
        if self.news is None or not self.news.poll():
            return
        with contextlib.suppress(EOFError):
            self.failed = self.news.recv_bytes().decode("utf-8")
            self.ready = not self.failed
        self.news.close()
        self.news = None


class Crew:
    """The parent of the workers."""

    def __init__(
        self,
        open_service: OpenService,
        settings: Settings,
        listening: socket.socket,
        doors: tuple[Path, ...],
        private: tuple[socket.socket, ...],
        evaluate: OpenEvaluation | None = None,
    ) -> None:
        self._open_service = open_service
        self._settings = settings
        self._listening = listening
        self._doors = doors
        self._private = private
        self._evaluate = evaluate
        self._workers = [_Worker(number) for number in range(len(doors))]
        self._metrics = doors[0].parent / "metrics"
        self._metrics.mkdir()
        self._fork = multiprocessing.get_context("fork")
        self._lifeline = os.pipe()
        self._leaving, self._told = False, 0
        self._log = logging.getLogger("wence")

    def run(self) -> None:
        """Start the workers, keep them going, and end with them."""
        before = {number: signal.signal(number, self._leave) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            for worker in self._workers:
                self._hire(worker)
            if self._all_begin():
                announce_ready(self._settings, self._listening)
            elif self._told == signal.SIGINT:
                raise KeyboardInterrupt  # as where one process is stopped that has hardly begun
            while not self._leaving:
                self._look_after()
        finally:
            self._dismiss()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _leave(self, number: int, frame: FrameType | None) -> None:
        del frame
        self._leaving, self._told = True, self._told or number

    def _all_begin(self) -> bool:
        """Wait until every worker answers; False when told to leave before."""
        while not self._leaving:
            for worker in self._workers:
                code = worker.ended()
                if worker.failed:
                    raise WorkerFailed(worker.failed)
                if code == _INTERRUPTED:
                    raise KeyboardInterrupt
                if code is not None and not worker.ready:
                    raise WorkerFailed(f"一个服务进程没能启动（退出码 {code}）。请查看上面的日志，修复后重新启动。")
            if all(worker.ready for worker in self._workers):
                return True
            self._wait()
        return False

    def _look_after(self) -> None:
        """Replace who died, when it is time."""
        self._wait()
        for worker in self._workers:
            code, now = worker.ended(), time.monotonic()
            if worker.process is not None and code is not None:
                worker.pause = FIRST_PAUSE if now - worker.born > SOUND_SECONDS else worker.pause
                worker.due, worker.pause = now + worker.pause, min(2 * worker.pause, LONGEST_PAUSE)
                facts = {"number": worker.number, "exit": code, "reason": worker.failed}
                self._log.error("a worker died and is replaced", extra=facts)
                self._forget(worker.process.pid)
                worker.process.close()
                worker.process = None
            if worker.process is None and now >= worker.due and not self._leaving:
                self._hire(worker)

    def _forget(self, process: int | None) -> None:
        """What a worker had under way when it died is under way no longer; what it has counted stays."""
        for file in self._metrics.glob(f"gauge_live*_{process}.db"):
            file.unlink(missing_ok=True)

    def _wait(self) -> None:
        """Until a worker says something or dies, or it is time to look again."""
        there = [worker.process.sentinel for worker in self._workers if worker.process is not None]
        wait([*there, *(worker.news for worker in self._workers if worker.news is not None)], _LOOK_EVERY)

    def _hire(self, worker: _Worker) -> None:
        worker.news, tell = self._fork.Pipe(duplex=False)
        worker.ready, worker.failed, worker.born = False, "", time.monotonic()
        worker.process = self._fork.Process(
            target=self._work, args=(worker.number, tell), name=f"wence-{worker.number}"
        )
        worker.process.start()
        tell.close()

    def _work(self, number: int, tell: Connection) -> None:
        """What a worker does; everything from here on is in its own process."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        reading, writing = self._lifeline
        os.close(writing)
        for threads in SINGLE:
            os.environ.setdefault(*threads)
        os.environ[METRICS_FOLDER] = str(self._metrics)  # read when the library is imported, which is later
        settings = share_of(self._settings, len(self._doors))
        post = Post(number, self._doors, self._private[number])
        with logging_to(sys.__stderr__, worker=number):
            try:
                service = self._open_service(settings)
                tell_ready = partial(tell.send_bytes, b"")
                serve_post(service, settings, self._listening, tell_ready, post, reading, self._evaluate)
            except WenceError as error:
                tell.send_bytes(str(error).encode())
                raise SystemExit(1) from None
            except KeyboardInterrupt:
                raise SystemExit(_INTERRUPTED) from None
        leave_behind()

    def _dismiss(self) -> None:
        """Tell all to end, give them the time for it, and make sure of it."""
        self._listening.close()
        there = [worker.process for worker in self._workers if worker.process is not None]
        for process in there:
            process.terminate()
        until = time.monotonic() + self._settings.drain_seconds + _KILL_AFTER
        for process in there:
            process.join(max(0.0, until - time.monotonic()))
            if process.exitcode is None:
                self._log.error("a worker did not end and was killed", extra={"pid": process.pid})
                process.kill()
                process.join()
        for end in self._lifeline:
            os.close(end)


@contextlib.contextmanager
def _doors(count: int) -> Iterator[tuple[tuple[Path, ...], tuple[socket.socket, ...]]]:
    """A unix socket for each worker, in a folder that only this user can enter."""
    with contextlib.ExitStack() as kept:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="wence-")))  # made with mode 0700
        paths = tuple(folder / str(number) for number in range(count))
        sockets = []
        for path in paths:
            sockets.append(kept.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)))
            sockets[-1].bind(str(path))
            sockets[-1].listen()
        yield paths, tuple(sockets)
