"""评测: runs that are kept, shown, compared and given up; first without a browser, then through the page."""

import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from errors import DeskBusy, GoldError
from eval.desk.evaluation import SHOWN, Evaluation
from eval.gold.kinds import TYPES
from eval.score.summary import title_of
from index.snapshot import Index
from portal import evaluation_view as view
from portal.evaluations import Evaluations
from portal.routes import find_route, page_body_fits
from settings import Settings
from tests.accessibility import faults_of
from tests.desk_browser import DeskVisitor, desk_visitor, needs_browser
from tests.desk_server import Desk, desk_running
from tests.own_corpus import assistant_over
from tests.tiny_index import CHANGED, LANTIAN, QINGHE

ROWS: tuple[Mapping[str, Any], ...] = (
    {
        "id": "g1",
        "type": "fact",
        "question": "澜田市到2027年用水总量控制在多少？",
        "plans": ["lantian"],
        "answer": "9.6亿立方米以内",
        "must_include": [["9.6"]],
        "evidence": [{"plan": "lantian", "quote": "全市用水总量控制在9.6亿立方米以内"}],
    },
    {
        "id": "g2",
        "type": "fact",
        "question": "清禾市到2027年用水总量控制在多少？",
        "plans": ["qinghe"],
        "answer": "7.2亿立方米以内",
        "must_include": [["7.2"]],
        "evidence": [{"plan": "qinghe", "quote": "全市用水总量控制在7.2亿立方米以内"}],
    },
)


