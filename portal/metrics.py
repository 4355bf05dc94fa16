"""Figures of the service for Prometheus: what is counted, and how it is told. The only door to prometheus_client.

Several workers write into files of one folder, and whichever is asked tells the sum of all (the library's multiprocess mode, which it
enters where the environment names a folder when it is imported).
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from prometheus_client.values import MutexValue, ValueClass

from retrieval.answer import Answer

FORM = CONTENT_TYPE_PLAIN_0_0_4
_MODE_GATE = "模式"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

_own = CollectorRegistry()
_requests = Counter("wence_requests", "Requests that were answered.", ("method", "route", "status"), registry=_own)
_answers = Counter("wence_answers", "Answers that were completed.", ("status", "mode"), registry=_own)
_seconds = Histogram("wence_answer_seconds", "Time of an answer.", ("mode",), registry=_own, buckets=_SECONDS)
_stages = Histogram("wence_stage_seconds", "Time of a stage of answers.", ("stage",), registry=_own, buckets=_SECONDS)
_rejected = Counter("wence_gate_rejections", "Answers from which a gate took something.", ("gate",), registry=_own)
_faults = Counter("wence_model_faults", "Answers for which the chat model was of no use.", registry=_own)
_running = Gauge("wence_answers_running", "Answers in the making.", registry=_own, multiprocess_mode="livesum")
_waiting = Gauge("wence_queue_length", "Answers that wait for a seat.", registry=_own, multiprocess_mode="livesum")
_sound = Gauge(
    "wence_snapshot_sound", "1 while no worker found the snapshot damaged.", registry=_own, multiprocess_mode="livemin"
)
_inspected = Gauge(
    "wence_snapshot_inspected_timestamp_seconds",
    "When the worker that looked longest ago compared all checksums of the snapshot.",
    registry=_own,
    multiprocess_mode="livemin",
)


def count_request(method: str, route: str, status: int) -> None:
    """A request was answered; ``route`` is a pattern, so that there are as many as routes."""
    _requests.labels(method, route, str(status)).inc()


def count_answer(answer: Answer) -> None:
    """An answer was completed."""
    _answers.labels(answer.status, answer.mode).inc()
    _seconds.labels(answer.mode).observe(answer.latency_ms / 1000)
    for stage, milliseconds in answer.stages_ms.items():
        _stages.labels(stage).observe(milliseconds / 1000)
    for gate in {check.gate for check in answer.checks if not check.passed}:
        if gate != _MODE_GATE:
            _rejected.labels(gate).inc()
        elif answer.model:
            _faults.inc()


def set_load(running: int, waiting: int) -> None:
    """How many answers this worker makes, and how many of them wait."""
    _running.set(running)
    _waiting.set(waiting)


def set_soundness(sound: bool, inspected: float) -> None:
    """What this worker found when it last compared the checksums of the snapshot, and when that was."""
    _sound.set(sound)
    _inspected.set(inspected)


def exposition(built: Callable[[], tuple[str, str]]) -> bytes:
    """All figures in the text format. ``built`` gives the fingerprint of the snapshot served and when it was built (ISO 8601)."""
    registry = _own
    if ValueClass is not MutexValue:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library leaves it out
    apart = CollectorRegistry()
    apart.register(_Snapshot(built))
    return generate_latest(registry) + generate_latest(apart)


class _Snapshot(Collector):
    """The age of what is served, told by whoever is asked."""

    def __init__(self, built: Callable[[], tuple[str, str]]) -> None:
        self._built = built

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge."""
        index, moment = self._built()
        age = (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()
        told = GaugeMetricFamily("wence_snapshot_age_seconds", "Age of the snapshot served.", labels=("index",))
        told.add_metric((index,), max(0.0, age))
        yield told
