"""What the tabs have said is kept within bounds, counted in bytes, whatever clients make up."""

import threading
import tracemalloc

from portal.conversation import MEMORY, SHOWN_BYTES, TURN_BYTES, Conversation, forgotten
from portal.page import converse
from portal.sessions import ENTRY, Sessions
from retrieval.answer import Answer, Turn
from tests.scripted_assistant import ScriptedAssistant


def conversation(questions: int, html: str = "答", answer: str = "降13.5%。") -> Conversation:
    now = Conversation()
    for n in range(questions):
        now = now.asked(f"问题{n}").answered(html, Answer("a", "", answer, "answered"), f"问题{n}")
    return now


def test_the_bytes_kept_stay_below_the_cap_however_many_sessions_are_made_up() -> None:
    sessions = Sessions(total=2_000_000)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for n in range(300):
        sessions.keep(f"s{n}", conversation(2, "长" * 80_000 + str(n)))
        assert sessions.weight <= 2_000_000
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 2_400_000  # what is counted is what is held
    assert 0 < len(sessions) < 300
    assert sessions.get("s299") is not None
    assert sessions.get("s0") is None


def test_sessions_without_a_word_count_as_well() -> None:
    sessions = Sessions(total=40_000)
    for n in range(1_000):
        sessions.keep(f"s{n}", Conversation())
    assert len(sessions) == 40_000 // ENTRY


def test_the_session_used_longest_ago_goes_first() -> None:
    sessions = Sessions(total=3 * (conversation(1).weight + ENTRY))
    for name in ("a", "b", "c"):
        sessions.keep(name, conversation(1))
    assert sessions.get("a") is not None  # used again
    sessions.keep("d", conversation(1))
    assert [name for name in "abcd" if sessions.get(name)] == ["a", "c", "d"]


def test_a_session_not_used_for_long_is_forgotten() -> None:
    now = [0.0]
    sessions = Sessions(idle_seconds=60, clock=lambda: now[0])
    sessions.keep("a", conversation(1))
    now[0] = 50
    assert sessions.get("a") is not None
    now[0] = 100
    assert sessions.get("a") is not None
    now[0] = 161
    assert sessions.get("a") is None
    assert (len(sessions), sessions.weight) == (0, 0)


def test_one_conversation_is_kept_up_to_its_limit_and_says_what_it_no_longer_shows() -> None:
    sessions = Sessions()
    sessions.keep("a", conversation(100, "长" * 8_000, "长" * 5_000))
    kept = sessions.get("a")
    assert kept is not None
    assert kept.weight <= SHOWN_BYTES + TURN_BYTES + 1_000
    assert "不再显示" in kept.messages[0]["content"]
    assert [message["role"] for message in kept.messages[1:3]] == ["user", "assistant"]
    assert kept.messages[-2]["content"].count("问题99")
    assert kept.turns[0].role == "user" and kept.turns[-2].content == "问题99"
    sessions.keep("a", kept.asked("又一个"))
    again = sessions.get("a")
    assert again is not None
    assert sum("不再显示" in message["content"] for message in again.messages) == 1


def test_an_answer_that_alone_is_too_long_is_shown_but_not_kept() -> None:
    sessions = Sessions()
    sessions.keep("a", conversation(1, "长" * 1_000_000, "长" * 1_000_000))
    assert sessions.weight < 10_000


def test_what_was_said_first_is_still_handed_on_after_a_hundred_questions() -> None:
    sessions = Sessions()
    sessions.keep("a", conversation(150))
    kept = sessions.get("a")
    assert kept is not None and kept.turns[0] == Turn("user", "问题0")
    assert len(conversation(400).turns) == MEMORY


def test_a_question_that_is_too_long_is_told_its_limit_and_not_kept() -> None:
    assistant = ScriptedAssistant(limit=200)
    *_, last = converse(assistant, "长" * 40_000, Conversation(), limit=200)
    assert "200" in last.messages[-1]["content"] and "请" in last.messages[-1]["content"]
    assert last.weight < 2_000
    assert last.turns == ()
    steps = list(converse(assistant, "长" * 40_000, Conversation(), limit=200))
    assert all(step.weight < 2_000 for step in steps)


def test_a_forgotten_conversation_says_so_and_goes_on() -> None:
    *_, last = converse(ScriptedAssistant(), "目标是多少", forgotten())
    assert "从这里重新开始" in last.messages[0]["content"]
    assert "13.5%" in last.messages[-1]["content"]
    assert last.asked_so_far == 1


def test_many_threads_leave_the_count_of_bytes_right() -> None:
    sessions = Sessions(total=50_000)

    def work(seed: int) -> None:
        for n in range(300):
            sessions.keep(f"s{(seed * 7 + n) % 40}", conversation(n % 3))
            sessions.get(f"s{n % 40}")
            if n % 5 == 0:
                sessions.forget(f"s{(n + seed) % 40}")

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sessions.weight <= 50_000
    for n in range(40):
        sessions.forget(f"s{n}")
    assert (sessions.weight, len(sessions)) == (0, 0)
