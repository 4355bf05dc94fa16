"""What is kept of people: their conversations and remarks, for them alone, for as long as is said, exported and deleted on demand."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import update

from errors import ConversationUnknown, RecordsFull, RecordsUnavailable
from portal.records import conversations as room
from portal.records.conversation_id import new_id
from portal.records.conversations import Conversations
from portal.records.engine import open_engine, reading, writing
from portal.records.holdings import Holdings
from portal.records.migration import config, migrate, newest
from portal.records.tables import CONVERSATIONS, METADATA
from tests.access_site import AccessSite, access_site, everything
from tests.scripted_assistant import ScriptedAssistant

HEADER = "x-wence-conversation"


@pytest.fixture(scope="module")
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, assistant: ScriptedAssistant) -> Iterator[AccessSite]:
    with access_site(tmp_path_factory.mktemp("records"), assistant) as site:
        yield site


def ask(site: AccessSite, caller: str, question: str = "目标是多少", **more: Any) -> Any:
    return site.client(caller).post("/api/ask", json={"question": question, **more})


def test_an_answer_is_kept_in_a_conversation_whose_id_comes_with_it(site: AccessSite) -> None:
    reply = ask(site, "anna")
    kept = site.client("anna").get(f"/api/conversations/{reply.headers[HEADER]}").json()
    assert kept["title"] == "目标是多少"
    assert site.client("anna").get("/api/conversations").headers["cache-control"] == "no-store"
    assert [turn["answer"] for turn in kept["turns"]] == [reply.json()]


def test_a_question_in_a_conversation_has_what_was_said_before(site: AccessSite, assistant: ScriptedAssistant) -> None:
    first = ask(site, "anna", "甲")
    second = ask(site, "anna", "乙", conversation=first.headers[HEADER])
    assert second.headers[HEADER] == first.headers[HEADER]
    assert [(turn.role, turn.content) for turn in assistant.asked[-1][1]] == [
        ("user", "甲"),
        ("assistant", first.json()["answer"]),
    ]
    history = [{"role": "user", "content": "别的"}]
    ask(site, "anna", "丙", conversation=first.headers[HEADER], history=history)
    assert [turn.content for turn in assistant.asked[-1][1]] == ["别的"]


def test_a_streamed_answer_is_kept_when_it_is_complete(site: AccessSite) -> None:
    reply = site.client("anna").post("/api/ask/stream", json={"question": "流"})
    lines = [json.loads(line) for line in reply.text.splitlines()]
    kept = site.client("anna").get(f"/api/conversations/{reply.headers[HEADER]}").json()
    assert lines[-1] == kept["turns"][0]["answer"] | {"complete": True}


def test_another_users_conversation_is_not_there(site: AccessSite) -> None:
    mine = ask(site, "anna").headers[HEADER]
    for caller in ("bert", "root"):
        client = site.client(caller)
        for reply in (
            client.get(f"/api/conversations/{mine}"),
            client.get(f"/api/conversations/{mine}/export"),
            client.delete(f"/api/conversations/{mine}"),
            client.post("/api/ask", json={"question": "问", "conversation": mine}),
            client.post("/api/ask/stream", json={"question": "问", "conversation": mine}),
        ):
            assert (reply.status_code, reply.json()["error"]) == (404, "conversation_unknown")
    assert len(site.client("anna").get(f"/api/conversations/{mine}").json()["turns"]) == 1


def test_conversations_come_page_by_page_newest_first(site: AccessSite) -> None:
    names = [ask(site, "bert", f"问{n}").headers[HEADER] for n in range(5)]
    seen, cursor = [], None
    while True:
        query = {"limit": "2", **({"before": cursor} if cursor else {})}
        page = site.client("bert").get("/api/conversations", params=query).json()
        seen += [one["id"] for one in page["conversations"]]
        if (cursor := page["next"]) is None:
            break
    assert seen == names[::-1]
    assert site.client("bert").get("/api/conversations", params={"before": "1; drop"}).status_code == 422


def test_a_conversation_can_be_taken_along_as_markdown_and_json(site: AccessSite) -> None:
    mine = ask(site, "anna", "对比").headers[HEADER]
    text = site.client("anna").get(f"/api/conversations/{mine}/export")
    assert text.headers["content-type"].startswith("text/markdown")
    assert "## 对比" in text.text and "| 青屿市 | 13.5% [1] |" in text.text and "- [1] 《青屿市" in text.text
    data = site.client("anna").get(f"/api/conversations/{mine}/export?format=json")
    assert data.json()["turns"][0]["answer"]["question"] == "对比"


def test_a_deleted_conversation_is_gone_and_the_deed_is_on_record(site: AccessSite) -> None:
    mine = ask(site, "anna", "秘密的问题").headers[HEADER]
    assert site.client("anna").delete(f"/api/conversations/{mine}").status_code == 200
    assert site.client("anna").get(f"/api/conversations/{mine}").status_code == 404
    last = site.records.audit.last(1)[0]
    assert (last["who"], last["what"], last["about"]) == ("anna", "删除对话", mine)
    assert "秘密" not in json.dumps(site.records.audit.last(1000), ensure_ascii=False)


def test_a_remark_is_kept_for_ones_own_answer_only(site: AccessSite) -> None:
    answer = ask(site, "anna").json()["id"]
    said = {"answer": answer, "question": "目标是多少", "verdict": "bad", "note": "数不对"}
    assert site.client("bert").post("/api/feedback", json={**said, "answer": "a999999"}).status_code == 404
    assert site.client("anna").post("/api/feedback", json=said).json() == {"status": "kept"}
    assert everything(site.records, "anna")["feedback"][-1]["note"] == "数不对"
    assert site.client("anna").get("/api/welcome").json()["feedback"]


def test_a_user_takes_all_along_deletes_all_and_nobody_elses(tmp_path: Path) -> None:
    with access_site(tmp_path) as site:
        ask(site, "anna", "甲")
        ask(site, "bert", "乙")
        mine = site.client("anna").get("/api/me/export").json()
        assert [c["title"] for c in mine["conversations"]] == ["甲"] and mine["keys"][0]["role"] == "reader"
        assert site.client("anna").delete("/api/me").json() == {"conversations": 1, "feedback": 0}
        assert everything(site.records, "anna")["conversations"] == []
        assert [c["title"] for c in everything(site.records, "bert")["conversations"]] == ["乙"]
        assert "甲".encode() not in b"".join(path.read_bytes() for path in _emptied(site, tmp_path))


def _emptied(site: AccessSite, folder: Path) -> list[Path]:
    """The database's files once the write-ahead log is in it."""
    with sqlite3.connect(folder / "records.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    del site
    return [*folder.glob("records.db*")]


def test_without_records_a_conversation_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    with access_site(tmp_path, records="off") as site:
        assert HEADER not in ask(site, "anna").headers
        assert ask(site, "anna", conversation=new_id()).status_code == 404
        assert site.client("anna").get("/api/me/export").json()["error"] == "records_off"
        assert everything(site.records, "anna")["conversations"] == []


def test_an_answer_that_cannot_be_kept_is_not_given_as_if_it_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise RecordsUnavailable("留存用的数据库不可用。请检查。")

    with access_site(tmp_path) as site:
        monkeypatch.setattr(Conversations, "keep", full)
        reply = ask(site, "anna")
        assert (reply.status_code, reply.json()["error"]) == (503, "records_unavailable")
        assert HEADER not in reply.headers


def conversations_in(folder: Path) -> tuple[Any, Conversations]:
    engine = open_engine(f"sqlite:///{folder / 'r.db'}")
    migrate(engine)
    return engine, Conversations(engine)


def test_what_was_kept_for_long_enough_is_deleted_and_nothing_newer(tmp_path: Path) -> None:
    engine, kept = conversations_in(tmp_path)
    old, new = new_id(), new_id()
    for one in (old, new):
        kept.keep("anna", one, "问", {"id": "a1"})
    with writing(engine) as connection:
        connection.execute(update(CONVERSATIONS).where(CONVERSATIONS.c.id == old).values(updated=0))
    assert Holdings(engine).purge(0) == {"conversations": 0, "feedback": 0}
    assert Holdings(engine).purge(30) == {"conversations": 1, "feedback": 0}
    assert [c["id"] for c in kept.page("anna", 10)[0]] == [new]


def test_there_is_a_most_of_turns_and_of_conversations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "OF_A_CONVERSATION", 1)
    engine, _ = conversations_in(tmp_path)
    kept = Conversations(engine, 1)
    mine = new_id()
    kept.keep("anna", mine, "问", {"id": "a1"})
    for one in (mine, new_id()):
        with pytest.raises(RecordsFull):
            kept.keep("anna", one, "问", {"id": "a1"})
    with pytest.raises(ConversationUnknown):
        kept.keep("bert", mine, "问", {"id": "a1"})


