"""Child processes of the supervisor: started in their own session, logs prefixed, ended when the supervisor ends."""

import asyncio
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from shared.probe import is_ready

_PR_SET_PDEATHSIG = 1
_COLOURS = {"intake": 36, "eligibility": 32, "alerts": 33}


def die_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """Ask Linux to send this signal to the present process when its parent ends, even by SIGKILL.

    The tie is to the parent's thread that forked, so children are started from the main thread. Other systems have
    no such call; there the next start clears up what is left.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, by)


def _in_own_session(parent: int) -> Callable[[], None]:
    def prepare() -> None:
        os.setsid()  # Ctrl-C reaches the supervisor alone, which then stops everything in order
        die_with_parent()
        if os.getppid() != parent:  # it ended before the line above
            os._exit(1)

    return prepare


class ChildFailed(RuntimeError):
    """A child ended although it should have stayed."""


class Child:
    """One child process with a name, which stands before each of its log lines."""

    def __init__(self, name: str, argv: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._argv = argv
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self._pump: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the process and the stream of its lines."""
        self._process = await asyncio.create_subprocess_exec(
            *self._argv,
            env=dict(self._environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=1 << 20,
            preexec_fn=_in_own_session(os.getpid()),
        )
        self._pump = asyncio.create_task(self._print_lines())

    async def _print_lines(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        colour = _COLOURS.get(self.name) if sys.stdout.isatty() else None
        prefix = f"\x1b[{colour}m{self.name:>11}\x1b[0m | " if colour else f"{self.name:>11} | "
        async for line in self._process.stdout:
            sys.stdout.write(prefix + line.decode(errors="replace"))
            sys.stdout.flush()

    async def exited(self) -> int:
        """Wait until the process ends and its last line is printed; return its exit status."""
        assert self._process is not None
        assert self._pump is not None
        status = await self._process.wait()
        await self._pump
        return status

    async def ready(self, base_url: str, *, seconds: float = 180) -> None:
        """Wait until the service answers that it is ready."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._process is None or self._process.returncode is not None:
                raise ChildFailed(f"{self.name} 未能启动，原因见上方日志。")
            if await asyncio.to_thread(is_ready, base_url):
                return
            await asyncio.sleep(0.05)
        raise ChildFailed(f"{self.name} 在 {seconds:.0f} 秒内没有就绪：{base_url}/readyz")

    async def stop(self, *, seconds: float = 15) -> None:
        """Ask the process to finish; kill it if it does not."""
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.terminate()
        try:
            await asyncio.wait_for(self.exited(), seconds)
        except TimeoutError:
            self._process.kill()
            await self.exited()
