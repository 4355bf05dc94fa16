"""The rule that every route declares, and what it says to a principal."""

from enum import Enum

from portal.access.principal import Principal
from portal.refusal import Refusal


class AccessRule(Enum):
    """Who may use a route. A route of ``OWNER`` is a reader's, and what it gives or changes is the caller's own and nobody else's."""

    PUBLIC = "public"
    READER = "reader"
    ADMIN = "admin"
    OWNER = "owner"


PUBLIC, READER, ADMIN, OWNER = AccessRule

SIGN_IN = Refusal(
    401,
    "sign_in_needed",
    "需要先登录，或在请求头里写 Authorization: Bearer 密钥。密钥请向管理员索取。",
    headers=((b"www-authenticate", b'Bearer realm="wence"'),),
)
ADMIN_ONLY = Refusal(403, "admin_only", "只有管理员可以这样做。请由管理员操作，或请管理员调整您的角色。")


def judge(rule: AccessRule | None, principal: Principal) -> Refusal | None:
    """Why a principal may not use a route, or None. A route without a rule is nobody's."""
    if rule is AccessRule.PUBLIC:
        return None
    if principal.role is None:
        return SIGN_IN
    if rule in (AccessRule.READER, AccessRule.OWNER):
        return None
    return None if rule is AccessRule.ADMIN and principal.role == "admin" else ADMIN_ONLY
