"""What a model costs an answer: tokens in and out, by the endpoint's own count where it gives one."""

from collections.abc import Callable
from dataclasses import dataclass

from retrieval.answer import Usage


@dataclass(frozen=True, slots=True)
class Prices:
    """元 a million tokens, in and out."""

    tokens_in: float = 0.0
    tokens_out: float = 0.0


@dataclass
class Bill:
    """What an answer has cost so far."""

    prices: Prices
    count: Callable[[str], int]
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: bool = False

    def add(self, asked: str, said: str, tokens_in: int | None, tokens_out: int | None) -> None:
        """One call: as the endpoint reported it, else as counted here."""
        self.calls += 1
        self.estimated |= tokens_in is None or tokens_out is None
        self.tokens_in += self.count(asked) if tokens_in is None else tokens_in
        self.tokens_out += self.count(said) if tokens_out is None else tokens_out

    def total(self) -> Usage | None:
        """The record; None where no call was made."""
        cost = (self.tokens_in * self.prices.tokens_in + self.tokens_out * self.prices.tokens_out) / 1e6
        return (
            Usage(self.calls, self.tokens_in, self.tokens_out, round(cost, 6), self.estimated) if self.calls else None
        )
