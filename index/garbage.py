"""When Python looks for objects that only hold each other."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 10_000
"""New objects after which a worker looks for what only holds itself. An answer makes tens of thousands that are gone with it, and at
Python's 700 looking took 5 to 7 % of its time: ``python -m eval.bench load connections`` with and without, ``processor_ms``."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Do not look meanwhile: where hundreds of thousands are made that all stay, each is looked at again and again, in as much time as
    making them takes."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
