"""A client that costs little: a few connections that stay open, one request after another on each, each timed."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import uvloop

CONNECTIONS = 16


@dataclass
class Answered:
    """What became of the requests: how long each took, what the client's CPU spent, and what was said last."""

    seconds: float = 0
    latencies: list[float] = field(default_factory=list)
    client_cpu: float = 0
    last_body: bytes = b""

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds


@dataclass(frozen=True)
class Until:
    """When to stop sending: at this time, or when so many were sent."""

    time: float
    most: int


def request(method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> bytes:
    """Return a request as it goes over the wire; ``body`` is JSON."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    lines = {"Host": "127.0.0.1", "Content-Length": str(len(content)), **(headers or {})}
    if content:
        lines["Content-Type"] = "application/json"
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + content


def send(url: str, make: Callable[[], bytes], *, seconds: float, most: int = 10_000_000) -> Answered:
    """Send requests for a while, at most so many; one that is refused ends the benchmark."""
    address = urlsplit(url)
    assert address.hostname is not None
    assert address.port is not None
    return uvloop.run(_send(address.hostname, address.port, make, seconds, most))


async def _send(host: str, port: int, make: Callable[[], bytes], seconds: float, most: int) -> Answered:
    streams = [await asyncio.open_connection(host, port) for _ in range(CONNECTIONS)]
    answered, began, cpu = Answered(), time.perf_counter(), time.process_time()
    until = Until(began + seconds, most - CONNECTIONS)
    await asyncio.gather(*(_one_after_another(*stream, make, until, answered) for stream in streams))
    answered.seconds, answered.client_cpu = time.perf_counter() - began, time.process_time() - cpu
    for _, writer in streams:
        writer.close()
    return answered


async def _one_after_another(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    make: Callable[[], bytes],
    until: Until,
    answered: Answered,
) -> None:
    while True:
        each = make()
        began = time.perf_counter()
        writer.write(each)
        status, answered.last_body = await _answer(reader)
        now = time.perf_counter()
        answered.latencies.append(now - began)
        if not 200 <= status < 300:
            raise RuntimeError(f"{each.splitlines()[0].decode()}: {status} {answered.last_body.decode()[:600]}")
        if now >= until.time or len(answered.latencies) >= until.most:
            return


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    at = head.index(b"content-length:") + 15
    length = int(head[at : head.index(b"\r", at)])
    return int(head[9:12]), await reader.readexactly(length)
