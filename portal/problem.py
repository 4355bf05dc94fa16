"""How a refusal is written: as a problem (RFC 9457), below ``/v1/`` as OpenAI's interface does, and as a page to a person who went to an
address that is no interface; in the language that the caller asks for.
"""

import json
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from portal.codes import CODES
from portal.language import Language, language_asked

if TYPE_CHECKING:
    from portal.refusal import Refusal

PROBLEM = "application/problem+json"
OPENAI = "/v1/"
"""Where OpenAI's clients ask."""
_INTERFACES = (
    "/api/",
    OPENAI,
    "/mcp",
    "/metrics",
    "/wence/",
    "/desk/evaluation/gradio_api/",
    "/desk/documents/gradio_api/",
)
"""What programs ask for, whatever they say that they take."""
_TITLES: Mapping[int, tuple[str, str]] = {
    400: ("请求有误", "Bad request"),
    401: ("需要登录", "Authentication required"),
    403: ("不允许", "Forbidden"),
    404: ("没有找到", "Not found"),
    405: ("不支持该方法", "Method not allowed"),
    406: ("不收这种格式", "Not acceptable"),
    408: ("请求超时", "Request timeout"),
    409: ("有冲突", "Conflict"),
    411: ("缺少长度", "Length required"),
    413: ("内容过大", "Content too large"),
    422: ("内容不可用", "Unprocessable content"),
    429: ("请求过多", "Too many requests"),
    500: ("服务内部出错", "Internal error"),
    503: ("暂时不能作答", "Temporarily unavailable"),
}
_UNTITLED = ("请求未被接受", "Request refused")
_KINDS: Mapping[int, str] = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


@dataclass(frozen=True, slots=True)
class Written:
    """A refusal ready to be sent: its status, what form it has, and its bytes (JSON, or HTML, in UTF-8)."""

    status: int
    media: str
    body: bytes


def written(no: "Refusal", scope: MutableMapping[str, Any] | None = None) -> Written:
    """The refusal for the request of this ASGI scope; without one as a problem in Chinese."""
    scope = scope or {}
    language = language_asked(scope.get("headers", ()))
    if scope.get("path", "").startswith(OPENAI):
        status = 400 if no.status == 422 else no.status  # OpenAI knows no 422
        return Written(status, "application/json", _dumped({"error": openai_error(no, language)}))
    if _is_visit(scope):
        return Written(no.status, "text/html; charset=utf-8", _page(no, language).encode())
    return Written(no.status, PROBLEM, _dumped(problem(no, language, request_id_of(scope))))


def _is_visit(scope: Mapping[str, Any]) -> bool:
    """Whether a browser goes to a page: it names HTML first."""
    if scope.get("method") not in ("GET", "HEAD") or scope.get("path", "").startswith(_INTERFACES):
        return False
    accepted = next((value for name, value in scope.get("headers", ()) if name.lower() == b"accept"), b"")
    return bool(accepted.strip().lower().startswith(b"text/html"))


def _page(no: "Refusal", language: Language) -> str:
    """The refusal for people, without a style or a script: the policy of a refusal lets nothing be loaded."""
    english = language == "en"
    title = _TITLES.get(no.status, _UNTITLED)[english]
    back = "Back to the first page" if english else "回到首页"
    lead = "There is no page at this address." if english else "这个地址没有页面。"
    told = lead if no.error == "not_found" else told_in(no, language)
    return (
        f'<!doctype html><html lang="{"en" if english else "zh-CN"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)} · 问策</title></head><body><main><h1>{escape(title)}</h1><p>{escape(told)}</p>"
        f'<p><a href="/">{back}</a></p></main></body></html>'
    )


def problem(no: "Refusal", language: Language, request_id: str) -> dict[str, Any]:
    """The members of a problem; ``error`` and ``message`` are its code and, once more, its detail."""
    message = told_in(no, language)
    return {
        "type": f"/docs#{no.error}",
        "title": _TITLES.get(no.status, _UNTITLED)[language == "en"],
        "status": no.status,
        "detail": message,
        "error": no.error,
        "message": message,
        "request_id": request_id,
    }


def openai_error(no: "Refusal", language: Language) -> dict[str, Any]:
    """The members of an error of OpenAI's interface."""
    kind = _KINDS.get(no.status, "server_error" if no.status >= 500 else "invalid_request_error")
    return {"message": told_in(no, language), "type": kind, "param": no.param or None, "code": no.error}


def told_in(no: "Refusal", language: Language) -> str:
    """What the refusal says, in a language; the sentence of its code where it has none of its own in English."""
    return no.message if language == "zh" else no.english or CODES.get(no.error, CODES["refused"]).english


def request_id_of(scope: Mapping[str, Any]) -> str:
    """The number of the request, as ``x-request-id`` has it; empty outside a server."""
    number = scope.get("state", {}).get("request_id", "")
    return number if isinstance(number, str) else ""


def _dumped(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
