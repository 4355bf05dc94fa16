"""Several processes over one port: a tab's conversation stays whole, one that dies is replaced, all end when they are told to."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from portal.routes import DATA, EVALUATION, JOIN
from portal.workers import MOST_BY_CORES, Crew, WorkerFailed, share_of, worker_count
from settings import Settings
from tests.chromium import CHROMIUM, DRIVER, LACKING
from tests.running_server import HOME, Running, started
from tests.small_site import HALF, chosen, wait_until
from tests.visitor import Visitor

PLAIN = ("-m", "tests.scripted_server", "", "2")


@pytest.fixture(scope="module")
def pair() -> Iterator[Running]:
    """Two workers, shared by the tests that leave them as they are."""
    with started(*PLAIN, handles=256) as server:
        yield server


def live(server: Running) -> bool:
    """Over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("GET", "/api/health/live")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def served_by(server: Running, requests: int = 60) -> set[int]:
    """The workers that answer new connections, by what they log."""
    for _ in range(requests):
        assert live(server)
    lines = [json.loads(line) for line in server.said.splitlines()]
    return {line["worker"] for line in lines[-requests:] if line["event"] == "request"}


def under_way(server: Running) -> int:
    """Answers in the making, of all workers."""
    with httpx.Client(trust_env=False) as client:
        told = re.search(
            r"^wence_answers_running ([0-9.]+)", client.get(f"{server.address}/metrics").text, re.MULTILINE
        )
    return int(float(told[1])) if told else 0


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_both_workers_answer_and_their_parent_stays_small_and_has_one_thread(pair: Running) -> None:
    assert len(pair.workers) == 2
    with ThreadPoolExecutor(8) as clients:
        assert all(clients.map(lambda _: live(pair), range(40)))
    assert served_by(pair) == {0, 1}
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{pair.process.pid}/status").read_text(encoding="ascii").splitlines()
    )
    assert status["Threads"].strip() == "1"
    assert int(status["VmRSS"].split()[0]) < 80_000


def test_whichever_worker_is_asked_tells_the_sum_of_all(pair: Running) -> None:
    def asked(_: int) -> str:
        with httpx.Client(trust_env=False) as client:  # a connection of its own
            client.get(f"{pair.address}/api/plans/none")
            return client.get(f"{pair.address}/metrics").text

    with ThreadPoolExecutor(8) as clients:
        list(clients.map(asked, range(40)))
    counted = re.compile(r'wence_requests_total\{method="GET",route="/api/plans/\{plan\}",status="404"\} ([0-9.]+)')
    told = [counted.search(asked(n)) for n in range(20)]
    assert [float(found[1]) for found in told if found] == [41.0 + n for n in range(20)]
    assert served_by(pair) == {0, 1}


def test_the_workers_sockets_are_in_a_folder_that_nobody_else_can_enter(pair: Running) -> None:
    listed = subprocess.run(["cat", "/proc/net/unix"], capture_output=True, text=True, check=True).stdout
    folders = {Path(line.split()[-1]).parent for line in listed.splitlines() if "/wence-" in line}
    assert folders, pair.address
    assert all(folder.stat().st_mode & 0o777 == 0o700 for folder in folders if folder.exists())


def test_half_sent_heads_and_few_handles_neither_stop_the_service_nor_fill_the_log(pair: Running) -> None:
    """Without limits the log grew by 42 MB in 20 seconds here, and nobody was answered."""
    before = len(pair.said)
    half = [socket.create_connection(("127.0.0.1", pair.port), 20) for _ in range(600)]
    for connection in half:
        connection.sendall(HALF)
    assert all(live(pair) for _ in range(20))
    assert len(pair.said) - before < 20_000
    for connection in half:
        connection.close()
    assert live(pair)


def test_a_worker_that_dies_is_replaced_and_the_other_goes_on_meanwhile(pair: Running) -> None:
    first, second = pair.workers
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: gone(first))
    assert all(live(pair) for _ in range(20))
    wait_until(lambda: len(pair.workers) == 2 and first not in pair.workers)
    assert second in pair.workers
    wait_until(lambda: served_by(pair) == {0, 1})
    died = [json.loads(line) for line in pair.said.splitlines() if "a worker died" in line]
    assert [(line["level"], line["exit"]) for line in died] == [("error", -signal.SIGKILL)]


class Leaving:
    """A worker's process as its parent sees it that ends, with a word, right after it was looked at and found running."""

    pid = 0

    def __init__(self, code: int, word: bytes, tell: Connection) -> None:
        self._codes, self._word, self._tell = iter((None, *[code] * 99)), word, tell
        self.sentinel, self._living = os.pipe()

    def start(self) -> None:
        os.close(self._living)

    @property
    def exitcode(self) -> int | None:
        code = next(self._codes)
        if code is not None and self._word:
            self._tell.send_bytes(self._word)
            self._word = b""
        return code

    def terminate(self) -> None:
        os.close(self.sentinel)

    def join(self, seconds: float) -> None: ...


@pytest.mark.parametrize(
    ("code", "word", "told"),
    [(130, "", KeyboardInterrupt), (1, "没有索引。", WorkerFailed), (9, "", WorkerFailed)],
)
def test_a_worker_that_ends_while_its_parent_looks_is_told_by_its_own_word_and_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, word: str, told: type[BaseException]
) -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    crew = Crew(lambda _: pytest.fail("nothing begins"), settings, socket.socket(), (tmp_path / "0",), ())
    tells: list[Connection] = []  # kept open: the word is in the pipe however the process ended

    def process(args: tuple[int, Connection], **_: object) -> Leaving:
        tells.append(Connection(os.dup(args[1].fileno())))
        return Leaving(code, word.encode(), tells[-1])

    monkeypatch.setattr(crew, "_fork", SimpleNamespace(Pipe=Pipe, Process=process))
    with pytest.raises(told, match=word or (str(code) if told is WorkerFailed else None)):
        crew.run()
    for tell in tells:
        tell.close()


