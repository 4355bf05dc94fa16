"""Many phrases looked for in a text at once, the longest at each place: a look into a table for each length that begins so."""

import string
from collections.abc import Collection

#: What a Latin phrase may not stand beside: COD is not in CODE, and not in COD5.
_JOINED = frozenset(string.ascii_letters + string.digits)


class Phrases:
    """Phrases in lower-case characters. A Latin one stands only where none of the signs that it is ``joined`` by is beside it."""

    def __init__(self, phrases: Collection[str], joined: Collection[str] = _JOINED) -> None:
        self._phrases = frozenset(phrases)
        self._joined = joined
        sizes: dict[str, set[int]] = {}
        for phrase in self._phrases:
            sizes.setdefault(phrase[0], set()).add(len(phrase))
        self._sizes = {sign: sorted(each, reverse=True) for sign, each in sizes.items()}

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, phrase) of those in a text, in whatever case, from left to right, without overlaps."""
        lower = text.lower()
        if len(lower) != len(text):  # İ is two signs in lower case
            lower = "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
        found, free = list[tuple[int, int, str]](), 0
        for start, sign in enumerate(lower):
            if start < free or sign not in self._sizes:
                continue
            for size in self._sizes[sign]:
                end = start + size
                phrase = lower[start:end]
                if len(phrase) < size or phrase not in self._phrases:
                    continue
                if not (phrase.isascii() and self._is_joined(lower, start, end)):
                    found.append((start, end, phrase))
                    free = end
                    break
        return found

    def _is_joined(self, text: str, start: int, end: int) -> bool:
        return (start > 0 and text[start - 1] in self._joined) or (end < len(text) and text[end] in self._joined)
