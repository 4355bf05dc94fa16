"""Questions to begin with: made from the corpus, and answered by it."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

TEXT = """{city}市水网规划

一、目标
到2027年，供水普及率达到{rate}%。

二、任务
（一）管网改造。推进老旧管网改造。（市水务局牵头，市财政局配合）

{city}市人民政府
2024年5月6日
"""


def test_every_question_offered_is_answered_in_full(assistant: Assistant) -> None:
    assert len(assistant.starters) >= 3
    for question in assistant.starters:
        answer = assistant.ask(question)
        assert answer.status == "answered" and answer.citations, question


@pytest.mark.parametrize("cities", [("北柳",), ("北柳", "东葵")])
def test_they_speak_of_the_places_and_things_of_the_corpus(tmp_path: Path, cities: tuple[str, ...]) -> None:
    files = {f"{n}.txt": TEXT.format(city=city, rate=91 + n) for n, city in enumerate(cities)}
    own, _ = assistant_over(tmp_path, files)
    assert own.starters
    for question in own.starters:
        assert any(question.startswith(city) for city in cities)
        assert own.ask(question).status == "answered"
    assert "北柳市到2027年供水普及率的目标是多少？" in own.starters


def test_a_corpus_that_answers_nothing_offers_nothing(tmp_path: Path) -> None:
    own, _ = assistant_over(tmp_path, {"a.txt": "随笔\n\n一、天气\n今天天气晴朗，适合出门散步。\n"})
    assert own.starters == ()
