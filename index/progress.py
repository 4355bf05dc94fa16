"""What a person or a program sees of a build while it runs, and what became of each document at its end."""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator

from index.order import FileResult

_EVERY = 0.2  # seconds between two pictures of the bar
_EVERY_LINE = 10.0  # where nothing can be drawn over, seconds between two lines
_EVERY_OBJECT = 1.0  # and between two lines for a program, which draws them itself
_WIDTH = 24
_LISTED = 20  # documents named one by one; of more, only those with something to say
_STATES = {
    "new": "新收入",
    "changed": "有改动，已重新收入",
    "unchanged": "未改动",
    "resumed": "沿用上次中断前的结果",
    "removed": "已移除",
    "failed": "未收入",
}


class BuildProgress:
    """A bar on stderr with rate and time left; lines now and then where stderr is no terminal; JSON lines for programs."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.results: list[FileResult] = []
        self._as_json = as_json
        self._terminal = sys.stderr.isatty()
        self._begun = self._stage_begun = self._shown = self._last = time.monotonic()
        self._stage = ""

    @property
    def seconds(self) -> float:
        """Time since the build began."""
        return time.monotonic() - self._begun

    def document(self, result: FileResult) -> None:
        """Remember what became of a document."""
        self.results.append(result)

    def step(self, stage: str, done: int, total: int) -> None:
        """Show a step: ``done`` of ``total``; a finished stage is always shown."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._stage_begun = stage, self._last
        self._last = now
        wait = _EVERY_OBJECT if self._as_json else _EVERY if self._terminal else _EVERY_LINE
        if done < total and now - self._shown < wait:
            return
        self._shown = now
        rate = done / max(now - self._stage_begun, 1e-3)
        left = (total - done) / rate if rate else 0.0
        if self._as_json:
            step = {"stage": stage, "done": done, "total": total, "per_second": round(rate, 1)}
            print(json.dumps({**step, "seconds_left": round(left, 1)}, ensure_ascii=False), file=sys.stderr, flush=True)
        else:
            self._draw(stage, done, total, rate, left)

    def _draw(self, stage: str, done: int, total: int, rate: float, left: float) -> None:
        text = f"{stage} {done}/{total}"
        if done < total:
            text += f"（每秒 {rate:.1f}，还需 {_duration(left)}）"
        elif total > 1:
            text += f"（每秒 {rate:.1f}）"
        if self._terminal:
            full = _WIDTH * done // max(total, 1)
            text = f"\r[{'#' * full}{'.' * (_WIDTH - full)}] {text}\x1b[K"
        print(text, end="\n" if done == total or not self._terminal else "", file=sys.stderr, flush=True)

    def summary(self) -> Iterator[str]:
        """Lines for a person: each document and what became of it; of many, the counts and those with something to say."""
        counts = Counter(result.state for result in self.results)
        if len(self.results) > _LISTED:
            yield "；".join(f"{_STATES[state]} {number} 个文件" for state, number in counts.items())
        for result in self.results:
            if len(self.results) <= _LISTED and result.state != "failed":
                size = f"：{result.passages} 个段落，{result.units} 个句子" if result.passages else ""
                yield f"{result.file} {_STATES[result.state]}{size}"
            for name, reason in result.problems:
                yield f"{'未收入' if result.state == 'failed' else '请留意'} {name}：{reason}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
