"""What an answer cites, as tests compare it."""

from retrieval.answer import Answer


def cited_plans(answer: Answer) -> set[str]:
    """The ids of the plans cited."""
    return {citation.plan for citation in answer.citations}
