"""How much a fuzz run asks of a server."""

from dataclasses import dataclass

SEED = 20261128


@dataclass(frozen=True, slots=True)
class Load:
    """How much and how fast: OpenAPI cases, mutated calls, at most so many calls a second (one at a time; the client shares the machine's cores with the server).

    ``devices``: whether files that never end are among those named. ``access``: whether the server asks for keys; the cases are sent with one,
    and each that got in is sent again without and with a wrong one. The desk is not called then. ``workers``: processes that serve; 0 leaves
    it to the server. ``seed``: the same asks the same.
    """

    cases: int = 8000
    calls: int = 12000
    rate: float = 100.0
    devices: bool = True
    access: bool = False
    workers: int = 0
    seed: int = SEED


FULL = Load()
"""What ``make prove`` asks of a server that everybody may use;"""
GUARDED = Load(cases=2000, calls=0, access=True)
"""and of one that asks for keys."""
