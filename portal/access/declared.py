"""Looks at start whether every route says who may use it: one that was forgotten stops the program, and is not open meanwhile."""

import re
from collections.abc import Iterable
from typing import Any

from errors import WenceError
from portal.access.rule import AccessRule
from portal.routes import Route

_PARAMETER = re.compile(r"\{[^}]+\}")
_STANDS_FOR = ("a", "0123456789abcdefabcdef")
"""What stands for a parameter when a path is looked up: a word, and an id of 22 characters."""


class RuleMissing(WenceError):
    """A route does not say who may use it."""


def check_declared(table: Iterable[Route], served: Iterable[Any]) -> None:
    """See that each route of the ``table`` has a rule, and that each route that an app ``served`` stands in the table.

    Raises:
        RuleMissing: one has none; the message names it and says what to write.
    """
    routes = list(table)
    for route in routes:
        if not isinstance(route.rule, AccessRule):
            raise RuleMissing(_told(route.path.pattern))
    for path in _paths(served):
        if route_of(routes, path) is None:
            raise RuleMissing(_told(path))


def route_of(table: Iterable[Route], path: str) -> Route | None:
    """The route of the ``table`` that a path of an app belongs to; its parameters are in braces."""
    some = [_PARAMETER.sub(word, path) for word in _STANDS_FOR]
    return next((route for route in table if any(route.path.fullmatch(one) for one in some)), None)


def _paths(served: Iterable[Any]) -> Iterable[str]:
    """The paths of the routes that answer by themselves; what is mounted (the desk, the static files) is looked up by each request."""
    return (route.path for route in served if hasattr(route, "endpoint"))


def _told(path: str) -> str:
    return f"路由 {path} 没有写明谁可以用。请在 portal/routes.py 的 ROUTES 里为它写上 PUBLIC、READER、ADMIN 或 OWNER。"
