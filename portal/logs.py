"""What a serving process writes to stderr: one JSON object a line, of bounded length, and never more lines than a person could read.

Everything comes through here: our own records, those of uvicorn, asyncio and Gradio, Python's warnings, and what a library prints. No client can flood it: equal records are counted after the first few of a window, and the count is written at its end.
"""

import contextvars
import io
import json
import logging
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO

REQUEST: contextvars.ContextVar[str] = contextvars.ContextVar("request", default="")
"""The number of the request that is being answered; every record made meanwhile carries it."""
LINE_BYTES = 3_900
"""Bytes of a line: several processes share one stderr, and a pipe keeps what is under 4,096 bytes in one piece."""
WINDOW_SECONDS = 10.0
"""After so long what was left out is told and counting begins anew."""
ANSWERED, REFUSED, RECORDED, ALL_RECORDED = 500, 20, 5, 100
"""Lines of a window: answered requests; refused ones, of each status; records of each kind; records altogether.

40 answers a second (what two cores give) are written one by one; a client that only sends nonsense gets 20 lines of 220 bytes for
each status in ten seconds."""
_TRACE_CHARACTERS = 2_000
_TEXT_CHARACTERS = 600
_KINDS = 1_000
#: A library's own dictionary of a record has these; anything else was given by us as a field.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message", "kind"}
#: What a terminal or a reader of lines takes for more than a character, beyond what JSON escapes.
_UNSEEN = {ord(c): f"\\u{ord(c):04x}" for c in [*map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029"]}


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def __init__(self, worker: int | None = None) -> None:
        super().__init__()
        self._worker = {} if worker is None else {"worker": worker}

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, who says it, what, and the fields given with it."""
        fields: dict[str, object] = {"time": _moment(record.created), "level": record.levelname.lower(), **self._worker}
        if (number := REQUEST.get()) and not hasattr(record, "of"):  # what was left out belongs to no request
            fields["id"] = number
        if record.name != "wence":
            fields["logger"] = record.name
        fields["event"] = _cut(record.getMessage(), _TEXT_CHARACTERS)
        fields |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info and record.exc_info[1] is not None:
            fields["trace"] = _trace(record.exc_info[1])
        return _fitting(fields)


class Rationed(logging.StreamHandler[TextIO]):
    """Writes the first few records of each kind in a window, and at its end how many more there were."""

    def __init__(self, stream: TextIO, *, window: float = WINDOW_SECONDS) -> None:
        super().__init__(stream)
        self._window = window
        self._ends = time.monotonic() + window
        self._seen: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._written = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Write it, or count it."""
        self.tell_what_was_left_out()
        kind, most = _kind_of(record)
        if kind not in self._seen and len(self._seen) >= _KINDS:
            kind = "records"
        self._seen[kind] += 1
        fits = self._seen[kind] <= most
        if fits and most == RECORDED:
            self._written += 1
            fits = self._written <= ALL_RECORDED
        if not fits:
            self._left_out[kind] += 1
            return
        super().emit(record)

    def tell_what_was_left_out(self, *, now: bool = False) -> None:
        """At the end of a window, or at once: one line for each kind of which records were left out."""
        with self.lock or threading.RLock():
            if not now and time.monotonic() < self._ends:
                return
            left_out, self._left_out, self._seen, self._written = self._left_out, Counter(), Counter(), 0
            self._ends = time.monotonic() + self._window
            for kind, count in left_out.most_common(50):
                fields = {"name": "wence", "levelno": logging.INFO, "levelname": "INFO", "msg": "left out"}
                super().emit(logging.makeLogRecord({**fields, "of": kind, "count": count}))

    def close(self) -> None:
        """Tell what was left out, too, when the process ends."""
        self.tell_what_was_left_out(now=True)
        super().close()


class Printed(io.TextIOBase):
    """Stands in for ``sys.stderr`` and ``sys.stdout``: what a library prints there becomes records; a traceback becomes one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._log = logging.getLogger(name)
        self._text = ""
        self._own = threading.RLock()

    def write(self, text: str) -> int:
        """Keep it until a line is complete that does not go on."""
        with self._own:
            self._text = (self._text + text)[-4 * _TRACE_CHARACTERS :]
            last = self._text.rstrip("\n").rpartition("\n")[2]
            goes_on = last.startswith((" ", "Traceback ")) or not last
            if self._text.endswith("\n") and not goes_on:
                said, self._text = self._text.strip(), ""
                # the kind is the last line's beginning: what a client sent may stand further on
                self._log.warning("%s", said[-_TRACE_CHARACTERS:], extra={"kind": last[:40]})
        return len(text)

    def writable(self) -> bool:
        """It is there to be written to."""
        return True


@contextmanager
def logging_to(stream: TextIO | None = None, worker: int | None = None) -> Iterator[Rationed]:
    """From here to the block's end every record of this process goes to ``stream`` (stderr) as said above."""
    real = stream or sys.stderr
    handler = Rationed(real)
    handler.setFormatter(JsonLines(worker))
    root, ours = logging.getLogger(), logging.getLogger("wence")
    before = root.handlers[:], root.level, ours.level, sys.stderr, sys.stdout
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    ours.setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.stderr, sys.stdout = Printed("stderr"), Printed("stdout")
    try:
        yield handler
    finally:
        handler.close()
        logging.captureWarnings(False)
        root.handlers[:], root.level, ours.level, sys.stderr, sys.stdout = before


def tell_counts() -> None:
    """Write what was left out where a window has ended; asked now and then, so that it is told also while nothing happens."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, Rationed):
            handler.tell_what_was_left_out()


def _kind_of(record: logging.LogRecord) -> tuple[str, int]:
    status = getattr(record, "status", None)
    if isinstance(status, int):
        return ("answered", ANSWERED) if status < 400 else (f"refused {status}", REFUSED)
    given = str(getattr(record, "kind", record.msg))[:80]
    where = type(record.exc_info[1]).__name__ if record.exc_info and record.exc_info[1] else ""
    return " ".join(part for part in (record.name, record.levelname.lower(), given, where) if part), RECORDED


def _trace(error: BaseException) -> str:
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__, limit=-8))
    return text[-_TRACE_CHARACTERS:]


def _fitting(fields: dict[str, object]) -> str:
    line = _dump(fields)
    while len(line.encode("utf-8", "replace")) > LINE_BYTES:
        longest = max((name for name in fields if name != "time"), key=lambda name: len(str(fields[name])))
        text = str(fields[longest])
        fields[longest] = _cut(text, len(text) // 2)
        line = _dump(fields)
    return line


def _dump(fields: dict[str, object]) -> str:
    text = json.dumps(fields, ensure_ascii=False, default=str)
    return text.translate(_UNSEEN).encode("utf-8", "backslashreplace").decode("utf-8")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
