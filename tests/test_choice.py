"""The decision for a plan: which half speaks, firmly or as the nearest, and when the plan is held not to say it."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from retrieval.answers.absence import absence_of
from retrieval.answers.attempt import Attempt, attempt_both
from retrieval.answers.choice import DECLINED, Choice, choose, load_chooser
from retrieval.answers.choice_training import is_right, write_without
from retrieval.answers.compose import by_words
from retrieval.answers.desk import Desk, lay_out
from retrieval.answers.firmness import FIRM
from retrieval.answers.statement import Evidence, Statement
from retrieval.assistant import Assistant
from retrieval.reading.data import TrainingQuestion
from retrieval.search.window import weigh_concepts


def desk_of(assistant: Assistant, question: str) -> Desk:
    query = assistant.understand(question)
    (plan,) = query.scope.plans
    return lay_out(assistant.index, query, plan, weigh_concepts(assistant.index, query))


def chosen(assistant: Assistant, question: str) -> Choice:
    return choose(desk_of(assistant, question), by_words)


def test_what_is_asked_in_the_words_of_the_plan_is_said_firmly(assistant: Assistant) -> None:
    choice = chosen(assistant, "资阳市到2025年秸秆综合利用率是多少？")
    assert choice.certainty >= FIRM["words"]
    assert not any(s.nearest for s in choice.statements)
    assert "秸秆综合利用率" in choice.statements[0].text


def test_what_a_plan_does_not_speak_of_is_declined_with_little_certainty(assistant: Assistant) -> None:
    for question in ("资阳地铁三号线哪天通车？", "郴州中小学的近视率要降到多少？"):
        choice = chosen(assistant, question)
        assert not choice.statements, question
        assert choice.certainty < DECLINED["reader"]


def test_of_two_attempts_the_one_that_meets_the_question_is_surer(assistant: Assistant) -> None:
    desk = desk_of(assistant, "黔东南坐公交地铁出门的人要占多大比例？")
    words, reader = attempt_both(desk, [desk.say("加强组织领导。", ())])
    chooser = load_chooser()
    assert "公共交通" in reader.statements[0].text
    assert chooser.chance(reader) > 2 * chooser.chance(words)


def test_each_half_sees_its_own_facts_before_those_of_the_other(assistant: Assistant) -> None:
    words, reader = attempt_both(desk_of(assistant, "黔东南坐公交地铁出门的人要占多大比例？"), [])
    assert sorted(words.facts[:-1].tolist()) == sorted(reader.facts[:-1].tolist())
    assert (words.facts[-1], reader.facts[-1]) == (0, 1)
    silent, said = np.flatnonzero(words.facts[:-1] != 0), np.flatnonzero(reader.facts[:-1] != 0)
    assert silent.max() > said.max()  # what the reader says stands in the second half of the facts of the words


def test_a_half_that_says_nothing_is_never_sure(assistant: Assistant) -> None:
    words, _ = attempt_both(desk_of(assistant, "资阳市到2025年秸秆综合利用率是多少？"), [])
    assert load_chooser().chance(words) == 0


def test_the_answer_tells_how_sure_it_is_and_in_which_band(assistant: Assistant) -> None:
    sure, declined = assistant.ask("资阳市到2025年秸秆综合利用率是多少？"), assistant.ask("资阳地铁三号线哪天通车？")
    assert (sure.band, declined.band) == ("sure", "declined")
    assert 0 <= declined.certainty < DECLINED["reader"] < sure.certainty <= 1


def test_an_attempt_is_right_when_it_cites_a_proof_and_gives_its_figures() -> None:
    text = "到2025年，绿色建筑占比达到95%。公交车全部更新。"
    question = TrainingQuestion(
        "q", "d", "绿色建筑要占多少？", (), "number", "plain", True, ("绿色建筑占比达到95%",), "95%"
    )

    def said(words: str, quote: str) -> Attempt:
        evidence = Evidence("d", "c", quote, quote, 0, 1)
        return Attempt("words", (Statement(words, (evidence,), "d"),), np.zeros(1, np.float32))

    assert is_right(said("达到95%", "绿色建筑占比达到95%"), question, text)
    assert not is_right(said("达到90%", "绿色建筑占比达到95%"), question, text)
    assert not is_right(said("95%", "公交车全部更新"), question, text)
    assert not is_right(replace(said("", ""), statements=()), question, text)


def test_every_sentence_is_missing_from_one_copy_and_short_ones_from_none(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    sentences = [f"第{n}件事要在年底以前由各部门办完。" for n in "甲乙丙丁戊"]
    (documents / "a.txt").write_text(f"一、总则\n短。{''.join(sentences)}\n", encoding="utf-8")
    copies = []
    for copy in range(4):
        write_without(documents, tmp_path / f"copy{copy}", copy)
        copies.append((tmp_path / f"copy{copy}" / "a.txt").read_text(encoding="utf-8"))
    assert all("一、总则" in text and "短。" in text for text in copies)
    assert all(sum(sentence not in text for text in copies) == 1 for sentence in sentences)


def test_an_absence_says_what_of_the_question_the_plan_does_not_name(assistant: Assistant) -> None:
    reasons = {
        "资阳到2041年秸秆综合利用率是多少？": "year",
        "郴州桂阳县的能耗强度要降多少？": "place",
        "资阳的森林覆盖率是多少？": "indicator",
        "资阳地铁三号线哪天通车？": "evidence",
    }
    for question, reason in reasons.items():
        assert absence_of(desk_of(assistant, question), 0.0).reason == reason, question
    assert "全文没有写到2041年" in assistant.ask("资阳到2041年秸秆综合利用率是多少？").answer
    assert "全文没有写到桂阳县" in assistant.ask("郴州桂阳县的能耗强度要降多少？").answer


def test_a_figure_that_only_its_meaning_is_near_is_declined(assistant: Assistant) -> None:
    for question in ("黔东南农用地膜回收率要到多少？", "抚州新增海上风电多少万千瓦？", "资阳的水稻机插率定到多少？"):
        assert not chosen(assistant, question).statements, question


def test_a_figure_of_another_thing_is_not_shown_as_the_nearest(assistant: Assistant) -> None:
    desk = desk_of(assistant, "抚州的高速磁浮线路要建多少公里？")
    assert absence_of(desk, 0.0).nearest is None
    near = absence_of(desk_of(assistant, "抚州的污水管网改造投资多少亿元？"), 0.0).nearest
    assert near is not None and "污水" in near.context
