"""The conversations of the browser tabs that are open, kept on this side under the names that the tabs gave themselves.

Anyone can make up a name, so nothing here grows with what clients send: a conversation has a limit, all together have one, and the
one that was used longest ago goes first.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from portal.conversation import Conversation

TOTAL = 64_000_000
"""Bytes of all conversations in one process: 3,600 of five questions each, or 80 that are as long as one may get."""
IDLE_SECONDS = 12 * 3600.0
"""A tab left open over a working day goes on where it was; one left open overnight begins anew."""
ENTRY = 400
"""Bytes that an entry costs beside its conversation (measured: 300 with a name of eleven characters)."""


@dataclass(frozen=True, slots=True)
class _Kept:
    conversation: Conversation
    weight: int
    used: float


class Sessions:
    """Conversations by session; safe to use from several threads."""

    def __init__(
        self, total: int = TOTAL, idle_seconds: float = IDLE_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._idle = idle_seconds
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    @property
    def weight(self) -> int:
        """Bytes kept."""
        return self._weight

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, session: str) -> Conversation | None:
        """The conversation of a session, or None where there is none (any longer)."""
        with self._lock:
            self._make_room()
            kept = self._kept.get(session)
            if kept is None:
                return None
            self._put(session, _Kept(kept.conversation, kept.weight, self._clock()))
            return kept.conversation

    def keep(self, session: str, conversation: Conversation) -> None:
        """Keep what of it fits, in place of what was kept."""
        conversation = conversation.fitting()
        with self._lock:
            self._put(session, _Kept(conversation, conversation.weight + ENTRY, self._clock()))
            self._make_room()

    def forget(self, session: str) -> None:
        """Keep nothing of it."""
        with self._lock:
            self._drop(session)

    def _put(self, session: str, kept: _Kept) -> None:
        self._drop(session)
        self._kept[session] = kept
        self._weight += kept.weight

    def _drop(self, session: str) -> None:
        if kept := self._kept.pop(session, None):
            self._weight -= kept.weight

    def _make_room(self) -> None:
        oldest = self._clock() - self._idle
        while self._kept:
            session, kept = next(iter(self._kept.items()))
            if self._weight <= self._total and kept.used >= oldest:
                return
            self._drop(session)
