"""Windows: comma parts of a sentence, what they cover, and the time that governs them."""

from pathlib import Path

import pytest

from index.passage import Unit
from index.snapshot import Index, open_index
from retrieval.question.topic import Concept
from retrieval.question.understanding import understand
from retrieval.search.window import (
    WeightedConcept,
    Window,
    best_window,
    core_of,
    coverage,
    covers,
    other_year,
    weigh_concepts,
)
from retrieval.search.wording import holds_figure, lead_time, parts_of

SENTENCE = "“十四五”时期，全市新建污水管网60公里以上，其中（含县区，不含园区）改造30公里；力争达到1,470吨。"


@pytest.fixture(scope="module")
def index(real_index: Path) -> Index:
    return open_index(real_index)


def concept(*ways: str, weight: float = 1.0) -> Concept:
    return Concept(ways[0], ways, weight)


def window_of(index: Index, question: str, *texts: str) -> Window:
    query = understand(question, (), index.plans)
    units = [(Unit(f"p#{i}", "p", "p#一", "p#一@1", "sentence", "", t, 0, len(t)), 1.0) for i, t in enumerate(texts)]
    window = best_window(query, weigh_concepts(index, query), units, figure=query.kind == "number")
    assert window is not None
    return window


def test_parts_end_at_commas_but_neither_inside_brackets_nor_inside_numbers() -> None:
    assert [SENTENCE[a:b] for a, b in parts_of(SENTENCE)] == [
        "“十四五”时期",
        "全市新建污水管网60公里以上",
        "其中（含县区，不含园区）改造30公里",
        "力争达到1,470吨",
    ]


def test_the_time_that_governs_words_stands_in_an_earlier_part() -> None:
    assert lead_time(SENTENCE, SENTENCE.index("改造")) == "“十四五”时期"
    assert lead_time("到2025年，甲；到2030年，乙", 16) == "到2030年"
    assert lead_time("到2025年，甲", 0) == ""


def test_a_concept_is_met_by_any_way_of_saying_it_or_in_part() -> None:
    sewage = concept("脏水", "生活污水")
    assert covers(sewage, "农村生活污水治理率") == 1.0
    assert 0.0 < covers(concept("生活污水治理"), "生活污水处理") < 1.0
    assert covers(sewage, "秸秆综合利用率") == 0.0
    assert covers(concept("企事业单位"), "企（事）业单位") == 1.0


def test_a_heading_covers_less_than_the_text_itself() -> None:
    weighted = [WeightedConcept(concept("秸秆"), 1.0), WeightedConcept(concept("农膜"), 3.0)]
    assert coverage(weighted, "秸秆农膜") == 1.0
    assert coverage(weighted, "农膜") == 0.75
    assert 0.75 < coverage(weighted, "农膜", "秸秆利用") < 1.0
    assert coverage([], "农膜") == 0.0


def test_the_core_of_a_question_is_its_heaviest_concept() -> None:
    light, heavy = WeightedConcept(concept("任务"), 0.5), WeightedConcept(concept("秸秆"), 1.5)
    assert core_of([light, heavy]) is heavy
    assert core_of([]) is None


def test_words_that_no_plan_uses_weigh_little(index: Index) -> None:
    query = understand("抚州的秸秆与魑魅魍魉", (), index.plans)
    shares = {w.concept.words: w.weight / w.concept.weight for w in weigh_concepts(index, query)}
    assert shares["秸秆"] > 0.3
    assert {round(share, 3) for words, share in shares.items() if words in "魑魅魍魉"} == {0.2}


def test_years_are_no_figures_and_a_unit_asked_for_must_follow() -> None:
    assert not holds_figure("到2025年基本完成", ())
    assert holds_figure("到2025年达到85%", ())
    assert not holds_figure("到2025年达到85%", ("吨",))
    assert holds_figure("减排591吨", ("吨",))


def test_words_of_another_year_are_told_from_words_without_one() -> None:
    text = "到2025年，下降12%；到2030年，下降20%"
    second = text.index("下降20%")
    assert other_year((2025,), text, second, len(text))
    assert not other_year((2030,), text, second, len(text))
    assert not other_year((2030,), "下降20%", 0, 5)
    assert not other_year((), text, second, len(text))


def test_the_best_window_is_the_short_part_with_the_figure_asked(index: Index) -> None:
    text = "加强农业面源污染防治，到2025年，农膜回收率达到85%，秸秆综合利用率达到95%以上。"
    assert window_of(index, "抚州农膜回收率多少", text).text == "农膜回收率达到85%"


def test_a_more_ambitious_value_stays_with_its_figure(index: Index) -> None:
    text = "全市森林覆盖率达到60%，力争达到65%，完成造林任务。"
    assert window_of(index, "抚州森林覆盖率多少", text).text == "全市森林覆盖率达到60%，力争达到65%"


def test_of_two_sentences_the_one_of_the_year_asked_wins(index: Index) -> None:
    texts = ("到2030年，森林覆盖率达到70%。", "到2025年，森林覆盖率达到60%。")
    assert "60%" in window_of(index, "抚州2025年森林覆盖率多少", *texts).text
    assert "70%" in window_of(index, "抚州2030年森林覆盖率多少", *texts).text
