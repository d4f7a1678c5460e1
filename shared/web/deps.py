"""What a route may ask for: the caller, the time, the transaction. ``SessionDep`` is the only commit of a service."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Annotated, Any, Final

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from fastapi import Depends, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import OAuth2, SecurityScopes

from shared import clock, trace
from shared.db import Session, SessionFactory, transaction
from shared.errors import DomainError, Unauthenticated
from shared.identity import SCOPES, Caller, Role
from shared.tokens import Verifier
from shared.web.errors import ClockHeaderRefused, InsufficientScope

__all__ = ["CallerDep", "NowDep", "ProbeDep", "SessionDep", "TraceDep", "needs"]

SCHEME: Final = OAuth2(
    flows={"clientCredentials": {"tokenUrl": "/oauth2/token", "scopes": SCOPES}},
    scheme_name="OAuth2",
    description="OAuth 2.0 客户端凭据模式；访问令牌为 JWT（遵循 RFC 8725），放在 Authorization: Bearer 中。",
    auto_error=False,
)


async def _caller(
    wanted: SecurityScopes, request: Request, authorization: Annotated[str | None, Depends(SCHEME)]
) -> Caller:
    caller: Caller | None = getattr(request.state, "caller", None)
    if caller is None:
        caller = acting_for(await _of_token(request, authorization), request.headers.get("on-behalf-of"))
        request.state.caller = caller
        trace.act_for(caller.acts_for)
    missing = tuple(scope for scope in wanted.scopes if scope not in caller.scopes)
    if missing:
        raise InsufficientScope(missing)
    return caller


async def _of_token(request: Request, authorization: str | None) -> Caller:
    kind, _, token = (authorization or "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Unauthenticated("请在 Authorization 请求头中带上访问令牌（Bearer）。")
    verifier: Verifier = request.app.state.verifier
    now = clock.now()  # never the simulated time: a token lives in real time
    known = verifier.remembered(token, now=now)
    if known is not None:
        return known
    return await run_in_threadpool(verifier.caller, token, now=now)


def acting_for(caller: Caller, subject: str | None) -> Caller:
    """Return the caller acting for somebody else; only another service of ours is believed."""
    if caller.role is not Role.SERVICE or not subject or len(subject) > 200 or not subject.isprintable():
        return caller
    return Caller(**{**_fields(caller), "on_behalf_of": subject})


def _fields(caller: Caller) -> dict[str, Any]:
    return {name: getattr(caller, name) for name in Caller.__slots__}


CallerDep = Annotated[Caller, Security(_caller)]
"""Whoever has a valid token."""


def needs(*scopes: str) -> Any:
    """Return the dependency on a caller with all of these scopes.

    A route file names it once: ``Reader = Annotated[Caller, needs("applications:read")]``.
    """
    unknown = set(scopes) - set(SCOPES)
    if unknown:
        raise ValueError(f"unknown scopes: {unknown}")
    return Security(_caller, scopes=list(scopes))


async def _now(request: Request) -> datetime:
    """Return the time of this request: the real one, or in development the one that ``X-Doudi-Now`` sets."""
    given = request.headers.get("x-doudi-now")
    if given is None:
        return clock.now()
    if not request.app.state.development:
        raise ClockHeaderRefused("只有开发环境接受 X-Doudi-Now。")
    try:
        moment = datetime.fromisoformat(given).astimezone(clock.SHANGHAI)
        aware = datetime.fromisoformat(given).utcoffset() is not None
    except (ValueError, OverflowError):
        aware = False
    if not aware or not 1900 < moment.year < 2200:
        raise ClockHeaderRefused("X-Doudi-Now 应为带时区的 RFC 3339 时间，如 2026-03-02T09:00:00+08:00。")
    return moment


NowDep = Annotated[datetime, Depends(_now)]
"""The instant at which this request happens, at +08:00."""


_TURNS: Final = RunVar[CapacityLimiter]("doudi.turns")
_PROBES: Final = RunVar[CapacityLimiter]("doudi.probes")


def _limiter(of: RunVar[CapacityLimiter], tokens: int) -> CapacityLimiter:
    """Return this event loop's limiter."""
    try:
        return of.get()
    except LookupError:
        of.set(CapacityLimiter(tokens))
        return of.get()


async def _probe() -> AsyncIterator[None]:
    """Let one probe at a time ask the database: probes have a thread and a connection of their own, and never more."""
    async with _limiter(_PROBES, 1):
        yield


ProbeDep = Annotated[None, Depends(_probe, scope="function")]
"""Whoever asks how the service is waits for nobody but another who asks."""


async def _turn(request: Request) -> AsyncIterator[None]:
    """Wait for a turn before taking a connection, without holding a thread.

    A request that holds a connection needs a thread again to go on. Were every thread to wait for a connection, and every
    connection for a thread, nobody could move; so no more requests enter than there are threads, and the rest queue here.
    """
    async with _limiter(_TURNS, request.app.state.settings.threads):
        yield


def _session(
    request: Request, caller: CallerDep, now: NowDep, _: Annotated[None, Depends(_turn, scope="function")]
) -> Iterator[Session]:
    factory: SessionFactory = request.app.state.session_factory
    try:
        with transaction(factory, caller, now=now) as session:
            yield session
    except DomainError as refusal:
        if refusal.afterwards is not None:
            with transaction(factory, caller, now=now) as session:
                refusal.afterwards(session)
        raise


# scope="function" commits before the response is sent. FastAPI's default commits after it, so a
# failed commit would already have been answered with 201.
SessionDep = Annotated[Session, Depends(_session, scope="function")]


async def _trace() -> trace.Trace:
    return trace.current() or trace.Trace.begin()


TraceDep = Annotated[trace.Trace, Depends(_trace)]
"""The trace this request belongs to."""
