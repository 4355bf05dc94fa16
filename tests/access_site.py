"""The scripted assistant's whole site in this process with access control on, and whoever may knock at it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from portal.access.keys import prefix_of
from portal.records.records import Records, open_records
from portal.server import build_site
from settings import Settings
from tests.scripted_assistant import ScriptedAssistant

SECRET = "s3cret-" * 6
PROXY = "10.7.0.5"
PORTAL = "https://portal.example.gov.cn"


@dataclass
class AccessSite:
    """The site, its records, and a header for each kind of caller."""

    site: Any
    settings: Settings
    records: Records
    callers: dict[str, dict[str, str]]

    def client(self, caller: str = "", peer: str = "203.0.113.9", **headers: str) -> TestClient:
        """A client of one caller, from an address."""
        given = {**self.callers.get(caller, {}), **headers}
        return TestClient(
            self.site, base_url="http://127.0.0.1", headers=given, client=(peer, 5000), raise_server_exceptions=False
        )

    def sso(self, user: str, peer: str = PROXY, **more: str) -> TestClient:
        """A client that comes through the proxy."""
        return self.client(peer=peer, **{"x-forwarded-user": user, "x-wence-secret": SECRET, **more})


def access_settings(folder: Path, **chosen: object) -> Settings:
    """Settings with keys and sign-on, records in a folder; no limits unless asked for."""
    known: dict[str, object] = {
        "access": "both",
        "trusted_proxies": "10.7.0.0/24",
        "sso_secret": SECRET,
        "sso_admins": "root",
        "sso_role_header": "X-Forwarded-Role",
        "rate_limit": "",
        "records_url": f"sqlite:///{folder / 'records.db'}",
        "audit_dir": folder / "audit",
        "feedback_file": "",
        "portal_origins": PORTAL,
    }
    return Settings(_env_file=None, **{**known, **chosen})  # type: ignore[call-arg, arg-type]


def everything(records: Records, user: str) -> dict[str, Any]:
    """All that is kept of a user."""
    read: dict[str, Any] = json.loads("".join(records.holdings.export(user)))
    return read


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


@contextmanager
def access_site(folder: Path, assistant: Any = None, **chosen: object) -> Iterator[AccessSite]:
    """The site, with a key for every kind of caller."""
    settings = access_settings(folder, **chosen)
    records = open_records(settings)
    keys = {name: records.keys.make(name, "reader") for name in ("anna", "bert", "gone")}
    keys["root"] = records.keys.make("root", "admin")
    keys["late"] = records.keys.make("late", "admin", datetime.now(UTC) - timedelta(seconds=1))
    records.keys.revoke(prefix_of(keys["gone"]) or "")
    callers = {name: bearer(key) for name, key in keys.items()}
    yield AccessSite(build_site(assistant or ScriptedAssistant(), settings), settings, records, callers)
    records.engine.dispose()
