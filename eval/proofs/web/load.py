"""How much a fuzz run asks of a server."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """How much and how fast: OpenAPI cases, mutated calls, at most so many calls a second (one at a time; the client shares the machine's cores with the server).

    ``devices``: whether files that never end are among those named.
    """

    cases: int = 3000
    calls: int = 5000
    rate: float = 40.0
    devices: bool = True


FULL = Load()
"""What ``make prove`` asks."""
