"""How much is too much in a fuzz run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """``live``: milliseconds in which ``/api/health/live`` answers, the wait for a core taken off. ``log``: bytes of log a request, on average;
    a structured line has some 200. ``grown``: bytes by which memory may still grow in the second half of the calls, when every cache and cap has
    been reached: 5,000 calls hold some 100 MB of text, so keeping what clients send shows. ``files``: open files more than at the start.
    ``refusal``: bytes of a refusal; it does not repeat what it refuses.
    """

    live: float = 200.0
    log: int = 500
    log_base: int = 20_000
    grown: int = 32_000_000
    files: int = 64
    refusal: int = 4_000
