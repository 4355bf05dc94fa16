"""Why a document was made is told by the sentence at its beginning that says so."""

import pytest

from retrieval.assistant import Assistant


@pytest.mark.parametrize("asked", ["为什么要制定这个方案", "为啥要搞这个方案", "为什么要出这份方案"])
def test_what_a_plan_is_made_for_is_told_firmly(assistant: Assistant, asked: str) -> None:
    answer = assistant.ask(f"黔东南{asked}")
    assert answer.status == "answered"
    assert "为认真贯彻落实《省人民政府关于印发贵州省" in answer.answer
    assert "制定本方案" in answer.answer


def test_the_reason_for_a_thing_is_not_that_of_the_document(assistant: Assistant) -> None:
    assert "制定本方案" not in assistant.ask("黔东南为什么要推广新能源公交车").answer
