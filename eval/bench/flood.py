"""Asks more than can be answered: so many questions a second, whether or not the ones before were answered."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one question: status (0: nothing came), seconds, and what Retry-After said (0: nothing)."""

    status: int
    seconds: float
    retry: int

    @property
    def refused_well(self) -> bool:
        """Whether it was refused with when to come again."""
        return self.status in (429, 503) and self.retry > 0


async def flood(address: str, questions: Sequence[str], rate: float, seconds: float, fresh: int = 1) -> list[Told]:
    """Ask ``rate`` questions a second, each over a connection of its own; no question comes twice (``fresh`` spaces behind it, and more)."""
    place = urlsplit(address)
    begun, tasks = time.monotonic(), []
    for number in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
        question = questions[number % len(questions)] + " " * ((fresh + number // len(questions)) % 700)
        tasks.append(asyncio.create_task(_ask(place.hostname or "", place.port or 80, question)))
    return list(await asyncio.gather(*tasks))


async def _ask(host: str, port: int, question: str) -> Told:
    begun = time.monotonic()
    try:
        async with asyncio.timeout(_PATIENCE):
            head, _ = await _exchange(host, port, json.dumps({"question": question, "mode": "extract"}).encode())
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return Told(0, time.monotonic() - begun, 0)
    lines = head.decode("latin-1").lower().split("\r\n")
    retry = next((line.split(":")[1].strip() for line in lines if line.startswith("retry-after:")), "0")
    return Told(int(lines[0].split()[1]), time.monotonic() - begun, int(retry))


async def _exchange(host: str, port: int, body: bytes) -> tuple[bytes, bytes]:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        kind = "Content-Type: application/json\r\nConnection: close"
        head = f"POST /api/ask HTTP/1.1\r\nHost: {host}\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        told = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in told.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return told, await reader.readexactly(int(length.split(b":")[1]))
    finally:
        writer.close()
