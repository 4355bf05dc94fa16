"""A server that goes on running while plans change: new answers from the new snapshot, never one put together from two."""

import queue
import random
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from errors import SnapshotStale
from index import versions
from index.snapshot import open_index
from portal.api import build_api
from portal.guard import Guard, policy_of
from retrieval.answer import Answer
from retrieval.assistant import Assistant
from retrieval.service import Service
from retrieval.writer.chain import Writer
from retrieval.writer.scripted import Prompted, ScriptedChatModel, faithful
from retrieval.writer.speaker import Speaker
from settings import Settings
from tests.running_server import HOME, running
from tests.tiny_index import CHANGED, LANTIAN, PairEmbedder, build_tiny, write_plans

QUESTION = "澜田市到2027年用水总量要控制在多少？"
EVERYWHERE = "用水总量要控制在多少？"
OLD, NEW = "9.6亿", "8.8亿"


class Desk:
    """A corpus, its index, and a service over it that looks for a newer snapshot with every request."""

    def __init__(self, folder: Path) -> None:
        self.corpus = write_plans(folder / "plans")
        self.index = folder / "index"
        build_tiny(self.corpus, self.index)
        self.assistant = Assistant(open_index(self.index, embedder=PairEmbedder()))
        self.service = Service(self.assistant, every=0)

    def publish(self, text: str = CHANGED) -> None:
        write_plans(self.corpus, lantian=text)
        build_tiny(self.corpus, self.index)

    def publish_until_the_first_is_gone(self) -> None:
        """The version first served is pruned; the last published is the changed one."""
        for number in range(versions.KEPT_VERSIONS):
            self.publish(LANTIAN.replace("9.6亿", f"1.{number}亿"))
        self.publish()
        assert not list((self.index / "versions").glob("v000001-*"))

    def client(self) -> TestClient:
        settings = Settings(_env_file=None)  # type: ignore[call-arg]
        return TestClient(Guard(build_api(self.service, settings), policy_of(settings)), base_url="http://127.0.0.1")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def said(answer: Answer) -> str:
    """All that an answer shows: its words and its quotes."""
    return answer.answer + "".join(citation.quote for citation in answer.citations)


def drain(growing: Iterator[Answer]) -> Answer:
    return list(growing)[-1]


def test_a_plan_published_while_the_server_runs_is_answered_from_at_once(desk: Desk) -> None:
    before = desk.service.now().ask(QUESTION)
    desk.publish()
    after = desk.service.now().ask(QUESTION)
    assert OLD in said(before) and NEW not in said(before)
    assert NEW in said(after) and OLD not in said(after)
    assert before.index != after.index == desk.service.ready()["index"]


def test_an_answer_that_has_begun_stays_with_its_snapshot_even_when_that_is_pruned(desk: Desk) -> None:
    growing = desk.service.now().stream(EVERYWHERE)
    first = next(growing)
    desk.publish_until_the_first_is_gone()
    assert desk.service.now().fingerprint != first.index
    last = drain(growing)
    assert OLD in said(last) and NEW not in said(last)
    assert last.index == first.index


def test_a_request_that_waits_to_begin_stays_with_its_snapshot_from_understanding_to_citation(desk: Desk) -> None:
    assistant = desk.service.now()
    desk.publish_until_the_first_is_gone()
    answer = assistant.ask(QUESTION)
    assert OLD in said(answer) and NEW not in said(answer)
    assert OLD in assistant.clause(answer.citations[0].plan, answer.citations[0].clause).text


def test_a_model_answers_from_one_snapshot_though_another_is_published_while_it_speaks(desk: Desk) -> None:
    def publishing(prompted: Prompted, rng: random.Random) -> str:
        desk.publish()
        return faithful(prompted, rng)

    speaker = Speaker(ScriptedChatModel(script=publishing))
    service = Service(desk.assistant.with_writer(Writer(speaker)), every=0)
    before, after = service.now().ask(QUESTION), service.now().ask(QUESTION)
    speaker.close()
    assert (before.mode, after.mode) == ("llm", "llm")
    assert OLD in said(before) and NEW not in said(before)
    assert NEW in said(after) and OLD not in said(after)


def test_no_answer_is_put_together_from_two_snapshots_while_many_are_published(desk: Desk) -> None:
    figures = {desk.service.now().fingerprint: {OLD}}
    desk.publish()
    figures[desk.service.now().fingerprint] = {NEW}
    publishing = threading.Event()

    def ask_on() -> list[Answer]:
        answers = []
        while not publishing.is_set():
            answers.append(desk.service.now().ask(QUESTION))
        return answers

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask_on) for _ in range(3)]
        try:
            for _ in range(3):
                desk.publish(LANTIAN)
                desk.publish(CHANGED)
        finally:
            publishing.set()
        answers = [answer for asked in asking for answer in asked.result()]
    assert len(answers) > 6
    for answer in answers:
        assert set(re.findall(f"{OLD}|{NEW}", said(answer))) == figures[answer.index]


