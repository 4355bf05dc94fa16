"""The journal of the desk: who did what when, a JSON object a line, written by every worker into one file and never changed."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from portal.line_file import add_line

_TAIL_BYTES = 64_000


@dataclass(frozen=True, slots=True)
class Deed:
    """One line: when, who and from which address, what, and to which files or snapshot."""

    time: str
    who: str
    what: str
    about: str


class Auditor(Protocol):
    """Takes each deed a second time, where nobody can change it unnoticed: the audit log of the records."""

    def note(self, who: str, what: str, about: str = "") -> None:
        """Add a line."""


class Deeds:
    """The journal in one file, and where there is an ``audit`` log in that too."""

    def __init__(self, path: Path, audit: Auditor | None = None) -> None:
        self._path = path
        self._audit = audit

    def note(self, who: str, what: str, about: str) -> None:
        """Add a line."""
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        add_line(self._path, {"time": now, "who": who, "what": what, "about": about})
        if self._audit is not None:
            self._audit.note(who, what, about)

    def last(self, count: int) -> list[Deed]:
        """The newest lines, newest first; a line that is none is left out."""
        try:
            with self._path.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL_BYTES))
                lines = file.read().decode("utf-8", "replace").split("\n")
        except OSError:
            return []
        return [deed for line in reversed(lines) if (deed := _deed(line))][:count]


def _deed(line: str) -> Deed | None:
    try:
        said: Mapping[str, Any] = json.loads(line)
        return Deed(*(str(said[name]) for name in ("time", "who", "what", "about")))
    except (ValueError, KeyError, TypeError):
        return None
