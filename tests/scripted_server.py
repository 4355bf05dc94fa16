"""Serves the scripted assistant on a free port: ``python -m tests.scripted_server [portal origins [workers]]``; prints READY like app.py.

A question that contains 慢 is held after its first words until it is stopped; after one that contains 新方案 the plans are others; one
that contains 三秒 takes three seconds, and one that contains 不停 ten minutes.
"""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

from portal.server import bind
from portal.workers import serve_workers
from retrieval.answer import Answer
from settings import Settings
from tests.scripted_assistant import CARDS, Card, ScriptedAssistant

NEWER = Card("haiyan", "海砚市节水方案", "海砚市", "海东省", "海政发〔2024〕1号", "2024年5月6日")


class HesitantAssistant(ScriptedAssistant):
    """Holds slow questions, and gets a third plan."""

    @property
    def plans(self) -> Sequence[Card]:
        """The two plans, and a newer one once it was asked for."""
        newer = any("新方案" in question for question, *_ in self.asked)
        return (NEWER, *CARDS) if newer else CARDS

    def ask(self, question: str, *more: Any, **named: Any) -> Answer:
        time.sleep(3 if "三秒" in question else 600 if "不停" in question else 0)
        return super().ask(question, *more, **named)

    def stream(self, question: str, *more: Any, **named: Any) -> Iterator[Answer]:
        gate = threading.Event() if "慢" in question else None
        yield from ScriptedAssistant(gate=gate, asked=self.asked).stream(question, *more, **named)


if __name__ == "__main__":
    origins = sys.argv[1] if len(sys.argv) > 1 else ""
    workers = sys.argv[2] if len(sys.argv) > 2 else "1"
    chosen = Settings(_env_file=None, port=0, portal_origins=origins, workers=int(workers))  # type: ignore[call-arg]
    serve_workers(lambda _: HesitantAssistant(), chosen, bind(chosen))
