"""How the makers of answers learn that the process is to end, and by when they must have finished."""

import time


class Closing:
    """Announced once, when the server is told to stop; running answers may finish until ``deadline``."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._deadline: float | None = None

    @property
    def is_closing(self) -> bool:
        """Whether it has been announced."""
        return self._deadline is not None

    @property
    def deadline(self) -> float | None:
        """The moment (of ``time.monotonic``) by which answers must have ended; None before it is announced."""
        return self._deadline

    def announce(self) -> None:
        """The process is to end; a second call changes nothing."""
        if self._deadline is None:
            self._deadline = time.monotonic() + self._seconds
