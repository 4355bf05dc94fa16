"""Files sent to the desk: ``PUT /api/documents/NAME`` and ``PUT /api/gold/NAME``, the file as the body.

Gradio's own upload is not used: it parses multipart bodies of any number of files, keeps them under names that any later call may name,
and its progress is a stream of its own. Here a body is one file of a declared length, written where it is to lie as it comes, and
nothing of it is left when it does not arrive whole.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.requests import ClientDisconnect

from errors import DeskBusy, WenceError
from portal import refusal
from portal.access.principal import principal_of
from portal.documents import Documents
from portal.documents_view import summary
from portal.evaluations import GOLD_BYTES, Evaluations
from portal.refusal import Refusal, respond

ARRIVING = 8
"""Files that may be on their way at once in one process."""
PIECE_SECONDS = 30.0
"""So long the next piece of a file may take;"""
FILE_SECONDS = 900.0
"""and so long all of it."""


def add_document_uploads(app: FastAPI, documents: Documents) -> None:
    """Take in plans; the reply says what was found in the file."""
    arriving = asyncio.Semaphore(ARRIVING)

    @app.put("/api/documents/{name}", include_in_schema=False)
    async def document(name: str, request: Request) -> Response:
        if arriving.locked():
            return respond(refusal.BUSY)
        async with arriving:
            try:
                await anyio.to_thread.run_sync(documents.check_arriving, name, _length(request))
                partial = await anyio.to_thread.run_sync(documents.depot.partial)
                try:
                    await _write(partial, request)
                    found = await anyio.to_thread.run_sync(documents.receive, partial, name, who(request))
                finally:
                    partial.unlink(missing_ok=True)
            except (TimeoutError, ClientDisconnect):
                return respond(refusal.SLOW_BODY)
            except WenceError as error:
                return _refused(error)
        return JSONResponse(summary(found))


def add_gold_uploads(app: FastAPI, evaluations: Evaluations) -> None:
    """Take in gold files; the reply names the set."""

    @app.put("/api/gold/{name}", include_in_schema=False)
    async def gold(name: str, request: Request) -> Response:
        if _length(request) > GOLD_BYTES:
            return respond(refusal.file_too_large(GOLD_BYTES))
        try:
            content = b"".join([piece async for piece in _pieces(request)])
            kept = await anyio.to_thread.run_sync(evaluations.add_gold, name, content, who(request))
        except (TimeoutError, ClientDisconnect):
            return respond(refusal.SLOW_BODY)
        except WenceError as error:
            return _refused(error)
        return JSONResponse({"name": kept})


def who(request: Any) -> str:
    """Whose a request is, where that is known, and from where it comes. Gradio's requests hold Starlette's as ``request``."""
    plain = getattr(request, "request", None) or request
    host = str(plain.client.host) if plain.client else "?"
    known = principal_of(plain.scope)
    return host if known.way == "none" else f"{known.user}（{host}）"


async def _write(path: Path, request: Request) -> None:
    with path.open("wb") as file:
        async for piece in _pieces(request):
            await anyio.to_thread.run_sync(file.write, piece)


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes. Raises TimeoutError where it does not, and ClientDisconnect where the client is gone."""
    stream = request.stream()
    async with asyncio.timeout(FILE_SECONDS):
        while True:
            async with asyncio.timeout(PIECE_SECONDS):
                piece = await anext(stream, None)
            if piece is None:
                return
            yield piece


def _length(request: Request) -> int:
    declared = request.headers.get("content-length", "")
    return int(declared) if declared.isdigit() else 0


def _refused(error: WenceError) -> Response:
    busy = isinstance(error, DeskBusy)
    if busy:
        return respond(Refusal(409, "desk_busy", str(error), error.english))
    # which line and what of it cannot be used is told in the words of whoever read the file
    return respond(Refusal(422, "file_refused", str(error), error.english or f"The file was refused: {error}"))
