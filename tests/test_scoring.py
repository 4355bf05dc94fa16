"""A run is scored from its records alone; comparing names what turned, and the gate stops what is worse than its baseline."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from errors import GoldError
from eval.__main__ import app
from eval.gold.questions import load_gold
from eval.gold.suites import load_suites
from eval.score.baseline import BASELINES, find_breaches, load_baseline, to_baseline, write_baseline
from eval.score.columns import render_columns
from eval.score.comparison import compare, render_comparison
from eval.score.interval import estimate, paired_difference, wilson
from eval.score.scoreboard import render_scoreboard, with_scoreboard
from eval.score.scoring import Scores, digest_of, merge, read_scores, score_cases, write_scores
from eval.score.summary import render_summary
from tests.twin_cities import QUESTIONS, case, row

HOME = Path(__file__).resolve().parent.parent
Change = Callable[[str, dict[str, Any]], dict[str, Any]]


def scored(change: Change = lambda _, __: {}, copies: int = 20) -> Scores:
    """Scores of the twin cities' questions, ``copies`` of each; ``change`` spoils rows by name."""
    scores = score_cases(
        [case(name, **change(name, row(name))) for name in QUESTIONS], "twins", "d1", {"mode": "extract"}
    )
    many = [replace(q, id=f"{q.id}-{n}" if copies > 1 else q.id) for n in range(copies) for q in scores.questions]
    return replace(scores, questions=tuple(many))


def digits(name: str, answer: dict[str, Any]) -> dict[str, Any]:
    return {"answer": answer["answer"].replace("2020年", "2021年")} if name == "fact" else {}


def moved(name: str, answer: dict[str, Any]) -> dict[str, Any]:
    return {"citations": [c | {"plan": "west"} for c in answer["citations"]]} if name == "measure" else {}


def dropped(name: str, answer: dict[str, Any]) -> dict[str, Any]:
    return (
        {"answer": answer["answer"].splitlines()[0], "citations": answer["citations"][:1]} if name == "compare" else {}
    )


def swapped(name: str, answer: dict[str, Any]) -> dict[str, Any]:
    return {"answer": answer["answer"].replace("市财政局", "市审计局")} if name == "agency" else {}


def false_sentence(name: str, _: dict[str, Any]) -> dict[str, Any]:
    return {"answer": "东川市：拆除全部雨污分流设施并停止再生水项目建设运营。[1]"} if name == "measure" else {}


def too_long(name: str, answer: dict[str, Any]) -> dict[str, Any]:
    return {"answer": answer["answer"] * 20} if name == "fact" else {}


def crashed(name: str, _: dict[str, Any]) -> dict[str, Any]:
    return {"status": "error", "answer": "KeyError"} if name == "fact" else {}


def test_wilsons_interval_is_that_of_the_textbook_and_honest_at_the_ends() -> None:
    eight_of_ten = wilson(8, 10)
    assert (round(eight_of_ten.low, 3), round(eight_of_ten.high, 3)) == (0.490, 0.943)
    perfect = wilson(20, 20)
    assert perfect.high == 1.0 and 0.83 < perfect.low < 0.85


def test_a_bootstrap_interval_is_the_same_every_time_and_holds_its_mean() -> None:
    values = [0.0, 0.5, 0.25, 1.0, 0.75] * 8
    first, second = estimate(values), estimate(values)
    assert first == second and first is not None
    assert first.low < first.mean == 0.5 < first.high and first.n == 40
    assert estimate([]) is None
    assert paired_difference([1.0] * 9 + [1.0], [1.0] * 9 + [0.0]).mean == pytest.approx(-0.1)


def test_scores_survive_being_written_and_read(tmp_path: Path) -> None:
    scores = scored()
    write_scores(scores, tmp_path)
    assert read_scores(tmp_path).summary() == scores.summary()
    data = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    assert data["metrics"]["right"]["overall"]["全部"] == {
        "mean": 1.0,
        "low": pytest.approx(0.963, abs=1e-3),
        "high": 1.0,
        "n": 100,
    }
    assert {"fact", "compare"} <= data["metrics"]["right"]["type"].keys() and "多份方案" in data["metrics"]["right"][
        "plan"
    ]


def test_the_table_shows_n_and_an_interval_beside_every_mean() -> None:
    table = render_summary(scored())
    lines = [line for line in table.splitlines() if line.startswith("|") and "[" in line and "均值" not in line]
    assert len(lines) > 20 and any("答对" in line and "1.000 [0.963, 1.000] | 100" in line for line in lines)


