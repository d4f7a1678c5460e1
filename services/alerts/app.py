"""Composition root of alerts: settings in, application out."""

from fastapi import FastAPI

from services.alerts.config import Settings
from services.alerts.routes import alerts, events, information_base
from shared.db import SessionFactory, make_session_factory
from shared.personal import KeyRing, install
from shared.relay import Relay
from shared.retention import Keep
from shared.web.app import make_app
from shared.web.operations import router_for

TAGS = [
    {
        "name": "information base",
        "x-displayName": "信息库",
        "description": "低收入人口信息库：人员、家庭、类别及其经过。",
    },
    {"name": "alerts", "x-displayName": "预警", "description": "指标、预警、交办、签收和办结。"},
    {"name": "events", "x-displayName": "事件", "description": "接收其他服务的事件。"},
    {"name": "operations", "x-displayName": "运行维护", "description": "事件流、审计与未送达消息。"},
]


def create_relay(settings: Settings, factory: SessionFactory | None = None) -> Relay:
    """Return the relay of alerts: it numbers the audit log and the events, and clears up; it has nothing to deliver."""
    return Relay(
        factory or open_database(settings),
        _no_topics,
        service="alerts",
        keep=Keep.of(settings),
        threads=settings.relay_threads,
    )


def open_database(settings: Settings) -> SessionFactory:
    """Return the session factory of alerts and install the key ring."""
    if settings.key_ring is not None:
        install(KeyRing.parse(settings.key_ring.get_secret_value()))
    return make_session_factory(
        settings.database_url.get_secret_value(), service="alerts", pool_size=settings.pool_size
    )


def _no_topics(message: object) -> None:
    raise ValueError(f"alerts sends no messages: {message!r}")


def create_app(settings: Settings | None = None, *, session_factory: SessionFactory | None = None) -> FastAPI:
    """Return the alerts service (监测预警)."""
    settings = settings or Settings()
    factory = session_factory or open_database(settings)
    return make_app(
        service="alerts",
        title="Doudi Alerts",
        description="兜底 · 监测预警：信息库、部门数据、指标、预警、研判与处置。",
        tags=TAGS,
        settings=settings,
        session_factory=factory,
        routers=[
            information_base.people_router,
            information_base.households_router,
            alerts.router,
            alerts.indicators_router,
            events.router,
            events.batches_router,
            router_for("alerts"),
        ],
        lifespan_tasks=[create_relay(settings, factory)] if settings.relay else [],
    )
