"""Who may come in: keys, sign-on by a trusted proxy, the rule of every route, limits, and where nobody is asked."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient

from errors import SettingsError
from portal.access.declared import RuleMissing, check_declared
from portal.access.entrance import Entrance
from portal.access.opening import check_access, open_entrance
from portal.access.proxies import Proxies
from portal.deeds import Deeds
from portal.guard import Guard, policy_of
from portal.routes import ROUTES, Route, _route
from portal.server import build_site
from portal.uploads import who
from settings import Settings
from tests.access_site import PORTAL, PROXY, SECRET, AccessSite, access_settings, access_site, bearer
from tests.scripted_assistant import ScriptedAssistant


def plain(**chosen: object) -> Settings:
    return Settings(_env_file=None, **chosen)  # type: ignore[call-arg, arg-type]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccessSite]:
    with access_site(tmp_path_factory.mktemp("access"), hsts_seconds=600) as site:
        yield site


def test_without_access_control_everyone_is_local_and_may_do_everything() -> None:
    client = TestClient(build_site(ScriptedAssistant(), plain()), base_url="http://127.0.0.1")
    assert client.get("/api/me").json() == {"user": "local", "role": "admin", "way": "none", "records": False}
    assert client.get("/api/conversations").json()["error"] == "records_off"
    assert client.post("/api/ask", json={"question": "问"}, headers=bearer("nonsense")).status_code == 200


def test_a_key_opens_what_its_role_may_use_and_is_named_in_no_refusal(site: AccessSite) -> None:
    assert site.client().get("/api/plans").status_code == 401
    assert "Bearer" in site.client().get("/api/plans").headers["www-authenticate"]
    reader, admin = site.client("anna"), site.client("root")
    assert reader.get("/api/me").json() == {"user": "anna", "role": "reader", "way": "key", "records": True}
    assert reader.get("/desk/evaluation/").status_code == 403
    assert admin.get("/desk/evaluation/").status_code == 404  # it is off, and an admin is told so
    for caller in ("gone", "late"):
        reply = site.client(caller).get("/api/plans")
        assert reply.status_code == 401
        assert site.callers[caller]["authorization"].split("_", 2)[2] not in reply.text  # it may have such signs itself


@pytest.mark.parametrize(
    "given", ["Bearer", "Bearer ", "Bearer wence_00000000_" + "a" * 43, "Bearer x" * 99, "Bearer é"]
)
def test_what_is_no_key_opens_nothing(site: AccessSite, given: str) -> None:
    with site.client() as client:
        reply = client.get("/api/plans", headers=[(b"authorization", given.encode("latin-1"))])
    assert reply.status_code == 401


def test_a_key_beside_another_or_beside_another_person_opens_nothing(site: AccessSite) -> None:
    anna = site.callers["anna"]["authorization"]
    twice = [("authorization", anna), ("authorization", site.callers["root"]["authorization"])]
    assert site.client().get("/api/plans", headers=twice).status_code == 401
    assert site.sso("bert", authorization=anna).get("/api/me").json()["error"] == "two_identities"
    assert site.sso("anna", authorization=anna).get("/api/me").status_code == 200


def test_a_revoked_key_opens_nothing_from_the_next_request_on(site: AccessSite) -> None:
    key = site.records.keys.make("clara", "reader")
    client = site.client(authorization=f"Bearer {key}")
    assert client.get("/api/me").status_code == 200
    site.records.keys.revoke(key.split("_")[1])
    assert client.get("/api/me").status_code == 401


def test_the_proxy_says_who_asks_and_only_the_proxy(site: AccessSite) -> None:
    assert site.sso("Zhang.San").get("/api/me").json() == {
        "user": "zhang.san",
        "role": "reader",
        "way": "sso",
        "records": True,
    }
    assert site.sso("root").get("/api/me").json()["role"] == "admin"
    assert site.sso("li", **{"x-forwarded-role": "admin"}).get("/api/me").json()["role"] == "admin"
    assert site.sso("root", peer="203.0.113.9").get("/api/me").status_code == 401
    assert site.client(peer=PROXY, **{"x-forwarded-user": "root"}).get("/api/me").status_code == 401
    assert site.client(peer=PROXY, **{"x-wence-secret": SECRET}).get("/api/me").status_code == 401


def test_whom_nobody_trusts_cannot_spoil_a_key_by_a_header(site: AccessSite) -> None:
    reply = site.client("anna", **{"x-forwarded-user": "root", "x_forwarded_user": "root"}).get("/api/me")
    assert (reply.status_code, reply.json()["user"]) == (200, "anna")


def test_no_header_of_identity_reaches_what_is_behind_the_guard(site: AccessSite) -> None:
    seen: dict[str, Any] = {}

    async def app(scope: Any, _: Any, send: Any) -> None:
        seen.update(headers={name for name, _ in scope["headers"]})
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    guard = Guard(app, policy_of(site.settings), open_entrance(site.settings, site.records))
    client = TestClient(guard, base_url="http://127.0.0.1", client=(PROXY, 1))
    forged = {"x-forwarded-user": "anna", "x-wence-secret": SECRET, "x_forwarded_host": "evil", "forwarded": "for=x"}
    assert client.get("/api/plans", headers={**forged, "authorization": "Basic x"}).status_code == 200
    assert not {name for name in seen["headers"] if b"forwarded" in name or b"secret" in name or b"auth" in name}


@pytest.mark.parametrize(
    ("forwarded", "peer", "client"),
    [
        ("198.51.100.7", PROXY, "198.51.100.7"),
        ("192.0.2.1, 198.51.100.7", PROXY, "198.51.100.7"),
        ("198.51.100.7, 10.7.0.9", PROXY, "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", "203.0.113.9"),
        ("nonsense", PROXY, PROXY),
        ("198.51.100.7, nonsense", PROXY, PROXY),
        ("", PROXY, PROXY),
        ("2001:db8::1", "::ffff:10.7.0.5", "2001:db8::1"),
    ],
)
def test_the_address_of_who_asks_is_the_last_hop_that_is_no_proxy(forwarded: str, peer: str, client: str) -> None:
    proxies = Proxies.of("10.7.0.0/24")
    assert proxies.client_of(peer, [(b"x-forwarded-for", forwarded.encode())]) == client
    twice = [(b"x-forwarded-for", b"198.51.100.7"), (b"x-forwarded-for", b"198.51.100.8")]
    assert proxies.client_of(peer, twice) == peer


def test_health_is_open_and_says_by_header_to_come_by_tls_only(site: AccessSite) -> None:
    reply = site.client().get("/api/health/live")
    assert reply.status_code == 200
    assert reply.headers["strict-transport-security"] == "max-age=600"


def test_a_browser_of_a_listed_portal_may_ask_whether_it_may_send_a_key(site: AccessSite) -> None:
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    reply = site.client(origin=PORTAL, **asked).options("/api/ask")
    assert reply.headers["access-control-allow-origin"] == PORTAL
    assert "authorization" in reply.headers["access-control-allow-headers"].lower()


def test_a_route_without_a_rule_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    check_declared(ROUTES, ())
    planted: Route = _route("GET", r"/api/planted")
    monkeypatch.setattr("portal.server.ROUTES", (*ROUTES, planted))
    with pytest.raises(RuleMissing, match=r"/api/planted.*READER"):
        build_site(ScriptedAssistant(), plain())


def test_a_route_that_is_served_and_not_declared_stops_the_start_too() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_api_route("/api/forgotten/{name}", lambda: None)
    with pytest.raises(RuleMissing, match="forgotten"):
        check_declared(ROUTES, app.routes)


@pytest.mark.parametrize(
    ("chosen", "named"),
    [
        ({"host": "0.0.0.0"}, "WENCE_ACCESS"),
        ({"access": "sso", "sso_secret": SECRET}, "WENCE_TRUSTED_PROXIES"),
        ({"access": "sso", "trusted_proxies": "10.0.0.0/8"}, "WENCE_SSO_SECRET"),
        ({"access": "both", "trusted_proxies": "10.0.0.0/8", "sso_secret": "short"}, "WENCE_SSO_SECRET"),
        ({"trusted_proxies": "gateway"}, "WENCE_TRUSTED_PROXIES"),
        (
            {"access": "sso", "trusted_proxies": "::1", "sso_secret": SECRET, "sso_role_header": "x-wence-secret"},
            "WENCE_SSO_ROLE_HEADER",
        ),
    ],
)
def test_access_that_cannot_be_meant_stops_the_start(chosen: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        check_access(plain(**chosen))


def test_listening_beyond_this_machine_is_taken_when_it_is_said() -> None:
    check_access(plain(host="0.0.0.0", access="none"))
    assert not open_entrance(plain(host="0.0.0.0", access="none"), None).controlled
    assert Entrance() == open_entrance(plain(), None)


def test_too_many_requests_are_refused_with_a_time_over_all_workers(tmp_path: Path) -> None:
    with access_site(tmp_path, rate_limit="3/minute") as one:
        another = build_site(ScriptedAssistant(), one.settings)  # as a second worker has it
        statuses = [one.client("anna").get("/api/me").status_code for _ in range(2)]
        other = TestClient(another, base_url="http://127.0.0.1", headers=one.callers["anna"])
        replies = [other.get("/api/me") for _ in range(2)]
        assert [*statuses, *(r.status_code for r in replies)] == [200, 200, 200, 429]
        assert 1 <= int(replies[-1].headers["retry-after"]) <= 60
        assert one.client("bert").get("/api/me").status_code == 200
        assert one.client().get("/api/health/live").status_code == 200


def test_guesses_are_counted_by_address_and_what_a_role_may_not_do_is_counted_too(tmp_path: Path) -> None:
    with access_site(tmp_path, rate_limit="2/minute") as one:
        guess = f"Bearer wence_00000000_{'a' * 43}"
        assert [one.client(authorization=guess).get("/api/me").status_code for _ in range(3)] == [401, 401, 429]
        assert one.client(peer="198.51.100.1", authorization=guess).get("/api/me").status_code == 401
        assert [one.client("anna").get("/desk/documents/").status_code for _ in range(3)] == [403, 403, 429]


@pytest.mark.parametrize("limit", ["many", "3/fortnight", "3"])
def test_a_limit_that_cannot_be_read_stops_the_start(tmp_path: Path, limit: str) -> None:
    with pytest.raises(SettingsError, match="WENCE_RATE_LIMIT"), access_site(tmp_path, rate_limit=limit):
        pass


def test_while_the_database_is_away_nobody_comes_in_and_everybody_is_told(site: AccessSite) -> None:
    from errors import RecordsUnavailable

    def away(_: str) -> Any:
        raise RecordsUnavailable("留存用的数据库不可用。请检查。")

    async def app(*_: Any) -> None:
        raise AssertionError("nobody comes in")

    guard = Guard(app, policy_of(site.settings), Entrance(controlled=True, find_key=away))
    client = TestClient(guard, base_url="http://127.0.0.1", headers=site.callers["anna"])
    reply = client.get("/api/plans")
    assert (reply.status_code, reply.json()["error"]) == (503, "access_unavailable")


def test_settings_with_keys_open_no_desk_to_readers(tmp_path: Path) -> None:
    assert access_settings(tmp_path).keeps_records and not plain().keeps_records
    assert plain(records="on").keeps_records and not access_settings(tmp_path, records="off").keeps_records


def test_a_deed_at_the_desk_is_told_with_who_did_it_and_stands_in_the_audit_log(
    site: AccessSite, tmp_path: Path
) -> None:
    seen: dict[str, str] = {}

    async def app(scope: Any, _: Any, send: Any) -> None:
        seen["plain"] = who(Request(scope))
        seen["gradio"] = who(SimpleNamespace(request=Request(scope), client=None))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    guard = Guard(app, policy_of(site.settings), open_entrance(site.settings, site.records))
    TestClient(guard, base_url="http://127.0.0.1", headers=site.callers["root"]).get("/desk/documents/")
    assert seen == {"plain": "root（testclient）", "gradio": "root（testclient）"}
    Deeds(tmp_path / "deeds.jsonl", site.records.audit).note(seen["plain"], "发布", "v000002")
    assert site.records.audit.last(1)[0]["who"] == "root（testclient）"
    assert Deeds(tmp_path / "deeds.jsonl").last(1)[0].what == "发布"
