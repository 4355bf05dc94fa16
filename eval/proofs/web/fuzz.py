"""Fuzzes a running server from outside and says what it found: schemathesis over its document, and mutated calls of its desk."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from eval.proofs.web.bounds import Bounds
from eval.proofs.web.call import Call
from eval.proofs.web.canary import Canary
from eval.proofs.web.fault import Findings
from eval.proofs.web.file_calls import HANGING
from eval.proofs.web.load import Load
from eval.proofs.web.mixture import mix_calls
from eval.proofs.web.openapi import run_openapi
from eval.proofs.web.page import KNOWN_INPUTS, Event, read_events
from eval.proofs.web.process import Served, Work
from eval.proofs.web.tool_calls import told_error
from eval.proofs.web.verdict import Span, judge, tracebacks
from eval.proofs.web.watch import LIVE
from eval.proofs.web.wire import Reply, exchange, request_bytes

_MOST_RESTARTS = 6
_JUNK_PATIENCE = 0.3
Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """No progress is shown."""


@dataclass
class Fuzz:
    """One run against one server."""

    served: Served
    canary: Canary
    load: Load
    bounds: Bounds = field(default_factory=Bounds)
    progress: Progress = silent
    found: Findings = field(default_factory=Findings)
    _burned: set[str] = field(default_factory=set)
    _spans: list[Span] = field(default_factory=list)
    _log_at: int = 0

    def run(self) -> Findings:
        """Everything, then the verdict over the whole run."""
        begun = time.monotonic()
        events = read_events(self.served.address) if self.load.calls else ()
        self._look_at_inputs(events)
        run_openapi(self.served.address, self.load.cases, self.load.seed, self.found, self._after_case, self.served.key)
        calls = mix_calls(self.load.seed, events, self.canary.paths, self.load.calls) if events else []
        middle = time.monotonic()
        for number, call in enumerate(calls):
            self.progress(number + 1, len(calls))
            middle = time.monotonic() if number <= len(calls) // 2 else middle
            if not self._left_out(call) and self.found.restarts < _MOST_RESTARTS:
                self._try(call)
        self._settle()
        judge(self.found, self.served, self.canary, self._spans, (begun, middle), self.bounds)
        return self.found

    def _look_at_inputs(self, events: Sequence[Event]) -> None:
        for event in events:
            for kind in set(event.inputs) - KNOWN_INPUTS:
                self.found.add("open event", f"事件 {event.name} 的输入是 {kind}", "没有为这种输入定下规则")

    def _left_out(self, call: Call) -> bool:
        """What stopped the server once would stop it again; that is known."""
        return (call.path == HANGING and not self.load.devices) or (call.path or call.how) in self._burned

    def _try(self, call: Call) -> None:
        begun = time.monotonic()
        self.found.calls += 1
        self.found.families[call.family] = self.found.families.get(call.family, 0) + 1
        patience = _JUNK_PATIENCE if call.junk else 10.0
        reply = exchange(self.served.address, call.raw, patience=patience, linger=call.linger)
        self._look(call, reply)
        if reply.status == 200 and call.session:
            self._listen(call)
        if reply.end == "silent" and not call.junk:
            self._revive(call)
        self._after(f"{call.family}：{call.about}", begun)
        time.sleep(max(0.0, begun + 1 / self.load.rate - time.monotonic()))

    def _look(self, call: Call, reply: Reply) -> None:
        """What one response says against the server."""
        where = f"{call.family}：{call.about}"
        self.found.statuses[reply.status] = self.found.statuses.get(reply.status, 0) + 1
        if self.canary.shows_in(reply.body):
            self.found.add("secret read", where, "回应里有库外文件的内容")
        if reply.end == "aborted" or (reply.end == "closed" and not call.junk):
            self.found.add("aborted", where, f"{call.how} {reply.end}，状态 {reply.status}，{len(reply.body)} 字节")
        if reply.end == "silent" and not call.junk:
            self.found.add("no answer", where, f"{call.how} 10 秒内没有回应")
        if reply.status >= 500 and not (reply.status == 503 and reply.refusal and "retry-after" in reply.headers):
            self.found.add("5xx", where, f"{reply.status} {reply.body[:200].decode('utf-8', 'replace')}")
        if call.refused and 0 < reply.status < 400:
            kind = "open event" if call.family == "files" else "accepted"
            self.found.add(kind, where, f"{call.how} 得到 {reply.status}")
        if call.works and reply.status != 200:
            self.found.add("valid refused", where, f"{reply.status} {reply.body[:200].decode('utf-8', 'replace')}")
        if reply.status >= 400 and not call.junk:
            self._look_at_refusal(call, where, reply)

    def _look_at_refusal(self, call: Call, where: str, reply: Reply) -> None:
        if len(reply.body) > self.bounds.refusal:
            self.found.add("long refusal", where, f"{len(reply.body)} 字节")
        told = reply.refusal or (call.own and told_error(reply.body))
        if not told and not call.raw.startswith(b"HEAD"):
            self.found.add("bare refusal", where, f"{reply.status} {reply.body[:120].decode('utf-8', 'replace')}")

    def _listen(self, call: Call) -> None:
        """Read what an accepted call leads to; it must come to an end."""
        raw = request_bytes("GET", f"{call.results}?session_hash={call.session}")
        reply = exchange(self.served.address, raw)
        where = f"{call.family}：{call.about}"
        if self.canary.shows_in(reply.body):
            self.found.add("secret read", where, "结果里有库外文件的内容")
        if reply.end != "complete":
            self.found.add("no result" if reply.end in ("open", "silent") else "aborted", f"{where} 的结果", reply.end)
            if reply.end == "silent":
                self._revive(call)
        elif call.works and b'"success":true' not in reply.body.rsplit(b"process_completed", 1)[-1]:
            self.found.add("valid failed", where, reply.body[-300:].decode("utf-8", "replace"))

    def _revive(self, call: Call) -> None:
        """Start the server again where a call stopped it, and send that call no more."""
        if exchange(self.served.address, request_bytes("GET", LIVE), patience=5.0).status == 200:
            return
        self.found.add(
            "stopped", f"{call.family}：{call.about}", f"{call.how} 之后 /api/health/live 5 秒内不答，只好重启"
        )
        self._burned.add(call.path or call.how)
        self.found.restarts += 1
        self.served.restart()

    def _after_case(self, label: str, _response: object) -> None:
        now = time.monotonic()
        self._after(f"openapi：{label}", now - 0.001 if not self._spans else self._spans[-1].end)
        time.sleep(max(0.0, 0.25 / self.load.rate))

    def _after(self, where: str, begun: float) -> None:
        """Keep when it was, and see whether it left a traceback."""
        self._spans.append(Span(begun, time.monotonic(), where))
        size = self.served.log_bytes()
        if size > self._log_at:
            text = self.served.log_since(self._log_at, size)
            self._log_at = size
            for error in tracebacks(text):
                self.found.add("traceback", error, where)

    def _settle(self) -> None:
        """Give the server a moment in which nothing is asked of it, so that what is closed late is not called kept."""
        time.sleep(2.0)
        self._after("之后", time.monotonic())


def fuzz(arguments: Sequence[str], load: Load, bounds: Bounds | None = None, progress: Progress = silent) -> Findings:
    """Start ``python <arguments>``, fuzz it, stop it."""
    with Work() as folder:
        canary = Canary(folder)
        with Served(arguments, folder, load.access, load.workers) as served:
            return Fuzz(served, canary, load, bounds or Bounds(), progress).run()
