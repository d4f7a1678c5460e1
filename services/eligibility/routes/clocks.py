"""The time as it is after a lock was waited for: the database's, one for all replicas, or the simulated one."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import Depends, Request

from services.eligibility import queries
from shared.web.deps import NowDep, SessionDep

__all__ = ["ClockDep"]


def _clock(request: Request, session: SessionDep, now: NowDep) -> Callable[[], datetime]:
    if "x-doudi-now" in request.headers:
        return lambda: now
    return partial(queries.this_instant, session)


ClockDep = Annotated[Callable[[], datetime], Depends(_clock)]
"""Tells the time anew whenever it is asked."""
