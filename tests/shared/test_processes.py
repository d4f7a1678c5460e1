"""Children of the supervisor: how long they are waited for."""

import asyncio
import os
import socket
import sys
import time

import pytest

from shared.processes import Child, ChildFailed


def test_a_child_that_never_becomes_ready_is_given_up_in_time_although_each_probe_takes_long() -> None:
    async def wait(url: str) -> None:
        child = Child("deaf", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ))
        await child.start()
        try:
            await child.ready(url, seconds=1)
        finally:
            await child.stop()

    began = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(ChildFailed, match="1 秒内没有就绪"):
        asyncio.run(wait(f"http://127.0.0.1:{deaf.getsockname()[1]}"))
    assert time.monotonic() - began < 15
