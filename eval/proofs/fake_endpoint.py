"""A local OpenAI-compatible chat endpoint for tests and demonstrations. The model's name chooses what goes wrong.

``python -m eval.proofs.fake_endpoint --port 9900`` serves ``http://127.0.0.1:9900/v1``; models: the scripts of ``retrieval.writer.scripted`` and :data:`FAULTS`.
"""

import argparse
import asyncio
import contextlib
import gzip
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import lru_cache
from typing import Any

from retrieval.writer.scripted import SCRIPTS, Script, reply

_FOREVER = 3600.0
Writer = asyncio.StreamWriter
Body = Mapping[str, Any]


class Reply:
    """One response in the making, on a raw connection so that it can be as wrong as it likes."""

    def __init__(self, writer: Writer, text: str) -> None:
        self.writer = writer
        self.text = text

    async def head(self, status: str = "200 OK", kind: str = "text/event-stream", **more: str) -> None:
        """Status line and headers."""
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
        await self.send(("\r\n".join(lines) + "\r\n\r\n").encode())

    async def send(self, data: bytes) -> None:
        """Bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def event(self, delta: Mapping[str, Any], finish: str | None = None, **more: Any) -> None:
        """One chunk of a chat completion."""
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "fake",
            "choices": [choice],
            **more,
        }
        await self.send(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())

    async def begin(self, share: float = 0.5) -> None:
        """Headers and the first part of the text."""
        await self.head()
        await self.event({"role": "assistant", "content": ""})
        for piece in _pieces(self.text[: int(len(self.text) * share)]):
            await self.event({"content": piece})

    async def done(self, finish: str = "stop") -> None:
        """The end as it should be, with the tokens used."""
        await self.event({}, finish)
        usage = {"prompt_tokens": 321, "completion_tokens": 45, "total_tokens": 366}
        chunk = {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "fake",
            "choices": [],
            "usage": usage,
        }
        await self.send(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode())


def _pieces(text: str, size: int = 8) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]


Fault = Callable[[Reply], Awaitable[None]]


def _refusal(status: str, message: str) -> Fault:
    async def refuse(reply: Reply) -> None:
        body = json.dumps({"error": {"message": message, "type": "error", "code": status[:3]}}).encode()
        await reply.head(status, "application/json", Content_Length=str(len(body)))
        await reply.send(body)

    return refuse


async def _hang_before_headers(reply: Reply) -> None:  # noqa: ARG001
    await asyncio.sleep(_FOREVER)


async def _hang_after_headers(reply: Reply) -> None:
    await reply.head()
    await asyncio.sleep(_FOREVER)


async def _stall(reply: Reply) -> None:
    await reply.begin()
    await asyncio.sleep(_FOREVER)


async def _drip(reply: Reply) -> None:
    await reply.head()
    while True:
        await reply.event({"content": "慢"})
        await asyncio.sleep(0.05)


async def _empty_drip(reply: Reply) -> None:
    await reply.head()
    while True:
        await reply.send(b": keep-alive\n\n")
        await reply.event({"content": ""})
        await asyncio.sleep(0.05)


async def _malformed(reply: Reply) -> None:
    await reply.begin()
    await reply.send(b'data: {"id": "c1", "choices": [{"delta": {"content": \n\n')
    await reply.done()


async def _bad_utf8(reply: Reply) -> None:
    await reply.begin()
    await reply.send(
        b'data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"f","choices":[{"index":0,"delta":{"content":"\xff\xfe\xe4"}}]}\n\n'
    )
    await reply.done()


async def _no_done(reply: Reply) -> None:
    await reply.begin()


async def _endless(reply: Reply) -> None:
    await reply.head()
    while True:
        await reply.event({"content": "节能减排综合工作" * 20})


async def _endless_line(reply: Reply) -> None:
    await reply.head()
    await reply.send(b'data: {"id": "')
    while True:
        await reply.send(b"x" * 65536)


async def _html(reply: Reply) -> None:
    body = "<!doctype html><html><body><h1>登录</h1></body></html>".encode()
    await reply.head(kind="text/html", Content_Length=str(len(body)))
    await reply.send(body)


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    return gzip.compress(b"data: " + b"0" * 100_000_000, 6)


async def _gzip_bomb(reply: Reply) -> None:
    bomb = await asyncio.to_thread(_bomb)
    await reply.head(Content_Encoding="gzip", Content_Length=str(len(bomb)))
    await reply.send(bomb)


async def _error_event(reply: Reply) -> None:
    await reply.begin()
    await reply.send(b'data: {"error": {"message": "overloaded", "type": "server_error", "code": 503}}\n\n')


async def _tool_call(reply: Reply) -> None:
    await reply.head()
    call = {"index": 0, "id": "t1", "type": "function", "function": {"name": "run", "arguments": '{"cmd": "ls"}'}}
    await reply.event({"role": "assistant", "content": None, "tool_calls": [call]})
    await reply.done("tool_calls")


async def _empty(reply: Reply) -> None:
    await reply.head()
    await reply.done()


async def _reset(reply: Reply) -> None:
    await reply.begin()
    reply.writer.transport.abort()


async def _truncated(reply: Reply) -> None:
    await reply.begin(0.4)
    await reply.done("length")


async def _wrong_shape(reply: Reply) -> None:
    await reply.head()
    await reply.send(b'data: {"answer": "42"}\n\ndata: [1, 2]\n\ndata: [DONE]\n\n')


async def _short_body(reply: Reply) -> None:
    await reply.head(Content_Length="100000")
    await reply.event({"content": "只有一点"})


#: What can go wrong, by model name.
FAULTS: dict[str, Fault] = {
    "unauthorized": _refusal("401 Unauthorized", "Incorrect API key provided: sk-SECRET"),
    "rate-limited": _refusal("429 Too Many Requests", "slow down"),
    "server-error": _refusal("500 Internal Server Error", "boom"),
    "not-found": _refusal("404 Not Found", "no such model"),
    "bad-request": _refusal("400 Bad Request", "context length exceeded"),
    "hang-before-headers": _hang_before_headers,
    "hang-after-headers": _hang_after_headers,
    "stall": _stall,
    "drip": _drip,
    "empty-drip": _empty_drip,
    "malformed": _malformed,
    "bad-utf8": _bad_utf8,
    "no-done": _no_done,
    "endless": _endless,
    "endless-line": _endless_line,
    "html": _html,
    "gzip-bomb": _gzip_bomb,
    "error-event": _error_event,
    "tool-call": _tool_call,
    "empty": _empty,
    "reset": _reset,
    "truncated": _truncated,
    "wrong-shape": _wrong_shape,
    "short-body": _short_body,
}


class FakeEndpoint:
    """The server in a thread of its own: ``with FakeEndpoint() as endpoint: endpoint.base_url``. Remembers what it was asked."""

    def __init__(self, scripts: Mapping[str, Script] | None = None, port: int = 0) -> None:
        self._scripts = {**SCRIPTS, **(scripts or {})}
        self._port = port
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True, name="fake-endpoint")
        self.requests: list[dict[str, Any]] = []
        self.open = 0
        self.most_open = 0

    @property
    def base_url(self) -> str:
        """Where clients find it."""
        return f"http://127.0.0.1:{self._port}/v1"

    def __enter__(self) -> "FakeEndpoint":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def join(self) -> None:
        """Wait until it is stopped."""
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", self._port, limit=10_000_000)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()
        await asyncio.sleep(0)

    async def _connected(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            async with self._counted():
                body = await _read_request(reader)
                self.requests.append(dict(body))
                answering = asyncio.ensure_future(self._respond(body, writer))
                leaving = asyncio.ensure_future(reader.read(1))
                await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
                for task in (answering, leaving):
                    task.cancel()
                await asyncio.gather(answering, leaving, return_exceptions=True)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            writer.close()

    @contextlib.asynccontextmanager
    async def _counted(self) -> AsyncIterator[None]:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            yield
        finally:
            self.open -= 1

    async def _respond(self, body: Body, writer: Writer) -> None:
        model = str(body.get("model"))
        prompt = "\n\n".join(str(m.get("content")) for m in body.get("messages", ()))
        script = self._scripts.get(model, SCRIPTS["faithful"])
        answer = Reply(writer, reply(script, prompt, model))
        fault = FAULTS.get(model)
        if fault:
            await fault(answer)
            return
        await answer.begin(1.0)
        await answer.done()


async def _read_request(reader: asyncio.StreamReader) -> Body:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    body: Body = json.loads(await reader.readexactly(length) or b"{}")
    return body


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="本机的假对话模型接口，按模型名选择行为")
    parser.add_argument("--port", type=int, default=9900)
    with FakeEndpoint(port=parser.parse_args().port) as endpoint:
        print(f"{endpoint.base_url}\n{'、'.join([*SCRIPTS, *FAULTS])}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            endpoint.join()


if __name__ == "__main__":
    main()
