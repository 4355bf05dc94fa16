"""A page of a portal to look at the widget in: ``/`` with the script tag, ``/plain`` with a plain iframe. For trying out, not for use."""

import base64
import contextlib
import hashlib
import re
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from errors import SettingsError

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"/": DOCS / "portal-sample.html", "/plain": DOCS / "portal-sample-plain.html"}
PLACE = "https://wence.example.gov.cn"
"""What stands in the files for the address of 问策."""
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")


def serve_sample(wence: str, port: int) -> None:
    """Serve the pages on this machine until stopped; prints ``READY http://…``.

    Raises:
        SettingsError: ``wence`` is not an address.
        OSError: the port is taken.
    """
    if not _ADDRESS.fullmatch(wence):
        raise SettingsError(f"“{wence[:80]}”不是地址。请写成 http://主机名:端口。")
    address = wence.rstrip("/")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the library calls
            page = PAGES.get(self.path.partition("?")[0])
            body = page.read_text(encoding="utf-8").replace(PLACE, escape(address)).encode() if page else b""
            self.send_response(200 if page else 404)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-security-policy", _policy(body.decode(), address))
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # as the library names it
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server, contextlib.suppress(KeyboardInterrupt):
        print(f"READY http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


def _policy(html: str, address: str) -> str:
    """What a strict portal allows: nothing inline but the page's own style, and of others our script and our frame."""
    digests = (hashlib.sha256(style.encode()).digest() for style in _STYLE.findall(html))
    styles = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return f"default-src 'none'; script-src {address}/; frame-src {address}/; style-src 'self' {styles}"
