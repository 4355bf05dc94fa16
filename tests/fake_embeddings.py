"""A local OpenAI-compatible embeddings endpoint for tests; what it answers next can be scripted."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.tiny_index import PairEmbedder

# (status, headers, body); None answers with vectors
Reply = tuple[int, dict[str, str], bytes]


def vectors_of(texts: list[str]) -> bytes:
    """A right answer: counts of character pairs, three times too long, rows in reverse order."""
    matrix = 3 * PairEmbedder().encode_document(texts)
    rows = [{"object": "embedding", "index": i, "embedding": row.tolist()} for i, row in enumerate(matrix)]
    return json.dumps({"object": "list", "data": rows[::-1], "model": "pairs"}).encode()


@dataclass
class FakeEmbeddings:
    """The server's address, the requests it got, and the replies it will give before it answers properly."""

    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    replies: list[Reply | Callable[[list[str]], Reply]] = field(default_factory=list)
    always: Reply | None = None


@contextmanager
def serving() -> Iterator[FakeEmbeddings]:
    """Serve on a free port of this machine."""
    fake = FakeEmbeddings()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append({"path": self.path, "key": self.headers.get("Authorization"), **body})
            reply = fake.replies.pop(0) if fake.replies else fake.always
            if callable(reply):
                reply = reply(body["input"])
            status, headers, answer = reply or (200, {}, vectors_of(body["input"]))
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(answer)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
