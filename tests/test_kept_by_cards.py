"""What is read from the cards of all plans is read once for the same cards, few or many, and anew for others."""

from dataclasses import replace

import pytest

from index.records import PlanCard
from retrieval.assistant import Assistant
from retrieval.question import kept_by_cards as kept
from retrieval.question.kept_by_cards import kept_by_cards


@pytest.mark.parametrize("few", [1, 500])
def test_the_same_cards_are_read_once_and_others_anew(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(kept, "_FEW", few)
    read: list[int] = []

    @kept_by_cards(2)
    def titles(word: str, cards: tuple[PlanCard, ...]) -> list[str]:
        read.append(len(cards))
        return [word + card.title for card in cards]

    cards = assistant.index.plans
    others = tuple(replace(card, title="别的") for card in cards)
    assert titles("a", cards) is titles("a", cards) and read == [len(cards)]
    assert titles("b", cards)[0] == f"b{cards[0].title}"
    if few == 1:
        assert titles("a", others)[0] == "a别的"  # cards with the same ids are told by which they are
