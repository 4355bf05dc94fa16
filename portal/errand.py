"""Work that takes a while, one at a time over all workers: it runs in a thread of the process that began it; how far it is stands on
the disk, where every worker and every tab can read it.

A lock that the system releases when the process dies tells whether it still runs, so that nothing waits for what is gone.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Literal, NamedTuple

from errors import DeskBusy, WenceError

Outcome = Literal["running", "done", "failed", "stopped"]
BROKEN_OFF = (
    "服务在中途重新启动，没有做完。请重新开始。",
    "The service was restarted meanwhile; the work was not done. Begin again.",
)
_EVERY = 0.2
_TRIES, _PAUSE = 20, 0.02  # whoever only looks holds the lock for a moment


class ErrandStopped(WenceError):
    """Somebody asked for the work to be given up."""


class Ended(NamedTuple):
    """What came of the work, in both languages, and by what name it is known."""

    message: str
    english: str
    result: str


@dataclass(frozen=True, slots=True)
class State:
    """How far it is. ``left``: seconds that it will still take, where known; ``message``: what came of it, ``english``: the same in English."""

    what: str
    who: str
    began: float
    stage: str = ""
    done: int = 0
    total: int = 0
    left: float | None = None
    outcome: Outcome = "running"
    message: str = ""
    english: str = ""
    result: str = ""


class Report:
    """What the work is given: it tells how far it is, and learns whether to go on."""

    def __init__(self, errand: "Errand", state: State) -> None:
        self._errand = errand
        self._state = state
        self._written = 0.0
        self._stage_began = time.time()

    def step(self, stage: str, done: int, total: int, left: float | None = None) -> None:
        """Tell how far it is; where no time left is given, it is reckoned from the steps of this stage."""
        now = time.time()
        if stage != self._state.stage:
            self._stage_began = now
        if left is None and done and total:
            left = (now - self._stage_began) / done * (total - done)
        self._state = replace(self._state, stage=stage, done=done, total=total, left=left)
        if now - self._written >= _EVERY or done == total:
            self._written = now
            self._errand.write(self._state)

    def check(self) -> None:
        """Raises :class:`ErrandStopped` where the work is to be given up."""
        if self._errand.is_cancelled:
            raise ErrandStopped("已停止。", "It was stopped.")

    @property
    def state(self) -> State:
        """What was told last."""
        return self._state


class Errand:
    """One kind of work, known by its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, what: str, who: str, work: Callable[[Report], Ended]) -> None:
        """Start the work, and come back at once.

        Raises:
            DeskBusy: it is being done already.
        """
        lock = self._take()
        if lock is None:
            running = self.state()
            raise DeskBusy(
                f"正在进行：{running.what if running else what}。同一时间只做一件，请等它结束。",
                "Something of this kind is under way, one at a time. Wait for it to end.",
            )
        (self._folder / "cancel").unlink(missing_ok=True)
        state = State(what, who, time.time())
        self.write(state)
        threading.Thread(target=self._run, args=(work, Report(self, state), lock), daemon=True).start()

    @contextmanager
    def idle(self) -> Iterator[bool]:
        """While this lasts nothing of this kind begins; False where something is being done."""
        lock = self._take()
        try:
            yield lock is not None
        finally:
            if lock is not None:
                lock.close()

    def cancel(self) -> None:
        """Ask for it to be given up, whichever worker does it."""
        if (now := self.state()) and now.outcome == "running":
            (self._folder / "cancel").touch()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked for that."""
        return (self._folder / "cancel").exists()

    def state(self) -> State | None:
        """How far it is, or what came of it; None where it was never begun."""
        state = self._read()
        if state is None or state.outcome != "running" or (lock := self._take(tries=1)) is None:
            return state
        state = self._read() or state  # it may have ended between the two looks
        lock.close()
        if state.outcome != "running":
            return state
        return replace(state, outcome="failed", message=BROKEN_OFF[0], english=BROKEN_OFF[1])

    def _read(self) -> State | None:
        try:
            return State(**json.loads((self._folder / "state.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, state: State) -> None:
        """Put it where others read it, in one step."""
        pending = self._folder / f"state.{os.getpid()}"
        pending.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
        pending.replace(self._folder / "state.json")

    def _run(self, work: Callable[[Report], Ended], report: Report, lock: IO[str]) -> None:
        outcome: Outcome = "done"
        message = english = result = ""
        try:
            message, english, result = work(report)
        except ErrandStopped as error:
            outcome, message, english = "stopped", str(error), error.english
        except WenceError as error:
            outcome, message, english = "failed", str(error), error.english
        except OSError as error:
            outcome = "failed"
            message = f"无法读写 {error.filename or '文件'}（{error.strerror}）。请检查权限和磁盘空间后重试。"
            english = f"{error.filename or 'A file'} cannot be read or written ({error.strerror}). Look at permissions and space."
        except Exception:  # somebody waits in front of the page: say so, log it
            logging.getLogger("wence").exception("后台工作出错")
            outcome, message = "failed", "服务内部出错，已记入日志。请稍后重试；若一再出现，请告知管理员。"
            english = "The service failed and logged it. Try later; if it happens again, tell your administrator."
        with suppress(OSError):
            self.write(
                replace(report.state, outcome=outcome, message=message, english=english, result=result, left=None)
            )
        lock.close()

    def _take(self, tries: int = _TRIES) -> IO[str] | None:
        import fcntl

        self._folder.mkdir(parents=True, exist_ok=True)
        lock = (self._folder / "LOCK").open("a")
        for _ in range(tries):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
            except BlockingIOError:
                time.sleep(_PAUSE if tries > 1 else 0)
        lock.close()
        return None
