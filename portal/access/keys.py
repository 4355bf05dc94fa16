"""API keys: 256 random bits behind a short prefix by which people and the log-book call them; kept only as a hash."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from portal.access.principal import Role

_BYTES = 32
_KEY = re.compile(r"wence_(?P<prefix>[0-9a-f]{8})_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept. ``digest`` is the SHA-256 of the whole key: of 256 random bits nothing slower is needed."""

    prefix: str
    digest: str
    user: str
    role: Role
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None

    def opens(self, given: str, now: datetime) -> bool:
        """Whether what was given is this key, and it still holds; the comparison takes as long for any key."""
        same = hmac.compare_digest(digest_of(given), self.digest)
        return same and self.revoked is None and (self.expires is None or now < self.expires)


def new_key() -> str:
    """A key that nobody has."""
    return f"wence_{secrets.token_hex(4)}_{secrets.token_urlsafe(_BYTES)}"


def prefix_of(given: str) -> str | None:
    """The prefix of what may be a key; None where it is none at all."""
    found = _KEY.fullmatch(given)
    return found["prefix"] if found else None


def digest_of(key: str) -> str:
    """What is kept of it, in hexadecimal."""
    return hashlib.sha256(key.encode()).hexdigest()
