"""``make_app``: the one way a service's HTTP face is put together."""

import asyncio
import gc
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol

import anyio.to_thread
from fastapi import APIRouter, FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from shared import clock
from shared.clients.tokens import fetch_jwks
from shared.db import SessionFactory, schema_is_at_head, transaction
from shared.identity import service_caller
from shared.settings import CommonSettings
from shared.tokens import verifier_of
from shared.web import catalogue, docs, health, logs, openapi, problems
from shared.web.cross_origin import cross_origin
from shared.web.edge import Edge
from shared.web.metrics import Metrics
from shared.web.route import strict_routes

VERSION: Final = "0.1.0"
"""The version of the API, in every answer (``API-Version``) and in the document."""


class Task(Protocol):
    """What runs beside the requests, such as the relay."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End."""


class Service(FastAPI):
    """A FastAPI application with our OpenAPI document."""

    def openapi(self) -> dict[str, Any]:
        """Return the document, made once."""
        if not self.openapi_schema:
            self.openapi_schema = openapi.document(self, super().openapi())
        return self.openapi_schema


def make_app(
    *,
    service: str,
    title: str,
    description: str,
    tags: Sequence[Mapping[str, Any]],
    settings: CommonSettings,
    session_factory: SessionFactory,
    routers: Iterable[APIRouter],
    lifespan_tasks: Sequence[Task] = (),
) -> FastAPI:
    """Return a service's application. ``title`` is ASCII: generated clients are named after it."""
    logs.configure(service=service, level=settings.log_level, show_messages=settings.environment == "development")
    metrics = Metrics(service)
    app = Service(
        title=title,
        description=description,
        version=VERSION,
        openapi_tags=[*map(dict, tags), openapi.PLATFORM_TAG],
        servers=[
            {
                "url": getattr(settings, f"{service}_url"),
                "description": "本服务（默认为本机 local）",
                "x-internal": True,
            }
        ],
        contact=openapi.CONTACT,
        license_info=openapi.LICENCE,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(lifespan_tasks),
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=[*cross_origin(settings.allowed_origins), Middleware(Edge, metrics=metrics, version=VERSION)],
    )
    problems.install(app)
    _remember(app, service=service, settings=settings, session_factory=session_factory, metrics=metrics)
    app.router.routes.extend(strict_routes([*routers, catalogue.router, health.router, docs.router], app))
    return app


def _remember(app: FastAPI, *, settings: CommonSettings, **state: Any) -> None:
    """Keep what the dependencies of routes ask for."""
    for name, value in state.items():
        setattr(app.state, name, value)
    app.state.settings = settings
    app.state.development = settings.environment == "development"
    app.state.verifier = verifier_of(settings, fetch=fetch_jwks)
    app.state.draining = threading.Event()


def _lifespan(tasks: Sequence[Task]) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(_refuse_other_schema, app)
        anyio.to_thread.current_default_thread_limiter().total_tokens = app.state.settings.threads + 1  # for probes
        app.openapi()
        _announce_end(app)
        _tune_collector()
        for task in tasks:
            task.start()
        try:
            yield
        finally:
            app.state.draining.set()
            for task in reversed(tasks):
                await run_in_threadpool(task.stop)

    return lifespan


def _refuse_other_schema(app: FastAPI) -> None:
    """Start only on the database this code was written for."""
    caller = service_caller(app.state.service)
    with transaction(app.state.session_factory, caller, now=clock.now()) as session:
        if not schema_is_at_head(session):
            raise RuntimeError("数据库结构不是本版本所需的版本：请先运行迁移（python -m migrations）。")


def _tune_collector() -> None:
    """Keep what start-up made out of every later collection: a full one of it costs 60-200 ms of somebody's request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def _announce_end(app: FastAPI) -> None:
    """On SIGTERM say "not ready" at once; only after a while does the server stop taking requests and finish."""
    if threading.current_thread() is not threading.main_thread():
        return
    before = signal.getsignal(signal.SIGTERM)
    loop = asyncio.get_running_loop()
    wait = app.state.settings.drain_seconds

    def end(number: int, frame: Any) -> None:
        app.state.draining.set()
        if callable(before):
            loop.call_soon_threadsafe(loop.call_later, wait, before, number, frame)

    signal.signal(signal.SIGTERM, end)
