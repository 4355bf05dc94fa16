"""A person who closes the page or stops an answer is told of to whoever makes it."""

import pytest

from errors import ServiceClosing
from retrieval.departure import Departure, NobodyWaits


def test_a_departure_tells_everyone_once_and_late_comers_at_once() -> None:
    departure, told = Departure(), list[str]()
    departure.tell(lambda: told.append("early"))
    departure.announce()
    departure.announce()
    departure.tell(lambda: told.append("late"))
    assert told == ["early", "late"]


def test_work_ends_with_the_first_reason_that_was_announced() -> None:
    departure = Departure()
    departure.check()
    departure.announce(ServiceClosing("服务正在停止。请稍后重试。"))
    departure.announce()
    with pytest.raises(ServiceClosing):
        departure.check()
    with pytest.raises(NobodyWaits):
        raise Departure().reason
