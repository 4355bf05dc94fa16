"""What stands outside the audit table: the key of its chain, and a sealed note of how far it reaches.

The note says the number and the code of the newest line, under a code of its own: who cuts the table short has to forge it too.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from errors import AuditUnsound, SettingsError

KEY, HEAD, LOCK = "key", "head", "lock"
_KEY_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Head:
    """How far the log reaches: the number of its newest line (0: none yet) and that line's code."""

    seq: int
    mac: str


class Seal:
    """The folder that holds the note, and the key unless a setting gives it.

    Raises:
        SettingsError: the key that was given is too short.
    """

    def __init__(self, folder: Path, key: str = "") -> None:
        if key and len(key) < _KEY_CHARACTERS:
            raise SettingsError(
                f"设置 WENCE_AUDIT_KEY 少于 {_KEY_CHARACTERS} 个字符。请用 openssl rand -hex 32 生成，或留空。"
            )
        self._folder = folder
        self._given = key.encode()

    @contextmanager
    def held(self) -> Iterator[None]:
        """One process at a time writes the log."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def mac(self, text: str) -> str:
        """The code of a text under the key, in hexadecimal."""
        return hmac.new(self._key(), text.encode(), hashlib.sha256).hexdigest()

    def read(self) -> Head | None:
        """The note; None where there is none.

        Raises:
            AuditUnsound: it is not as it was sealed.
        """
        try:
            said = json.loads((self._folder / HEAD).read_text(encoding="utf-8"))
            head = Head(int(said["seq"]), str(said["mac"]))
            sound = hmac.compare_digest(str(said["seal"]), self._sealed(head))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            sound = False
        if not sound:
            raise AuditUnsound("审计链的封条被改动过。请保留现场，从备份核对。")
        return head

    def write(self, head: Head) -> None:
        """Replace the note, in one step; on the disk when this returns."""
        told = {"seq": head.seq, "mac": head.mac, "seal": self._sealed(head)}
        _write(self._folder / f"{HEAD}.new", json.dumps(told).encode())
        (self._folder / f"{HEAD}.new").replace(self._folder / HEAD)
        _sync(self._folder)

    def _sealed(self, head: Head) -> str:
        return self.mac(f"head {head.seq} {head.mac}")

    def _key(self) -> bytes:
        if self._given:
            return self._given
        path = self._folder / KEY
        if not path.exists():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = path.with_name(f"{KEY}.{secrets.token_hex(4)}")
            _write(fresh, secrets.token_hex(32).encode())
            try:
                os.link(fresh, path)  # the first of several processes makes it
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
