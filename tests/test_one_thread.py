"""An answer multiplies in one thread: a second one would spin between its small products."""

import subprocess
import sys
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from retrieval import assistant as asking
from retrieval.assistant import Assistant

HOME = Path(__file__).resolve().parent.parent


def threads() -> set[int]:
    """In how many threads numpy multiplies; what else was loaded since, as scipy by another test, multiplies nothing of an answer."""
    return {pool["num_threads"] for pool in threadpool_info() if "numpy" in pool["filepath"]}


def test_an_answer_and_a_ranking_multiply_in_one_thread(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def watched(*_: object) -> list[object]:
        seen.extend(threads())
        raise StopAsyncIteration

    monkeypatch.setattr(asking, "compose", watched)
    monkeypatch.setattr(asking, "rank_read", watched)
    with threadpool_limits(2, user_api="blas"):
        for ask in (assistant.ask, assistant.passages):
            with pytest.raises(StopAsyncIteration):
                ask("福州氨氮减排多少")
    assert seen and set(seen) == {1}


def test_the_limit_holds_until_the_last_who_multiplies_so_has_ended() -> None:
    """In a process of its own: another test's answers may multiply in this one."""
    ran = subprocess.run([sys.executable, "-c", IN_TURN], cwd=HOME, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


IN_TURN = """
from threadpoolctl import threadpool_limits
from index.vectors import one_thread
from tests.test_one_thread import threads

with threadpool_limits(2, user_api="blas"):
    before, one, other = threads(), one_thread(), one_thread()
    assert before == {2}, before
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    assert threads() == {1}, threads()
    other.__exit__(None, None, None)
    assert threads() == before, threads()
"""
