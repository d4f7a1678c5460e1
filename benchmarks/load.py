"""A client that costs little: requests made beforehand, over a few connections that stay open, each timed."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import uvloop


@dataclass(frozen=True)
class Answered:
    """What became of the requests: how long each took, and what was said last."""

    seconds: float
    latencies: list[float]
    client_cpu: float
    last_body: bytes

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds


def request(method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> bytes:
    """Return a request as it goes over the wire; ``body`` is JSON."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    lines = {"Host": "127.0.0.1", "Content-Length": str(len(content)), **(headers or {})}
    if content:
        lines["Content-Type"] = "application/json"
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + content


def send(url: str, requests: Sequence[bytes], *, connections: int = 16) -> Answered:
    """Send all requests, as many at once as there are connections; one that is refused ends the benchmark."""
    address = urlsplit(url)
    assert address.hostname is not None
    assert address.port is not None
    return uvloop.run(_send(address.hostname, address.port, requests, connections))


async def _send(host: str, port: int, requests: Sequence[bytes], connections: int) -> Answered:
    streams = [await asyncio.open_connection(host, port) for _ in range(connections)]
    waiting, latencies = iter(requests), list[float]()
    began, cpu = time.perf_counter(), time.process_time()
    bodies = await asyncio.gather(*(_one_after_another(*stream, waiting, latencies) for stream in streams))
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    for _, writer in streams:
        writer.close()
    return Answered(seconds, latencies, cpu, bodies[0])


async def _one_after_another(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, waiting: Iterator[bytes], latencies: list[float]
) -> bytes:
    body = b""
    for each in waiting:
        began = time.perf_counter()
        writer.write(each)
        status, body = await _answer(reader)
        latencies.append(time.perf_counter() - began)
        if not 200 <= status < 300:
            raise RuntimeError(f"{each.splitlines()[0].decode()}: {status} {body.decode()[:600]}")
    return body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    at = head.index(b"content-length:") + 15
    length = int(head[at : head.index(b"\r", at)])
    return int(head[9:12]), await reader.readexactly(length)
