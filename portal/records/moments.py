"""Times as the records keep them: milliseconds since 1970 (UTC)."""

from datetime import UTC, datetime


def now_ms() -> int:
    """The present moment."""
    return round(datetime.now(UTC).timestamp() * 1000)


def moment_of(ms: int) -> datetime:
    """The moment of a kept time."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def told(ms: int | None) -> str | None:
    """As it is written in replies and exports (ISO 8601); None stays None."""
    return None if ms is None else moment_of(ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
