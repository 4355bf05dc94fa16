"""Which words of a question are its topic: told by a model that learned it from frames, by where a word stands and not by a list."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.training_data import Wording
from retrieval.question.topic import find_concepts
from retrieval.question.topic_model import load_topics, marked, open_topics, reading_topics_with
from retrieval.reading.data import Frame, load_reading_data
from retrieval.reading.topic_training import TopicRecipe, fit_topics, of_frames, of_questions, save_topics

#: As small as can be learned from.
SMALL = TopicRecipe(fillings=2, epochs=2)


def topics(text: str) -> list[str]:
    return [concept.words for concept in find_concepts(text)]


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("麻烦帮我查查湿地公园到底要建几个", ["湿地", "公园"]),
        ("湿地公园这事谁说了算", ["湿地", "公园"]),
        ("哪些地方没有提到湿地公园", ["湿地", "公园"]),
        ("湿地公园从低到高排一排", ["湿地", "公园"]),
    ],
)
def test_what_is_asked_around_a_thing_is_no_topic(question: str, topic: list[str]) -> None:
    assert topics(question) == topic


@pytest.mark.parametrize("wish", ["一句话概括一下", "说详细一点", "列成表格给我看", "你确定吗", "再短一点"])
def test_a_wish_about_the_last_answer_has_no_topic(wish: str) -> None:
    assert topics(wish) == []


def test_words_are_read_in_simplified_script_where_they_stand_and_years_and_numerals_say_nothing() -> None:
    assert [(m.word, m.start) for m in marked("減少 廢水")] == [("减少", 0), ("废水", 3)]
    assert [m.around for m in marked("废水到2025年降三成")] == [m.around for m in marked("废水到2030年降五成")]


def test_the_slots_of_things_are_topic_and_what_is_said_in_passing_is_not() -> None:
    wordings = (Wording(("湿地",), ("湿地",)),)
    frames = [Frame("duty", "我是做{T}的，请问{X}由{B}负责吗")]
    labelled = list(of_frames(frames, wordings, replace(SMALL, in_passing=1), 1))
    told = [(each.word.word, each.topic) for each in labelled]
    assert [topic for word, topic in told if word == "湿地"] == [False, True]
    assert {word for word, topic in told if not topic} >= {"请问", "由", "负责", "吗"}


def test_a_word_of_a_question_that_its_proof_has_is_topic_and_one_that_frames_say_is_not() -> None:
    data = load_reading_data()
    question = next(q for q in data.questions if q.question == "政府打算怎么改善中小学生上课看黑板的光线？")
    frames = [frame for frame in data.frames if "打算" in frame.frame or "光线" in frame.frame]
    wordings = tuple(w for w in data.wordings if any("打算" in term or "光线" in term for term in w.official))
    told = {e.word.word: e.topic for e in of_questions([question], frames, wordings, SMALL)}
    assert told["打算"] is False
    assert told["光线"] is True


@pytest.mark.prove
def test_a_saved_model_tells_words_apart_as_the_one_that_was_learned(tmp_path: Path) -> None:
    data = load_reading_data()
    model = fit_topics(list(of_frames(data.frames[:200], data.wordings, SMALL, 1)), SMALL, {"湿地": 1}, {"面积": 2})
    save_topics(replace(model, wording=("多少", "谁")), tmp_path / "topics.safetensors")
    saved = open_topics(tmp_path / "topics.safetensors")
    assert saved.wording == ("多少", "谁")
    text = "湿地公园的面积要达到多少"
    assert [share for _, share in saved.shares(text)] == pytest.approx([s for _, s in model.shares(text)], abs=0.03)
    with reading_topics_with(saved):
        assert load_topics() is saved
    assert load_topics() is not saved
