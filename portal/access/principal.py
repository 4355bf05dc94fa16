"""Who a request is from, once that is known: everything behind the guard asks here, and nothing behind it reads a header for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["reader", "admin"]
Way = Literal["none", "key", "sso"]

PRINCIPAL = "wence.principal"
"""Where a request's scope holds the principal; only the guard writes it."""


@dataclass(frozen=True, slots=True)
class Principal:
    """A person or a program. ``user`` owns what it makes; ``role`` is None for nobody; ``way``: how it was known."""

    user: str
    role: Role | None
    way: Way


LOCAL = Principal("local", "admin", "none")
"""Whoever asks where there is no access control: they may do everything, and all is theirs."""
NOBODY = Principal("", None, "none")
"""Who has not said who they are."""


def principal_of(scope: Mapping[str, Any]) -> Principal:
    """The principal of a request; nobody where no guard has looked at it."""
    found = scope.get(PRINCIPAL)
    return found if isinstance(found, Principal) else NOBODY
