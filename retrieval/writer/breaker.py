"""A circuit breaker: after several failures in a row the endpoint is left alone for a while, then tried once."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures in a row. Safe between threads; ``clock`` gives seconds."""

    def __init__(
        self, failures: int = 5, rest_seconds: float = 30.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit, self._rest, self._clock = failures, rest_seconds, clock
        self._failures = 0
        self._opened_at: float | None = None
        self._probing = False
        self._lock = threading.Lock()

    @property
    def open(self) -> bool:
        """Whether calls are held back."""
        return self._opened_at is not None

    def allows(self) -> bool:
        """Whether a call may be made now. While open, one call is let through after each rest."""
        with self._lock:
            if self._opened_at is None:
                return True
            if self._probing or self._clock() - self._opened_at < self._rest:
                return False
            self._probing = True
            return True

    def succeeded(self) -> None:
        """The call went well: closed again."""
        with self._lock:
            self._failures, self._opened_at, self._probing = 0, None, False

    def failed(self) -> None:
        """The call failed."""
        with self._lock:
            self._failures += 1
            self._probing = False
            if self._failures >= self._limit:
                self._opened_at = self._clock()

    def undecided(self) -> None:
        """The call was called off before it could show anything."""
        with self._lock:
            self._probing = False
