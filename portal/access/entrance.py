"""Who may come in: a request's headers and peer against keys, sign-on and the rule of its route, then against the rate limits."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from errors import WenceError
from portal.access.keys import Key, prefix_of
from portal.access.principal import LOCAL, NOBODY, Principal
from portal.access.proxies import Headers
from portal.access.rule import AccessRule, judge
from portal.access.sso import SignOn, dashed
from portal.refusal import Refusal

PEER = "wence.peer"
"""Where a request's state holds the address its connection comes from; ``scope["client"]`` is whom a trusted proxy speaks for."""
_AUTHORIZATION = b"authorization"
_HEADER_BYTES = 512

BAD_KEY = Refusal(
    401,
    "key_unusable",
    "这把密钥不对、已过期或已吊销。请核对后重试，或向管理员索取新的密钥。",
    headers=((b"www-authenticate", b'Bearer realm="wence", error="invalid_token"'),),
)
TWO_IDENTITIES = Refusal(
    401,
    "two_identities",
    "同一个请求里，密钥与登录网关说的不是同一个人。请只用一种方式表明身份。",
    headers=((b"www-authenticate", b'Bearer realm="wence"'),),
)

FindKey = Callable[[str], Key | None]


class Rates(Protocol):
    """Counts the requests of a user over all workers."""

    def hit(self, user: str) -> Refusal | None:
        """Count one more; why it is too many, or None."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """What the settings say of access; as it stands, everyone is :data:`LOCAL`.

    ``find_key`` and ``rates`` look into a database: they are asked in a thread.
    """

    controlled: bool = False
    find_key: FindKey | None = None
    sign_on: SignOn | None = None
    rates: Rates | None = None

    async def admit(self, scope: Mapping[str, Any], rule: AccessRule | None) -> Principal | Refusal:
        """The principal of a request that its route's rule and the rates let in, or why not."""
        if not self.controlled:
            return judge(rule, LOCAL) or LOCAL
        preflight = scope["method"] == "OPTIONS"  # browsers send it without any header of ours; it gives nothing away
        if rule is AccessRule.PUBLIC or preflight:
            return NOBODY
        found = self._signed_on(scope)
        if isinstance(found, Refusal):
            return found
        given = self._given(scope["headers"])
        if isinstance(given, Refusal):
            return given
        if given is None and found is None:
            return judge(rule, NOBODY) or NOBODY
        return await asyncio.to_thread(self._judged, scope, given, found, rule)

    def trimmed(self, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """The headers without those that speak of identity: nothing behind the guard reads or logs them."""
        spoken = {_AUTHORIZATION, *(self.sign_on.names if self.sign_on else ())}
        return [(name, value) for name, value in headers if dashed(name) not in spoken]

    def _signed_on(self, scope: Mapping[str, Any]) -> Principal | Refusal | None:
        if self.sign_on is None:
            return None
        return self.sign_on.read(peer_of(scope), scope["headers"])

    def _given(self, headers: Headers) -> str | Refusal | None:
        """The key that was sent, as far as keys are taken here; another scheme than Bearer is the proxy's own affair."""
        if self.find_key is None:
            return None
        told = [value for name, value in headers if dashed(name) == _AUTHORIZATION]
        if not told:
            return None
        if len(told) > 1 or len(told[0]) > _HEADER_BYTES:
            return BAD_KEY
        scheme, _, key = told[0].decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        return key if prefix_of(key) else BAD_KEY

    def _judged(
        self, scope: Mapping[str, Any], given: str | None, found: Principal | None, rule: AccessRule | None
    ) -> Principal | Refusal:
        try:
            principal = self._looked_up(scope, given, found)
        except WenceError as error:
            return Refusal(503, "access_unavailable", str(error), error.english)
        return principal if isinstance(principal, Refusal) else judge(rule, principal) or principal

    def _looked_up(self, scope: Mapping[str, Any], given: str | None, found: Principal | None) -> Principal | Refusal:
        principal = self._opened(given) if given is not None else found
        if principal is None or isinstance(principal, Refusal):
            client = (scope.get("client") or ("",))[
                0
            ]  # guesses are counted by where they come from; no user is called so
            return self._counted(f"@{client}") or principal or BAD_KEY
        if found is not None and found.user != principal.user:
            return TWO_IDENTITIES
        return self._counted(principal.user) or principal

    def _counted(self, user: str) -> Refusal | None:
        return self.rates.hit(user) if self.rates else None

    def _opened(self, given: str) -> Principal | Refusal:
        key = self.find_key(prefix_of(given) or "") if self.find_key else None
        if key is None or not key.opens(given, datetime.now(UTC)):
            return BAD_KEY
        return Principal(key.user, key.role, "key")


def peer_of(scope: Mapping[str, Any]) -> str:
    """The address that a request's connection comes from, through another worker too."""
    client = scope.get("client") or ("",)
    return str(scope.get("state", {}).get(PEER, client[0]))
