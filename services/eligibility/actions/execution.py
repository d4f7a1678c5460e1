"""Where chunks are reckoned (执行): in this process, or on a Dask cluster. The chunk and the kernel are the same."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from services.eligibility.errors import BatchNotInstalled

if TYPE_CHECKING:
    from services.eligibility.batch.chunks import Chunk, Reckoned


def reckoner(execution: str, scheduler: str) -> "Callable[[Chunk], Reckoned]":
    """Return what reckons a chunk; the packages it needs are looked for when the first one comes."""

    def here(chunk: "Chunk") -> "Reckoned":
        return _reckon()(chunk)

    def on_cluster(chunk: "Chunk") -> "Reckoned":
        reckoned: Reckoned = _client(scheduler).submit(_reckon(), chunk, pure=False).result()
        return reckoned

    return on_cluster if execution == "dask" else here


def _reckon() -> "Callable[[Chunk], Reckoned]":
    try:
        from services.eligibility.batch.chunks import reckon  # noqa: PLC0415  the extra may be missing
    except ModuleNotFoundError as error:
        raise BatchNotInstalled from error
    return reckon


@cache
def _client(scheduler: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415  the extra may be missing
    except ModuleNotFoundError as error:
        raise BatchNotInstalled from error
    return Client(scheduler, set_as_default=False)
