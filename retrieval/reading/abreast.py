"""Steps of the training side by side, each in a process of its own: with two threads one step learns no faster."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Result = TypeVar("Result")
#: More at once would hold more copies of the examples (some 200 MB each) than a small machine has room for.
_MOST = 2


def abreast(steps: Sequence[Callable[[], Result]]) -> list[Result]:
    """What each step gives, in their order. A step is a function of a module with its arguments (``functools.partial``); they and what it
    gives are copied between processes.

    Processes are started anew: one that is a copy of another with threads may wait for ever for one of them.
    """
    processes = min(_MOST, len(steps), os.cpu_count() or 1)
    if processes < _MOST:
        return [step() for step in steps]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_take, steps))


def _take(step: Callable[[], Result]) -> Result:
    return step()
