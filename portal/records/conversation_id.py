"""What names a conversation: 128 random bits, which nobody can guess."""

import secrets

ID = "^[0-9A-Za-z_-]{22}$"


def new_id() -> str:
    """An id that nobody has."""
    return secrets.token_urlsafe(16)
