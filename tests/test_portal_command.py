"""``python -m portal``: keys, audit, a user's data, backup and restore; what goes wrong is one Chinese line."""

import json
import tarfile
import threading
from pathlib import Path
from typing import Any

import pytest

from index.snapshot import open_index
from portal import __main__ as command
from portal.records import commands
from portal.records.audit import Audit
from portal.records.conversation_id import new_id
from portal.records.records import Records, open_records
from retrieval.assistant import Assistant
from settings import Settings
from tests.access_site import access_settings, everything
from tests.tiny_index import PairEmbedder

QUESTION = "澜田市到2027年用水总量要控制在多少？"


@pytest.fixture
def settings(tmp_path: Path, spoilable: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    chosen = access_settings(tmp_path, index_dir=spoilable)
    monkeypatch.setattr(commands, "load_settings", lambda: chosen)
    return chosen


@pytest.fixture
def records(settings: Settings) -> Records:
    return open_records(settings)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = command.main(list(arguments))
    said = capsys.readouterr()
    return code, said.out.strip(), said.err.strip()


def test_a_key_is_shown_once_listed_by_its_prefix_and_revoked(records: Records, capsys: Any) -> None:
    code, key, _ = run(capsys, "keys", "create", "--user", "Anna", "--role", "admin", "--days", "30")
    assert code == 0 and key.startswith("wence_")
    prefix, secret = key.split("_", 2)[1:]
    listed = json.loads(run(capsys, "keys", "list", "--json")[1])
    assert (listed["prefix"], listed["user"], listed["role"], listed["state"]) == (prefix, "anna", "admin", "可用")
    assert run(capsys, "keys", "revoke", prefix)[1] == f"已吊销 {prefix}（anna）"
    assert "已吊销" in run(capsys, "keys", "list")[1]
    audit = run(capsys, "audit", "list")[1]
    assert "生成密钥" in audit and "吊销密钥" in audit and secret not in audit
    assert secret.encode() not in b"".join(
        p.read_bytes() for p in Path(records.engine.url.database or "").parent.glob("records.db*")
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("keys", "create", "--user", "安娜"),
        ("keys", "create", "--user", "a,b"),
        ("keys", "create", "--user", "anna", "--role", "owner"),
        ("keys", "revoke", "00000000"),
        ("restore", "nowhere.tar"),
    ],
)
def test_what_cannot_be_done_is_one_chinese_line(records: Records, capsys: Any, arguments: tuple[str, ...]) -> None:
    del records
    code, said, wrong = run(capsys, *arguments)
    assert code != 0 and not said and len(wrong.splitlines()) == 1 and wrong.endswith("。")


def test_the_audit_command_fails_where_the_log_was_changed(records: Records, capsys: Any) -> None:
    records.audit.note("anna", "删除对话", "x")
    assert run(capsys, "audit", "verify")[:2] == (0, "1 行，全部完好")
    with records.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit SET who = 'bert'")
    code, _, wrong = run(capsys, "audit", "verify")
    assert code == 1 and "第 1 行" in wrong


def test_a_users_data_is_exported_and_deleted_by_command(records: Records, capsys: Any) -> None:
    records.conversations.keep("anna", new_id(), "问", {"id": "a1", "answer": "答"})
    assert json.loads(run(capsys, "data", "export", "--user", "Anna")[1])["conversations"][0]["title"] == "问"
    assert run(capsys, "data", "delete", "--user", "anna", "--yes")[1] == "已删除：对话 1，评价 0"
    assert everything(records, "anna")["conversations"] == []
    assert run(capsys, "data", "purge")[0] == 0


def test_the_restored_copy_answers_the_same_and_holds_the_same(
    settings: Settings, records: Records, tmp_path: Path, capsys: Any
) -> None:
    mine, key = new_id(), records.keys.make("anna", "reader")
    before = _answer(settings)
    records.conversations.keep("anna", mine, QUESTION, before)
    records.audit.note("anna", "删除对话", "x")
    file = tmp_path / "wence.tar"
    assert run(capsys, "backup", str(file))[0] == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert run(capsys, "backup", str(file))[0] == 1  # never over another
    records.holdings.delete("anna")  # what came after is not in it
    next(settings.index_dir.rglob("manifest.json")).write_text("spoilt", encoding="utf-8")
    assert "停止服务" in run(capsys, "restore", str(file))[2]
    records.engine.dispose()
    assert run(capsys, "restore", str(file))[0] == 0
    again = open_records(settings)
    assert again.conversations.read("anna", mine)["turns"][0]["answer"] == before
    assert (found := again.keys.find(key.split("_")[1])) is not None and found.user == "anna"
    assert again.audit.verify() == (3, [])
    assert [line["what"] for line in again.audit.last(3)] == ["删除对话", "备份", "恢复备份"]
    after = _answer(settings)
    same = ("answer", "status", "citations", "index", "tables")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert list(tmp_path.glob("records.db.before-*"))


def _answer(settings: Settings) -> dict[str, Any]:
    answer = Assistant(open_index(settings.index_dir, embedder=PairEmbedder())).ask(QUESTION)
    read: dict[str, Any] = json.loads(json.dumps(answer.to_dict()))
    return read


def test_a_backup_is_whole_while_somebody_writes(
    settings: Settings, records: Records, tmp_path: Path, capsys: Any
) -> None:

    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            records.audit.note("anna", "删除对话", "x")
            records.conversations.keep("anna", new_id(), "问", {"id": "a1"})

    thread = threading.Thread(target=write)
    thread.start()
    try:
        codes = [run(capsys, "backup", str(tmp_path / f"{n}.tar"))[0] for n in range(3)]
    finally:
        over.set()
        thread.join()
    records.engine.dispose()
    assert codes == [0, 0, 0]
    for number in range(3):
        assert run(capsys, "restore", str(tmp_path / f"{number}.tar"))[0] == 0
        again = open_records(settings)
        assert isinstance(again.audit, Audit) and again.audit.verify()[1] == []
        again.engine.dispose()


def spoilt(file: Path, kind: str) -> None:
    """A file that is no backup, or no longer."""
    if kind == "cut":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif kind == "bit":
        content = bytearray(file.read_bytes())
        at = content.index(b"SQLite format 3") + 4096
        content[at] ^= 0xFF
        file.write_bytes(content)
    elif kind == "outside":
        with tarfile.open(file, "w") as tar:
            member = tarfile.TarInfo("records.db/../../../evil")
            tar.addfile(member)
    else:
        with tarfile.open(file, "w") as tar:
            member = tarfile.TarInfo("records.db")
            member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(member)


@pytest.mark.parametrize("kind", ["cut", "bit", "outside", "link"])
def test_what_is_no_whole_backup_changes_nothing(
    settings: Settings, records: Records, tmp_path: Path, capsys: Any, kind: str
) -> None:
    records.conversations.keep("anna", new_id(), "问", {"id": "a1"})
    file = tmp_path / "wence.tar"
    run(capsys, "backup", str(file))
    spoilt(file, kind)
    records.engine.dispose()
    code, _, wrong = run(capsys, "restore", str(file))
    assert code == 1 and ("完整" in wrong or "不属于" in wrong) and not list(tmp_path.rglob("*evil*"))
    assert len(everything(open_records(settings), "anna")["conversations"]) == 1
