"""What orchestrators and monitoring ask: alive, ready, metrics. Open to all, so the answers name checks and no more."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse

from shared import clock, outbox
from shared.db import SessionFactory, schema_is_at_head, transaction
from shared.identity import service_caller
from shared.web import logs
from shared.web.deps import ProbeDep
from shared.web.metrics import CONTENT_TYPE, Metrics

router = APIRouter(tags=["platform"])

LONGEST_LAG: Final = timedelta(minutes=10)

_TOLD_ONLY: Final = {"outbox", "dead_letters"}
"""Told, but no reason to take the service out of use: that would deliver nothing sooner."""


@router.get("/livez", response_class=PlainTextResponse)
async def livez() -> str:
    """进程存活。"""
    return "ok\n"


@router.get(
    "/readyz",
    response_class=PlainTextResponse,
    responses={503: {"description": "暂不接收请求", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def readyz(
    request: Request, _: ProbeDep, verbose: Annotated[str | None, Query(title="列出各项检查", max_length=10)] = None
) -> PlainTextResponse:
    """可以接收请求：数据库可用，结构为最新，且没有在停机。"""
    state = request.app.state
    checks = {"serving": not state.draining.is_set(), **database_checks(state.session_factory, state.service)}
    ready = all(passed for name, passed in checks.items() if name not in _TOLD_ONLY)
    lines = [f"[{'+' if passed else '-'}]{name}\n" for name, passed in checks.items()] if verbose is not None else []
    return PlainTextResponse("".join([*lines, "ready\n" if ready else "not ready\n"]), 200 if ready else 503)


def database_checks(factory: SessionFactory, service: str) -> dict[str, bool]:
    """Return whether the database answers, has our schema, the outbox keeps up, and no message was given up."""
    now = clock.now()
    passed = dict.fromkeys(("database", "schema", "outbox", "dead_letters"), False)
    try:
        with transaction(factory, service_caller(service), now=now) as session:
            passed["database"] = True
            passed["schema"] = schema_is_at_head(session)
            lag = outbox.lag(session, now)
            passed["outbox"] = lag.oldest < LONGEST_LAG and not lag.stuck
            passed["dead_letters"] = not lag.dead
    except Exception as error:  # noqa: BLE001  whatever is wrong with the database, the answer is "not ready"
        logs.log.warning("not ready", error=error)
    return passed


@router.get("/metrics", include_in_schema=False)
def read_metrics(request: Request, _: ProbeDep) -> Response:
    """运行指标。"""
    state = request.app.state
    metrics: Metrics = state.metrics
    return Response(
        metrics.read(state.session_factory, service=state.service, now=clock.now()), media_type=CONTENT_TYPE
    )
