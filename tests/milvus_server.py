"""Milvus Lite as a server of our own, which can be killed and started again."""

import subprocess
import sys
import time
from pathlib import Path

from errors import StoreUnavailable
from index.milvus import Address, Milvus
from tests.stores import free_port


class MilvusServer:
    """A Milvus Lite server of our own, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.uri = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "milvus_lite",
            "server",
            "--data-dir",
            str(self.folder),
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                Milvus(Address(self.uri), seconds=1).pairs()
            except StoreUnavailable:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("it does not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
