"""A running server is fuzzed from outside: nothing may break it, open it or read with it; and faults planted in it must all be found."""

import base64
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from errors import WenceError
from eval.proofs.web.body_calls import WRONG, field_call
from eval.proofs.web.bounds import Bounds
from eval.proofs.web.call import Call
from eval.proofs.web.canary import Canary
from eval.proofs.web.file_calls import SHAPES
from eval.proofs.web.fuzz import fuzz
from eval.proofs.web.load import FULL, GUARDED, Load
from eval.proofs.web.mixture import mix_calls
from eval.proofs.web.page import Event
from eval.proofs.web.process import Served
from eval.proofs.web.verdict import tracebacks
from eval.proofs.web.watch import Sample, Watcher
from eval.proofs.web.wire import exchange, request_bytes
from tests.running_server import HOME

Record = Callable[[str, object], None]
# Half of what a sample costs is the start of its server, each worker half of that: the proofs in full have as many as it starts by itself.
SAMPLE = Load(cases=20, calls=40, rate=200, workers=1)
GUARDED_SAMPLE = Load(cases=80, calls=0, rate=200, access=True, workers=1)
BESIDE_OTHERS = Bounds(live=2000.0)
"""Beside other tests the thread that holds the interpreter's lock may be without a core, and ``live`` then waits for both. The proofs in
full, and what is planted to be found, are held to the bound as it is."""
PLANTED_SAMPLE = Load(cases=40, calls=150, rate=200, devices=False)


@pytest.mark.parametrize(
    "load",
    [SAMPLE, *(pytest.param(load, marks=pytest.mark.prove) for load in (GUARDED_SAMPLE, FULL, GUARDED))],
    ids=["sample", "with keys", "full", "full, with keys"],
)
def test_nothing_that_can_be_sent_breaks_the_server_or_reads_with_it(
    load: Load, real_index: Path, record_property: Record
) -> None:
    bounds = Bounds() if load in (FULL, GUARDED) else BESIDE_OTHERS
    found = fuzz(["app.py", "serve", "--port", "0", "--index", str(real_index)], load, bounds)
    said = "\n".join(found.lines())
    print(said)
    record_property(
        "claim", "随便发什么：没有未声明的 5xx、截断的回应、日志里的回溯、读到的文件；live 一直在 200 毫秒内"
    )
    record_property("n", found.cases + found.calls)
    assert (found.cases, found.calls) == (load.cases, load.calls)
    assert not found.faults, said


@pytest.mark.parametrize(
    "load",
    [pytest.param(load, marks=pytest.mark.prove) for load in (PLANTED_SAMPLE, Load(cases=200, calls=600))],
    ids=["sample", "full"],
)
def test_the_same_fuzz_finds_every_fault_that_is_planted(load: Load, record_property: Record) -> None:
    found = fuzz(["-m", "tests.planted_server"], load)
    said = "\n".join(found.lines())
    record_property(
        "claim", "同样的测法：埋进去的毛病（报错、截断、卡住、刷日志、占内存的路由，什么都收的事件）全部找到"
    )
    planted = {
        "a route that raises": any("/api/planted" in fault.where for fault in found.of("5xx")),
        "its traceback": any("planted" in fault.where for fault in found.of("traceback")),
        "a response cut off": any("/api/planted" in fault.where for fault in found.of("aborted")),
        "a blocked loop": any("/api/planted" in fault.where for fault in found.of("slow live")),
        "a flooded log": bool(found.of("log growth")),
        "memory that is kept": bool(found.of("memory growth")),
        "an event without a rule": any("json" in fault.where for fault in found.of("open event")),
        "an event that takes files": any(
            "json" in fault.where for fault in found.of("open event") if "files" in fault.where
        ),
        "a file that was read": bool(found.of("secret read")),
    }
    record_property("n", len(planted))
    assert all(planted.values()), f"{planted}\n{said}"


EVENTS = (
    Event("/desk/documents", 0, ("textbox", "dropdown"), 9),
    Event("/desk/documents", 1, ("dropdown",), 7),
    Event("/desk/evaluation", 2, (), 11),
)


def mixed(seed: int, calls: int) -> list[Call]:
    return mix_calls(seed, EVENTS, ("/outside/secret.txt", "/outside/b"), calls)


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    return mixed(1, 1000)


def test_the_same_seed_makes_the_same_calls_and_another_seed_others() -> None:
    assert mixed(1, 100) == mixed(1, 100) != mixed(2, 100)


def test_every_kind_of_call_and_every_shape_of_file_is_among_them(calls: list[Call]) -> None:
    assert len(calls) == 1000 and len({call.family for call in calls}) == 11
    files = [call for call in calls if call.family == "files"]
    assert {call.how.split(":")[0] for call in files} == set(SHAPES)
    plain = {call.about for call in files if call.how == "file: /outside/secret.txt"}
    assert {
        *("event documents 0, textbox", "event documents 0, dropdown"),
        *("event documents 1, dropdown", "event documents 1, event_data"),
    } <= plain
    assert {f"event {event.name}, one too many" for event in EVENTS} <= plain
    assert all(call.refused and not call.works for call in files)


