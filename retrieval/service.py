"""The assistant of a process that goes on running while the plans change: one assistant, over one snapshot, for each request."""

from typing import Any

from index.serving import ServedIndex
from retrieval.assistant import Assistant


class Service:
    """Gives out assistants over the newest sound snapshot. Safe between threads."""

    def __init__(self, assistant: Assistant, *, every: float = 1.0) -> None:
        """Begin with an open assistant; look for a newer snapshot at most once in ``every`` seconds."""
        self._assistant = assistant
        self._served = ServedIndex(assistant.index, every=every)

    def now(self) -> Assistant:
        """The assistant for one request: keep to it from start to end, and nothing is put together from two snapshots."""
        return self._assistant.over(self._served.current())

    def ready(self) -> dict[str, Any]:
        """Facts for a health check; ``problem`` says why a newer snapshot is not served, and is there only then."""
        facts = self.now().ready()
        problem = self._served.problem
        return facts | {"problem": f"没有换上新的索引，仍用原来的版本作答。{problem}"} if problem else facts
