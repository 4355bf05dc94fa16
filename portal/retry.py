"""When to come again: every response that says "not now" carries ``Retry-After``, whoever sends it, the page's framework included."""

from portal.guard import ASGIApp, Message, Receive, Scope, Send

RETRY_SECONDS = 2
"""The longest queue there may be (64 questions) is through in 1.5 seconds at the 42 answers a second that two cores give."""


class RetryAfter:
    """Wraps an ASGI app; a 503 that does not say when gets :data:`RETRY_SECONDS`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on."""

        async def timed(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (429, 503):
                headers = list(message.get("headers", ()))
                if not any(name.lower() == b"retry-after" for name, _ in headers):
                    headers.append((b"retry-after", str(RETRY_SECONDS).encode()))
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, timed)
