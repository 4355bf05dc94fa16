"""Which documents there are, and what they are called."""

from index.snapshot import Index
from retrieval.question.places import place_name

#: More plans than this are counted, not named.
MOST_NAMED = 12
_NOUNS = ("报告", "规划")


def called(index: Index) -> str:
    """What the documents of the corpus are called: 报告 or 规划 where all of them are, else 方案."""
    titles = [card.title for card in index.plans]
    return next((noun for noun in _NOUNS if titles and all(noun in title for title in titles)), "方案")


def holdings(index: Index) -> str:
    """Which documents there are."""
    cards = index.plans
    if len(cards) <= MOST_NAMED:
        return f"现有{len(cards)}份：{'、'.join(map(place_name, cards))}。"
    return f"现有{len(cards)}份{called(index)}。"
