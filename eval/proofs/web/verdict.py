"""What a run as a whole says against a server: how slow, how talkative, how large it became, and what it copied."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eval.proofs.web.bounds import Bounds
from eval.proofs.web.canary import Canary
from eval.proofs.web.fault import Findings
from eval.proofs.web.process import Served
from eval.proofs.web.watch import Sample

_GROUP = re.compile(r"^ *[|+] ?")
"""What stands before each line of a traceback in a group."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something was asked of the server."""

    start: float
    end: float
    what: str


def judge(
    found: Findings, served: Served, canary: Canary, spans: Sequence[Span], times: tuple[float, float], bounds: Bounds
) -> None:
    """Hold a finished run against its bounds and look for the secret where the server may write.

    ``times``: when it began, and when half of its calls were made.
    """
    begun, middle = times
    _judge_live(found, [s for s in served.samples() if s.at >= begun], spans, bounds)
    _judge_log(found, served.log_bytes(), bounds)
    _judge_process(found, [s for s in served.samples(since_start=True) if s.resident], middle, bounds)
    for path in canary.copies(served.folder / "tmp", served.folder / "gradio"):
        found.add("secret read", "Gradio 的临时文件夹", path.name)


def _judge_live(found: Findings, looks: Sequence[Sample], spans: Sequence[Span], bounds: Bounds) -> None:
    found.looks = len(looks)
    for look in looks:
        if look.status != 200 and found.restarts:
            continue  # it was being started again, which is told already
        found.slowest_live = max(found.slowest_live, look.own)
        found.slowest_raw = max(found.slowest_raw, look.milliseconds)
        if look.own > bounds.live or look.status != 200:
            during = [s.what for s in spans if s.start <= look.at + look.milliseconds / 1000 and s.end >= look.at]
            detail = f"{look.own:.0f} 毫秒（另有 {look.starved:.0f} 毫秒等处理器），状态 {look.status}"
            found.add("slow live", during[0] if during else "其间没有调用", detail)


def _judge_log(found: Findings, size: int, bounds: Bounds) -> None:
    """The watcher's looks are requests too."""
    found.log_bytes = size
    requests = found.calls + found.cases + found.looks
    allowed = bounds.log_base + bounds.log * requests
    if size > allowed:
        found.add("log growth", "整次运行", f"{size} 字节，{requests} 次请求，超过 {allowed}")


def _judge_process(found: Findings, seen: Sequence[Sample], middle: float, bounds: Bounds) -> None:
    """Where it was started again in the second half, from then on."""
    later = [s for s in seen if s.at >= middle]
    if len(later) < 2:
        return
    half, last = later[0], later[-1]
    found.grown_bytes = last.resident - half.resident
    if found.grown_bytes > bounds.grown:
        found.add("memory growth", "后一半的调用", f"{found.grown_bytes / 1e6:.0f} MB，从 {half.resident / 1e6:.0f} MB")
    if last.files > seen[0].files + bounds.files:
        found.add("open files", "自启动起", f"从 {seen[0].files} 到 {last.files}")


def tracebacks(log: str) -> list[str]:
    """The error that each traceback in a piece of log ends with; in a log of JSON lines they stand inside one line."""
    errors = []
    for part in log.replace("\\n", "\n").split("Traceback (most recent call last)")[1:]:
        lines = [_GROUP.sub("", line) for line in part.splitlines()[1:]]
        ends = [line for line in lines if line.strip() and not line.startswith((" ", "\t"))]
        errors.append(ends[0].strip() if ends else "（没有写完）")
    return errors
