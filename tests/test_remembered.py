"""The same question of the same snapshot is not answered anew, and nothing else is taken for it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from index.serving import ServedIndex
from index.snapshot import Index
from portal.api import build_api
from portal.closing import Closing
from portal.remembered import LONGEST, Remembered
from retrieval.answer import Answer, Turn
from retrieval.assistant import Assistant
from settings import Settings
from tests.scripted_assistant import ScriptedAssistant

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


def test_over_http_it_is_given_without_asking_for_an_assistant_until_a_newer_snapshot_may_be_there() -> None:
    class Watched(ScriptedAssistant):
        sought, due = 0, False

        def now(self) -> ScriptedAssistant:
            self.sought += 1
            return self

        def at_hand(self) -> ScriptedAssistant | None:  # type: ignore[override]
            return None if self.due else self

    service, closing = Watched(), Closing()
    app = build_api(service, Settings(_env_file=None), closing)  # type: ignore[call-arg]
    with TestClient(app, base_url="http://127.0.0.1") as client:
        sought = [service.sought]

        def ask() -> Any:
            reply = client.post("/api/ask", json={"question": "目标是多少"})
            sought.append(service.sought)
            return reply

        first, second = ask().json(), ask().json()
        service.due = True
        ask()
        assert np.diff(sought).tolist() == [1, 0, 1]
        assert first.pop("id") != second.pop("id") and first["answer"] == second["answer"]
        service.due = False
        closing.announce()
        assert ask().status_code == 503


def test_a_handle_is_at_hand_until_a_newer_snapshot_is_to_be_looked_for(tiny_index: Index) -> None:
    assert ServedIndex(tiny_index, every=3600).at_hand() is tiny_index
    assert ServedIndex(tiny_index, every=0).at_hand() is None
