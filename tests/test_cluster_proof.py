"""Two servers over one Milvus and one PostgreSQL, asked without pause while versions are published and everything is killed in turn."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.milvus_server import MilvusServer
from tests.postgres import postgres
from tests.running_server import HOME, Running, started
from tests.stores import database_in
from tests.tiny_index import LANTIAN, QINGHE, write_plans

FIGURE = re.compile(r"(\d+)\.5亿")
QUESTIONS = ("澜田市用水总量控制在多少？", "清禾市用水总量控制在多少？", "澜田市和清禾市的用水总量各控制在多少？")
ASKERS = 4
LONGEST = 30.0
"""Seconds after which an answer or a refusal counts as never come."""


@dataclass
class Findings:
    """What came of the questions."""

    answered: int = 0
    wrong: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    unclear: list[str] = field(default_factory=list)
    broken_off: int = 0
    acknowledged: list[str] = field(default_factory=list)
    slowest: float = 0.0
    editions: dict[str, set[int]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def asked(self) -> int:
        """All questions that came to an end."""
        return self.answered + sum(self.refused.values()) + self.broken_off

    def note(self, status: int, body: bytes, seconds: float) -> None:
        """Judge a reply."""
        reply = json.loads(body)
        with self.lock:
            self.slowest = max(self.slowest, seconds)
            if status != 200:
                self.refused[f"{status} {reply['type'].rpartition('#')[2]}"] += 1
                if status != 503 or not re.search("重试|请检查", reply["detail"]):  # a refusal says what to do
                    self.unclear.append(body.decode()[:300])
                return
            self.answered += 1
            self.acknowledged.append(reply["id"])
            told = " ".join([reply["answer"], *(citation["quote"] for citation in reply["citations"])])
            found = {int(edition) for edition in FIGURE.findall(told)}
            if not found:
                self.wrong.append(f"{reply['question']} {reply['answer'][:200]}")
            elif len(found) > 1:
                self.mixed.append(f"{found} {reply['answer'][:200]}")
            self.editions.setdefault(reply["index"], set()).update(found)


@dataclass
class Site:
    """Everything that runs, and what can be killed."""

    folder: Path
    milvus: MilvusServer
    postgres: Any
    url: str
    servers: list[Running] = field(default_factory=list)
    stacks: list[ExitStack] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        """The environment of servers and builds."""
        return {
            "WENCE_STORE": "milvus",
            "WENCE_MILVUS_URI": self.milvus.uri,
            "WENCE_INDEX_URL": self.url,
            "WENCE_RECORDS": "on",
            "WENCE_RECORDS_URL": self.url,
            "WENCE_AUDIT_DIR": str(self.folder / "audit"),
            "WENCE_INDEX_DIR": str(self.folder / "scratch"),
            "WENCE_WORKERS": "1",
        }

    def publish(self, edition: int) -> bool:
        """Publish a version with the edition's number in each plan; whether it was."""
        corpus = write_plans(
            self.folder / f"edition{edition}",
            lantian=LANTIAN.replace("9.6亿", f"{edition}.5亿"),
            qinghe=QINGHE.replace("7.2亿", f"{edition}.5亿"),
        )
        command = [sys.executable, "-m", "index", "build", "--corpus", str(corpus)]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WENCE_")} | self.settings
        built = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, check=False)
        assert built.returncode == 0 or "重试" in built.stderr or "python -m index build" in built.stderr, built.stderr
        return built.returncode == 0

    def start(self, number: int) -> None:
        """Start a server, or start it again."""
        stack = ExitStack()
        server = stack.enter_context(started("app.py", "--port", "0", log=None, handles=0, **self.settings))
        if number == len(self.servers):
            self.servers.append(server)
            self.stacks.append(stack)
        else:
            self.servers[number], self.stacks[number] = server, stack

    def kill_in_turn(self) -> Iterator[str]:
        """Kill one thing and start it again with each step."""
        while True:
            self.milvus.kill()
            time.sleep(1)
            self.milvus.start()
            yield "Milvus"
            os.kill(self.postgres.get_pid(), signal.SIGQUIT)  # it stops at once and recovers from its log
            time.sleep(1)
            self.postgres.ensure_postgres_running()
            yield "PostgreSQL"
            self.servers[0].process.kill()
            self.stacks[0].close()
            self.start(0)
            yield "server"

    def close(self) -> None:
        """End the servers."""
        for stack in self.stacks:
            stack.close()


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    milvus = MilvusServer(folder / "milvus")
    try:
        with postgres() as server, database_in(server) as url:
            made = Site(folder, milvus, server, url)
            try:
                assert made.publish(0)
                made.start(0)
                made.start(1)
                yield made
            finally:
                made.close()
    finally:
        milvus.kill()


