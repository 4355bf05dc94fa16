"""Where recognised words stand in the picture of their page: what marks a quote, and what shows it beside the scan."""

from bisect import bisect_right
from collections.abc import Sequence

from corpus.plan import ScannedLine


def scanned_lines(scans: Sequence[ScannedLine], start: int, end: int) -> tuple[ScannedLine, ...]:
    """The lines of ``scans`` (in text order) that ``text[start:end]`` touches, each with its page and box; none where it was not scanned."""
    first = bisect_right(scans, start, key=lambda line: line.end)
    last = next((i for i in range(first, len(scans)) if scans[i].start >= end), len(scans))
    return tuple(scans[first:last])
