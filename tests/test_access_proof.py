"""Every route against every kind of caller, probes across users, forged headers, origins; each proof catches what is planted for it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from fastapi.middleware.cors import CORSMiddleware

from portal.access import entrance, sso
from portal.access.principal import Principal
from portal.access.rule import ADMIN, OWNER, PUBLIC, READER, judge
from portal.records.conversations import Conversations
from portal.routes import ROUTES, Route
from tests.access_site import PORTAL, PROXY, SECRET, AccessSite, access_site, everything
from tests.asgi_call import Pairs, Reply, call
from tests.route_paths import paths_of

Record = Callable[[str, object], None]
MARK = "安娜的秘密"
STRANGERS = ("nobody", "gone", "late", "forged")
CALLERS = (*STRANGERS, "anna", "bert", "root", "sso reader", "sso admin")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccessSite]:
    with access_site(tmp_path_factory.mktemp("proof")) as site:
        yield site


def headers_of(site: AccessSite, caller: str) -> tuple[Pairs, str]:
    """What a caller sends, and from where."""
    if caller.startswith("sso"):
        user = b"root" if caller == "sso admin" else b"sven"
        return [(b"x-forwarded-user", user), (b"x-wence-secret", SECRET.encode())], PROXY
    if caller == "forged":
        return [(b"x-forwarded-user", b"root"), (b"x-wence-secret", SECRET.encode())], "203.0.113.9"
    key = site.callers.get(caller, {}).get("authorization")
    return [(b"authorization", key.encode())] if key else [], "203.0.113.9"


def sent(site: AccessSite, caller: str, method: str, path: str, body: dict[str, Any] | None = None) -> Reply:
    headers, peer = headers_of(site, caller)
    content = json.dumps(body if body is not None else {}).encode() if method in ("POST", "PUT") else b""
    return call(site.site, path, headers, peer, method, content)


@dataclass
class Annas:
    """What belongs to anna, before and after."""

    site: AccessSite
    conversation: str = ""
    answer: str = ""
    before: str = field(default="", repr=False)

    def begin(self) -> None:
        reply = sent(self.site, "anna", "POST", "/api/ask", {"question": MARK})
        self.conversation = reply.headers[b"x-wence-conversation"].decode()
        self.answer = json.loads(reply.body)["id"]
        self.before = self.now()

    def now(self) -> str:
        return json.dumps(everything(self.site.records, "anna"), sort_keys=True)

    @property
    def untouched(self) -> bool:
        return self.now() == self.before


def as_declared(route: Route, path: str, caller: str, reply: Reply, annas: Annas) -> bool:
    """Whether a cell is as the rule of its route says."""
    stranger, admin = caller in STRANGERS, caller in ("root", "sso admin")
    if reply.status >= 500:
        return False
    if route.rule is PUBLIC:
        return reply.status not in (401, 403)
    if stranger:
        return reply.status == 401
    if route.rule is ADMIN and not admin:
        return reply.status == 403 and b"admin_only" in reply.body
    if route.rule is OWNER and caller != "anna":
        fitting = reply.status in (404, 405) if annas.conversation in path else reply.status in (200, 405)
        return fitting and annas.untouched and MARK.encode() not in reply.body
    return reply.status not in (401, 403)


def matrix(site: AccessSite, every: int = 1) -> tuple[int, list[str]]:
    """The cells that were looked at, of so many one, and those that are not as declared."""
    cells, wrong, annas, number = 0, [], Annas(site), 0
    annas.begin()
    for route in ROUTES:
        for path, method, caller in (
            (path, method, caller)
            for path in paths_of(route.path)
            for method in sorted(route.methods - {"OPTIONS"})
            for caller in CALLERS
        ):
            number += 1
            if number % every:
                continue
            if route.rule is OWNER:
                if method == "DELETE":
                    annas.begin()
                path = path.replace("a" * 22, annas.conversation)
            cells += 1
            if not as_declared(route, path, caller, sent(site, caller, method, path), annas):
                wrong.append(f"{method} {path} {caller}")
            if method == "DELETE" and caller == "anna":
                annas.begin()
    return cells, wrong


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.prove, id="full")])
def test_every_route_lets_in_whom_its_rule_names_and_nobody_else(
    site: AccessSite, every: int, record_property: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells, wrong = matrix(site, every)
    assert wrong == []
    assert {route.rule for route in ROUTES} == {PUBLIC, READER, ADMIN, OWNER} and cells > 400 / every
    record_property("claim", "每条路由 × 每类来访者：能进的正是规则写明的")
    record_property("n", cells)
    monkeypatch.setattr(entrance, "judge", lambda *_: None)  # planted: a guard that asks for no role
    assert len(matrix(site, 7)[1]) > 20


# -- across users ------------------------------------------------------------------------------------------------------


def probe(site: AccessSite, annas: Annas, random: Random) -> Reply:
    """One attempt of another user, or of nobody, at what is anna's."""
    one, caller = (
        annas.conversation,
        random.choice(["bert", "root", "sso reader", "sso admin", "forged", "nobody", "gone"]),
    )
    bent = [
        one,
        one.swapcase(),
        one[:-1] + "A",
        f"{one}/",
        f"./{one}",
        f"%2e%2e/{one}",
        f"{one}%00",
        f"{one};{one}",
        f"{one}?owner=anna",
    ]
    path = f"/api/conversations/{random.choice([one] * 9 + bent)}"
    body: dict[str, Any] = {"question": "还有呢", "conversation": one}
    shapes: list[Any] = [one, [one], {"id": one}, f"{one}\0", one.encode().hex()]
    attempts: list[tuple[str, str, dict[str, Any] | None]] = [
        ("GET", path, None),
        ("GET", f"/api/conversations/{one}/export?format={random.choice(['md', 'json', 'xml'])}", None),
        ("DELETE", path, None),
        ("GET", f"/api/conversations?limit={random.choice([1, 200, 0])}&owner=anna&user=anna", None),
        ("POST", "/api/ask", {**body, "conversation": random.choice(shapes)}),
        ("POST", "/api/ask/stream", body),
        ("POST", "/api/ask", {**body, "owner": "anna", "user": "anna"}),
        ("POST", "/api/feedback", {"answer": annas.answer, "question": "问", "verdict": "bad"}),
        ("GET", "/api/me/export?user=anna", None),
        ("DELETE", "/api/me?user=anna", None),
    ]
    method, path, sent_body = random.choice(attempts)
    headers, peer = headers_of(site, caller)
    slipped = [
        (b"x-forwarded-user", b"anna"),
        (b"x-user", b"anna"),
        (b"x_forwarded_user", b"anna"),
        (b"cookie", b"user=anna"),
    ]
    headers = [*headers, *random.sample(slipped, random.choice([0, 1, 2]))]
    content = json.dumps(sent_body).encode() if sent_body is not None else b""
    return call(site.site, path, headers, peer, method, content)


