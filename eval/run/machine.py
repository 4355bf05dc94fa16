"""The machine that a measurement is made on."""

import platform
from pathlib import Path


def processor() -> str:
    """The name of its processor, as Linux says it; else that of its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
