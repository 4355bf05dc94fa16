"""What a million passages on one machine may take, beside what was measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure, and the most of it (or with ``least`` the least) that will do."""

    name: str
    unit: str
    limit: float
    found: float
    least: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is kept."""
        return self.found >= self.limit if self.least else self.found <= self.limit


def bounds_of(size: dict[str, Any]) -> list[Bound]:
    """The bounds for a million passages, whatever size was measured."""
    built, queries = size["build"], size["queries"]
    return [
        Bound("从头建索引", "分钟", 40, round(built["cost"]["wall"] / 60, 1)),
        Bound("建索引的内存峰值", "GB", 6, round(built["cost"]["peak_mb"] / 1024, 2)),
        Bound("磁盘", "字节/段", 4096, round(sum(size["disk"].values()) / built["manifest"]["passages"])),
        Bound("检索 p50，不限方案", "毫秒", 40, queries["unscoped"]["检索合计"][0]),
        Bound("检索 p50，限定一份方案", "毫秒", 5, queries["scoped"]["检索合计"][0]),
        Bound("前 10 召回（对照全精度逐一比较）", "", 0.97, queries["recall"], least=True),
        Bound("新进程打开", "秒", 3, size["opening"]["kept"]["open"]),
        Bound("换一份方案", "秒", 15, size["changes"]["替换"]["seconds"]),
    ]


def compare(size: dict[str, Any]) -> Iterator[str]:
    """A table in Markdown: each figure, its bound, whether it is kept."""
    yield "| 项 | 界限 | 量得 | |"
    yield "|---|---|---|---|"
    for bound in bounds_of(size):
        sign = "≥" if bound.least else "≤"
        yield f"| {bound.name} | {sign} {bound.limit:g} {bound.unit} | {bound.found:g} | {'守住' if bound.holds else '**没有守住**'} |"
