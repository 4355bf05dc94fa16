"""Whether a yes or no is asked for."""

from retrieval.question.slot_model import asks_for


def asks_whether(text: str) -> bool:
    """Whether a yes or no is asked for."""
    return asks_for(text, "whether")


def asks_for_existence(text: str) -> bool:
    """Whether it is asked if there is something."""
    return asks_for(text, "existence")
