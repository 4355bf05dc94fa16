"""One of several shares of a folder of documents, so that several machines can each read one."""

import hashlib
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")


@dataclass(frozen=True, slots=True)
class Share:
    """Share ``number`` (from 1) of ``of``. Which share a document is in follows from its name alone: no other document moves it."""

    number: int
    of: int

    @classmethod
    def parse(cls, written: str) -> "Share":
        """A share as it is written, such as 3/20.

        Raises:
            ValueError: it is not written so, or there is no such share.
        """
        found = _WRITTEN.fullmatch(written.strip())
        if not found or int(found[1]) > int(found[2]):
            raise ValueError(f"{written!r} 不是一份：应写成 3/20，表示二十份中的第三份")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def holds(self, name: str) -> bool:
        """Whether the document of this name is in it."""
        return self.of_name(name, self.of) == self.number

    @staticmethod
    def of_name(name: str, of: int) -> int:
        """The number of the share that the document of this name is in."""
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8]) % of + 1
