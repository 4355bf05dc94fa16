"""An answer multiplies in one thread: a second one would spin between its small products."""

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from index.vectors import one_thread
from retrieval import assistant as asking
from retrieval.assistant import Assistant


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
    with threadpool_limits(2, user_api="blas"):
        before, one, other = threads(), one_thread(), one_thread()
        assert before == {2}, threadpool_info()
        one.__enter__()
        other.__enter__()
        one.__exit__(None, None, None)
        assert threads() == {1}
        other.__exit__(None, None, None)
        assert threads() == before
