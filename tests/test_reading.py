"""The learned reader: what is a candidate, how they are ordered, when it speaks."""

import gc
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from errors import TrainingDataMissing
from index.snapshot import Index, open_index
from retrieval.answers.computed import compose_computed
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.answers.writing import Draft, write_out
from retrieval.assistant import Assistant
from retrieval.question.kind_model import grams_of
from retrieval.question.phrasing import Phrasing
from retrieval.reading.data import load_reading_data
from retrieval.reading.examples import right_candidates
from retrieval.reading.features import NAMES, features_of
from retrieval.reading.page import make_page, open_page
from retrieval.reading.reader import load_reader
from retrieval.reading.stretch import Meaning, best_stretch
from retrieval.search.ranking import Found
from retrieval.search.wording import holds_figure

NOTHING = Found({}, {}, {}, {})


def first(index: Index, plan: str, question: str) -> str:
    reader = load_reader()
    reading = reader.read(open_page(index, plan), Phrasing(question), NOTHING)
    return reading.ranked[0].candidate.text


def test_a_page_holds_sentences_brackets_rows_and_headings_with_their_parts(assistant: Assistant) -> None:
    kinds = {c.kind for c in open_page(assistant.index, "ziyang").candidates}
    assert kinds >= {"sentence", "duty", "front", "row", "outline"}


def test_a_question_in_other_words_finds_its_sentence_without_any_search(assistant: Assistant) -> None:
    assert "公共交通" in first(assistant.index, "qiandongnan", "坐公交地铁出门的人要占多大比例")
    assert "农村生活污水" in first(assistant.index, "ziyang", "乡下用过的脏水有多少要治理好")


def test_shares_of_the_candidates_of_a_plan_sum_to_one(assistant: Assistant) -> None:
    reader = load_reader()
    page = open_page(assistant.index, "ziyang")
    reading = reader.read(page, Phrasing("秸秆综合利用率是多少"), NOTHING)
    assert sum(r.share for r in reading.ranked) == pytest.approx(1, abs=1e-3)
    assert len(reading.ranked) == len(page.candidates)


def test_the_candidates_of_a_plan_stand_best_first(assistant: Assistant) -> None:
    ranked = load_reader().read(open_page(assistant.index, "ziyang"), Phrasing("秸秆综合利用率是多少"), NOTHING).ranked
    assert [r.share for r in ranked] == sorted((r.share for r in ranked), reverse=True)
    assert ranked[0].said > 0.5 > ranked[-1].said


def test_a_plan_without_candidates_answers_nothing() -> None:
    reading = load_reader().read(make_page([]), Phrasing("秸秆综合利用率是多少"), NOTHING)
    assert (list(reading.ranked), reading.chance) == ([], 0)


def test_features_are_finite_and_name_themselves(assistant: Assistant) -> None:
    page = open_page(assistant.index, "chenzhou")
    rows = features_of(page, Phrasing("谁负责", "农村生活污水", (2025,)), NOTHING)
    assert rows.shape == (len(page.candidates), len(NAMES))
    assert np.isfinite(rows).all()


def test_a_year_that_is_not_asked_shows_in_the_features(assistant: Assistant) -> None:
    page = open_page(assistant.index, "ziyang")
    column = NAMES.index("other year")
    asked, other = (
        features_of(page, Phrasing("目标", "", (2025,)), NOTHING),
        features_of(page, Phrasing("目标", "", (2031,)), NOTHING),
    )
    at = next(n for n, years in enumerate(page.years) if years == {2025})
    assert (asked[at, column], other[at, column]) == (0, 1)


def test_the_kind_of_who_is_responsible_is_known_in_everyday_words() -> None:
    reader = load_reader()
    for question in ("污染物总量控制这摊子事归哪个局扛", "这活儿谁牵头干", "是一个局单独扛，还是好几家一起"):
        names = [reader.kinds.names[i] for i in np.argsort(-reader.kinds.shares(question))[:2]]
        assert "duty" in names, question


