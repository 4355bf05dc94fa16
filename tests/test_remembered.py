"""The same question of the same snapshot is not answered anew, and nothing else is taken for it."""

from dataclasses import replace
from typing import Any

import pytest

from portal.remembered import LONGEST, Remembered
from retrieval.answer import Answer, Turn
from retrieval.assistant import Assistant

QUESTION = "抚州公共交通中新能源汽车占比要超过多少？"


class Counting:
    """An assistant that counts what it is asked."""

    def __init__(self, assistant: Assistant, fingerprint: str = "one", model: str = "") -> None:
        self.assistant, self.fingerprint, self.model, self.asked = assistant, fingerprint, model, 0

    def ask(self, *given: Any, **how: Any) -> Answer:
        self.asked += 1
        return replace(self.assistant.ask(*given, **how), model=self.model)


def without_time(answer: Answer) -> Answer:
    return replace(answer, id="", latency_ms=0.0, stages_ms={})


def test_the_same_question_has_the_same_answer_under_a_new_id_and_is_read_once(assistant: Assistant) -> None:
    counting, remembered = Counting(assistant), Remembered()
    first, second = (remembered.ask(counting, QUESTION) for _ in range(2))  # type: ignore[arg-type]
    assert counting.asked == 1 and "72%" in second.answer and first.id != second.id
    assert without_time(first) == without_time(second)


@pytest.mark.parametrize(
    "other",
    [
        (f"{QUESTION}？",),
        (QUESTION, (Turn("user", "资阳呢"), Turn("assistant", "资阳……"))),
        (QUESTION, (), ("ziyang",)),
        (QUESTION, (), (), "extract"),
    ],
)
def test_another_question_history_scope_or_mode_is_answered_by_itself(assistant: Assistant, other: Any) -> None:
    counting, remembered = Counting(assistant), Remembered()
    remembered.ask(counting, QUESTION)  # type: ignore[arg-type]
    remembered.ask(counting, *other)  # type: ignore[arg-type]
    assert counting.asked == 2


def test_a_new_snapshot_is_asked_again(assistant: Assistant) -> None:
    old, new, remembered = Counting(assistant), Counting(assistant, "two"), Remembered()
    remembered.ask(old, QUESTION)  # type: ignore[arg-type]
    remembered.ask(new, QUESTION)  # type: ignore[arg-type]
    assert (old.asked, new.asked) == (1, 1)


def test_what_a_chat_model_had_a_hand_in_is_written_anew(assistant: Assistant) -> None:
    counting, remembered = Counting(assistant, model="qwen"), Remembered()
    for _ in range(2):
        remembered.ask(counting, QUESTION)  # type: ignore[arg-type]
    assert counting.asked == 2


def test_only_so_many_and_none_too_long_are_kept(assistant: Assistant) -> None:
    counting, remembered = Counting(assistant), Remembered(most=2)
    for plans in (("ziyang",), ("fuzhou-fj",), ("fuzhou-jx",), ("ziyang",)):
        remembered.ask(counting, QUESTION, (), plans)  # type: ignore[arg-type]
    assert counting.asked == 4
    long = (Turn("user", "长" * LONGEST), Turn("assistant", "好"))
    for _ in range(2):
        remembered.ask(counting, QUESTION, long)  # type: ignore[arg-type]
    assert counting.asked == 6
