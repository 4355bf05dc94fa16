"""A file of JSON objects, one a line, that every worker adds to and nobody changes."""

import json
import os
from collections.abc import Mapping
from pathlib import Path


def add_line(path: Path, record: Mapping[str, object], most: int | None = None) -> bool:
    """Add a record, in one piece, so that the lines of several processes do not mix; False where the file would have more bytes than ``most``.

    Raises:
        OSError: the file cannot be written.
    """
    line = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if most is not None and os.fstat(handle).st_size + len(line) > most:
            return False
        return os.write(handle, line) == len(line)
    finally:
        os.close(handle)