def probes(site: AccessSite, count: int, seed: int) -> tuple[int, int, int]:
    """Reads, writes and stops over so many probes."""
    random, annas, reads, writes, stops = Random(seed), Annas(site), 0, 0, 0
    annas.begin()
    for _ in range(count):
        reply = probe(site, annas, random)
        reads += MARK.encode() in reply.body
        stops += reply.status >= 500
        if not annas.untouched:
            writes += 1
            annas.begin()
    return reads, writes, stops


@pytest.mark.parametrize("count", [60, pytest.param(2000, marks=pytest.mark.prove, id="full")])
def test_nobody_reads_or_changes_what_is_anothers(
    site: AccessSite, count: int, record_property: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert probes(site, count, 17) == (0, 0, 0)
    record_property("claim", "跨用户的试探：读到的、改动的、停掉的都是 0")
    record_property("n", count)
    read, delete = Conversations.read, Conversations.delete  # planted: two calls that forget to ask whose it is
    monkeypatch.setattr(Conversations, "read", lambda self, _, one: read(self, "anna", one))
    monkeypatch.setattr(Conversations, "delete", lambda self, _, one: delete(self, "anna", one))
    found = probes(site, 150, 17)
    assert found[0] and found[1]


# -- forged headers ----------------------------------------------------------------------------------------------------


def forgery(random: Random) -> tuple[Pairs, str]:
    """Headers by which somebody would be taken for the admin, as no proper proxy sends them, and the address they come from."""
    user, secret = b"x-forwarded-user", (b"x-wence-secret", SECRET.encode())
    twins = [b"X_Forwarded_User", b"x_forwarded-user", b"x-forwarded_user", b"X_FORWARDED_USER"]
    bad: list[bytes] = [b"", b" ", b"root,anna", b"root, anna", b"root;anna", b"r" * 129, b"root\t", b" root", b"ro ot"]
    bad += [
        "管理员".encode(),
        b"r\xf6\xf6t",
        b"root\x00",
        b"root\r",
        b"root\n",
        b"-root",
        b"root/",
        b"{root}",
        b"root\xa0",
        b'"root"',
        b"*",
    ]
    wrong = SECRET.encode()
    wrongs = [
        b"",
        wrong[:-1],
        wrong + b"x",
        wrong.upper(),
        wrong[1:],
        b" " + wrong,
        wrong + b",",
        wrong[::-1],
        b"null",
        b"undefined",
    ]
    stranger = random.choice(
        ["203.0.113.9", "10.7.1.5", "10.8.0.5", "127.0.0.1", "::1", "", "::ffff:10.8.0.5", "10.7.0.5.evil"]
    )
    ways: list[tuple[Pairs, str]] = [
        ([(user, b"root"), secret], stranger),
        ([(user, b"root"), secret, (b"x-forwarded-for", PROXY.encode()), (b"x-real-ip", PROXY.encode())], stranger),
        ([(user, random.choice([b"root", b"anna"])), (user, b"root"), secret], PROXY),
        ([(b"X-Forwarded-User", b"root"), (user, b"root"), secret], PROXY),
        ([(user, b"anna"), (random.choice(twins), b"root"), secret], PROXY),
        ([(random.choice(twins), b"root"), secret], PROXY),
        ([(user, random.choice(bad)), secret], PROXY),
        ([(user, b"root"), (b"x-wence-secret", random.choice(wrongs))], PROXY),
        ([(user, b"root")], PROXY),
        ([(user, b"root"), (b"x_wence_secret", SECRET.encode())], PROXY),
        ([(user, b"root"), secret, secret], PROXY),
        (
            [(user, b"anna"), secret, (b"x-forwarded-role", random.choice([b"Admin", b"admin,reader", b"", b"root"]))],
            PROXY,
        ),
        ([(user, b"anna"), secret, (b"x-forwarded-role", b"reader"), (b"x_forwarded_role", b"admin")], PROXY),
        ([(b"x-forwarded-role", b"admin"), secret], PROXY),
        ([(b"x-wence-client", PROXY.encode()), (b"x-wence-peer", PROXY.encode()), (user, b"root"), secret], stranger),
    ]
    headers, peer = random.choice(ways)
    return random.sample(headers, len(headers)), peer


def accepted(site: AccessSite, count: int, seed: int) -> int:
    random = Random(seed)
    tried: set[tuple[tuple[tuple[bytes, bytes], ...], str]] = set()
    taken = 0
    while len(tried) < count:
        headers, peer = forgery(random)
        if (case := (tuple(headers), peer)) not in tried:
            tried.add(case)
            taken += call(site.site, "/api/me", headers, peer).status == 200
    return taken


@pytest.mark.parametrize("count", [120, pytest.param(500, marks=pytest.mark.prove, id="full")])
def test_no_forged_header_is_accepted(
    site: AccessSite, count: int, record_property: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    proper = [(b"X-Forwarded-User", b"root"), (b"x-wence-secret", SECRET.encode())]
    assert json.loads(call(site.site, "/api/me", proper, PROXY).body)["role"] == "admin"
    assert accepted(site, count, 5) == 0
    record_property("claim", "伪造的身份请求头：没有一个被当真")
    record_property("n", count)
    monkeypatch.setattr(sso, "dashed", bytes.lower)  # planted: a name with underscores is another name
    assert accepted(site, 120, 5) > 0


# -- origins -----------------------------------------------------------------------------------------------------------


def origins(count: int, seed: int) -> list[str]:
    """Origins that are not the listed one, each different, many nearly."""
    host, random = PORTAL.removeprefix("https://"), Random(seed)
    near = [
        *(
            f"http://{host}",
            f"https://{host}.evil.example",
            f"https://evil.example/{host}",
            f"{PORTAL}/",
            f"{PORTAL}:8443",
        ),
        *(
            f"https://x.{host}",
            PORTAL.upper(),
            "null",
            "",
            "*",
            f"https://{host}.",
            f"{PORTAL} ",
            f"{PORTAL},https://a.example",
        ),
        *(f"https://user@{host}", f"https://{host}@evil.example", "file://", f"{PORTAL}#", f"{PORTAL}%00", PORTAL[:-1]),
    ]
    while len(near) < count:
        at = random.randrange(len(PORTAL))
        bent = (
            PORTAL[:at]
            + random.choice("abcdefghijklmnopqrstuvwxyz0123456789.-:/")
            + PORTAL[at + random.choice([0, 1]) :]
        )
        if bent != PORTAL and bent not in near:
            near.append(bent)
    return near[:count]


def allowed(app: Any, given: list[str]) -> list[str]:
    """Those that are told that they may read, by a preflight, a question or a refusal."""
    asked = [(b"access-control-request-method", b"POST")]
    found = []
    for origin in given:
        headers = [(b"origin", origin.encode())]
        replies = (
            call(app, "/api/ask", [*headers, *asked], method="OPTIONS"),
            call(app, "/api/health/live", headers),
            call(app, "/api/plans", headers),
        )
        if any(b"access-control-allow-origin" in reply.headers for reply in replies):
            found.append(origin)
    return found


@pytest.mark.parametrize("count", [60, pytest.param(200, marks=pytest.mark.prove, id="full")])
def test_only_listed_origins_may_read_across_origins(site: AccessSite, count: int, record_property: Record) -> None:
    given = origins(count, 3)
    assert len(set(given)) == count and allowed(site.site, [*given, PORTAL]) == [PORTAL]
    record_property("claim", "跨域读取：只有列出的门户")
    record_property("n", count)
    open_to_all = CORSMiddleware(site.site, allow_origin_regex=".*")  # planted: an app that lets any origin read
    assert len(allowed(open_to_all, given[:40])) > 30


def test_a_planted_route_without_a_rule_would_be_nobodys() -> None:
    assert judge(None, Principal("root", "admin", "key")) is not None
