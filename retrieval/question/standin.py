"""What stands in for a committed model meanwhile: who learns from readings wants models that have not seen the document."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

M = TypeVar("M")


class StandIn(Generic[M]):
    """A model that is used instead of the committed one; each thread and task has its own."""

    def __init__(self, name: str) -> None:
        self._model: ContextVar[M | None] = ContextVar(name, default=None)

    def get(self) -> M | None:
        """The one that stands in; None where none does."""
        return self._model.get()

    @contextmanager
    def meanwhile(self, model: M) -> Iterator[None]:
        """This one stands in until the end of the block."""
        before = self._model.set(model)
        try:
            yield
        finally:
            self._model.reset(before)
