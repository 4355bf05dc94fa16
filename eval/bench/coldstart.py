"""From starting the program to a page that answers over HTTP, and from there to the first answer; a minimal peer beside it."""

import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench.watch import HOME
from eval.run.child import child
from index.embed import BUNDLED

PEER = Path(__file__).with_name("peer_app.txt")
_LONGEST = 120.0
_QUESTIONS = ("单位GDP能耗要降多少？", "谁负责农业农村节能减排？", "挥发性有机物要减排多少吨？")


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds on the clock and of processor time from the start of a program until its page answers."""

    seconds: float
    cpu: float


def measure_cold_start(index: Path, corpus: Path, rounds: int) -> dict[str, Any]:
    """Start ours and the peer in turn, ``rounds`` times each; medians in seconds."""
    ours: list[tuple[Start, float]] = []
    peers: list[Start] = []
    place = json.loads(_place(index))
    for turn in range(rounds):
        question = place + _QUESTIONS[turn % len(_QUESTIONS)]
        ours.append(_start_ours(index, question))
        peers.append(_start_peer(corpus))
    return {
        "ready": round(statistics.median(start.seconds for start, _ in ours), 2),
        "ready_cpu": round(statistics.median(start.cpu for start, _ in ours), 2),
        "first_answer": round(statistics.median(answer for _, answer in ours), 3),
        "first_answer_worst": round(max(answer for _, answer in ours), 3),
        "peer_ready": round(statistics.median(start.seconds for start in peers), 2),
        "peer_ready_cpu": round(statistics.median(start.cpu for start in peers), 2),
        "rounds": rounds,
    }


def _place(index: Path) -> str:
    """The name of the first plan's place, as JSON (asked of a process of its own: nothing is imported here before the start)."""
    code = (
        "import json,sys;from pathlib import Path;from index.snapshot import open_index;"
        "print(json.dumps(open_index(Path(sys.argv[1])).plans[0].region))"
    )
    return subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code, str(index)], cwd=HOME, capture_output=True, encoding="utf-8", check=True
    ).stdout


def _start_ours(index: Path, question: str) -> tuple[Start, float]:
    port = _free_port()
    began = time.monotonic()
    with _running(["app.py", "--index", str(index), "--port", str(port)]) as process:
        _wait_until(process, f"http://127.0.0.1:{port}/")
        ready = _since(began, process)
        body = json.dumps({"question": question}).encode()
        request = urllib.request.Request(  # this machine
            f"http://127.0.0.1:{port}/api/ask", body, {"Content-Type": "application/json"}
        )
        asked = time.monotonic()
        with urllib.request.urlopen(request, timeout=_LONGEST) as response:  # noqa: S310  # this machine
            assert json.load(response)["citations"]
        return ready, time.monotonic() - asked


def _start_peer(corpus: Path) -> Start:
    port = _free_port()
    began = time.monotonic()
    with _running(["-", str(BUNDLED), str(corpus), str(port)], PEER) as process:
        _wait_until(process, f"http://127.0.0.1:{port}/")
        return _since(began, process)


def _since(began: float, process: "subprocess.Popen[bytes]") -> Start:
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError):
        cpu = 0.0
    return Start(time.monotonic() - began, cpu)


def _running(
    command: Sequence[str], script: Path | None = None
) -> contextlib.AbstractContextManager["subprocess.Popen[bytes]"]:
    quiet = os.environ | {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
    return child(command, script, quiet, subprocess.PIPE)


def _wait_until(process: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + _LONGEST
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError((process.stderr.read() if process.stderr else b"").decode("utf-8", "replace")[-2000:])
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310  # this machine
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"{address} does not answer")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
