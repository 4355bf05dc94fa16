"""What kinds of question a text answers: told from the texts that proved answers, and filled in beside the other features."""

import numpy as np
import pytest

from retrieval.question.kind_model import load_kinds
from retrieval.reading.examples import Example
from retrieval.reading.features import GROUPS, NAMES, suited, without
from retrieval.reading.reader import load_reader
from retrieval.reading.suit_training import learn_suits

BODIES = "（责任单位：市水务局、市财政局，各区人民政府按职责分工负责）"
FIGURE = "到2030年，再生水利用率达到45%以上。"


def suits(text: str, question: str) -> float:
    reader = load_reader()
    return float(reader.suits.of_texts([text])[0] @ load_kinds().shares(question))


def test_who_is_responsible_suits_a_list_of_bodies_and_how_much_a_figure() -> None:
    assert suits(BODIES, "再生水这块谁负责") > suits(FIGURE, "再生水这块谁负责")
    assert suits(FIGURE, "再生水利用率要达到多少") > suits(BODIES, "再生水利用率要达到多少")


def example(number: int, kind: str, text: str) -> Example:
    features = np.zeros((2, len(NAMES)), dtype=np.float32)
    return Example(f"q{number}", "d", kind, "plain", "", features, np.array([0]), np.arange(2), True, (text, "其他"))


@pytest.mark.prove
def test_what_proofs_have_is_learned_for_the_kind_that_they_prove() -> None:
    learnt = [example(n, "duty", f"责任单位：第{n}局") for n in range(20)]
    learnt += [example(n, "number", f"达到{n}%以上") for n in range(20)]
    model = learn_suits(learnt, ("duty", "number"), 1)
    bodies, figure = model.of_texts(["责任单位：水务局", "达到35%以上"])
    assert bodies[0] > bodies[1] and figure[1] > figure[0]


def test_the_suit_of_a_candidate_is_held_against_the_best_that_is_left() -> None:
    features = np.zeros((3, len(NAMES)), dtype=np.float32)
    filled = suited(features, np.array([[3.0], [2.0], [1.0]], dtype=np.float32), np.array([1.0], dtype=np.float32))
    columns = [NAMES.index(name) for name in GROUPS["suits"]]
    assert filled[:, columns].tolist() == [[3, 0], [2, -1], [1, -2]]
    assert without(filled, np.array([0]))[:, columns].tolist() == [[2, 0], [1, -1]]
