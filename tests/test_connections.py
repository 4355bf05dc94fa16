"""No client can keep a connection by saying little, and none can take all places."""

import asyncio
import errno
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from portal import connections
from portal.connections import FEWEST, affordable
from portal.guard import Receive, Scope, Send
from tests.running_server import HOME
from tests.small_site import HALF, WHOLE, hello, read, serving, wait_until


def body_of(said: bytes) -> dict[str, str]:
    return json.loads(said.partition(b"\r\n\r\n")[2])  # type: ignore[no-any-return]


def test_a_half_sent_head_is_ended_with_a_refusal_that_says_what_to_do() -> None:
    with serving(hello, header_seconds=0.2) as site:
        said = site.answer(HALF)
        assert said.startswith(b"HTTP/1.1 408 ")
        assert body_of(said)["error"] == "slow_head"
        assert body_of(said)["message"].endswith("请重新发送。")


def test_a_connection_on_which_nothing_is_said_is_closed() -> None:
    with serving(hello, header_seconds=0.2) as site:
        assert site.answer(b"") == b""


def test_a_head_that_drips_in_is_ended_as_soon_as_one_that_stands_still() -> None:
    with serving(hello, header_seconds=0.5) as site, site.connect(HALF) as connection:
        connection.settimeout(0.05)
        for _ in range(200):
            try:
                connection.sendall(b"x")
                if connection.recv(10):
                    return
            except TimeoutError:
                continue
            except OSError:
                return
        pytest.fail("it is still open after ten seconds")


def test_a_connection_answers_several_requests_and_is_closed_when_none_comes() -> None:
    with serving(hello, idle_seconds=0.3) as site, site.connect() as connection:
        for _ in range(3):
            connection.sendall(WHOLE)
            assert read(connection).endswith(b"hello")
        assert connection.recv(10) == b""


def test_half_a_second_head_is_ended_too() -> None:
    with serving(hello, header_seconds=0.2, idle_seconds=60) as site, site.connect(WHOLE) as connection:
        assert read(connection).endswith(b"hello")
        connection.sendall(HALF)
        assert b" 408 " in read(connection)


def test_a_body_that_goes_on_after_its_answer_does_not_hold_the_connection() -> None:
    head = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n"
    with serving(hello, header_seconds=0.3, idle_seconds=60) as site, site.connect(head) as connection:
        assert read(connection).endswith(b"hello")
        end = time.monotonic() + 10
        with pytest.raises(OSError):
            while time.monotonic() < end:
                connection.sendall(b"x")
                time.sleep(0.02)


def test_more_half_sent_heads_than_there_are_places_keep_nobody_out() -> None:
    with serving(hello, connections=FEWEST, header_seconds=600) as site:
        half = [site.connect(HALF) for _ in range(20 * FEWEST)]
        assert site.answer().endswith(b"hello")
        wait_until(lambda: site.open <= FEWEST)
        for connection in half:
            connection.close()


def test_who_is_being_answered_is_never_parted_with_and_who_comes_then_waits() -> None:
    gate = threading.Event()

    async def held(scope: Scope, receive: Receive, send: Send) -> None:
        while not gate.is_set():
            await asyncio.sleep(0.01)
        await hello(scope, receive, send)

    with serving(held, connections=FEWEST) as site:
        first = [site.connect(WHOLE) for _ in range(FEWEST)]
        wait_until(lambda: len(site.server.server_state.tasks) == FEWEST)
        last = site.connect(WHOLE)
        time.sleep(0.2)
        assert site.open == FEWEST
        gate.set()
        assert all(read(connection).endswith(b"hello") for connection in [*first, last])
        for connection in [*first, last]:
            connection.close()


def test_a_client_that_takes_nothing_of_its_answer_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "WRITE_SECONDS", 0.3)

    async def much(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(200):
            await send({"type": "http.response.body", "body": bytes(1_000_000), "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    with serving(much) as site, site.connect(WHOLE):
        wait_until(lambda: site.open == 1)
        wait_until(lambda: site.open == 0)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 20_000,
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_once_in_our_form(sent: bytes) -> None:
    with serving(hello) as site:
        said = site.answer(sent)
        assert said.startswith(b"HTTP/1.1 400 ")
        assert said.count(b"HTTP/1.1") == 1
        assert body_of(said)["error"] == "no_http"


def test_a_chunk_that_is_none_ends_the_request_without_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body", False):
            pass
        await hello(scope, receive, send)

    with caplog.at_level(logging.WARNING), serving(reading) as site:
        said = site.answer(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
        assert said.count(b"HTTP/1.1") == 1
        assert body_of(said)["error"] == "no_http"
    assert not [record for record in caplog.records if record.exc_info]


def test_connections_leave_handles_for_everything_else() -> None:
    assert affordable(256, 1) == 80
    assert affordable(1024, 2) == 309
    for handles in (200, 256, 1024, 20_000):
        for workers in (1, 2, 4):
            most = affordable(handles, workers)
            assert most == FEWEST or most * (workers + 1) < handles - 90


EATEN = """
import os, resource, sys
from portal.logs import logging_to
from tests.small_site import hello, serving
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
with logging_to(), serving(hello) as site:
    eaten = []
    try:
        while True:
            eaten.append(os.dup(0))
    except OSError:
        print(site.port, file=sys.__stdout__, flush=True)  # what else is printed goes into the log
    sys.stdin.readline()
    for handle in eaten:
        os.close(handle)
    sys.stdin.readline()
"""


def test_where_no_handle_is_left_the_log_stays_short_and_the_next_handle_lets_clients_in() -> None:
    """asyncio's own loop wrote 42 MB in 20 seconds here."""
    process = subprocess.Popen(
        [sys.executable, "-c", EATEN], cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    timer = threading.Timer(60, process.kill)  # a server that says nothing ends the waits below
    timer.start()
    assert process.stdin is not None and process.stdout is not None
    port = int(process.stdout.readline())
    clients = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(50)]
    for client in clients:
        client.sendall(WHOLE)
    time.sleep(3)
    process.stdin.write(b"\n")
    process.stdin.flush()
    assert all(read(client).endswith(b"hello") for client in clients)
    said = process.communicate(b"\n", timeout=30)[1]
    timer.cancel()
    assert os.strerror(errno.EMFILE).encode() in said
    assert said.count(b"no connection can be let in") <= 6
    assert len(said) < 20_000
    for client in clients:
        client.close()
