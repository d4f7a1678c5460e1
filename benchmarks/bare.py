"""Reference: a bare ASGI route with the raw driver, which replays the statements of our request and answers the same.

    python benchmarks/bare.py <port> <tapes> <database url>

``/<tape>/<n>`` replays a tape for the n-th copy: one transaction, no ORM, no validation, nothing of ours.
"""

import asyncio
import pickle
import sys
from pathlib import Path
from typing import Any

import psycopg
import uvicorn

from benchmarks.tape import Tape

CONNECTIONS = 8


class Bare:
    """Replays; statements that vary are filled with the ids of the copy that is asked for."""

    def __init__(self, tapes: dict[str, Tape], database_url: str) -> None:
        self._tapes, self._url = tapes, database_url
        self._free: asyncio.Queue[psycopg.AsyncConnection[Any]] = asyncio.Queue()

    async def _open(self) -> None:
        for _ in range(CONNECTIONS):
            options = "-csearch_path=intake -ctimezone=Asia/Shanghai"
            self._free.put_nowait(await psycopg.AsyncConnection.connect(self._url, options=options))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await receive()
            await self._open()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        while (await receive()).get("more_body"):
            pass
        _, name, *n = scope["path"].split("/")
        body = await self._replay(self._tapes[name], int(n[0])) if n else b"ok"
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _replay(self, tape: Tape, n: int) -> bytes:
        connection = await self._free.get()
        try:
            made: dict[Any, Any] = {}
            async with connection.cursor() as cursor:
                for statement in tape.statements:
                    await cursor.execute(statement.text, statement.filled(n, made))
                    if cursor.description:
                        await cursor.fetchall()
            await connection.commit()
        except BaseException:
            await connection.rollback()
            raise
        finally:
            self._free.put_nowait(connection)
        return tape.answer


if __name__ == "__main__":
    tapes: dict[str, Tape] = pickle.loads(Path(sys.argv[2]).read_bytes())
    uvicorn.run(
        Bare(tapes, sys.argv[3]), port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False,
        log_level="warning",
    )  # fmt: skip
