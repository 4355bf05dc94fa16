"""A file with a secret that lies outside everything the server may hand out; the secret must turn up nowhere else."""

import base64
import secrets
from collections.abc import Iterator
from pathlib import Path


class Canary:
    """Readable files with one random secret, and whether it got out."""

    def __init__(self, folder: Path) -> None:
        outside = folder / "outside"
        outside.mkdir()
        self.secret = secrets.token_hex(24).encode()
        self.paths = tuple(str(outside / name) for name in ("secret.txt", "secret.svg", "秘密.json"))
        for path in self.paths:
            Path(path).write_bytes(self.secret * 4)
        self._forms = (self.secret, self.secret[::-1], *_base64_forms(self.secret))

    def shows_in(self, data: bytes) -> bool:
        """Whether the secret, plain or in base64, is in these bytes."""
        return any(form in data for form in self._forms)

    def copies(self, *folders: Path) -> Iterator[Path]:
        """Files in the server's folders that hold the secret."""
        for folder in folders:
            for path in folder.rglob("*"):
                if path.is_file() and self.shows_in(path.read_bytes()):
                    yield path


def _base64_forms(secret: bytes) -> tuple[bytes, ...]:
    """The secret in base64 at each of the three places it can begin, without the edges that its neighbours change."""
    return tuple(base64.b64encode(b"\0" * shift + secret)[4:-4] for shift in range(3))