def ask(address: str, question: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=LONGEST)
    try:
        body = json.dumps({"question": question}).encode()
        connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def ask_on(site: Site, findings: Findings, first: int, over: threading.Event, least: int) -> None:
    """Ask one question after another, the servers in turn; a server that is gone is passed over, as nginx does."""
    number = first
    while not over.is_set() or findings.asked < least:
        number += 1
        began = time.monotonic()
        try:
            status, body = ask(site.servers[number % 2].address, QUESTIONS[number % len(QUESTIONS)])
        except (OSError, http.client.HTTPException):
            with findings.lock:
                findings.broken_off += 1
            time.sleep(0.05)
            continue
        findings.note(status, body, time.monotonic() - began)


def run(folder: Path, questions: int, publications: int) -> tuple[Findings, int, Counter[str]]:
    """What came of it; how many publications went through; what was killed how often."""
    findings, over, killed = Findings(), threading.Event(), Counter[str]()
    with site(folder) as made:
        threads = [
            threading.Thread(target=ask_on, args=(made, findings, number, over, questions)) for number in range(ASKERS)
        ]
        for thread in threads:
            thread.start()
        killing, published, edition = made.kill_in_turn(), 0, 0
        while published < publications and edition < 3 * publications:
            edition += 1
            breaking = threading.Thread(target=lambda: killed.update([next(killing)]))
            if edition % 2:
                breaking.start()
            published += made.publish(edition)
            if edition % 2:
                breaking.join()
        over.set()
        for thread in threads:
            thread.join()
        time.sleep(2)
        for number in range(2):  # everything is well again, and the newest is served
            status, body = ask(made.servers[number].address, QUESTIONS[0])
            assert status == 200, body.decode()
            findings.note(status, body, 0.0)
        with psycopg.connect(made.url.replace("+psycopg", "")) as connection:
            kept = {row[0] for row in connection.execute("SELECT answer FROM turns").fetchall()}
        findings.acknowledged = [answer for answer in findings.acknowledged if answer not in kept]
    return findings, published, killed


def check(findings: Findings) -> None:
    assert findings.wrong == findings.mixed == findings.unclear == []
    assert findings.acknowledged == [], "answers that were acknowledged and are not in the records"
    assert all(len(editions) == 1 for editions in findings.editions.values()), findings.editions
    assert findings.answered


@pytest.mark.prove
def test_whatever_is_killed_no_answer_is_wrong_or_mixed_and_what_was_acknowledged_is_kept(tmp_path: Path) -> None:
    findings, published, killed = run(tmp_path, questions=200, publications=4)
    assert published == 4 and killed.total() >= 2
    check(findings)


@pytest.mark.prove
def test_the_same_over_5000_questions_and_20_publications(tmp_path: Path) -> None:
    findings, published, killed = run(tmp_path, questions=5000, publications=20)
    print(
        f"{findings.asked} 问：{findings.answered} 答，拒绝 {dict(findings.refused)}，连接断开 {findings.broken_off}；"
        f"发布 {published} 次，杀 {dict(killed)}；最慢 {findings.slowest:.1f} 秒"
    )
    assert published == 20 and len(killed) == 3
    check(findings)
