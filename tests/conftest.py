import fcntl
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from index.snapshot import Index, open_index
from retrieval.assistant import Assistant
from tests.chromium import chromium
from tests.running_server import running
from tests.tiny_index import PairEmbedder, build_tiny, write_plans
from tests.visitor import Visitor, scripted_visitor

HOME = Path(__file__).resolve().parent.parent
#: Timers of more than five seconds take away what was said (a toast with its undo): on a busy machine before a test has seen it.
STAYING = (
    "const timer = window.setTimeout;"
    "window.setTimeout = (act, after, ...given) => (after > 5_000 ? 0 : timer(act, after, ...given));"
)
# no deadline: a machine that does other work takes its time
settings.register_profile("the same every time", derandomize=True, deadline=None)
settings.load_profile("the same every time")
# What is read in to collect some thousand tests stays to the end: the collector need not look through it while it grows, nor ever after.
gc.disable()


def pytest_collection_finish() -> None:
    """From here on only what tests make is looked through for what nobody needs any more."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the repository's own plans, built by the command that users run; a run that starts many others builds it for them."""
    if built_before := os.environ.get("WENCE_TESTED_INDEX"):
        return Path(built_before)
    run = tmp_path_factory.getbasetemp()
    folder = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "real-index"
    with folder.with_suffix(".lock").open(
        "w"
    ) as door:  # of several test processes one builds, and the others wait for it
        fcntl.flock(door, fcntl.LOCK_EX)
        if not folder.exists():
            command = [sys.executable, "-m", "index", "build", "--index", str(folder)]
            built = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=1800, check=False)
            assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="session")
def real_address(real_index: Path) -> Iterator[str]:
    """Where a server over that index answers, started as users start it; tests leave it running. Of workers it has one: each starts anew,
    and tests/test_workers.py has more.
    """
    with running("app.py", "--port", "0", "--index", str(real_index), WENCE_WORKERS="1") as address:
        yield address


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser for the tests of one file, in which nothing that a person is given seconds to see goes by itself."""
    with chromium(tmp_path_factory.mktemp("chromium")) as driver:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": STAYING})
        yield driver


@pytest.fixture(scope="module")
def remarks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file where the scripted server of one file's tests keeps what readers remark."""
    return tmp_path_factory.mktemp("remarks") / "feedback.jsonl"


@pytest.fixture(scope="module")
def scripted_address(remarks: Path) -> Iterator[str]:
    """Where the page is served with answers written for the tests."""
    with running("-m", "tests.scripted_server", WENCE_FEEDBACK_FILE=str(remarks)) as address:
        yield address


@pytest.fixture
def scripted(driver: Any, scripted_address: str) -> Iterator[Visitor]:
    """Somebody who sees that page for the first time."""
    with scripted_visitor(driver, scripted_address) as visitor:
        yield visitor


@pytest.fixture(scope="session")
def assistant(real_index: Path) -> Assistant:
    """The assistant over the repository's own plans, without a model."""
    return Assistant(open_index(real_index))


@pytest.fixture(scope="session")
def tiny_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two plans of invented cities."""
    return write_plans(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def tiny_built(tmp_path_factory: pytest.TempPathFactory, tiny_corpus: Path) -> Path:
    """The folder of their index; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("built") / "索引"
    build_tiny(tiny_corpus, folder)
    return folder


@pytest.fixture(scope="session")
def tiny_index(tiny_built: Path) -> Index:
    """Their index, opened."""
    return open_index(tiny_built, embedder=PairEmbedder())


@pytest.fixture
def spoilable(tiny_built: Path, tmp_path: Path) -> Path:
    """A copy of their index that a test may spoil."""
    return Path(shutil.copytree(tiny_built, tmp_path / "copy"))
