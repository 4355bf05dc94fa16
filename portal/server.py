"""From a service to a listening server: API, page and guard put together; limits on connections; a line printed when the port answers."""

import contextlib
import gc
import ipaddress
import os
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from errors import WenceError
from index.garbage import YOUNG
from portal.closing import Closing
from portal.contract import Evaluation, Service
from portal.guard import ASGIApp, Guard, policy_of
from portal.logs import logging_to
from portal.routes import ROUTES
from settings import Settings

if TYPE_CHECKING:
    from portal.records.records import Records

OpenEvaluation = Callable[[Settings, Service], Evaluation]
"""Gives what the page 评测 evaluates with; called only where the settings ask for that page."""


class PortTaken(WenceError):
    """The address cannot be listened on."""


@dataclass(frozen=True, slots=True)
class Post:
    """A worker among others: its number, where each of them is reached, and its own end of that."""

    number: int
    doors: tuple[Path, ...]
    private: socket.socket


def build_site(
    service: Service, settings: Settings, closing: Closing | None = None, evaluation: Evaluation | None = None
) -> ASGIApp:
    """The whole site as one ASGI app: the guard outside, then the shell of the desk, then API, pages and desk.

    Raises:
        RuleMissing: a route does not say who may use it.
        SettingsError, RecordsUnavailable: access control or the records cannot be as the settings say.
    """
    from portal.access.declared import check_declared
    from portal.access.opening import check_access, open_entrance
    from portal.api import build_api
    from portal.desk import mount_desk, pages_on
    from portal.metering import Meter
    from portal.pages import add_pages
    from portal.shell import Shell

    policy_of(settings)  # a bad setting is told before the seconds that a desk takes
    check_access(settings)
    records = _records(settings)
    app = build_api(service, settings, closing or Closing(settings.drain_seconds), records)
    desk = pages_on(settings, evaluation)
    add_pages(app, settings.origins, desk)
    desks = mount_desk(app, service, settings, evaluation)
    policy = policy_of(settings, desks)
    check_declared(ROUTES, app.routes)
    return Meter(Guard(Shell(app, policy.origins, desk), policy, open_entrance(settings, records)), app.routes)


def _records(settings: Settings) -> "Records | None":
    """The records where anything needs them; what has been kept for long enough is deleted from now on."""
    if not settings.has_access and not settings.keeps_records:
        return None
    from portal.records.records import open_records

    records = open_records(settings)
    records.keep_purging()
    return records


def bind(settings: Settings) -> socket.socket:
    """Take the port before anything slow happens; it does not answer until the server listens.

    Raises:
        PortTaken: another program has the port, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio turns Nagle's delay (40 ms an answer) off only on sockets that name their protocol
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
    except OSError as error:
        taken.close()
        raise PortTaken(
            f"无法在 {settings.host}:{settings.port} 上监听（{error.strerror}）。"
            "请用 --port 换一个端口，或用 --host 换成本机地址。"
        ) from None
    return taken


def serve(
    service: Service, settings: Settings, listening: socket.socket, evaluate: OpenEvaluation | None = None
) -> None:
    """Serve in this process until told to stop. Prints ``READY http://…`` once the port answers."""
    with logging_to():
        serve_post(service, settings, listening, lambda: announce_ready(settings, listening), evaluate=evaluate)
    leave_behind()


def leave_behind() -> None:
    """End the process where a thread still works on an answer that nobody gets: Python would wait for it, however long it takes."""
    if any(thread is not threading.main_thread() and not thread.daemon for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def serve_post(
    service: Service,
    settings: Settings,
    listening: socket.socket,
    ready: Callable[[], None],
    post: Post | None = None,
    lifeline: int | None = None,
    evaluate: OpenEvaluation | None = None,
) -> None:
    """Serve at a post until told to stop, or until the other end of the ``lifeline`` is closed; ``ready`` is called once it answers."""
    from portal.listening import WenceServer

    gc.set_threshold(YOUNG)
    closing = Closing(settings.drain_seconds)
    evaluation = evaluate(settings, service) if evaluate and settings.desk_evaluation else None
    site = build_site(service, settings, closing, evaluation)

    def started() -> None:
        ready()
        threading.Thread(target=_warm_up, args=(service,), daemon=True).start()

    server = WenceServer(site, settings, listening, closing, started, post, lifeline)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()


def announce_ready(settings: Settings, listening: socket.socket) -> None:
    """Tell whoever started the program where it answers."""
    # the real one: what else is printed goes into the log
    print(f"READY {address_of(settings.host, listening.getsockname()[1])}", file=sys.__stdout__, flush=True)


def _warm_up(service: Service) -> None:
    """Have read what the first questions need, so that no person waits for it."""
    with contextlib.suppress(WenceError):
        service.warm()


def address_of(host: str, port: int) -> str:
    """The address to open in a browser on this machine for a host that is listened on."""
    try:
        numeric = ipaddress.ip_address(host)
    except ValueError:
        return f"http://127.0.0.1:{port}" if host == "localhost" else f"http://{host}:{port}"
    if numeric.is_unspecified or host == "127.0.0.1":
        return f"http://127.0.0.1:{port}"
    return f"http://[{host}]:{port}" if numeric.version == 6 else f"http://{host}:{port}"
