"""Seats for reading: never more at once than there are, nobody left waiting, and what nobody waits for is counted and ends."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from errors import AnswerLate, ServiceBusy
from retrieval import seats as of_seats
from retrieval.departure import Departure, NobodyWaits
from retrieval.seats import ABANDONED, WAITING, Check, Seats


def until(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold; a minute is enough for that on whatever machine."""
    end = time.monotonic() + 60
    while not holds() and time.monotonic() < end:
        time.sleep(0.005)
    return holds()


class Gate:
    """Work that is stuck until it is opened, and looks at nothing meanwhile."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self.begun = 0

    def work(self, check: Check) -> str:
        self.begun += 1
        self._open.wait(120)
        check()
        return "read"

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def pool() -> Any:
    with ThreadPoolExecutor(WAITING + 8) as pool:
        yield pool


def test_what_is_read_is_given_and_what_is_raised_is_raised() -> None:
    seats = Seats(1)
    assert seats.read(lambda _: "read", Departure()) == "read"
    with pytest.raises(ZeroDivisionError):
        seats.read(lambda _: 1 / 0, Departure())
    assert seats.read(lambda _: "again", Departure()) == "again"


def test_one_thread_serves_one_reading_after_another() -> None:
    seats = Seats(2)
    threads = {seats.read(lambda _: threading.get_ident(), Departure()) for _ in range(20)}
    assert len(threads) == 1 and threading.get_ident() not in threads


def test_whoever_waits_for_a_reading_that_is_stuck_is_told_at_the_deadline() -> None:
    seats, gate = Seats(1, seconds=0.05), Gate()
    with pytest.raises(AnswerLate, match=r"0\.05 秒.*请缩小范围"):
        seats.read(gate.work, Departure())
    assert seats.abandoned == seats.stuck == 1
    gate.open()
    assert until(lambda: seats.abandoned == 0)


def test_a_reading_that_is_late_ends_between_two_steps() -> None:
    seats, steps = Seats(1, seconds=0.05), 0

    def work(check: Check) -> None:
        nonlocal steps
        for _ in range(12_000):
            time.sleep(0.01)
            check()
            steps += 1

    with pytest.raises(AnswerLate):
        seats.read(work, Departure())
    assert until(lambda: seats.abandoned == 0) and steps < 12_000


def test_a_stuck_reading_gives_its_seat_to_others() -> None:
    seats, gate = Seats(1, seconds=0.05), Gate()
    with pytest.raises(AnswerLate):
        seats.read(gate.work, Departure())
    seats._seconds = 60
    assert seats.read(lambda _: "read", Departure()) == "read"
    gate.open()
    assert until(lambda: seats.abandoned == 0)


def test_stuck_readings_do_not_pile_up() -> None:
    seats, gate = Seats(1, seconds=0.01), Gate()
    before = threading.active_count()
    for _ in range(ABANDONED):
        with pytest.raises(AnswerLate):
            seats.read(gate.work, Departure())
    for _ in range(50):
        with pytest.raises(ServiceBusy):
            seats.read(gate.work, Departure())
    assert until(lambda: gate.begun == ABANDONED)
    assert seats.abandoned == ABANDONED == threading.active_count() - before
    gate.open()
    assert until(lambda: seats.abandoned == 0)
    seats._seconds = 60
    assert seats.read(lambda _: "read", Departure()) == "read"


def test_who_leaves_ends_the_reading_and_frees_the_seat(pool: Any) -> None:
    seats, gate, departure = Seats(1), Gate(), Departure()
    reading = pool.submit(seats.read, gate.work, departure)
    assert until(lambda: gate.begun == 1)
    departure.announce()
    with pytest.raises(NobodyWaits):
        reading.result(60)
    assert (seats.abandoned, seats.stuck) == (1, 0), "it has time left to end by itself"
    assert seats.read(lambda _: "read", Departure()) == "read"
    gate.open()


def test_who_leaves_while_waiting_takes_no_seat(pool: Any) -> None:
    seats, gate, departure = Seats(1), Gate(), Departure()
    first = pool.submit(seats.read, gate.work, Departure())
    assert until(lambda: gate.begun == 1)
    waiting = pool.submit(seats.read, gate.work, departure)
    assert until(lambda: len(seats._queue) == 1)
    departure.announce()
    with pytest.raises(NobodyWaits):
        waiting.result(60)
    gate.open()
    assert first.result(60) == "read" and gate.begun == 1
    assert seats.read(lambda _: "read", Departure()) == "read"


def test_who_leaves_at_any_moment_leaves_no_seat_taken() -> None:
    """Also in the moment between taking the seat and beginning to read."""

    class Leaving(Departure):
        def __init__(self, after: int) -> None:
            super().__init__()
            self.after = after

        @property
        def left(self) -> bool:
            if not self.after:
                self.announce()
            self.after -= 1
            return super().left

        def check(self) -> None:
            self.announce()
            super().check()

    seats = Seats(1)
    for after in range(4):
        with suppress(NobodyWaits):
            seats.read(lambda _: "read", Leaving(after))
        assert until(lambda: seats._free == 1 and seats.abandoned == 0)


def test_readings_begin_in_the_order_they_came_and_the_queue_is_bounded(pool: Any) -> None:
    seats, gate, order = Seats(1), Gate(), list[int]()
    first = pool.submit(seats.read, gate.work, Departure())
    assert until(lambda: gate.begun == 1)
    waiting: list[Future[None]] = []
    for number in range(WAITING):
        waiting.append(pool.submit(seats.read, lambda _, n=number: order.append(n), Departure()))
        assert until(lambda n=number: len(seats._queue) == n + 1)  # type: ignore[misc]  # bound at once
    with pytest.raises(ServiceBusy):
        seats.read(gate.work, Departure())
    gate.open()
    assert first.result(60) == "read"
    for future in waiting:
        future.result(60)
    assert order == list(range(WAITING))


def test_a_seat_that_does_not_come_before_the_deadline_is_no_longer_waited_for(pool: Any) -> None:
    seats, gate = Seats(1, seconds=0.2), Gate()
    first = pool.submit(seats.read, gate.work, Departure())
    assert until(lambda: gate.begun == 1)
    seats._free = 0
    with pytest.raises((ServiceBusy, AnswerLate)):
        seats.read(gate.work, Departure())
    gate.open()
    with pytest.raises(AnswerLate):
        first.result(60)


def test_no_more_readings_go_on_at_once_than_there_are_seats(pool: Any) -> None:
    seats, lock, now, most = Seats(3), threading.Lock(), 0, 0

    def work(_: Check) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.002)
        with lock:
            now -= 1

    for future in [pool.submit(seats.read, work, Departure()) for _ in range(60)]:
        future.result(60)
    assert most <= 3 and seats._free == 3


def test_a_system_without_threads_left_is_told_as_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Any) -> None:
        raise RuntimeError("can't start new thread")

    seats = Seats(1)
    with monkeypatch.context() as patched:
        patched.setattr(of_seats._Reader, "start", refuse)
        with pytest.raises(ServiceBusy):
            seats.read(lambda _: "read", Departure())
    assert seats.read(lambda _: "read", Departure()) == "read"


def test_seats_at_the_model_are_taken_without_waiting() -> None:
    seats = Seats(models=1)
    with seats.at_the_model() as first, seats.at_the_model() as second:
        assert (first, second) == (True, False)
    with seats.at_the_model() as again:
        assert again
