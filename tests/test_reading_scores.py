"""The scores of the learned reader: they count what they say they count."""

from collections import Counter

import numpy as np

from eval.score.reading import Kinds, Outcomes, area_under_roc, render_reading, score_reading
from index.snapshot import Index
from retrieval.assistant import Assistant
from retrieval.reading.data import TrainingQuestion
from retrieval.reading.examples import Example, make_examples


def examples(index: Index) -> list[Example]:
    asked = (
        ("q1", "出门坐车的人里选公交的得占几成", True, ("公共交通机动化出行分担率不低于45%",)),
        ("q2", "村里的脏水有多少要弄干净", True, ("农村生活污水治理率",)),
        ("q3", "海水淡化厂要建几座", False, ()),
    )
    return make_examples(
        index,
        [TrainingQuestion(name, "qiandongnan", q, (), "number", "", yes, quotes) for name, q, yes, quotes in asked],
    )


def test_a_right_candidate_that_is_first_counts_at_every_depth(assistant: Assistant) -> None:
    score = score_reading("tiny", [e for e in examples(assistant.index) if len(e.right)])
    assert score.count >= 1
    assert score.found[0] <= score.found[1] <= score.found[2]
    assert score.found[2] == 1
    assert score.auc is None


def test_where_no_candidate_is_right_nothing_is_found(assistant: Assistant) -> None:
    one = next(e for e in examples(assistant.index) if len(e.right))
    worst = np.argsort(one.features[:, 0])[:1]  # some candidate that meets no word
    moved = Example(
        one.id, one.document, one.kind, one.register, one.text, one.features, worst, one.clauses, True, one.texts
    )
    assert score_reading("tiny", [moved]).found[0] == 0


def test_the_area_is_one_where_every_answerable_question_is_thought_likelier() -> None:
    answerable = [True, True, False, False]
    assert area_under_roc([0.9, 0.8, 0.3, 0.1], answerable) == 1
    assert area_under_roc([0.1, 0.3, 0.8, 0.9], answerable) == 0
    assert area_under_roc([0.5, 0.5, 0.5, 0.5], answerable) == 0.5
    assert area_under_roc([0.5, 0.7], [True, True]) is None


def test_the_tables_show_shares_and_outcomes(assistant: Assistant) -> None:
    shown = render_reading(
        [score_reading("tiny", examples(assistant.index))],
        Outcomes(Counter({(True, "nearest, right"): 3}), Kinds(8, 0.5, 0.625)),
    )
    assert "| tiny | " in shown
    assert "| 最接近的，正是答案 | 3 | 0 |" in shown
    assert "猜对 0.500，自认有把握 0.625" in shown
