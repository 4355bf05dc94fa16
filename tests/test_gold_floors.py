"""A sample of every gold set is answered and scored: accuracy cannot fall while the tests pass. ``make eval`` answers them all."""

from pathlib import Path

import pytest

from eval.gold.questions import load_gold
from eval.gold.texts import Texts, load_texts
from eval.run.case import load_cases
from eval.run.runner import ask_row, write_rows
from eval.score.scoring import score_cases
from retrieval.assistant import Assistant

HOME = Path(__file__).resolve().parent.parent
#: Every so many questions of a set one is asked.
STEP = 5
#: What at least this share of a sample must get right: what it got when the floor was set, less the worth of two questions.
FLOORS = {
    "public": 0.94,
    "second": 0.93,
    "third": 0.90,
    "fourth": 0.80,
    "fifth": 0.91,
    "sixth": 0.80,
    "everyday": 0.73,
    "everyday2": 0.60,
}


@pytest.fixture(scope="module")
def texts() -> Texts:
    return load_texts(HOME / "corpus" / "plans")


@pytest.mark.parametrize("name", FLOORS)
def test_a_sample_of_a_gold_set_is_answered_no_worse_than_before(
    assistant: Assistant, texts: Texts, tmp_path: Path, name: str
) -> None:
    questions = load_gold(HOME / "eval" / "gold" / f"{name}.jsonl")[::STEP]
    write_rows(tmp_path / "answers.jsonl", [ask_row(assistant, question, "extract") for question in questions])
    scores = score_cases(load_cases(tmp_path, questions, texts), name, "", {})
    right = [not scored.faults for scored in scores.questions]
    share = sum(right) / len(right)
    wrong = [f"{scored.id}: {'；'.join(scored.faults)}" for scored in scores.questions if scored.faults]
    assert share >= FLOORS[name], f"{share:.3f}: {wrong}"
