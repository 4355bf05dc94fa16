"""Characters that no file and no page of ours shows."""

import re

#: Control characters, what no XML can hold, and what hides text or turns its direction; tabs and line feeds stay.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def without_unseen(text: str) -> str:
    """The text without them."""
    return _UNSEEN.sub("", text)


def with_unseen_shown(text: str) -> str:
    """The text with � where they stand."""
    return _UNSEEN.sub("�", text)
