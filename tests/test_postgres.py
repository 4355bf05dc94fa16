"""The records on PostgreSQL: the same calls, the same answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from errors import ConversationUnknown
from portal.access.rates import rates_of
from portal.records.audit import Audit
from portal.records.conversation_id import new_id
from portal.records.records import Records, open_records
from portal.records.seal import Seal
from portal.records.tables import METADATA
from tests.access_site import access_settings
from tests.postgres import postgres, url_of


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    folder = tmp_path_factory.mktemp("postgres")
    with postgres() as server:
        records = open_records(access_settings(folder, records_url=url_of(server)))
        yield records
        records.engine.dispose()


def test_conversations_are_kept_for_their_owner_and_found_in_order(records: Records) -> None:
    mine, kept = new_id(), records.conversations
    for question in ("甲\0", "乙"):
        kept.keep("anna", mine, question, {"id": "a1", "question": question, "answer": "答"})
    assert [turn["answer"]["question"] for turn in kept.read("anna", mine)["turns"]] == ["甲\0", "乙"]
    assert [card["title"] for card in kept.page("anna", 5)[0]] == ["甲"]
    with pytest.raises(ConversationUnknown):
        kept.read("bert", mine)
    assert records.holdings.delete("anna") == {"conversations": 1, "feedback": 0}


def test_keys_open_and_are_revoked(records: Records) -> None:
    key = records.keys.make("anna", "admin")
    prefix = key.split("_")[1]
    assert (found := records.keys.find(prefix)) and found.role == "admin"
    assert records.keys.revoke(prefix).revoked is not None


def test_the_audit_log_is_sound_until_it_is_cut(records: Records, tmp_path: Path) -> None:
    audit = Audit(records.engine, Seal(tmp_path))
    for number in range(3):
        audit.note("anna", "删除对话", str(number))
    assert audit.verify() == (3, [])
    with records.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit WHERE seq = 3")
    assert audit.verify()[1]


def test_requests_are_counted_in_the_database_for_every_machine(records: Records) -> None:
    one, other = rates_of("2/minute", records.engine), rates_of("2/minute", records.engine)
    assert one is not None and other is not None
    assert [rates.hit("anna") is None for rates in (one, other, one)] == [True, True, False]


def test_the_migrations_lead_to_the_tables(records: Records) -> None:
    with records.engine.connect() as connection:
        ours = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or name in METADATA.tables}
        )
        assert compare_metadata(ours, METADATA) == []
