"""Answers a question whole, whatever interface it comes through: made or remembered, counted, kept."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.answering import Answering
from portal.closing import Closing
from portal.contract import Service
from portal.metrics import count_answer
from portal.records.keeping import Keeping
from portal.remembered import Remembered
from retrieval.answer import Answer, Mode
from retrieval.departure import Departure

if TYPE_CHECKING:  # where nothing is kept no database is needed
    from portal.records.records import Records


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: where it and its answer are kept (with what was said before it), the plans it is asked of, and how to answer."""

    keeping: Keeping
    plans: tuple[str, ...] = ()
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who answers, in which threads, until when; and where it is kept."""

    service: Service
    answering: Answering
    closing: Closing
    remembered: Remembered
    records: "Records | None" = None

    def answer(self, asked: Asked, departure: Departure) -> Answer:
        """The answer, kept before it is given. In a thread. Raises like the assistant's ``ask``, and like :meth:`Keeping.keep`."""
        keeping = asked.keeping
        question = (keeping.question, keeping.turns(), asked.plans, asked.mode)
        made = self.remembered.ask(self.service.now(), *question, departure=departure)
        count_answer(made)
        keeping.keep(made)
        return made

    def recall(self, asked: Asked) -> Answer | None:
        """The answer where it was given before and nothing of it is kept: no thread is needed then, and on the loop it is made in a
        tenth of what the way through one costs. None where it has to be made, or the service is closing.
        """
        keeping, assistant = asked.keeping, self.service.at_hand()
        if keeping.records is not None or assistant is None or self.closing.is_closing:
            return None
        made = self.remembered.recall(assistant, keeping.question, keeping.said, asked.plans, asked.mode)
        if made is not None:
            count_answer(made)
        return made
