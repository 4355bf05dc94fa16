"""When Python looks for objects that only hold each other."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
