"""Two servers over one Milvus and one PostgreSQL, for the proof of the cluster: what runs, what is published, what is killed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.milvus_server import MilvusServer
from tests.postgres import postgres, stop_at_once
from tests.running_server import HOME, Running, started
from tests.stores import database_in
from tests.tiny_index import LANTIAN, QINGHE, write_plans

TENTHS = {"澜田市": 5, "清禾市": 7}
"""What the goal of a city has after the point: the edition stands before it, so that a figure tells its city and its edition."""


@dataclass
class Site:
    """Everything that runs, and what can be killed."""

    folder: Path
    milvus: MilvusServer
    postgres: Any
    url: str
    hasty: bool = False
    servers: list[Running] = field(default_factory=list)
    stacks: list[ExitStack] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        """The environment of servers and builds; ``hasty`` has PostgreSQL acknowledge records before it has written them."""
        return {
            "WENCE_STORE": "milvus",
            "WENCE_MILVUS_URI": self.milvus.uri,
            "WENCE_INDEX_URL": self.url,
            "WENCE_RECORDS": "on",
            "WENCE_RECORDS_URL": f"{self.url}&options=-c%20synchronous_commit%3Doff" if self.hasty else self.url,
            "WENCE_RECORDS_CONVERSATIONS": "1000000",
            "WENCE_AUDIT_DIR": str(self.folder / "audit"),
            "WENCE_INDEX_DIR": str(self.folder / "scratch"),
            "WENCE_WORKERS": "1",
        }

    def publish(self, edition: int) -> bool:
        """Publish a version with the edition's number in each plan; whether it was."""
        corpus = write_plans(
            self.folder / f"edition{edition}",
            lantian=LANTIAN.replace("9.6亿", f"{edition}.{TENTHS['澜田市']}亿"),
            qinghe=QINGHE.replace("7.2亿", f"{edition}.{TENTHS['清禾市']}亿"),
        )
        command = [sys.executable, "-m", "index", "build", "--corpus", str(corpus)]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WENCE_")} | self.settings
        built = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, check=False)
        said = "Traceback" not in built.stderr and any(
            told in built.stderr for told in ("重试", "python -m index build")
        )
        assert built.returncode == 0 or said, built.stderr
        return built.returncode == 0

    def start(self, number: int) -> None:
        """Start a server, or start it again."""
        stack, log = ExitStack(), self.folder / f"server{number}-{len(list(self.folder.glob('*.log')))}.log"
        server = stack.enter_context(started("app.py", "--port", "0", log=log, handles=0, **self.settings))
        if number == len(self.servers):
            self.servers.append(server)
            self.stacks.append(stack)
        else:
            self.servers[number], self.stacks[number] = server, stack

    def kill_in_turn(self) -> Iterator[str]:
        """Kill one thing and start it again with each step; what it was."""
        while True:
            self.kill_postgres()
            yield "PostgreSQL"
            self.milvus.kill()
            time.sleep(1)
            self.milvus.start()
            yield "Milvus"
            self.servers[0].process.kill()
            self.stacks[0].close()
            self.start(0)
            yield "服务"

    def kill_postgres(self) -> None:
        """It stops at once and recovers from its log when it is started again."""
        stop_at_once(self.postgres)
        time.sleep(1)
        self.postgres.ensure_postgres_running()

    def close(self) -> None:
        """End the servers."""
        for stack in self.stacks:
            stack.close()


@contextmanager
def site(folder: Path, *, hasty: bool = False) -> Iterator[Site]:
    """A site with its first edition published and both servers ready."""
    milvus = MilvusServer(folder / "milvus")
    try:
        with postgres() as server, database_in(server) as url:
            made = Site(folder, milvus, server, url, hasty)
            try:
                assert made.publish(0)
                made.start(0)
                made.start(1)
                yield made
            finally:
                made.close()
    finally:
        milvus.kill()
