"""The description of the interface says who may use what, and the guard does as it says."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from portal.access.described import add_access, schemes_of
from portal.api import build_api
from portal.routes import ROUTES
from settings import Settings
from tests.access_site import SECRET, AccessSite, access_site
from tests.asgi_call import call
from tests.scripted_assistant import ScriptedAssistant

CONVERSATION = "0123456789abcdefABCDEF"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccessSite]:
    with access_site(tmp_path_factory.mktemp("described")) as site:
        yield site


def described(**chosen: Any) -> dict[str, Any]:
    settings = Settings(_env_file=None, sso_secret=SECRET, **chosen)  # type: ignore[arg-type, call-arg]
    document: dict[str, Any] = build_api(ScriptedAssistant(), settings).openapi()
    return document


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


@pytest.mark.parametrize(
    ("access", "schemes"),
    [("none", {"key", "gateway"}), ("keys", {"key"}), ("sso", {"gateway"}), ("both", {"key", "gateway"})],
)
def test_the_ways_in_are_those_of_the_settings(access: str, schemes: set[str]) -> None:
    document = described(access=access, sso_user_header="X-Remote-User")
    declared = document["components"]["securitySchemes"]
    assert set(declared) == schemes
    assert "gateway" not in schemes or declared["gateway"]["name"] == "X-Remote-User"
    for _, path, operation in operations(document):
        named = {name for way in operation["security"] for name in way}
        assert named == (set() if "/health/" in path else schemes), path
        assert ({} in operation["security"]) == (access == "none" and "/health/" not in path), path


def test_every_caller_gets_of_every_operation_what_is_declared(site: AccessSite) -> None:
    document = described(access="both")
    seen = set()
    for method, path, operation in operations(document):
        named = path.replace("{conversation}", CONVERSATION).replace("{plan}", "x").replace("{clause}", "x%231")
        roles = {role for way in operation["security"] for told in way.values() for role in told}
        for caller in ("", "anna", "root"):
            headers = [(b"authorization", site.callers[caller]["authorization"].encode())] if caller else []
            body = b"{}" if method == "post" else b""
            reply = call(site.site, named.replace("{model}", "wence"), headers, "203.0.113.9", method.upper(), body)
            assert str(reply.status) in operation["responses"], f"{method} {path} {caller} {reply.status}"
            assert (reply.status == 401) == (bool(roles) and not caller), f"{method} {path} {caller}"
            assert (reply.status == 403) == (roles == {"admin"} and caller == "anna"), f"{method} {path} {caller}"
            assert reply.status != 401 or b"www-authenticate" in reply.headers
            seen.add(reply.status)
    assert {200, 401, 403, 404, 422} <= seen


def test_a_change_of_the_table_changes_the_description(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    operation: dict[str, Any] = {"responses": {"400": {"content": {}}, "503": {"headers": {}}}}
    add_access("/api/plans", "get", operation, settings)
    assert (operation["x-access"], "403" in operation["responses"]) == ("reader", False)
    guarded = [route for route in ROUTES if route.path.fullmatch("/metrics")]
    monkeypatch.setattr("portal.access.described.route_of", lambda *_: guarded[0])
    add_access("/api/plans", "get", operation, settings)
    assert (operation["x-access"], "403" in operation["responses"]) == ("admin", True)
    assert {role for way in operation["security"] for told in way.values() for role in told} == {"admin"}
    assert list(schemes_of(settings)) == ["key", "gateway"]
