"""Plans and questions in either script: units are held against each other whichever they are written in, and quotes stay as published."""

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

FILES = {
    "a.md": "云桥市节能减排方案\n\n一、主要目标\n\n到2025年，全市氨氮重点工程减排量达到0.28万吨。\n",
    "b.md": "水東市節能減排方案\n\n一、主要目標\n\n到2025年，全市氨氮重點工程減排量達到0.36萬噸。\n",
    "c.md": "岭溪市节能减排方案\n\n一、主要目标\n\n到2025年，全市氨氮重点工程减排量达到0.18万吨。\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("scripts"), FILES)[0]


@pytest.mark.parametrize("asked", ["氨氮减排三地谁最多", "氨氮減排三地誰最多"])
def test_figures_of_both_scripts_stand_in_one_order(assistant: Assistant, asked: str) -> None:
    answer = assistant.ask(asked)
    assert answer.status == "answered"
    assert answer.answer.index("0.36萬噸") < answer.answer.rindex("0.28万吨") < answer.answer.rindex("0.18万吨")


@pytest.mark.parametrize("asked", ["氨氮减排量超过0.2万吨的有哪些市", "氨氮減排量超過0.2萬噸的有哪些市"])
def test_a_bound_holds_for_figures_of_both_scripts(assistant: Assistant, asked: str) -> None:
    told = assistant.ask(asked).answer
    assert "0.36萬噸" in told
    assert "0.28万吨" in told
    assert "0.18" not in told


def test_figures_of_both_scripts_are_reckoned_together(assistant: Assistant) -> None:
    assert "800吨" in assistant.ask("水东市比云桥市的氨氮减排量多多少").answer
    assert "8200吨" in assistant.ask("三个市氨氮减排量合计多少").answer


def test_what_is_quoted_stays_as_it_was_published(assistant: Assistant) -> None:
    quotes = [citation.quote for citation in assistant.ask("水东市氨氮减排量是多少").citations]
    assert any("0.36萬噸" in quote for quote in quotes)
