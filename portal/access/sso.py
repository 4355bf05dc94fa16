"""Sign-on by a trusted proxy: it says who asks in a header, and proves with a shared secret in another that it is the proxy.

A header that another could have slipped in beside the proxy's own is never read charitably: where there are two, a name with
underscores in place of dashes, or a value that is not one plain name, the request is refused.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.access.principal import Principal, Role
from portal.access.proxies import Headers, Proxies
from portal.refusal import Refusal

USER_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._@+-]{0,126}[A-Za-z0-9])?")
"""What a user may be called: one plain name, 128 characters at most."""
UNUSABLE = Refusal(
    400,
    "sign_on_unusable",
    "登录网关传来的身份请求头不合规（重复、为空、过长、含非 ASCII 字符或逗号，或用了下划线的名字）。请管理员检查网关的配置。",
)
NOT_THE_PROXY = Refusal(
    401,
    "sign_on_unproven",
    "登录网关没有出示共享密钥，或密钥不对。请管理员核对 WENCE_SSO_SECRET 与网关的配置。",
    headers=((b"www-authenticate", b'Bearer realm="wence"'),),
)


@dataclass(frozen=True, slots=True)
class SignOn:
    """What the settings say of it. Header names are in lower case; ``role`` is empty where no header tells it."""

    proxies: Proxies
    user: bytes
    role: bytes
    secret_header: bytes
    secret: bytes
    admins: frozenset[str]

    @property
    def names(self) -> frozenset[bytes]:
        """The headers that speak of identity, in lower case, with dashes."""
        return frozenset(name for name in (self.user, self.role, self.secret_header) if name)

    def read(self, peer: str, headers: Headers) -> Principal | Refusal | None:
        """Who asks; None where nobody trusted says so. From any other peer these headers mean nothing."""
        said = _said(headers, self.names)
        if not said or not self.proxies.trusts(peer):
            return None
        if any(name not in self.names for name, _ in said) or len({name for name, _ in said}) != len(said):
            return UNUSABLE
        told = dict(said)
        if not hmac.compare_digest(told.get(self.secret_header, b""), self.secret):
            return NOT_THE_PROXY
        if self.user not in told:
            return UNUSABLE if self.role in told else None
        return self._principal(told[self.user], told.get(self.role))

    def _principal(self, user: bytes, role: bytes | None) -> Principal | Refusal:
        name = user.decode("latin-1")
        if not USER_NAME.fullmatch(name):
            return UNUSABLE
        name = name.lower()  # the same person, however a directory writes them
        if role is not None and role not in (b"reader", b"admin"):
            return UNUSABLE
        found: Role = "admin" if role == b"admin" or name in self.admins else "reader"
        return Principal(name, found, "sso")


def dashed(name: bytes) -> bytes:
    """A header's name as those see it that take underscores for dashes."""
    return name.lower().replace(b"_", b"-")


def _said(headers: Headers, names: Iterable[bytes]) -> list[tuple[bytes, bytes]]:
    """The headers that speak of identity or look as if, each with its name in lower case."""
    known = frozenset(names)
    return [(name.lower(), value) for name, value in headers if dashed(name) in known]
