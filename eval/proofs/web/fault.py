"""What a fuzz run found: distinct faults with how often, and the calls and looks that were made."""

from collections.abc import Iterator
from dataclasses import dataclass, field

_SHOWN = 300


@dataclass
class Fault:
    """``kind``: what happened. ``where``: in answer to what. ``detail``: the first time, in words."""

    kind: str
    where: str
    detail: str
    times: int = 1


@dataclass
class Findings:
    """All faults of a run; one of the same kind at the same place is counted, not repeated."""

    calls: int = 0
    cases: int = 0
    looks: int = 0
    slowest_live: float = 0.0
    slowest_raw: float = 0.0
    log_bytes: int = 0
    grown_bytes: int = 0
    restarts: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    families: dict[str, int] = field(default_factory=dict)
    guarded: set[str] = field(default_factory=set)
    _faults: dict[tuple[str, str], Fault] = field(default_factory=dict)

    def add(self, kind: str, where: str, detail: str = "", times: int = 1) -> None:
        """One more."""
        known = self._faults.get((kind, where))
        if known is not None:
            known.times += times
        else:
            self._faults[kind, where] = Fault(kind, where, detail[:_SHOWN], times)

    @property
    def faults(self) -> list[Fault]:
        """Distinct ones, by kind."""
        return sorted(self._faults.values(), key=lambda fault: (fault.kind, fault.where))

    def of(self, kind: str) -> list[Fault]:
        """Those of a kind."""
        return [fault for fault in self.faults if fault.kind == kind]

    def lines(self) -> Iterator[str]:
        """The run in words."""
        yield (
            f"OpenAPI 用例 {self.cases} 个，队列与网络调用 {self.calls} 次，状态 {dict(sorted(self.statuses.items()))}；"
            f"live 看了 {self.looks} 次，最慢 {self.slowest_live:.0f} 毫秒（连同等处理器 {self.slowest_raw:.0f}）；日志 {self.log_bytes} 字节；"
            f"内存增长 {self.grown_bytes / 1e6:.1f} MB；重启 {self.restarts} 次"
        )
        yield f"各类调用：{self.families}；不带密钥试过的接口 {len(self.guarded)} 个"
        yield f"发现 {len(self.faults)} 种问题"
        for fault in self.faults:
            yield f"- [{fault.kind}] {fault.where}（{fault.times} 次）{fault.detail}"
