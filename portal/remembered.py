"""Answers given before: the same question of the same snapshot is not answered anew. Without a chat model an answer depends on nothing else."""

import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from portal.contract import Assistant
from retrieval.answer import Answer, Mode, Turn
from retrieval.departure import Departure

MOST = 500
"""Answers of a process: some 10 to 30 kB each."""
LONGEST = 4_000
"""Signs of a question with what was said before it; longer ones hardly come twice."""
Key = tuple[str, str, tuple[Turn, ...], tuple[str, ...], Mode | None]


class Remembered:
    """The newest answers by what they were asked. Safe between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def ask(
        self,
        assistant: Assistant,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        mode: Mode | None = None,
        departure: Departure | None = None,
    ) -> Answer:
        """As :meth:`Assistant.ask`; what was asked before has a new id and says how long it took this time. Raises like it."""
        if found := self.recall(assistant, question, history, plans, mode):
            return found
        made = assistant.ask(question, history, plans, mode, departure=departure)
        if not made.model and _is_short(question, history):
            self._keep((assistant.fingerprint, question, tuple(history), tuple(plans), mode), made)
        return made

    def recall(
        self,
        assistant: Assistant,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        mode: Mode | None = None,
    ) -> Answer | None:
        """What the assistant answered before to just this, under a new id and with the time it took now; takes microseconds."""
        if not _is_short(question, history):
            return None
        begun = time.perf_counter()
        found = self._find((assistant.fingerprint, question, tuple(history), tuple(plans), mode))
        if found is None:
            return None
        took = round((time.perf_counter() - begun) * 1000, 3)
        return replace(found, id=uuid.uuid4().hex, latency_ms=took, stages_ms={})

    def _find(self, key: Key) -> Answer | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _keep(self, key: Key, answer: Answer) -> None:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)


def _is_short(question: str, history: Sequence[Turn]) -> bool:
    return len(question) + sum(len(turn.content) for turn in history) <= LONGEST
