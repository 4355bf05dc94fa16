import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import __main__ as command
from index import versions
from tests.tiny_index import CHANGED, write_plans

Run = Callable[..., tuple[int, str, str]]
HOME = Path(__file__).parents[1]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("build", ...)`` is ``python -m index build ...`` for a small corpus: exit code, output, error output."""
    write_plans(tmp_path / "plans")
    monkeypatch.setenv("WENCE_CORPUS_DIR", str(tmp_path / "plans"))
    monkeypatch.setenv("WENCE_INDEX_DIR", str(tmp_path / "index"))

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["index", *arguments])
        with pytest.raises(SystemExit) as ended:
            command.main()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code or 0, captured.out, captured.err

    return call


def test_build_makes_an_index_that_status_and_verify_find_sound(run: Run) -> None:
    code, out, err = run("build")
    assert (code, "2 份方案" in out, "切分方案 2/2" in err) == (0, True, True)
    assert run("status")[0] == 0
    code, out, _ = run("verify")
    assert (code, "全部核对无误" in out) == (0, True)


def test_build_if_needed_builds_once_and_again_only_after_a_change(run: Run, tmp_path: Path) -> None:
    assert "已建好" in run("build", "--if-needed")[1]
    pointer = versions.read_pointer(tmp_path / "index")
    assert "已是最新" in run("build", "--if-needed")[1]
    assert versions.read_pointer(tmp_path / "index") == pointer
    write_plans(tmp_path / "plans", lantian=CHANGED)
    assert "已建好" in run("build", "--if-needed")[1]


@pytest.mark.parametrize("setting", [("WENCE_PASSAGE_TOKENS", "200")])
def test_build_if_needed_builds_again_after_a_setting_changed(
    run: Run, setting: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build")
    monkeypatch.setenv(*setting)
    code, _, err = run("status")
    assert (code, "段落词元上限" in err) == (1, True)
    assert "已建好" in run("build", "--if-needed")[1]


def test_build_if_needed_mends_a_damaged_index(run: Run, tmp_path: Path) -> None:
    run("build")
    directory = tmp_path / "index" / "versions" / versions.read_pointer(tmp_path / "index")[0]
    (directory / "vectors/000001.f32").write_bytes(b"\0\0\0\0")
    code, _, err = run("verify")
    assert (code, "vectors/000001.f32" in err) == (1, True)
    assert "已建好" in run("build", "--if-needed")[1]
    assert run("status")[0] == 0


def test_status_says_what_is_wrong_and_exits_with_1(run: Run, tmp_path: Path) -> None:
    code, _, err = run("status")
    assert code == 1
    assert err.strip().endswith(f"python -m index build --index {tmp_path / 'index'}")
    assert len(err.strip().splitlines()) == 1
    code, out, _ = run("status", "--json")
    assert (code, json.loads(out)["state"]) == (1, "missing")
    run("build")
    write_plans(tmp_path / "plans", lantian=CHANGED)
    code, out, _ = run("status", "--json")
    assert (code, json.loads(out)["state"]) == (1, "stale")
    (tmp_path / "index" / "CURRENT").write_bytes(b"?")
    code, out, _ = run("status", "--json")
    assert (code, json.loads(out)["state"]) == (1, "damaged")


def test_json_gives_counts_and_fingerprints(run: Run) -> None:
    built = json.loads(run("build", "--json")[1])
    assert (built["plans"], built["state"]) == (2, "current")
    assert [(d["file"], d["state"]) for d in built.pop("documents")] == [("lantian.txt", "new"), ("qinghe.txt", "new")]
    assert built.pop("seconds") < 60
    assert json.loads(run("status", "--json")[1]) == built


def test_rollback_serves_the_version_before_and_fails_when_there_is_none(run: Run, tmp_path: Path) -> None:
    run("build")
    first = versions.read_pointer(tmp_path / "index")
    assert run("rollback")[0] == 1
    run("build")
    assert versions.read_pointer(tmp_path / "index") != first
    assert run("rollback")[0] == 0
    assert versions.read_pointer(tmp_path / "index") == first


def test_a_file_that_cannot_be_read_is_named_with_its_reason_and_the_rest_is_indexed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plans" / "bad.txt").write_bytes(b"\x00\x01\x02\xff\xfe" * 50)
    (tmp_path / "plans" / "notes.xyz").write_text("不认识的格式")
    code, out, err = run("build")
    assert (code, "2 份方案" in out) == (0, True)
    assert "未收入 bad.txt" in err
    assert "未收入 notes.xyz" in err


@pytest.mark.parametrize("make", [False, True])
def test_a_missing_or_empty_corpus_is_said_so(run: Run, tmp_path: Path, make: bool) -> None:
    if make:
        (tmp_path / "none").mkdir()
    code, _, err = run("build", "--corpus", str(tmp_path / "none"))
    assert (code, "语料文件夹" in err) == (1, True)
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_options_win_over_settings(run: Run, tmp_path: Path) -> None:
    write_plans(tmp_path / "others")
    (tmp_path / "others" / "qinghe.txt").unlink()
    code, out, _ = run("build", "--corpus", str(tmp_path / "others"), "--index", str(tmp_path / "另一个"))
    assert (code, "1 份方案" in out) == (0, True)
    assert not (tmp_path / "index").exists()


def test_training_without_data_is_said_so(run: Run, tmp_path: Path) -> None:
    code, _, err = run("train", "--data", str(tmp_path / "none"), "--out", str(tmp_path / "model"))
    assert (code, str(tmp_path / "none") in err) == (1, True)


def test_the_command_runs_as_a_module_and_imports_no_torch(tmp_path: Path) -> None:
    script = (
        "import sys, runpy; sys.argv = ['index', 'build']\n"
        "try:\n    runpy.run_module('index', run_name='__main__')\n"
        "finally:\n    assert 'torch' not in sys.modules\n"
    )
    settings = {"WENCE_CORPUS_DIR": str(write_plans(tmp_path / "plans")), "WENCE_INDEX_DIR": str(tmp_path / "index")}
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=HOME, env=os.environ | settings, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, "2 份方案" in ended.stdout) == (0, True), ended.stderr


def test_shares_are_read_one_by_one_and_published_together(run: Run) -> None:
    said = [run("build", "--part", f"{number}/2") for number in (1, 2)]
    assert [code for code, _, _ in said] == [0, 0] and all("发布" in out for _, out, _ in said)
    assert run("status")[0] == 1
    assert run("build")[0] == 0
    found = json.loads(run("build", "--part", "1/1", "--json")[1])
    assert (found["state"], {document["state"] for document in found["documents"]}) == ("prepared", {"unchanged"})
    code, _, err = run("build", "--part", "3/2")
    assert (code != 0, "3/20" in err) == (True, True)