def test_comparing_two_runs_that_differ_in_one_answer_names_that_question() -> None:
    before, after = scored(copies=1), scored(moved, copies=1)
    result = compare(before, after)
    assert result.broken == ("measure",) and result.fixed == () and result.answered_anew == ("measure",)
    assert {(name, metric) for name, metric, _, _ in result.moved} == {("measure", "right_plan"), ("measure", "proof")}
    change = next(d for d in result.differences if (d.metric, d.group) == ("right", "全部"))
    assert change.change.mean == pytest.approx(-0.2) and change.is_worse and not change.is_clear
    assert "由对变错（1）：measure" in render_comparison(result)
    assert compare(after, before).fixed == ("measure",)


def test_an_answer_whose_verdict_stays_is_named_too() -> None:
    result = compare(scored(copies=1), scored(digits, copies=1))
    assert result.broken == () and result.answered_anew == ("fact",)
    ((name, metric, old, new),) = result.moved
    assert (name, metric, old) == ("fact", "unsupported_numbers", 0.0) and new == pytest.approx(1 / 3)


def test_runs_over_other_questions_are_not_compared() -> None:
    with pytest.raises(GoldError, match="没有相同的题目"):
        compare(scored(copies=1), scored(copies=0))


def test_the_gate_passes_on_the_same_answers() -> None:
    assert find_breaches(scored(), to_baseline(scored())) == []


@pytest.mark.parametrize(
    ("spoil", "metric"),
    [
        (digits, "unsupported_numbers"),
        (moved, "right_plan"),
        (dropped, "proof"),
        (swapped, "department_f1"),
        (false_sentence, "citation_recall"),
        (too_long, "concise"),
        (crashed, "status"),
    ],
)
def test_the_gate_fails_on_planted_faults(spoil: Change, metric: str) -> None:
    breaches = find_breaches(scored(spoil), to_baseline(scored()))
    assert metric in {b.metric for b in breaches}


def test_a_single_quote_from_the_wrong_plan_breaks_a_perfect_baseline() -> None:
    good = scored()
    bad = scored(moved, copies=1).questions
    one = next(q for q in bad if q.type == "measure")
    spoiled = replace(good, questions=tuple(one if q.id == "measure-0" else q for q in good.questions))
    assert {b.metric for b in find_breaches(spoiled, to_baseline(good))} >= {"right_plan"}


def test_a_metric_that_was_not_measured_does_not_pass() -> None:
    unranked = score_cases([replace(case(name), passages=None) for name in QUESTIONS], "twins", "d1", {})
    baseline = to_baseline(scored())
    assert {b.metric for b in find_breaches(unranked, baseline) if b.mean is None} >= {"ndcg_10"}


def test_a_baseline_of_other_questions_is_refused() -> None:
    with pytest.raises(GoldError, match="题目不同"):
        find_breaches(replace(scored(), gold_digest="d2"), to_baseline(scored()))


def test_merged_sets_keep_all_questions() -> None:
    both = merge([scored(copies=1), scored(copies=2)])
    assert len(both.questions) == 15 and both.gold == "twins+twins" and both.run == {"mode": "extract"}


