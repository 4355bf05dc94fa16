"""What stands of a model's reply: its order, the plan's own sentence in place of one that failed, lines that are never lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from index.snapshot import Index
from retrieval.answer import Answer
from retrieval.assistant import Assistant
from retrieval.writer.chain import Writer
from retrieval.writer.scripted import Prompted, ScriptedChatModel
from retrieval.writer.speaker import Speaker

RATE = "抚州公共交通中新能源汽车占比要超过多少？"


@pytest.fixture
def answer(assistant: Assistant) -> Iterator[Any]:
    """Answers a question by what a model says to it; ``number(words)`` gives the [n] of the passage that holds the words."""
    speakers: list[Speaker] = []

    def ask(question: str, reply: str, **how: Any) -> Answer:
        def script(prompted: Prompted, rng: Any) -> str:
            del rng
            text = reply
            for passage in prompted.passages:
                for words in ("新能源汽车占比", "秸秆综合利用率", "重点工程减排量", "漏损"):
                    if words in passage.text:
                        text = text.replace(f"[{words}]", f"[{passage.number}]", 1) if f"[{words}]" in text else text
            return text if prompted.task == "answer" else prompted.question

        speakers.append(Speaker(ScriptedChatModel(script=script)))
        return assistant.with_writer(Writer(speakers[-1], **how)).ask(question)

    yield ask
    for speaker in speakers:
        speaker.close()


def test_a_reworded_sentence_stands_in_the_models_own_words(answer: Any) -> None:
    got = answer(RATE, "到2025年，抚州的公共交通里，新能源汽车要占到72%以上。[新能源汽车占比]")
    assert got.mode == "llm" and [line.origin for line in got.lines] == ["model"]
    assert "要占到72%以上" in got.answer and got.status == "answered" and not got.removed


def test_for_a_sentence_that_fails_the_plans_own_stands_in_its_place(answer: Any) -> None:
    reply = "抚州公共交通中新能源汽车占比要超过75%。[新能源汽车占比]这是2025年的目标。[新能源汽车占比]"
    got = answer(RATE, reply)
    assert "75%" not in got.answer and "72%" in got.answer
    if got.mode == "llm":
        first = got.lines[0]
        assert first.origin in ("text", "ledger") and "72%" in first.text
    assert any("75%" in r.text and r.reason for r in got.removed) or got.mode == "extract"


def test_words_that_only_lead_are_shown_before_what_they_lead_to_and_never_alone(answer: Any) -> None:
    got = answer(RATE, "主要目标如下：\n- 抚州公共交通中新能源汽车占比超过72%。[新能源汽车占比]")
    assert got.answer.startswith("主要目标如下：") and "72%" in got.answer
    alone = answer(RATE, "主要目标如下：\n")
    assert "主要目标如下" not in alone.answer and alone.mode == "extract"


def test_the_model_is_asked_also_where_the_reader_finds_nothing(assistant: Assistant) -> None:
    for question in ("抚州市发改委的办公电话是多少？", "秸秆综合利用率哪个市定得最高？", "总结一下抚州市的方案"):
        model = ScriptedChatModel(script=lambda prompted, rng: "资料中没有提到。")  # noqa: ARG005
        speaker = Speaker(model)
        assistant.with_writer(Writer(speaker)).ask(question)
        speaker.close()
        assert any("检索与台账已经找到" in prompt for prompt in model.asked.prompts), question
    model = ScriptedChatModel()
    speaker = Speaker(model)
    assistant.with_writer(Writer(speaker)).ask("谢谢你")
    speaker.close()
    assert not model.asked.prompts


def test_a_computed_line_is_not_lost_when_the_model_gives_only_its_terms(answer: Any) -> None:
    question = "资阳四项主要污染物的重点工程减排量加起来一共多少吨？"
    terms = "资阳市化学需氧量、氨氮、氮氧化物、挥发性有机物重点工程减排量分别为4218吨、184吨、650吨、280吨。[重点工程减排量]"
    got = answer(question, terms)
    assert "5332" in got.answer and got.mode == "llm"
    whole = answer(question, terms.replace("。[", "，合计5332吨。["))
    assert whole.answer.count("5332") == 1 and [line.origin for line in whole.lines] == ["model"]


def test_an_empty_rewording_takes_nothing_away_and_is_no_fault_of_the_endpoint(assistant: Assistant) -> None:
    said = iter(["抚州公共交通中新能源汽车占比超过72%。[1]抚州将投入38亿元建湿地公园。[1]", ""])
    speaker = Speaker(ScriptedChatModel(script=lambda prompted, rng: next(said, "")))  # noqa: ARG005
    got = assistant.with_writer(Writer(speaker, repairs=True)).ask(RATE)
    resting = speaker.resting
    speaker.close()
    assert got.mode == "llm" and "72%" in got.answer and "38" not in got.answer and not resting


def test_an_absence_is_not_added_to_an_answer_that_says_the_thing(answer: Any) -> None:
    got = answer(RATE, "抚州公共交通中新能源汽车占比超过72%。[新能源汽车占比]资料中没有提到新能源汽车占比。")
    assert "没有提到" not in got.answer and got.status == "answered"


def test_what_nobody_asked_is_left_out_where_the_one_answer_was_found(answer: Any) -> None:
    got = answer(
        RATE, "抚州公共交通中新能源汽车占比超过72%。[新能源汽车占比]抚州的秸秆综合利用率要到95%以上。[秸秆综合利用率]"
    )
    assert "72%" in got.answer and "秸秆" not in got.answer and got.status == "answered"


def test_where_the_model_finds_nothing_either_the_answer_is_that_of_the_search(answer: Any) -> None:
    question = "抚州市发改委的办公电话是多少？"
    got = answer(question, "资料中没有提到办公电话。抚州公共交通中新能源汽车占比超过72%。[新能源汽车占比]")
    assert got.mode == "extract" and got.status == "not_found" and "72%" not in got.answer


def test_a_table_of_figures_stands_behind_what_the_model_says(answer: Any) -> None:
    question = "五个市州的氨氮重点工程减排量加起来一共多少吨？"
    got = answer(question, "资阳市氨氮重点工程减排量为184吨。[重点工程减排量]")
    assert "合计2965吨" in got.answer and len(got.tables) == 1 and "| 资阳市 | 184吨[" in got.answer
    numbers = {int(n) for row in got.tables[0].rows for cell in row for n in re.findall(r"\[(\d+)\]", cell)}
    assert numbers <= {citation.n for citation in got.citations}


def test_which_is_the_highest_is_said_only_by_what_cites_all_that_were_asked_about(answer: Any) -> None:
    got = answer("秸秆综合利用率哪个市定得最高？", "抚州的秸秆综合利用率最高。[秸秆综合利用率]")
    assert "抚州的秸秆综合利用率最高" not in got.answer and any("都比到" in c.detail for c in got.checks)


def test_growing_answers_say_what_is_being_done_and_the_last_says_nothing(assistant: Assistant, index: Index) -> None:
    del index
    speaker = Speaker(ScriptedChatModel())
    shown = list(assistant.with_writer(Writer(speaker)).stream(RATE))
    speaker.close()
    assert shown[0].stage == "撰写" and "核对" in [a.stage for a in shown] and shown[-1].stage == ""


@pytest.fixture(scope="session")
def index(assistant: Assistant) -> Index:
    return assistant.index
