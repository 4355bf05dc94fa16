"""Conversations as tests hold them: the user's questions one after the other, each answered by the assistant itself."""

from retrieval.answer import Answer, Turn
from retrieval.assistant import Assistant


def talk(assistant: Assistant, *questions: str) -> Answer:
    """The answer to the last of several questions, each asked after the answers to those before it."""
    history: list[Turn] = []
    for question in questions[:-1]:
        history += [Turn("user", question), Turn("assistant", assistant.ask(question, history).answer)]
    return assistant.ask(questions[-1], history)
