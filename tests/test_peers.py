"""Peers are measured by the same rules, in processes of their own, and a missing environment says what to do."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.catalogue import load_corpus
from errors import GoldError
from eval.gold.questions import Evidence, GoldQuestion, load_gold
from eval.peers.bm25_jieba import plans_named
from eval.peers.contestant import Found, Job
from eval.peers.evidence import Grounds, fit, right_plan_first
from eval.peers.race import Standing, run_race
from eval.peers.roster import ROSTER, call
from eval.peers.table import render_peers

HOME = Path(__file__).resolve().parent.parent
INVENTED = HOME / "tests/data/invented"

TEXT = "一、目标\n到2025年，能耗下降十三个百分点五，水耗下降百分之十六。\n— 3 —\n二、任务\n加快建设污水处理厂与垃圾焚烧厂，推进园区循环化改造。"
GROUNDS = Grounds({"a": TEXT, "b": "到2025年，能耗下降十三个百分点五。"})


def question(quote: str, plan: str = "a") -> GoldQuestion:
    return GoldQuestion("q", "fact", "问", (), (plan,), "", (), (), (Evidence(plan, "", quote),))


def test_a_quote_is_found_when_four_fifths_of_it_lie_in_the_passages() -> None:
    evidence = Evidence("a", "", "加快建设污水处理厂与垃圾焚烧厂，推进园区循环")
    assert len(evidence.quote) == 22
    assert GROUNDS.holds(evidence, [Found("a", evidence.quote[:18])])
    assert not GROUNDS.holds(evidence, [Found("a", evidence.quote[:17])])
    assert GROUNDS.holds(evidence, [Found("a", evidence.quote[:13]), Found("a", evidence.quote[9:])])
    assert not GROUNDS.holds(evidence, [Found("b", evidence.quote)])
    assert not GROUNDS.holds(Evidence("c", "", "没有的方案"), [Found("c", "没有的方案")])


def test_a_passage_with_a_heading_put_in_and_a_page_number_taken_out_is_located_in_pieces() -> None:
    body = TEXT.replace("— 3 —\n", "")
    evidence = Evidence("a", "", "水耗下降百分之十六。— 3 —二、任务加快建设污水处理厂")
    assert GROUNDS.holds(evidence, [Found("a", "《某方案》一、目标\n" + body)])


def test_recall_counts_passages_by_rank_and_by_characters() -> None:
    asked = question("推进园区循环化改造")
    filler = [Found("b", "甲" * 1000)] * 3
    found = Found("a", TEXT.splitlines()[-1])
    assert GROUNDS.recall([asked], {"q": [found]}) == {"1": 1.0, "5": 1.0, "10": 1.0, "2500": 1.0}
    assert GROUNDS.recall([asked], {"q": [*filler, found]}) == {"1": 0.0, "5": 1.0, "10": 1.0, "2500": 0.0}
    assert GROUNDS.recall([asked], {}) == {"1": 0.0, "5": 0.0, "10": 0.0, "2500": 0.0}
    assert len(fit([*filler, found])) == 2 and len(fit([Found("a", "甲" * 9000), found])) == 1


def test_the_first_passage_must_be_of_a_plan_that_was_asked_about() -> None:
    asked = [question("能耗下降十三个百分点五"), question("能耗下降十三个百分点五", "b")]
    assert right_plan_first(asked, {"q": [Found("a", TEXT)]}) == 0.5
    assert right_plan_first(asked, {}) == 0.0


def test_the_name_filter_reads_names_as_they_are_written(tmp_path: Path) -> None:
    job = Job({}, {"a": ["云岭市", "云岭"], "b": ["澜浦"]}, tmp_path, tmp_path, 320)
    assert plans_named("云岭和澜浦的目标？", job) == ["a", "b"]
    assert plans_named("两地的目标？", job) == []


def test_every_contestant_can_be_called_without_its_libraries() -> None:
    assert [type(call(name)).__name__ for name in ROSTER] == [kind for _, kind, _, _ in ROSTER.values()]


@pytest.mark.prove
def test_ours_builds_and_answers_in_processes_of_its_own(tmp_path: Path) -> None:
    corpus = load_corpus(INVENTED)
    asked = [q for q in load_gold(HOME / "eval/gold/invented.jsonl") if q.evidence][:6]
    job = {
        "texts": {p.id: p.text for p in corpus.plans},
        "names": {},
        "corpus": str(INVENTED),
        "index": str(tmp_path / "index"),
        "passage_tokens": 320,
        "started": time.time(),
        "questions": [{"id": q.id, "question": q.question, "history": []} for q in asked],
    }
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    results = []
    for what in ("build", "ask"):
        command = [sys.executable, "-m", "eval.peers.lap", "ours", what, str(tmp_path / "job.json")]
        done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        results.append(json.loads(done.stdout.splitlines()[-1]))
    built, answered = results
    assert built["passages"] > 20 and built["build_s"] > 0
    assert len(answered["latencies_ms"]) == len(asked) and answered["peak_mb"] > 20 and answered["cold_s"] > 0
    ranked = {name: [Found(*row) for row in rows] for name, rows in answered["passages"].items()}
    assert Grounds(job["texts"]).recall(asked, ranked)["10"] > 0.5  # type: ignore[arg-type]
    assert right_plan_first(asked, ranked) == 1.0


def test_without_the_peers_environment_the_race_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="make peers"):
        run_race(load_corpus(INVENTED), [], peers_python=tmp_path / "python", passage_tokens=320, laps=1, say=print)


def test_the_table_gives_every_figure_of_a_standing() -> None:
    recall = {"1": 0.111, "5": 0.222, "10": 0.333, "2500": 0.444}
    standing = Standing("ours", recall, 0.555, 66, 777.0, 8.88, 9.9, 10.1, 121.0, 1.31)
    page = render_peers([standing], {"public": 170}, 254, 3, "abc1234")
    assert "| **问策** | 0.111 | 0.222 | 0.333 | 0.444 | 0.555 | 66 | 777 |" in page
    assert "| **问策** | 8.88 | 9.9 | 10.1 | 121 | 1.31 |" in page
    assert "public 170 题" in page and "254 处引文" in page and "abc1234" in page
