"""What speaks against an answer is seen by the choice, and the questions without an answer that it learns from."""

from pathlib import Path

import pytest

from retrieval.answers.choice_training import swapped, unlisted
from retrieval.answers.desk import Desk, lay_out
from retrieval.answers.doubts import doubts_of_question, doubts_of_said
from retrieval.assistant import Assistant
from retrieval.reading.data import ReadingData, TrainingQuestion, load_reading_data
from retrieval.reading.stretch import Meaning
from retrieval.search.window import weigh_concepts
from tests.own_corpus import assistant_over

COAL = (
    "明州市控煤方案\n\n一、主要目标\n到2027年，全市煤炭消费总量控制在310万吨以内。\n二、工作措施\n"
    "（一）秸秆还田。推进秸秆还田12万亩。\n（二）加强领导。市发展改革委牵头，每年调度2次。\n"
)
WATER = "锦城市供水方案\n\n一、主要目标\n到2027年，全市供水管网漏损率控制在8%以内，再生水利用率达到27%。\n"


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(Path(tmp_path_factory.mktemp("cities")), {"coal.txt": COAL, "water.txt": WATER})[0]


def desk_of(assistant: Assistant, question: str) -> Desk:
    query = assistant.understand(question)
    (plan,) = query.scope.plans
    return lay_out(assistant.index, query, plan, weigh_concepts(assistant.index, query))


def test_a_thing_that_stands_nowhere_is_seen_and_so_is_its_neighbour(cities: Assistant) -> None:
    there, missing = (
        doubts_of_question(desk_of(cities, f"明州市{asked}是多少？")) for asked in ("煤炭消费总量", "煤炭产量")
    )
    assert there["heaviest concept stands"] == 1 and there["things missing"] == 0
    assert there["best hit"] > missing["best hit"]


def test_the_figure_of_another_thing_is_met_less(cities: Assistant) -> None:
    desk = desk_of(cities, "锦城市再生水利用率要到多少？")
    meaning = Meaning.of(desk.query.phrasing)
    own, other = (
        doubts_of_said(desk, meaning, [desk.say(text, ())], text, text)
        for text in ("再生水利用率达到27%", "全市供水管网漏损率控制在8%以内")
    )
    assert own["figure near"] > other["figure near"] and own["figure's words met"] > other["figure's words met"]


def test_nothing_said_is_exact_where_it_is_no_row(cities: Assistant) -> None:
    desk = desk_of(cities, "锦城市再生水利用率要到多少？")
    said = [desk.say("再生水利用率达到27%", ())]
    assert not doubts_of_said(desk, Meaning.of(desk.query.phrasing), said, said[0].text, said[0].text)["exact"]


def question(document: str, words: str) -> TrainingQuestion:
    return TrainingQuestion(
        "q", document, words, (), "number", "plain", True, ("煤炭消费总量控制在310万吨以内",), "310万吨"
    )


def test_a_question_is_asked_of_a_neighbour_that_stands_nowhere(cities: Assistant) -> None:
    asked = [question("coal", "煤炭消费总量要控制在多少？"), question("water", "漏了多少水？")]
    (made,) = [m for document in ("coal", "water") for m in swapped(cities.index, document, asked)]
    assert (made.document, made.question, made.answerable) == ("coal", "煤炭产量要控制在多少？", False)


def _unlisted(cities: Assistant, data: ReadingData) -> list[TrainingQuestion]:
    return [m for document in ("coal", "water") for m in unlisted(cities.index, data, document, ["coal", "water"])]


def test_indicators_that_only_others_have_are_asked_for(cities: Assistant) -> None:
    data = load_reading_data()
    made = _unlisted(cities, data)
    asked = {document: "".join(m.question for m in made if m.document == document) for document in ("coal", "water")}
    assert not any(m.answerable for m in made)
    assert "煤炭消费总量" not in asked["coal"] and "漏损率" not in asked["water"]
    assert [m.question for m in made] == [m.question for m in _unlisted(cities, data)]
