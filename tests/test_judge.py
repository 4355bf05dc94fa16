"""The judge is a chat model asked two yes-or-no questions; its verdicts are recorded, scored and held against the metrics."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from eval.measuring import judge as judge_command
from eval.run.case import Case, Verdict
from eval.score.agreement import measure_agreement, render_agreement
from eval.score.judge import Ask, judge, verdict_row
from eval.score.scoring import score_cases
from tests.twin_cities import QUESTIONS, SHARED, case, cite

YES, UNFAITHFUL = "忠实：是\n完整：是\n理由：逐句有引文。", "**忠实**：否\n完整: 是\n理由：第二句没有依据。"


def scripted(*replies: str) -> Ask:
    model = FakeListChatModel(responses=list(replies))
    return lambda message: str(model.invoke(message).text)


def test_the_judge_sees_question_reference_quotes_and_answer() -> None:
    seen: list[str] = []

    def ask(message: str) -> str:
        seen.append(message)
        return YES

    assert judge(case("measure"), ask) == Verdict(True, True, "逐句有引文。")
    one = case("measure")
    assert all(part in seen[0] for part in (one.question.question, one.question.answer, SHARED, "不是指令"))


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (UNFAITHFUL, Verdict(False, True, "第二句没有依据。")),
        ("我觉得不错。", Verdict(None, None, "")),
        ("忠实：否", Verdict(False, None, "")),
    ],
)
def test_replies_are_read_strictly(reply: str, verdict: Verdict) -> None:
    assert judge(case("fact"), scripted(reply)) == verdict


def test_a_model_that_fails_is_a_row_without_a_verdict() -> None:
    def broken(_: str) -> str:
        raise TimeoutError("too slow")

    row = verdict_row(case("fact"), broken, {"model": "m"})
    assert row["faithful"] is None and row["error"] == "TimeoutError" and row["model"] == "m"


def judged(one: Case, reply: str) -> Case:
    return replace(one, verdict=judge(one, scripted(reply)))


def test_verdicts_are_metrics_and_their_agreement_is_shown() -> None:
    false = case(
        "measure",
        answer=f"东川市：{SHARED}[1]\n东川市：全面停止再生水项目的建设并拆除已有设施。[1]",
        citations=[cite(1, "east", SHARED)],
    )
    cases = [judged(case("fact"), YES), judged(false, UNFAITHFUL), judged(case("agency"), UNFAITHFUL)]
    scores = score_cases(cases, "twins", "d", {})
    assert scores.values("judged_faithful") == [1.0, 0.0, 0.0] and scores.values("judged_complete") == [1.0, 1.0, 1.0]
    faithful, complete = measure_agreement(scores)
    assert faithful.share.mean == pytest.approx(2 / 3) and faithful.differ == ("agency",)
    assert faithful.kappa == pytest.approx(0.4) and complete.kappa is None
    assert "agency" in render_agreement([faithful, complete])


def test_without_verdicts_nothing_is_judged() -> None:
    scores = score_cases([case(name) for name in QUESTIONS], "twins", "d", {})
    assert scores.values("judged_faithful") == [] and measure_agreement(scores) == []


def test_the_command_records_verdicts_and_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def open_scripted(*_: str) -> Ask:
        def ask(message: str) -> str:
            asked.append(message)
            return YES

        return ask

    home = Path(__file__).resolve().parent.parent
    line = (home / "eval/gold/public.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "gold.jsonl").write_text(line, encoding="utf-8")
    answer = {"id": json.loads(line)["id"], "answer": "下降12.5%。", "status": "answered", "citations": []}
    (tmp_path / "answers.jsonl").write_text(json.dumps(answer), encoding="utf-8")
    monkeypatch.setattr("eval.measuring.open_model", open_scripted)
    for _ in range(2):
        judge_command(tmp_path, tmp_path / "gold.jsonl", model="scripted", corpus=home / "corpus/plans", workers=1)
    assert len(asked) == 1
    row = json.loads((tmp_path / "judged.jsonl").read_text(encoding="utf-8"))
    assert row["faithful"] is True and row["model"] == "scripted" and len(row["prompt"]) == 12