def invoke(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A corpus of one plan, a gold file and a results folder, as the commands leave them."""
    shutil.copy(HOME / "corpus" / "plans" / "ziyang.txt", tmp_path)
    plans = tmp_path / "plans"
    plans.mkdir()
    shutil.move(tmp_path / "ziyang.txt", plans)
    lines = (HOME / "eval/gold/public.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    chosen = [r for r in rows if r["plans"] == ["ziyang"] and r["type"] == "fact" and len(r["evidence"]) == 1][:4]
    (tmp_path / "gold.jsonl").write_text(
        "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in chosen), encoding="utf-8"
    )
    answers = [
        {
            "id": r["id"],
            "question": r["question"],
            "answer": f"{r['answer']}[1]",
            "status": "answered",
            "citations": [{"n": 1, "plan": "ziyang", "title": "资阳市", "quote": r["evidence"][0]["quote"]}],
            "latency_ms": 3.0,
        }
        for r in chosen
    ]
    out = tmp_path / "out"
    out.mkdir()
    (out / "answers.jsonl").write_text(
        "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in answers), encoding="utf-8"
    )
    return tmp_path


def test_score_gate_and_compare_work_from_the_command_line(recorded: Path) -> None:
    gold, plans, out = str(recorded / "gold.jsonl"), str(recorded / "plans"), recorded / "out"
    done = invoke("score", str(out), "--gold", gold, "--corpus", plans)
    assert done.exit_code == 0 and "答对" in done.stdout and "1.000" in done.stdout
    baselines = str(recorded / "baselines")
    assert invoke("baseline", str(out), "--write", "--baselines", baselines).exit_code == 0
    assert invoke("gate", str(out), "--baselines", baselines).exit_code == 0
    worse = recorded / "worse"
    shutil.copytree(out, worse)
    lines = (worse / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    (worse / "answers.jsonl").write_text("\n".join(lines[1:]), encoding="utf-8")  # a question without an answer
    assert invoke("score", str(worse), "--gold", gold, "--corpus", plans).exit_code == 0
    assert read_scores(worse).values("right") == [0.0, 1.0, 1.0, 1.0]
    first = load_gold(recorded / "gold.jsonl")[0].id
    compared = invoke("compare", str(out), str(worse))
    assert compared.exit_code == 0 and f"由对变错（1）：{first}" in compared.stdout
    as_json = json.loads(invoke("compare", str(out), str(worse), "--json").stdout)
    assert as_json["broken"] == [first]


def test_gate_exits_1_when_every_answer_is_spoiled(recorded: Path) -> None:
    gold, plans, out = str(recorded / "gold.jsonl"), str(recorded / "plans"), recorded / "out"
    invoke("score", str(out), "--gold", gold, "--corpus", plans)
    baselines = str(recorded / "baselines")
    invoke("baseline", str(out), "--write", "--baselines", baselines)
    rows = [json.loads(line) for line in (out / "answers.jsonl").read_text(encoding="utf-8").splitlines()]
    spoiled = [r | {"status": "error", "answer": "x", "citations": []} for r in rows]
    (out / "answers.jsonl").write_text("".join(json.dumps(r) + "\n" for r in spoiled), encoding="utf-8")
    invoke("score", str(out), "--gold", gold, "--corpus", plans)
    failed = invoke("gate", str(out), "--baselines", baselines)
    assert failed.exit_code == 1 and "低于基线" in failed.stdout and "由对变错（4）" in failed.stdout


def test_what_is_not_scored_yet_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="还没有打分"):
        read_scores(tmp_path)
    with pytest.raises(GoldError, match="没有基线"):
        load_baseline(tmp_path / "none.json")


def test_the_committed_baselines_belong_to_the_present_gold_sets() -> None:
    for suite in load_suites():
        baseline = load_baseline(BASELINES / f"{suite.name}.json")
        assert baseline["gold_digest"] == digest_of(suite.gold), f"{suite.name}: python -m eval baseline --write"
        assert baseline["n"] == len(load_gold(suite.gold))


def test_the_scores_shown_are_those_of_the_baselines() -> None:
    page = (HOME / "docs" / "SCORES.md").read_text(encoding="utf-8")
    assert with_scoreboard(page, render_scoreboard()) == page, "stale: python -m eval table --write"


def test_a_changed_baseline_makes_the_scores_stale(tmp_path: Path) -> None:
    page = (HOME / "docs" / "SCORES.md").read_text(encoding="utf-8")
    for suite in load_suites():
        data = load_baseline(BASELINES / f"{suite.name}.json")
        data["metrics"]["proof"]["overall"]["全部"]["mean"] = 0.123
        (tmp_path / f"{suite.name}.json").write_text(json.dumps(data), encoding="utf-8")
    assert with_scoreboard(page, render_scoreboard(tmp_path)) != page
    with pytest.raises(GoldError, match="没有成绩表的位置"):
        with_scoreboard("# nothing", "x")


def test_writing_a_baseline_names_the_questions_that_are_wrong(tmp_path: Path) -> None:
    path = write_baseline(scored(crashed, copies=1), tmp_path)
    assert path.name == "twins.json" and load_baseline(path)["wrong"] == ["fact"]


def test_tables_line_up_with_chinese_and_escape_bars() -> None:
    assert render_columns(["名", "数"], [["中文", "1"], ["a|b", "22"]]).splitlines() == [
        "| 名   |  数 |",
        "| ---- | --: |",
        "| 中文 |   1 |",
        "| a｜b |  22 |",
    ]