def test_questions_to_begin_with_of_a_new_snapshot_are_made_before_anyone_asks_for_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr(Assistant, "starters", property(lambda assistant: made.put(assistant.fingerprint)))
    before = desk.service.now().fingerprint
    desk.publish()
    after = desk.service.now().fingerprint
    assert after != before and made.get(timeout=120) == after
    desk.service.now()
    assert made.empty(), "once a snapshot"


def test_an_index_whose_plans_are_gone_is_served_with_a_warning(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """An index alone is enough to answer from, but nobody can tell any more whether the plans have changed since."""
    assert desk.service.ready()["corpus"] == "present" and not caplog.records
    shutil.rmtree(desk.corpus)
    index = open_index(desk.index, embedder=PairEmbedder())
    index.check_corpus()
    ready = Service(Assistant(index)).ready()
    assert (ready["corpus"], "problem" in ready) == ("missing", False)
    [warning] = caplog.records
    assert str(desk.corpus) in warning.getMessage() and "python -m index build" in warning.getMessage()
    assert str(desk.corpus) not in str(ready), "the public fact names no folder"
    assert desk.client().get("/api/health/ready").json()["corpus"] == "missing"
    assert OLD in desk.service.now().ask(QUESTION).answer


def test_an_index_whose_plans_have_changed_is_not_served(desk: Desk) -> None:
    write_plans(desk.corpus, lantian=CHANGED)
    with pytest.raises(SnapshotStale, match="python -m index build"):
        open_index(desk.index, embedder=PairEmbedder()).check_corpus()


def test_a_damaged_newer_snapshot_is_not_served_and_readiness_says_why(desk: Desk) -> None:
    client = desk.client()
    assert client.get("/api/health/ready").json()["status"] == "ready"
    desk.publish()
    records = versions.check_current(desk.index).directory / "records.sqlite"
    whole = records.read_bytes()
    records.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    ready = client.get("/api/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    assert "records.sqlite" in ready.json()["problem"] and "python -m index build" in ready.json()["problem"]
    assert OLD in client.post("/api/ask", json={"question": QUESTION}).json()["answer"]
    records.write_bytes(whole)
    assert client.get("/api/health/ready").json()["status"] == "ready"
    assert NEW in client.post("/api/ask", json={"question": QUESTION}).json()["answer"]


def test_an_index_that_is_deleted_under_the_server_is_served_on(desk: Desk) -> None:
    desk.service.now().ask(QUESTION)
    shutil.rmtree(desk.index)
    assert OLD in said(desk.service.now().ask(QUESTION))
    assert "还没有索引" in desk.service.ready()["problem"]


def test_a_citation_of_an_older_snapshot_is_found_or_refused_in_words(desk: Desk) -> None:
    client = desk.client()
    cited = client.post("/api/ask", json={"question": QUESTION}).json()["citations"][0]
    asked = {"plan": cited["plan"], "clause": cited["clause"]}
    first = client.get("/api/clauses", params=asked).json()
    desk.publish()
    found = client.get("/api/clauses", params=asked)
    assert (found.status_code, OLD in first["text"], NEW in found.json()["text"]) == (200, True, True)
    assert first["index"] != found.json()["index"]
    (desk.corpus / "lantian.txt").unlink()
    build_tiny(desk.corpus, desk.index)
    gone = client.get("/api/clauses", params=asked)
    assert (gone.status_code, gone.json()["error"]) == (404, "clause_unknown")
    assert [plan["id"] for plan in client.get("/api/plans").json()] == ["qinghe"]


def test_a_running_server_answers_with_the_new_number_once_the_command_has_built_it(tmp_path: Path) -> None:
    corpus, index = write_plans(tmp_path / "plans"), tmp_path / "index"

    def build() -> None:
        command = [sys.executable, "-m", "index", "build", "--corpus", str(corpus), "--index", str(index)]
        built = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=120, check=False)
        assert built.returncode == 0, built.stderr

    build()
    with running("app.py", "serve", "--port", "0", "--index", str(index)) as address:

        def ask() -> str:
            reply = httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=60)
            return str(reply.json()["answer"])

        assert OLD in ask()
        write_plans(corpus, lantian=CHANGED)
        build()  # takes longer than the pause between two looks
        assert NEW in ask()
