"""What the site does under load: beside a one-line echo of FastAPI, for long, with more than it can answer, and while snapshots change."""

import asyncio
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import linear_regression, median, quantiles
from typing import Any
from urllib.request import urlopen

from eval.bench.flood import Told, flood
from eval.bench.watch import HOME, memory_mb
from eval.bench.wrk import ask_by_wrk

CONNECTIONS = (1, 8, 32, 128)
_QUESTIONS = HOME / "eval" / "gold" / "public.jsonl"
_READY_SECONDS = 180.0
_WARM_SECONDS = 6.0
"""The first questions' pages are read meanwhile, in each worker."""
Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that says READY: where, and its process."""

    address: str
    process: "subprocess.Popen[str]"

    @property
    def workers(self) -> list[int]:
        """The processes that serve: its children, or itself."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(number) for number in listed.split()] or [self.process.pid]

    @property
    def memory(self) -> float:
        """Megabytes of its own of all workers."""
        return sum(memory_mb(worker)[0] for worker in self.workers)

    @property
    def processor(self) -> float:
        """Seconds of processor time of all workers so far."""
        ticks = 0
        for worker in self.workers:
            fields = Path(f"/proc/{worker}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(index: Path, **settings: str) -> Iterator[Server]:
    """The site over an index until the block ends."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    command = [sys.executable, "app.py", "serve", "--port", "0", "--index", str(index)]
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        process = subprocess.Popen(  # noqa: S603  # our own command
            command, cwd=HOME, stdout=subprocess.PIPE, stderr=log, encoding="utf-8", env=quiet | settings
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("READY "), Path(log.name).read_text(encoding="utf-8")[-2000:]
            yield Server(line.split()[1], process)
        finally:
            process.terminate()
            process.communicate(timeout=60)


@contextmanager
def echoing(workers: int) -> Iterator[str]:
    """A FastAPI of one line under uvicorn with as many processes, as it is; its address."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        shutil.copy(Path(__file__).parent / "echo_app.txt", Path(folder) / "echo_app.py")
        taken.close()
        command = [sys.executable, "echo_app.py", str(port), str(workers)]
        process = subprocess.Popen(command, cwd=folder)  # noqa: S603
        try:
            _wait_for(lambda: _answers(port))
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def measure_connections(index: Path, workers: int, seconds: float) -> Iterator[Found]:
    """Different questions, the same again, and the echo, each over every number of connections."""
    with served(index, WENCE_WORKERS=str(workers)) as server:
        time.sleep(_WARM_SECONDS)
        for fresh in (True, False):
            if not fresh:
                ask_by_wrk(server.address, 8, seconds)  # each worker remembers them
            for number, connections in enumerate(CONNECTIONS):
                spent = server.processor
                lap = ask_by_wrk(server.address, connections, seconds, fresh=100 * number if fresh else None)
                cost = (server.processor - spent) / max(1.0, lap.requests) * 1000
                what = "different" if fresh else "again"
                yield {"what": what, "connections": connections, **asdict(lap), "processor_ms": round(cost, 2)}
    with echoing(workers) as address:
        for connections in CONNECTIONS:
            yield {"what": "echo", "connections": connections, **asdict(ask_by_wrk(address, connections, seconds))}


def measure_soak(index: Path, workers: int, seconds: float, connections: int = 32) -> Found:
    """Different questions for long; the slope of memory over the second half, in MB an hour."""
    with served(index, WENCE_WORKERS=str(workers)) as server:
        time.sleep(_WARM_SECONDS)
        looks: list[tuple[float, float]] = []
        over, begun = threading.Event(), time.monotonic()

        def look() -> None:
            while not over.wait(min(5.0, seconds / 20)):
                looks.append((time.monotonic() - begun, server.memory))

        watching = threading.Thread(target=look)
        watching.start()
        lap = ask_by_wrk(server.address, connections, seconds, fresh=0)
        over.set()
        watching.join()
        later = [one for one in looks if one[0] >= seconds / 2]
        slope = linear_regression(*zip(*later, strict=True)).slope * 3600 if len(later) > 2 else 0.0
        memory = {"first_mb": looks[0][1], "middle_mb": later[0][1], "last_mb": looks[-1][1], "mb_an_hour": slope}
        return {"seconds": seconds, "connections": connections, **asdict(lap), **memory}


def measure_overload(index: Path, workers: int, seconds: float, times: float = 4.0) -> Found:
    """So many times as many questions as can be answered; how those are refused that are, and how it is 10 s later."""
    questions = [json.loads(line)["question"] for line in _QUESTIONS.read_text(encoding="utf-8").splitlines()]
    with served(index, WENCE_WORKERS=str(workers)) as server:
        time.sleep(_WARM_SECONDS)
        capacity = ask_by_wrk(server.address, 16, seconds, fresh=0).rate
        before = asyncio.run(flood(server.address, questions, 5, 6, 100))
        told = asyncio.run(flood(server.address, questions, times * capacity, seconds, 200))
        time.sleep(10)
        after = asyncio.run(flood(server.address, questions, 5, 6, 600))
        return {"capacity": capacity, "asked": times * capacity, **_outcomes(told), **_around(before, after)}


def _outcomes(told: list[Told]) -> Found:
    answered = [one.seconds for one in told if one.status == 200]
    refused = [one.seconds for one in told if one.refused_well]
    return {
        "requests": len(told),
        "answered": len(answered),
        "refused": len(refused),
        "neither": len(told) - len(answered) - len(refused),
        "slowest_answer_s": max(answered, default=0.0),
        "refusal_p50_s": median(refused) if refused else 0.0,
        "slowest_refusal_s": max(refused, default=0.0),
        "late_refusals": sum(seconds > 1.0 for seconds in refused),
    }


def _around(before: list[Told], after: list[Told]) -> Found:
    p95 = [quantiles([one.seconds for one in told], n=20)[-1] * 1000 for told in (before, after)]
    bad = sum(one.status != 200 for one in after)
    return {"before_p95_ms": p95[0], "after_p95_ms": p95[1], "after_not_answered": bad}


def measure_reload(corpus: Path, workers: int, seconds: float, publish: Callable[[Path], None]) -> Found:
    """While a server that asks for keys is under load, its snapshot is replaced again and again by ``publish``; no request may fail."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        plans, index = folder / "plans", folder / "index"
        shutil.copytree(corpus, plans)
        told = {
            "WENCE_ACCESS": "keys",
            "WENCE_RATE_LIMIT": "",
            "WENCE_RECORDS_URL": f"sqlite:///{folder / 'records.db'}",
            "WENCE_RECORDS_CONVERSATIONS": "1000000",
            "WENCE_AUDIT_DIR": str(folder / "audit"),
        }
        build = [sys.executable, "-m", "index", "build", "--corpus", str(plans), "--index", str(index)]
        subprocess.run(build, cwd=HOME, check=True, capture_output=True)  # noqa: S603
        key, laps, published = _made_key(told), [], 0
        with served(index, WENCE_WORKERS=str(workers), **told) as server:
            first = _served_index(server.address)
            asking = threading.Thread(target=lambda: laps.append(ask_by_wrk(server.address, 8, seconds, key=key)))
            asking.start()
            while asking.is_alive():
                publish(plans)
                subprocess.run(build, cwd=HOME, check=True, capture_output=True)  # noqa: S603
                published += 1
                asking.join(1.5)
            return {"published": published, "changed": _served_index(server.address) != first, **asdict(laps[0])}


def change_a_figure(plans: Path) -> None:
    """Change the last figure of the first plan, so that the next snapshot is another."""
    path = min(plans.glob("*.txt"))
    text = path.read_text(encoding="utf-8")
    at = max(place for place, sign in enumerate(text) if sign in "0123456789")
    path.write_text(f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}", encoding="utf-8")


def _made_key(settings: Mapping[str, str]) -> str:
    command = [sys.executable, "-m", "portal", "keys", "create", "--user", "load"]
    done = subprocess.run(  # noqa: S603
        command, cwd=HOME, env=os.environ | settings, capture_output=True, encoding="utf-8", check=True
    )
    return next(word for word in done.stdout.split() if word.startswith("wence_"))


def _served_index(address: str) -> str:
    with urlopen(f"{address}/api/health/ready", timeout=30) as reply:  # noqa: S310  # our own server
        return str(json.load(reply)["index"])


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", "/api/ask", b"{}", {"content-type": "application/json"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + _READY_SECONDS
    while not true():
        assert time.monotonic() < until, "it did not answer"
        time.sleep(0.05)