def test_numbers_of_a_question_are_alike_to_the_kinds() -> None:
    assert grams_of("到2025年降12.5%") == grams_of("到2030年降3%")


def test_of_a_long_sentence_the_stretch_that_answers_is_taken() -> None:
    text = "推进城市绿色货运配送，到2025年秸秆综合利用率达到90%以上，加快淘汰老旧车辆，完善充电设施，开展节能宣传"
    start, end = best_stretch(Meaning.of(Phrasing("秸秆利用率要到多少")), text, sought=holds_figure)
    assert text[start:end] == "到2025年秸秆综合利用率达到90%以上"


def test_a_quote_marks_the_candidates_that_hold_it_wherever_white_space_falls(assistant: Assistant) -> None:
    index = assistant.index
    page = open_page(index, "ziyang")
    at = next(n for n, c in enumerate(page.candidates) if c.kind == "sentence" and len(c.text) > 20)
    quote = index.plan_text("ziyang")[page.candidates[at].start : page.candidates[at].end]
    assert at in right_candidates(index.plan_text("ziyang"), page.candidates, [f" {quote[:8]}\n{quote[8:]}"])


def test_where_words_lead_nowhere_the_reader_finds_the_sentence(assistant: Assistant) -> None:
    answer = assistant.ask("凯里人出门坐车的，选公交的得有多少？")
    assert answer.status in ("answered", "partial")
    assert "公共交通机动化出行分担率不低于45%" in answer.answer
    assert {c.plan for c in answer.citations} == {"qiandongnan"}


def test_in_an_answer_to_several_things_the_nearest_stands_last_under_its_label(assistant: Assistant) -> None:
    index = assistant.index
    unit = index.unit(next(c.unit for c in open_page(index, "ziyang").candidates if c.kind == "sentence"))
    firm = Statement("资阳市：确定的话。", (evidence_of(index, unit),), "ziyang")
    near = replace(firm, text="资阳市：最近的话。", nearest=True)
    query = assistant.understand("资阳的秸秆综合利用率")
    text, _, _, status = write_out(index, query, Draft((near, firm)), [near, firm])
    assert status == "partial"
    assert text.index("确定的话") < text.index("最接近的是") < text.index("最近的话")


def test_what_is_only_the_nearest_is_weighed_against_no_figure(assistant: Assistant) -> None:
    index = assistant.index
    rows = {plan: index.targets_of_plan(plan)[0] for plan in ("fuzhou-fj", "chenzhou")}
    query = assistant.understand("福州和郴州谁的能耗降幅高？")
    said = [
        Statement(
            f"{plan}：{row.quote}",
            (Evidence(plan, row.clause, row.quote, row.sentence, row.start, row.end),),
            plan,
            (),
            (row,),
        )
        for plan, row in rows.items()
    ]
    assert compose_computed(index, query, said)
    assert not compose_computed(index, query, [said[0], replace(said[1], nearest=True)])


def test_a_page_does_not_keep_the_snapshot_it_was_made_from(assistant: Assistant, real_index: Path) -> None:
    other = open_index(real_index)
    page = open_page(other, "chenzhou")
    assert open_page(assistant.index, "chenzhou") is page  # the same snapshot, opened twice
    gone = weakref.ref(other)
    other.close()
    del other
    gc.collect()
    assert gone() is None


def test_what_is_asked_in_the_words_of_plans_and_not_given_stays_not_found(assistant: Assistant) -> None:
    assert assistant.ask("资阳到2025年森林覆盖率要达到多少？").status == "not_found"


def test_every_quote_of_the_training_questions_stands_in_its_document() -> None:
    data = load_reading_data()
    texts = {p.stem: "".join(p.read_text(encoding="utf-8").split()) for p in data.documents.iterdir()}
    for question in data.questions:
        for quote in question.quotes:
            assert "".join(quote.split()) in texts[question.document], question.id
    assert data.held < texts.keys()
    assert all(question.quotes for question in data.questions if question.answerable)


def test_missing_training_data_are_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataMissing, match=r"questions.jsonl.*docs/reading.md"):
        load_reading_data(tmp_path)
