"""The assistant of a process that goes on running while the plans change: one assistant, over one snapshot, for each request."""

import contextlib
import gc
import logging
import threading
from typing import Any

from errors import WenceError
from index.serving import ServedIndex
from retrieval.answers.many.names import ledger_names
from retrieval.assistant import Assistant
from retrieval.reading.page import open_page
from retrieval.seats import Seats

WARMED = 8
"""Plans whose pages are made before anybody asks: as many as are told one by one where no place is named."""


class Service:
    """Gives out assistants over the newest sound snapshot. Safe between threads."""

    def __init__(self, assistant: Assistant, seats: Seats | None = None, *, every: float = 1.0) -> None:
        """Begin with an open assistant; look for a newer snapshot at most once in ``every`` seconds.

        ``seats`` are what everyone who asks shares, whichever snapshot they are answered from.
        """
        self._seats = seats or Seats()
        self._assistant = assistant.with_seats(self._seats)
        self._served = ServedIndex(assistant.index, every=every)
        self._known = assistant.fingerprint
        if folder := assistant.index.missing_corpus:
            logging.getLogger("wence").warning(
                "建立索引的方案文件夹 %s 已不在，无法核对方案是否改过，仍用现有索引作答。"
                "请放回该文件夹，或运行 python -m index build --corpus 新文件夹 重建索引。",
                folder,
            )

    def now(self) -> Assistant:
        """The assistant for one request: keep to it from start to end, and nothing is put together from two snapshots."""
        assistant = self._assistant.over(self._served.current())
        if assistant.fingerprint != self._known:
            self._known = assistant.fingerprint
            threading.Thread(target=_warm, args=(assistant,), daemon=True).start()
        return assistant

    def at_hand(self) -> Assistant | None:
        """As :meth:`now` where that waits for nothing, not even a disk; None where a newer snapshot is to be looked for."""
        index = self._served.at_hand()
        return None if index is None else self._assistant.over(index)

    def warm(self) -> None:
        """Have read what the first questions need, so that no visitor waits for it: some 0.2 s for each plan."""
        _warm(self.now())

    def inspect(self) -> None:
        """Compare every checksum of the snapshot served anew; what is damaged is told by :meth:`ready` and :attr:`soundness`."""
        self._served.inspect()

    def keep_inspecting(self, seconds: float) -> None:
        """Inspect again and again, so many seconds after the last time, in a thread that ends with the process.

        The thread has no lower priority: one that holds the interpreter's lock and is not given a core holds up all others.
        """
        threading.Thread(target=self._inspect_for_ever, args=(seconds,), name="wence-inspection", daemon=True).start()

    def _inspect_for_ever(self, seconds: float) -> None:
        pause = threading.Event()
        while True:
            pause.wait(seconds)
            self.inspect()

    @property
    def soundness(self) -> tuple[bool, float]:
        """Whether the last inspection found every file as it was built, and when that was (seconds since 1970)."""
        return not self._served.damage, self._served.inspected

    @property
    def waiting(self) -> int:
        """Readings that wait for a seat."""
        return self._seats.waiting

    def ready(self) -> dict[str, Any]:
        """Facts for a health check. ``corpus``: whether the folder of plans is there that the snapshot was built from.

        ``problem`` says what is not as it should be (a newer snapshot that is not served, readings that do not end), and is there
        only then.
        """
        assistant = self.now()
        corpus = "missing" if assistant.index.missing_corpus else "present"
        problem = "".join(self._problems())
        return assistant.ready() | {"corpus": corpus} | ({"problem": problem} if problem else {})

    def _problems(self) -> list[str]:
        problems = []
        if self._served.problem:
            problems.append(f"没有换上新的索引，仍用原来的版本作答。{self._served.problem}")
        if damage := self._served.damage:
            problems.append(f"正在用的索引在磁盘上坏了，引文和数字可能有误。{damage}")
        if stuck := self._seats.stuck:
            problems.append(f"有 {stuck} 个超时的回答还没有停下。若一直不消失，请重启服务。")
        return problems


def _warm(assistant: Assistant) -> None:
    """Make the questions to begin with of a snapshot that has just been taken up, and the pages that are read to answer."""
    with contextlib.suppress(WenceError):
        if len(assistant.index.current) > WARMED:
            ledger_names(assistant.index, "target").texts.warm()  # seconds where there are thousands of plans
        _ = assistant.starters  # made by asking, once a snapshot
        for card in assistant.index.current[:WARMED]:
            open_page(assistant.index, card.id)
    if len(assistant.index.current) > WARMED:
        _lay_aside()


def _lay_aside() -> None:
    """Have what was read for thousands of plans not looked through again for what only holds itself: each time that took as long as an answer.

    What an earlier snapshot left behind is looked through once more.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
