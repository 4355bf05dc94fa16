"""wrk, of Debian, asks: a client in Python on the same cores would measure itself."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from errors import WenceError
from eval.bench.watch import HOME

SCRIPT = Path(__file__).parent / "ask.lua"


class ClientMissing(WenceError):
    """wrk is not on this machine."""


@dataclass(frozen=True, slots=True)
class Lap:
    """What some seconds of asking gave: how many requests, how many a second, milliseconds, how many were refused (not 2xx) or broke off."""

    requests: float
    rate: float
    p50: float
    p95: float
    p99: float
    refused: float
    broken: float


def ask_by_wrk(address: str, connections: int, seconds: float, *, fresh: int | None = None, key: str = "") -> Lap:
    """Ask the questions of the public set over so many connections. ``fresh``: none comes twice, and none that came with another number some 100 away. ``key``: sent with each.

    Raises:
        ClientMissing: there is no wrk.
    """
    wrk = shutil.which("wrk")
    if wrk is None:
        raise ClientMissing("没有 wrk。请先安装（Debian/Ubuntu：apt-get install wrk）再量。")
    told = ({"WENCE_FRESH": str(fresh)} if fresh is not None else {}) | ({"WENCE_KEY": key} if key else {})
    command = [wrk, "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "30s", "-s", str(SCRIPT), f"{address}/"]
    done = subprocess.run(command, cwd=HOME, env=os.environ | told, capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    return Lap(**json.loads(done.stdout.strip().splitlines()[-1]))