def gold(rows: Any = ROWS, times: int = 1) -> bytes:
    many = [{**row, "id": f"{row['id']}-{number}"} for number in range(times) for row in rows]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (rows if times == 1 else many)).encode()


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, Index]:
    """An index of two plans, and one of the same with another target in the first."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    one = assistant_over(first, {"lantian.txt": LANTIAN, "qinghe.txt": QINGHE})[0].index
    return one, assistant_over(second, {"lantian.txt": CHANGED, "qinghe.txt": QINGHE})[0].index


@pytest.fixture
def evaluation(tmp_path: Path, indexes: tuple[Index, Index]) -> Evaluation:
    made = Evaluation(tmp_path, lambda: indexes[0])
    made.add_gold("节水.jsonl", gold())
    return made


def ran(evaluation: Evaluation, name: str = "节水") -> str:
    run = evaluation.run(name, "10.0.0.7", lambda *_: None, lambda: False)
    assert run is not None
    return run


def test_a_run_is_kept_with_its_scores_by_kind_and_a_report(evaluation: Evaluation) -> None:
    run = ran(evaluation)
    assert [(kept.id, kept.title, kept.questions, kept.right, kept.who) for kept in evaluation.runs()] == [
        (run, "节水", 2, 1.0, "10.0.0.7")
    ]
    assert [(score.kind, score.questions, score.values["答对"]) for score in evaluation.scores(run)] == [
        ("全部", 2, 1.0),
        ("事实", 2, 1.0),
    ]
    assert "澜田市" in evaluation.report(run).read_text(encoding="utf-8")


def test_kinds_and_metrics_are_called_by_english_words_too(evaluation: Evaluation) -> None:
    run = ran(evaluation)
    shown = view.scores(evaluation.runs()[0], evaluation.scores(run)).partition("<table")[2]
    assert {"Fact", "Right", "Verbatim"} <= set(re.findall(r'class="wc-en">([^<]*)', shown))
    assert not {*TYPES.values(), *map(title_of, SHOWN)} - view.ENGLISH.keys()


def test_two_runs_are_compared_question_by_question_with_both_answers(
    tmp_path: Path, evaluation: Evaluation, indexes: tuple[Index, Index]
) -> None:
    before = ran(evaluation)
    after = ran(Evaluation(tmp_path, lambda: indexes[1]))
    found = evaluation.compare(before, after)
    assert (found.common, [turned.id for turned in found.lost], found.won) == (2, ["g1"], ())
    assert "9.6" in found.lost[0].before and "8.8" in found.lost[0].after
    assert [turned.id for turned in evaluation.compare(after, before).won] == ["g1"]
    assert "9.6" in view.compared(found) and "8.8" in view.compared(found)


def test_runs_are_listed_newest_first_and_can_be_deleted(evaluation: Evaluation) -> None:
    first = ran(evaluation)
    second = ran(evaluation)
    assert [run.id for run in evaluation.runs()] == [second, first]
    evaluation.delete(first)
    assert [run.id for run in evaluation.runs()] == [second]
    with pytest.raises(GoldError, match="没有这次评测"):
        evaluation.delete(first)


@pytest.mark.parametrize("run", ["../gold", "..", "", "20260101-000000-zzzz", "20260101-000000-abcd/../../x"])
def test_a_run_that_is_none_names_no_folder(evaluation: Evaluation, run: str) -> None:
    for ask in (evaluation.report, evaluation.scores, evaluation.delete):
        with pytest.raises(GoldError):
            ask(run)


def test_a_gold_file_is_refused_with_the_lines_that_cannot_be_used(evaluation: Evaluation) -> None:
    with pytest.raises(GoldError) as told:
        evaluation.add_gold("坏.jsonl", gold() + b'{"id": "g3"}\nnot json\n')
    assert "坏.jsonl 有不能用的题目" in str(told.value)
    assert "第 3 行：缺少字段 'type'" in str(told.value) and "第 4 行：不是 JSON" in str(told.value)
    for name in ("../x.jsonl", "x.csv", ".jsonl", "a\nb.jsonl"):
        with pytest.raises(GoldError):
            evaluation.add_gold(name, gold())


def test_a_question_may_hold_what_unicode_calls_the_end_of_a_line(evaluation: Evaluation) -> None:
    broken = "\u2028澜田市\u2029到2027年\x85用水总量"
    evaluation.add_gold("行.jsonl", gold([{**ROWS[0], "question": broken}]))
    assert {each.name: each.questions for each in evaluation.gold_sets()}["行"] == 1
    run = ran(evaluation, "行")
    assert [score.questions for score in evaluation.scores(run)] == [1, 1]


def test_gold_sets_say_how_many_of_their_plans_the_index_lacks(evaluation: Evaluation) -> None:
    sets = {each.name: each for each in evaluation.gold_sets()}
    assert (sets["节水"].questions, sets["节水"].missing) == (2, 0)
    assert sets["public"].missing > 0
    assert "缺" in view.gold_name(sets["public"])
    assert next(iter(sets)) == "节水", "one's own come first"


def test_a_run_that_is_given_up_leaves_nothing(tmp_path: Path, evaluation: Evaluation) -> None:
    asked: list[int] = []
    run = evaluation.run("节水", "a", lambda _, done, __: asked.append(done), lambda: bool(asked and asked[-1]))
    assert run is None
    assert asked[-1] == 1, "it stopped after the first question"
    assert list((tmp_path / "runs").iterdir()) == []


class Held:
    """An evaluation that runs until it is let go or given up."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def run(self, gold: str, who: str, progress: Any, cancelled: Any) -> str | None:
        progress("作答", 1, 4)
        while not self.go.wait(0.02):
            if cancelled():
                return None
        return gold + who


def test_one_run_at_a_time_and_any_worker_can_stop_it(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, desk_dir=tmp_path)  # type: ignore[call-arg]
    one, other = (Evaluations(settings, Held()) for _ in range(2))  # type: ignore[arg-type]
    one.start("节水", "a")
    with pytest.raises(DeskBusy, match="正在进行：评测"):
        other.start("节水", "b")
    until = time.monotonic() + 300
    while not ((now := other.state) and now.total) and time.monotonic() < until:
        time.sleep(0.02)
    assert now is not None and (now.stage, now.done, now.total, now.who) == ("作答", 1, 4, "a")
    other.stop()
    while (now := one.state) and now.outcome == "running" and time.monotonic() < until:
        time.sleep(0.02)
    assert now is not None and now.outcome == "stopped"


