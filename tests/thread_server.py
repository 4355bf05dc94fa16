"""Serves the API and the pages (without the chat, which takes seconds to load) from a thread of this process."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi.staticfiles import StaticFiles

from portal.api import build_api
from portal.contract import Service
from portal.guard import ASGIApp, Guard, policy_of
from portal.pages import add_pages
from settings import Settings

STATIC = Path(__file__).resolve().parent.parent / "portal" / "static"


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """The address of a server over this service, until the block ends."""
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    app = build_api(service, settings)
    add_pages(app)
    app.mount("/wence", StaticFiles(directory=STATIC))
    with serving_app(Guard(app, policy_of(settings))) as address:
        yield address


@contextmanager
def serving_app(app: ASGIApp) -> Iterator[str]:
    """The address of a server over any app, until the block ends."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()  # who comes before the server is up waits for it
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