def test_what_the_page_sends_is_expected_to_work(calls: list[Call]) -> None:
    valid = {(call.about, call.works, call.refused) for call in calls if call.family == "valid"}
    assert valid == {(f"event {event.name}", True, False) for event in EVENTS}


def test_what_is_put_in_place_of_all_inputs_is_wrong_unless_it_is_as_many_texts() -> None:
    expected = {0: set(), 1: {"a list"}, 2: {"an empty list"}}
    for event in EVENTS:
        calls = [field_call(random.Random(seed), [event]) for seed in range(3000)]
        replaced = [call for call in calls if call.about == "data of another type"]
        assert {call.how for call in replaced} == set(WRONG)
        assert {call.how for call in replaced if not call.refused} == expected[event.id]


STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"


@contextmanager
def answering(reply: bytes, *, hold: bool = False) -> Iterator[str]:
    """A server that answers one request with these bytes and closes, or holds, its connection."""
    held = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            connection.recv(65_536)
            connection.sendall(reply)
            held.append(connection)
            if not hold:
                connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(10)
    for connection in held:
        connection.close()


@pytest.mark.parametrize(
    ("reply", "hold", "end"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", False, "complete"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", False, "aborted"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n", False, "aborted"),
        (STREAM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", False, "aborted"),
        (STREAM + b"\r\ndata: 1\n\n", True, "open"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", True, "silent"),
        (b"", False, "closed"),
        (b"", True, "silent"),
    ],
)
def test_a_response_that_is_cut_is_told_from_one_that_does_not_come(reply: bytes, hold: bool, end: str) -> None:
    with answering(reply, hold=hold) as address:
        patience = 0.3 if end == "silent" else 60  # what comes may take its time
        assert exchange(address, request_bytes("GET", "/"), patience=patience, linger=0.3).end == end


def test_where_nobody_listens_the_connection_counts_as_closed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    assert exchange(address, request_bytes("GET", "/")).end == "closed"


def test_a_secret_is_recognised_plain_and_in_base64_wherever_it_begins(tmp_path: Path) -> None:
    canary = Canary(tmp_path)
    (tmp_path / "gradio").mkdir()
    assert not list(canary.copies(tmp_path / "gradio"))
    for before in (b"", b"a", b"ab", b"abc"):
        assert canary.shows_in(before + canary.secret + b"x")
        assert canary.shows_in(base64.b64encode(before + canary.secret + b"x"))
    assert not canary.shows_in(base64.b64encode(b"nothing of it" * 9))
    (tmp_path / "gradio" / "copy").write_bytes(Path(canary.paths[0]).read_bytes())
    assert [path.name for path in canary.copies(tmp_path / "gradio")] == ["copy"]


LOG = """INFO started
Traceback (most recent call last):
  File "a.py", line 1, in <module>
    x()
    ^^^
ValueError: wrong
  + Exception Group Traceback (most recent call last):
  |   File "b.py", line 2, in y
  | ExceptionGroup: two (1 sub-exception)
{"level": "error", "message": "Traceback (most recent call last):\\n  File \\"c.py\\"\\nKeyError: 'k'"}
"""


def test_tracebacks_in_a_log_are_counted_with_the_error_they_end_in() -> None:
    errors = tracebacks(LOG)
    assert len(errors) == 3 and errors[0] == "ValueError: wrong"
    assert errors[1].startswith("ExceptionGroup") and "KeyError" in errors[2]
    assert tracebacks("all is well\n") == []


def test_a_server_that_never_gets_ready_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    with pytest.raises(WenceError, match=r"READY.*nobody"), Served(["-c", "raise SystemExit('nobody')"], tmp_path):
        pass


def test_what_a_watcher_sees_is_read_while_it_goes_on_writing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"  # nobody is there, which is seen at once
    watcher, until = Watcher(address, os.getpid()), time.monotonic() + 60
    seen: list[Sample] = []
    while len(seen) < 20 and time.monotonic() < until:
        later = watcher.samples()
        assert later[: len(seen)] == seen
        seen = later
    assert watcher.stop()[: len(seen)] == seen and len(seen) >= 20


KILLED = """
import os, signal, sys
from pathlib import Path
from eval.proofs.web.process import Served
with Served(["-c", "print('READY http://127.0.0.1:9', flush=True); import time; time.sleep(180)"], Path(sys.argv[1])) as served:
    print(served.pid, flush=True)
    os.killpg(0, signal.SIGKILL)
"""


def test_no_server_is_left_behind_where_its_fuzz_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    done = subprocess.run(command, cwd=HOME, capture_output=True, timeout=60, start_new_session=True)
    left, until = int(done.stdout), time.monotonic() + 60
    while psutil.pid_exists(left) and psutil.Process(left).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < until, "it still runs"
        time.sleep(0.1)
