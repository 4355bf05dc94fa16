"""How a question weighs dates against each other: which comes first, how many days lie between."""

from retrieval.question.slot_model import asks_for


def weighs_days(text: str) -> bool:
    """Whether dates are weighed against each other."""
    return asks_for(text, "dates")


def asks_days_apart(text: str) -> bool:
    """Whether the days between are asked for."""
    return asks_for(text, "apart")


def asks_for_first_day(text: str) -> bool:
    """Whether the earliest is asked for."""
    return asks_for(text, "earliest")
