"""Sentences of plans as drafts: as they are, and with a digit of one of their figures changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.snapshot import Index
from retrieval.drafts.checking import Checked, check_draft
from retrieval.drafts.shelf import Stated, stated_in


@dataclass
class Found:
    """How often each verdict came, over sentences as they are and with a digit changed; ``wrong`` are drafts that were called right."""

    unchanged: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, index: Index, *, every_digit: bool) -> None:
        """Try every row of the ledgers of an index."""
        for card in index.plans:
            for stated in stated_in(index, card.id):
                if stated.said.is_row:
                    self._try(index, stated, every_digit=every_digit)

    def _try(self, index: Index, stated: Stated, *, every_digit: bool) -> None:
        text, at = stated.unit.text, stated.said.start
        self.unchanged[_verdict(check_draft(index, text, [stated.unit.plan]), at)] += 1
        for other in list(_with_another_digit(text, at, stated.said.end))[: None if every_digit else 1]:
            verdict = _verdict(check_draft(index, other, [stated.unit.plan]), at)
            self.changed[verdict] += 1
            if verdict == "agrees":
                self.wrong.append(f"{other}（原文：{text}）")


def _verdict(checked: list[Checked], at: int) -> str:
    """The verdict on the figure that begins there; ``missed`` where it is none any more."""
    return next((one.verdict for one in checked if one.at[0] <= at < one.at[1]), "missed")


def _with_another_digit(text: str, start: int, end: int) -> Iterator[str]:
    """The text with each digit of a figure, the last first, two higher."""
    for at in reversed(range(start, end)):
        if text[at] in "0123456789":
            yield f"{text[:at]}{(int(text[at]) + 2) % 10}{text[at + 1 :]}"
