import json
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import load_corpus
from eval.bench import baseline, changes, lap, lite, opening, recall
from eval.bench.bounds import bounds_of
from eval.bench.questions import questions_about
from eval.bench.report import render_report
from eval.bench.scale import place_name, scale_plans, write_scale_corpus
from eval.bench.watch import HOME, run_watched
from index.snapshot import open_index

SOURCE = HOME / "corpus" / "plans"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Ten plans of the scale corpus, built and measured as ``make bench`` does, in this process."""
    work = tmp_path_factory.mktemp("bench")
    corpus, index = work / "corpus", work / "index"
    size = write_scale_corpus(corpus, 10, SOURCE)
    cost = {"wall": 1.0, "cpu": 1.0, "peak_mb": 1}
    return {
        "folder": index,
        "corpus": corpus,
        "size": 400,
        "text_bytes": size,
        "build": changes.build(corpus, index, 0) | {"cost": cost},
        "disk": {"records": 1, "keyword": 1, "vectors": 1},
        "opening": {
            how: opening.measure_opening(index, SOURCE, forget=how == "forgotten") for how in ("kept", "forgotten")
        },
        "queries": lap.measure_queries(index, SOURCE, 20) | recall.measure_recall(index, SOURCE, 20),
        "changes": changes.measure_changes(corpus, index, SOURCE),
        "baseline_build": baseline.build_baseline(corpus, work / "plain") | {"cost": cost},
        "baseline_queries": baseline.measure_baseline(work / "plain", index, SOURCE, 20),
        "lite_build": lite.build_lite(corpus, work / "lite") | {"cost": cost},
        "lite_queries": lite.measure_lite(corpus, work / "lite", index, SOURCE, 20),
    }


def test_the_scale_corpus_is_always_the_same_and_its_plans_differ() -> None:
    once, again = dict(scale_plans(12, SOURCE)), dict(scale_plans(12, SOURCE))
    assert once == again
    assert len(set(once.values())) == 12
    assert len({place_name(number) for number in range(20_000)}) == 20_000


def test_plans_of_the_scale_corpus_are_read_like_those_they_come_from(tmp_path: Path) -> None:
    originals = load_corpus(SOURCE).plans
    write_scale_corpus(tmp_path, len(originals), SOURCE)
    loaded = load_corpus(tmp_path)
    assert loaded.problems == ()
    for original, plan in zip(originals, loaded.plans, strict=True):
        assert abs(len(plan.clauses) - len(original.clauses)) <= 3
        assert original.region not in plan.text
        assert plan.text != original.text


@pytest.mark.prove
def test_a_change_makes_that_plan_only_and_leaves_the_corpus_as_it_was(bench: dict[str, Any]) -> None:
    assert {name: found["made"] for name, found in bench["changes"].items()} == {"替换": 1, "新增": 1, "移除": 0}
    assert sorted(path.name for path in bench["corpus"].iterdir()) == [f"s{number:06d}.txt" for number in range(10)]


@pytest.mark.prove
def test_questions_are_about_plans_of_the_index_and_keep_no_place_when_unscoped(bench: dict[str, Any]) -> None:
    index = open_index(bench["folder"])
    names = {plan.region[:2] for plan in load_corpus(SOURCE).plans}
    for asked in questions_about(index.plans, SOURCE, 40):
        assert index.plan(asked.plan).region[:2] in asked.scoped
        assert not any(name in asked.unscoped for name in names)


@pytest.mark.prove
def test_stages_recall_and_growth_are_in_the_report(bench: dict[str, Any]) -> None:
    assert bench["queries"]["recall"] == 1.0
    larger = json.loads(json.dumps(bench, default=str))
    larger["build"]["manifest"]["passages"] *= 10
    cold = {"rounds": 1, "ready": 1, "ready_cpu": 1, "first_answer": 0.1, "first_answer_worst": 0.2}
    found = {
        "date": "2026-11-20 12:00",
        "commit": "abc1234",
        "load": 0.1,
        "sizes": [bench, larger],
        "reading": changes.measure_reading(bench["corpus"], SOURCE),
        "cold_start": cold | {"peer_ready": 2, "peer_ready_cpu": 2},
    }
    report = render_report(found)
    for words in ("限定一份方案", "不限方案", "前 10 召回", "增长规律", "普通做法", "Milvus Lite", "冷启动", "×1.0"):
        assert words in report
    assert "守住" not in report
    plain = {"baseline_build", "baseline_queries", "lite_build", "lite_queries"}
    largest = {name: figure for name, figure in larger.items() if name not in plain}
    largest = json.loads(json.dumps(largest))
    largest["build"]["manifest"]["passages"] *= 10
    largest |= {"date": "2026-11-30 12:00", "commit": "def5678", "load": 0.2}
    report = render_report(found | {"million": largest})
    assert "def5678" in report and "| 磁盘 | ≤ 4096 字节/段 | 0 | 守住 |" in report


@pytest.mark.prove
def test_a_bound_that_is_not_kept_is_said_to_be_broken(bench: dict[str, Any]) -> None:
    bounds = {bound.name: bound for bound in bounds_of(bench)}
    assert bounds["从头建索引"].holds and bounds["前 10 召回（对照全精度逐一比较）"].holds
    slow = bench | {"opening": {"kept": {"open": 3.01}}, "queries": bench["queries"] | {"recall": 0.969}}
    assert {bound.name for bound in bounds_of(slow) if not bound.holds} >= {
        "新进程打开",
        "前 10 召回（对照全精度逐一比较）",
    }


def test_plain_chunks_hold_the_whole_text_in_pieces_of_bounded_length() -> None:
    text = load_corpus(SOURCE).plans[0].text
    chunks = list(baseline.split(text))
    assert max(map(len, chunks)) <= baseline.SIZE
    assert set("".join(text.split())) == set("".join("".join(chunks).split()))
    assert sum(map(len, chunks)) >= len("".join(text.split()))


def test_a_watched_command_is_measured_and_its_failure_is_told() -> None:
    cost = run_watched(["-c", "x = bytearray(60_000_000); import time; time.sleep(0.5); print('ok')"])
    assert (cost.output, cost.seconds > 0.4, cost.cpu_seconds > 0) == ("ok\n", True, True)
    assert cost.peak_mb > 50
    with pytest.raises(RuntimeError, match="no such thing"):
        run_watched(["-c", "raise SystemExit('no such thing')"])
