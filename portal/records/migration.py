"""Brings the tables to the newest form, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from portal.records.engine import telling

_STEPS = Path(__file__).resolve().parent / "migrations"
_LOCK = 1_768_252_003
"""The number of PostgreSQL's advisory lock while tables are changed."""


def migrate(engine: Engine) -> None:
    """Run the steps that a database has not seen; another process that opens it meanwhile waits.

    Raises:
        RecordsUnavailable: the database cannot be reached or changed.
    """
    with telling(), engine.begin() as connection:  # on SQLite this holds the only write lock there is
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(config(connection), "head")


def newest() -> str | None:
    """The name of the newest step."""
    return ScriptDirectory(str(_STEPS)).get_current_head()


def config(connection: Connection) -> Config:
    """What Alembic needs to know, without a file."""
    found = Config()
    found.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    found.attributes["connection"] = connection
    return found
