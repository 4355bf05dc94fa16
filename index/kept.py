"""Values that were read lately, kept so that they are not read again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most ``most`` values, the ones asked for last. Safe between threads; a value may be made twice, never half."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K, make: Callable[[K], V]) -> V:
        """The value of a key, made where it is not kept. What making it raises is raised, and nothing is kept."""
        try:  # most are there, and each of these steps is one that no other thread divides
            value = self._values[key]
            self._values.move_to_end(key)
        except KeyError:
            pass
        else:
            return value
        value = make(key)
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
