"""What a server program does with clients that mean ill, with load, and when it is told to stop. Any program that serves the site
can be measured: that is how the one we build on was chosen (docs/serving.md). wrk, of Debian, is the client: one in Python on the
same two cores would measure itself.
"""

import http.client
import json
import os
import re
import resource
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench.watch import HOME, memory_mb

HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "
HEADS, HEAD_SECONDS = 1_500, 20
FEW_HANDLES, FEW_SECONDS = 256, 20
QUESTIONS = 50
LOAD_SECONDS = 10
_HEADERS = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Running:
    """A server program that answers."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path
    start: float

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, question: str) -> int:
        """The status of an answer; 0 where none came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", "/api/ask", json.dumps({"question": question}).encode(), _HEADERS)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def live(self, seconds: float = 3.0) -> float | None:
        """Milliseconds until it says that it is up; None where it does not."""
        connection, began = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds), time.monotonic()
        try:
            connection.request("GET", "/api/health/live")
            good = connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return round((time.monotonic() - began) * 1000, 1) if good else None


def measure_serving(command: Sequence[str]) -> dict[str, Any]:
    """All figures of one server program; ``{port}`` in the command stands for a free port."""
    with _running(command) as server:
        questions = _questions()
        for question in questions:
            server.ask(question)
        found: dict[str, Any] = {
            "start": round(server.start, 1),
            "memory_mb": _memory(server.process.pid),
            "half": _half_sent(server),
            "live": _wrk(server, "/api/health/live", 8),
            "ask": _wrk(server, "/api/ask", 8, questions),
            "ask_one": _wrk(server, "/api/ask", 1, questions),
            "stop": _stop(server, questions[0]),
        }
    with _running(command, FEW_HANDLES) as server:
        found["few_handles"] = _few_handles(server)
    return found


def _half_sent(server: Running) -> dict[str, Any]:
    clients = _open_half(server.port, HEADS)
    time.sleep(HEAD_SECONDS)
    found = {"opened": len(clients), "open": sum(_is_open(client) for client in clients), "live_ms": server.live()}
    _close(clients)
    return found


def _few_handles(server: Running) -> dict[str, Any]:
    before = server.log.stat().st_size
    clients = _open_half(server.port, 600)
    time.sleep(FEW_SECONDS)
    found = {"log_kb": round((server.log.stat().st_size - before) / 1000, 1), "live_ms": server.live()}
    _close(clients)
    time.sleep(2)
    return {**found, "live_after_ms": server.live()}


def _stop(server: Running, question: str) -> dict[str, Any]:
    """SIGTERM while answers are made and a client has a connection open on which it says nothing."""
    with socket.create_connection(("127.0.0.1", server.port), 5), ThreadPoolExecutor(8) as clients:
        asked = [clients.submit(server.ask, question) for _ in range(8)]
        time.sleep(0.03)
        began = time.monotonic()
        server.process.terminate()
        answered = sum(answer.result() == 200 for answer in asked)
        try:
            code: int | None = server.process.wait(30)
        except subprocess.TimeoutExpired:
            code = None
        return {"seconds": round(time.monotonic() - began, 1), "answered": answered, "code": code}


def _wrk(server: Running, path: str, connections: int, questions: Sequence[str] = ()) -> dict[str, Any]:
    bodies = ",".join(f"[==[{json.dumps({'question': q}, ensure_ascii=False)}]==]" for q in questions)
    script = (
        f"local bodies, at = {{{bodies}}}, 0\n"
        "request = function() at = at + 1; return wrk.format('POST', nil, {['Content-Type']='application/json'}, "
        "bodies[at % #bodies + 1]) end\n"
    )
    report = (
        "done = function(summary, latency) io.write(string.format('%d %d %d %d %d', summary.requests, summary.duration, "
        "latency:percentile(50), latency:percentile(95), summary.errors.status + summary.errors.read + "
        "summary.errors.timeout)) end\n"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as file:
        file.write((script if questions else "") + report)
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{LOAD_SECONDS}s", "-s", file.name, server.address + path]
        said = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout  # noqa: S603  # our own
    requests, took, p50, p95, errors = map(int, re.findall(r"(\d+) (\d+) (\d+) (\d+) (\d+)$", said)[0])
    return {"a_second": round(requests / took * 1e6, 1), "p50_ms": p50 / 1000, "p95_ms": p95 / 1000, "errors": errors}


def _questions() -> list[str]:
    lines = (HOME / "eval" / "gold" / "public.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [row["question"] for row in rows if not row.get("history")][:QUESTIONS]


def _memory(process: int) -> dict[str, float]:
    """Of the program with its children, in MB: memory of its own, mapped files (shared pages counted once)."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    own, files = zip(*(memory_mb(number) for number in (process, *map(int, listed))), strict=True)
    return {"own": round(sum(own)), "files": round(sum(files)), "processes": len(own)}


def _open_half(port: int, count: int) -> list[socket.socket]:
    clients = []
    for _ in range(count):
        try:
            client = socket.create_connection(("127.0.0.1", port), 2)
            client.sendall(HALF)
        except OSError:
            continue
        clients.append(client)
    return clients


def _is_open(client: socket.socket) -> bool:
    client.setblocking(False)
    try:
        while client.recv(65_536):
            pass
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _close(clients: Sequence[socket.socket]) -> None:
    for client in clients:
        client.close()


@contextmanager
def _running(command: Sequence[str], handles: int = 20_000) -> Iterator[Running]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = min(handles, hard)
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        began = time.monotonic()
        process = subprocess.Popen(  # noqa: S603  # what whoever measures asks for
            ["prlimit", f"--nofile={limit}:{limit}", *(part.replace("{port}", str(port)) for part in command)],  # noqa: S607
            cwd=HOME,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            server = Running(process, port, Path(log.name), 0.0)
            while server.live() is None:
                if process.poll() is not None or time.monotonic() - began > 120:
                    raise RuntimeError(Path(log.name).read_text(encoding="utf-8", errors="replace")[-2000:])
                time.sleep(0.02)
            yield Running(process, port, Path(log.name), time.monotonic() - began)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