def test_workers_end_when_their_parent_is_killed() -> None:
    with started(*PLAIN) as server:
        workers = server.workers
        server.process.kill()
        wait_until(lambda: all(gone(worker) for worker in workers))


def test_a_server_that_is_told_to_stop_finishes_its_answers_and_says_nothing() -> None:
    with started(*PLAIN) as server, ThreadPoolExecutor(4) as clients:
        workers = server.workers
        ask = partial(httpx.post, f"{server.address}/api/ask", json={"question": "三秒"}, timeout=60)
        asked = [clients.submit(ask) for _ in range(4)]
        wait_until(lambda: under_way(server) == 4)
        for process in (server.process.pid, *workers):
            os.kill(process, signal.SIGINT)  # a terminal's Ctrl-C reaches the whole group
        assert [answer.result().json()["status"] for answer in asked] == ["answered"] * 4
        assert server.process.wait(120) == 0
        assert all(gone(worker) for worker in workers)
        with pytest.raises(httpx.ConnectError):
            httpx.get(server.address)
        assert {json.loads(line)["event"] for line in server.said.splitlines()} == {"request"}


@pytest.mark.parametrize("workers", [pytest.param("1", marks=pytest.mark.prove), "2"])
def test_an_answer_that_is_not_finished_in_time_is_told_so_and_does_not_hold_the_process(workers: str) -> None:
    plain = ("-m", "tests.scripted_server", "", workers)
    with started(*plain, WENCE_DRAIN_SECONDS="0.5") as server, ThreadPoolExecutor(1) as client:
        asked = client.submit(httpx.post, f"{server.address}/api/ask", json={"question": "不停"}, timeout=60)
        wait_until(lambda: under_way(server) == 1)
        server.process.terminate()
        assert (asked.result().status_code, asked.result().json()["error"]) == (503, "closing")
        assert asked.result().json()["message"].endswith("。")
        assert int(asked.result().headers["retry-after"]) > 0
        assert server.process.wait(120) == 0
        assert "Traceback" not in server.said


@pytest.mark.parametrize("rounds", [30, pytest.param(200, marks=pytest.mark.prove)])
def test_bad_requests_of_several_kinds_leave_a_short_log(rounds: int, pair: Running) -> None:
    """Five in each round."""
    with httpx.Client(base_url=pair.address, timeout=60) as client:
        before = len(pair.said)
        for number in range(rounds):
            client.get(f"/nothing/{number}")
            with contextlib.suppress(httpx.RemoteProtocolError):  # how it is refused is not the log's affair
                client.get(f"{EVALUATION}{DATA}", params={"session_hash": f"unknown{number}"})
            client.post(f"{EVALUATION}{JOIN}", json={"fn_index": 0, "session_hash": f"x{number}", "data": [number]})
            client.post("/api/ask", content=b"\xff" * number)
            with socket.create_connection(("127.0.0.1", pair.port), 20) as raw:
                raw.sendall(b"\x16\x03\x01 no http %d\r\n\r\n" % number)
                assert raw.recv(100).startswith(b"HTTP/1.1 400")
        assert len(pair.said) - before < 1_000 * rounds


def test_a_log_line_has_what_is_needed_and_not_the_question(pair: Running) -> None:
    answer = httpx.post(f"{pair.address}/api/ask", json={"question": "目标是多少"}, timeout=30)
    number = answer.headers["x-request-id"]
    wait_until(lambda: number in pair.said)
    (line,) = [json.loads(line) for line in pair.said.splitlines() if number in line]
    assert set(line) == {
        *("time", "level", "worker", "id", "event", "client", "method", "path", "status", "ms", "bytes"),
    }
    assert (line["method"], line["path"], line["status"]) == ("POST", "/api/ask", 200)
    assert line["bytes"] == len(answer.content)
    assert "目标是多少" not in pair.said


@pytest.mark.prove
def test_workers_that_cannot_begin_are_told_of_once(tmp_path: Path) -> None:
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    done = subprocess.run(
        [sys.executable, "app.py", "--port", "0", "--index", str(tmp_path / "none")],
        cwd=HOME,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=quiet | {"WENCE_WORKERS": "2"},
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "python -m index build" in done.stderr


def test_the_number_of_workers_follows_the_cores_unless_it_is_set() -> None:
    usable = len(os.sched_getaffinity(0))
    assert worker_count(chosen()) == min(usable, MOST_BY_CORES)
    assert worker_count(chosen(workers=7)) == 7


def test_what_is_promised_of_the_whole_is_divided_among_the_workers() -> None:
    shared = share_of(chosen(concurrency=5, model_concurrency=4), 2)
    assert (shared.concurrency, shared.model_concurrency) == (3, 2)


@pytest.mark.browser
@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=LACKING)
@pytest.mark.parametrize("tabs", [2, pytest.param(8, marks=pytest.mark.prove)])
def test_a_conversation_goes_on_whichever_worker_answers(tabs: int, pair: Running, driver: Any) -> None:
    for turn in range(tabs):
        visitor = Visitor(driver, pair.address)
        visitor.open()
        visitor.click("#wc-new")
        for question in ("目标是多少", "农业农村谁负责"):
            assert "[1]" in visitor.ask(f"{question}{turn}")
        assert visitor.texts(".wc-question") == [f"目标是多少{turn}", f"农业农村谁负责{turn}"]
