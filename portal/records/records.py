"""The records of one installation, opened from its settings: everything of them behind one name."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from errors import WenceError
from portal.records.audit import Audit
from portal.records.conversations import Conversations
from portal.records.engine import open_engine
from portal.records.holdings import Holdings
from portal.records.key_ring import KeyRing
from portal.records.migration import migrate
from portal.records.remarks import Remarks
from portal.records.seal import Seal
from settings import Settings

_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Records:
    """What is kept, and where. ``keeps``: conversations and remarks are; without that only keys and the audit log."""

    engine: Engine
    keys: KeyRing
    conversations: Conversations
    remarks: Remarks
    holdings: Holdings
    audit: Audit
    keeps: bool
    days: int

    def purge(self) -> None:
        """Delete what has been kept for long enough, and say so in the audit log where there was any."""
        gone = self.holdings.purge(self.days)
        if any(gone.values()):
            self.audit.note("wence", "到期删除", f"对话 {gone['conversations']}，评价 {gone['feedback']}")

    def keep_purging(self) -> None:
        """Purge now and every day, in a thread that ends with the process; a failure is logged and tried again the next day."""
        threading.Thread(target=self._daily, name="wence-retention", daemon=True).start()

    def _daily(self) -> None:
        pause = threading.Event()
        while True:
            try:
                self.purge()
            except (WenceError, OSError) as error:
                logging.getLogger("wence").error("records could not be purged: %s", type(error).__name__)
            pause.wait(_DAY_SECONDS)


def open_records(settings: Settings) -> Records:
    """Open the database that the settings name, its tables brought to the newest form.

    Raises:
        SettingsError: the URL or the audit key cannot be used.
        RecordsUnavailable: the database cannot be reached.
    """
    engine = open_engine(settings.database)
    migrate(engine)
    seal = Seal(settings.audit_dir, settings.audit_key.get_secret_value())
    return Records(
        engine=engine,
        keys=KeyRing(engine),
        conversations=Conversations(engine, settings.records_conversations),
        remarks=Remarks(engine),
        holdings=Holdings(engine),
        audit=Audit(engine, seal),
        keeps=settings.keeps_records,
        days=settings.records_days,
    )


def file_of(engine: Engine) -> Path | None:
    """The file of an SQLite database; None for any other."""
    name = engine.url.database
    return Path(name) if engine.dialect.name == "sqlite" and name else None
