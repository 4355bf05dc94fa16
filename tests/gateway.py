"""The sample gateway of deploy/, run for real: nginx with its template, in front of a server, beside a stub that says who is signed on."""

import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.running_server import HOME
from tests.small_site import wait_until

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
LACKING = "没有 nginx：请安装 nginx 后再测网关的样例"
HOST = "wence.example.gov.cn"
SESSION = "session"
"""The cookie by which the stub knows who is signed on: its value is the user."""


@contextmanager
def gateway(folder: Path, wence: int, port: int, secret: str) -> Iterator[str]:
    """nginx on a port, over TLS, until the block ends; its address."""
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={HOST} -keyout {key} -out {certificate}"
    subprocess.run(made.split(), check=True, capture_output=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), _SignOn) as stub:
        threading.Thread(target=stub.serve_forever, daemon=True).start()
        (folder / "nginx.conf").write_text(_conf(folder, wence, port, secret, stub.server_port), encoding="utf-8")
        assert NGINX is not None
        process = subprocess.Popen([NGINX, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"])
        try:
            wait_until(lambda: process.poll() is not None or (folder / "nginx.pid").exists())
            time.sleep(0.2)
            assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
            yield f"https://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)
            stub.shutdown()


class _SignOn(BaseHTTPRequestHandler):
    """204 with the user where the cookie names one, else 401."""

    def do_GET(self) -> None:  # the name that the library calls
        found = re.search(rf"{SESSION}=([a-z]+)", self.headers.get("cookie", ""))
        self.send_response(204 if found else 401)
        if found:
            self.send_header("x-auth-request-user", found[1])
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # as the library names it
        """Nothing."""


def _conf(folder: Path, wence: int, port: int, secret: str, stub: int) -> str:
    """The template as the image's envsubst fills it, with what is on this machine in place of what is elsewhere."""
    site = (HOME / "deploy" / "nginx.conf.template").read_text(encoding="utf-8")
    for there, here in (
        ("${WENCE_SSO_SECRET}", secret),
        ("server wence:7860;", f"server 127.0.0.1:{wence};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/etc/nginx/tls/", f"{folder}/"),
        ("http://sso.example.gov.cn/oauth2/auth", f"http://127.0.0.1:{stub}/"),
    ):
        assert there in site, there
        site = site.replace(there, here)
    temporary = "".join(f"{name}_temp_path {folder};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"daemon off; user root; pid {folder}/nginx.pid; events {{}} http {{ access_log off; {temporary} {site} }}"
