"""What is read from the cards of all plans, kept for the next question: thousands of cards are told by which they are and not by their hash."""

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from index.records import PlanCard

T = TypeVar("T")
Cards = tuple[PlanCard, ...]
#: Of more cards the hash takes longer than what is looked up: 25,000 take 8 ms, and a question looks up some fifteen things.
_FEW = 500


def kept_by_cards(most: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keep so many results of a function whose last argument is a tuple of cards. Safe between threads."""

    def decorate(work: Callable[..., T]) -> Callable[..., T]:
        kept: OrderedDict[Hashable, tuple[Cards, T]] = OrderedDict()
        lock = threading.Lock()

        @functools.wraps(work)
        def found(*arguments: object) -> T:
            *others, cards = arguments
            assert isinstance(cards, tuple)
            few = len(cards) < _FEW
            key = (*others, cards if few else id(cards))
            with lock:
                if key in kept and (few or kept[key][0] is cards):
                    kept.move_to_end(key)
                    return kept[key][1]
            made = work(*arguments)
            with lock:
                kept[key] = cards, made  # which keeps the cards, and so their id
                while len(kept) > most:
                    kept.popitem(last=False)
            return made

        return found

    return decorate
