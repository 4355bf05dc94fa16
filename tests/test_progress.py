import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eval.bench.scale import write_scale_corpus
from index.order import FileResult
from index.progress import BuildProgress
from tests.small_site import wait_until

HOME = Path(__file__).parents[1]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_with_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, clock = Terminal(), iter(range(1000, 2000))
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    progress = BuildProgress()
    for done in range(1, 5):
        progress.step("切分方案", done, 4)
    shown = terminal.getvalue().split("\r")
    assert "[######..................] 切分方案 1/4" in shown[1]
    assert "每秒 1" in shown[2]
    assert "还需" in shown[2]
    assert shown[-1].startswith("[########################] 切分方案 4/4")
    assert shown[-1].endswith("\n")


def test_without_a_terminal_only_the_end_of_a_short_stage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    progress = BuildProgress()
    for done in range(1, 101):
        progress.step("切分方案", done, 100)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("切分方案 100/100")


def test_programs_get_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    progress = BuildProgress(as_json=True)
    progress.step("切分方案", 2, 2)
    (line,) = capsys.readouterr().err.splitlines()
    assert {"stage": "切分方案", "done": 2, "total": 2}.items() <= json.loads(line).items()


def test_the_summary_names_few_documents_one_by_one_and_counts_many() -> None:
    progress = BuildProgress()
    progress.document(FileResult("a.txt", "new", 1, 7, 30))
    progress.document(FileResult("b.txt", "failed", problems=(("b.txt", "读不了。"),)))
    assert list(progress.summary()) == ["a.txt 新收入：7 个段落，30 个句子", "未收入 b.txt：读不了。"]
    for number in range(30):
        progress.document(FileResult(f"{number}.txt", "unchanged", 1, 7, 30))
    assert next(iter(progress.summary())) == "新收入 1 个文件；未收入 1 个文件；未改动 30 个文件"


@pytest.mark.prove
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are listed by /proc")
def test_a_killed_build_leaves_no_process_and_the_next_one_goes_on(tmp_path: Path) -> None:
    write_scale_corpus(tmp_path / "corpus", 20, HOME / "corpus" / "plans")
    index = tmp_path / "index"
    command = [sys.executable, "-m", "index", "build", "--corpus", str(tmp_path / "corpus"), "--index", str(index)]
    process = subprocess.Popen(command, cwd=HOME, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    helpers: list[str] = []
    while len(list((index / "work").glob("*"))) < 5:
        assert process.poll() is None
        helpers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    wait_until(lambda: not any(Path(f"/proc/{helper}").exists() for helper in helpers), 120)
    ended = subprocess.run([*command, "--json"], cwd=HOME, capture_output=True, text=True, check=True)
    states = [document["state"] for document in json.loads(ended.stdout)["documents"]]
    assert states.count("resumed") >= 5
    assert len(states) == 20
