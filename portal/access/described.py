"""Who may use an operation, as the description of the interface says it: from the same table of rules that the guard asks."""

from collections.abc import Mapping
from typing import Any

from portal.access.declared import route_of
from portal.access.rule import ADMIN, PUBLIC
from portal.routes import ROUTES
from settings import Settings

Operation = dict[str, Any]
_KEY, _GATEWAY = "key", "gateway"
_UNSAFE = frozenset({"post", "put", "delete"})
_NOT_SIGNED_IN = "需要登录或密钥，而没有给出，或给出的不可用"
_TOO_MANY = "请求过于频繁；Retry-After 给出几秒后重试"
_ELSEWHERE = "请求来自未列出的门户地址"
_ONLY_ADMINS = "角色不够，或请求来自未列出的门户地址"
_CHALLENGE = {
    "WWW-Authenticate": {"description": "怎样表明身份", "required": True, "schema": {"type": "string", "minLength": 1}}
}


def schemes_of(settings: Settings) -> Mapping[str, Any]:
    """The ways to say who asks (``components.securitySchemes``): those that are on, or where everybody may come in, all."""
    key = {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "wence_…",
        "description": "密钥：python -m portal keys create",
    }
    gateway = {
        "type": "apiKey",
        "in": "header",
        "name": settings.sso_user_header,
        "description": "由登录网关写明；只有来自可信网关的地址、并带上共享密钥的才算数",
    }
    ways = {_KEY: key, _GATEWAY: gateway}
    only = {"keys": _KEY, "sso": _GATEWAY}.get(settings.access)
    return {only: ways[only]} if only else ways


def add_access(path: str, method: str, operation: Operation, settings: Settings) -> None:
    """Say of an operation who may use it, and what it answers to whoever may not."""
    route = route_of(ROUTES, path)
    if route is None or route.rule is None:
        return  # nobody gets as far as this (portal/access/declared.py)
    rule = route.rule
    role = "admin" if rule is ADMIN else "reader"
    operation["x-access"] = rule.value
    operation["security"] = [{name: [role]} for name in schemes_of(settings)] if rule is not PUBLIC else []
    if rule is not PUBLIC and not settings.has_access:
        operation["security"].append({})  # nobody is asked
    if rule is not PUBLIC:
        _add(operation, 401, _NOT_SIGNED_IN, _CHALLENGE)
        _add(operation, 429, _TOO_MANY, operation["responses"]["503"]["headers"])
    if rule is ADMIN or method in _UNSAFE:
        _add(operation, 403, _ONLY_ADMINS if rule is ADMIN else _ELSEWHERE)


def _add(operation: Operation, status: int, says: str, headers: Mapping[str, Any] | None = None) -> None:
    """A refusal of the same form as the operation's others; of statuses in their order."""
    responses = operation["responses"]
    told = {"description": says, "content": responses["400"]["content"]}
    responses[str(status)] = told | ({"headers": headers} if headers else {})
    operation["responses"] = dict(sorted(responses.items()))