def test_the_steps_of_the_migrations_lead_to_the_tables_and_run_once(tmp_path: Path) -> None:
    engine, _ = conversations_in(tmp_path)
    migrate(engine)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert context.get_current_revision() == newest()
        assert compare_metadata(context, METADATA) == []


def test_what_was_kept_before_a_step_is_there_after_it(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    one = new_id()
    with engine.begin() as connection:
        command.upgrade(config(connection), "0001")
        connection.exec_driver_sql(f"INSERT INTO conversations VALUES ('{one}', 'anna', '问', 1, 1)")
        turn = f"(1, '{one}', 'anna', 0, 1, 'a1', '问', '{{\"question\": \"问\"}}')"
        connection.exec_driver_sql(f"INSERT INTO turns VALUES {turn}")
    migrate(engine)
    kept = Conversations(engine)
    kept.keep("anna", one, "又问", {"question": "又问"}, "a" * 64)
    assert [turn["answer"]["question"] for turn in kept.read("anna", one)["turns"]] == ["问", "又问"]
    assert (kept.of_thread("anna", "a" * 64), kept.of_thread("bert", "a" * 64)) == (one, None)


def test_every_commit_is_on_the_disk_and_a_file_is_for_its_owner_only(site: AccessSite) -> None:
    with reading(site.records.engine) as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert found == ["wal", 2]
    assert Path(str(site.records.engine.url.database)).stat().st_mode & 0o777 == 0o600


def test_an_error_of_the_database_says_nothing_of_what_was_asked(tmp_path: Path) -> None:
    engine, kept = conversations_in(tmp_path)
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP TABLE turns")
    with pytest.raises(RecordsUnavailable) as told:
        kept.keep("anna", new_id(), "秘密的问题", {"id": "a1"})
    assert "秘密" not in str(told.value) and told.value.__suppress_context__


def test_neither_questions_nor_keys_stand_in_the_log(site: AccessSite, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(site, "anna", "秘密的问题")
        ask(site, "gone", "秘密的问题")
    said = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records if record.name != "httpx")
    assert "秘密" not in said and site.callers["anna"]["authorization"].split("_", 2)[-1] not in said


def test_what_is_given_of_records_fits_the_declared_schema(tmp_path: Path) -> None:
    with access_site(tmp_path) as site:
        client = site.client("anna")
        document = client.get("/api/openapi.json").json()
        mine = ask(site, "anna", "对比").headers[HEADER]
        one = "/api/conversations/{conversation}"
        for method, path in (
            *(("get", "/api/me"), ("get", "/api/conversations"), ("get", one), ("get", f"{one}/export")),
            *(("get", "/api/me/export"), ("delete", one), ("get", one), ("delete", "/api/me")),
        ):
            query = {"format": "json"} if path.endswith("}/export") else {}
            reply = client.request(method, path.replace("{conversation}", mine), params=query)
            declared = document["paths"][path][method]["responses"][str(reply.status_code)]
            media = reply.headers["content-type"].partition(";")[0]
            schema = declared["content"][media]["schema"] | {"components": document["components"]}
            jsonschema_rs.validator_for(schema).validate(reply.json())