def test_what_a_dead_process_left_running_is_told_as_broken_off(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, desk_dir=tmp_path)  # type: ignore[call-arg]
    folder = tmp_path / "evaluating"
    folder.mkdir()
    (folder / "state.json").write_text(json.dumps({"what": "评测", "who": "a", "began": 1.0}), encoding="utf-8")
    now = Evaluations(settings, Held()).state  # type: ignore[arg-type]
    assert now is not None and now.outcome == "failed" and "重新启动" in now.message
    assert "restarted" in now.english


def test_the_guard_knows_the_desk_by_its_path_and_lets_no_call_of_the_chat_through_there() -> None:
    for path in ("/desk/evaluation/", "/desk/documents/gradio_api/queue/join", "/desk/evaluation/assets/index-a1.js"):
        assert find_route(path) is not None
    for path in ("/desk/evaluation/gradio_api/upload", "/desk/evaluation/gradio_api/file=/etc/passwd", "/desk/x/"):
        assert find_route(path) is None
    assert not page_body_fits("/gradio_api/queue/join", {"fn_index": 0}, {})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_running(tmp_path_factory.mktemp("desk"), WENCE_DESK_DOCUMENTS="false") as desk:
        yield desk


def sent(visitor: DeskVisitor, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    visitor.send(path)


def listed(visitor: DeskVisitor, runs: int) -> bool:
    return visitor.count("#wc-runs tbody tr") == runs


@needs_browser
def test_a_set_is_brought_run_compared_and_another_run_is_stopped_through_the_page(desk: Desk, tmp_path: Path) -> None:
    with desk_visitor(f"{desk.address}/desk/evaluation/") as visitor:
        visitor.wait_for(lambda: "还没有评测过" in visitor.text("#wc-runs"), "the empty list")
        sent(visitor, tmp_path / "坏.jsonl", b"{}\n")
        visitor.wait_for(lambda: "第 1 行" in visitor.text(".wc-uploads"), "the line that cannot be used")
        sent(visitor, tmp_path / "节水.jsonl", gold())
        visitor.wait_for(lambda: "已收下" in visitor.text(".wc-uploads"), "the set taken in")
        for number in (1, 2):
            visitor.choose("wc-gold", "节水（2 题）")
            visitor.click("#wc-start")
            visitor.wait_for(partial(listed, visitor, number), f"run {number}")
        assert "100.0%" in visitor.text("#wc-runs")
        assert "事实" in visitor.text("#wc-scores")
        visitor.click("#wc-compare")
        visitor.wait_for(
            lambda: "共有 2 题；由错变对 0 题，由对变错 0 题" in visitor.text("#wc-result"), "the comparison"
        )
        report = visitor.driver.find_element("css selector", "#wc-runs a").get_attribute("href")
        sent(visitor, tmp_path / "很多.jsonl", gold(times=300))
        visitor.wait_for(lambda: visitor.text(".wc-uploads").count("已收下") == 2, "the long set taken in")
        visitor.choose("wc-gold", "很多（600 题）")
        visitor.click("#wc-start")
        visitor.wait_for(lambda: "/600" in visitor.text("#wc-state"), "how far it is")
        visitor.click("#wc-stop")
        visitor.wait_for(lambda: "没有留下结果" in visitor.text("#wc-state"), "the end of it")
        assert visitor.count("#wc-runs tbody tr") == 2
        assert faults_of(visitor.driver) == []
        visitor.narrow(400)
        assert visitor.overflow() <= 0
        assert "It was stopped" in visitor.js(
            "return document.querySelector('#wc-state').textContent"
        )  # in both languages
        visitor.driver.get(report)
        assert "评测报告：节水" in visitor.text("h1")
        visitor.click("details.q > summary")
        assert visitor.policy_breaches() == []
