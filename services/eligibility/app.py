"""Composition root of eligibility: settings in, application out."""

from fastapi import FastAPI

from services.eligibility.config import Settings
from services.eligibility.outbox import make_send
from services.eligibility.routes import (
    clauses,
    determinations,
    parameters,
    populations,
    previews,
    rules,
    simulations,
    standard_files,
    standards,
)
from shared.clients.http import make_client
from shared.clients.intake import IntakeClient
from shared.clients.tokens import ServiceTokens
from shared.db import SessionFactory, make_session_factory
from shared.relay import Relay
from shared.retention import Keep
from shared.web.app import make_app
from shared.web.operations import router_for

_TAGS = (
    {
        "name": "determinations",
        "description": "认定测算：按当日政策和标准给出建议、理由和回执",
        "x-displayName": "认定测算",
    },
    {
        "name": "standards",
        "description": "标准与参数：起草、发布、按生效日期和知悉时点查询",
        "x-displayName": "标准与参数",
    },
    {"name": "rules", "description": "规则库与条款落实情况", "x-displayName": "规则与条款"},
    {
        "name": "simulations",
        "description": "模拟测算：人口文件，假设的标准或规则日期，按区划、项目和月份的合计，受影响的家庭",
        "x-displayName": "模拟测算",
    },
    {"name": "operations", "description": "事件流、操作日志与未送达消息", "x-displayName": "运行维护"},
)


def create_app(settings: Settings, *, session_factory: SessionFactory | None = None) -> FastAPI:
    """Return the eligibility service; with the relay beside it when the settings say so."""
    factory = session_factory or _factory(settings)
    relay = [create_relay(settings, factory)] if settings.relay else []
    return make_app(
        service="eligibility",
        title="Doudi Eligibility",
        description="兜底·认定核算：规则、标准、认定测算与回执。测算结果是建议，由经办人员确认。",
        tags=_TAGS,
        settings=settings,
        session_factory=factory,
        routers=[
            determinations.router,
            previews.router,
            standards.router,
            standard_files.router,
            parameters.router,
            rules.router,
            clauses.router,
            populations.router,
            simulations.router,
            router_for("eligibility"),
        ],
        lifespan_tasks=relay,
    )


def create_relay(settings: Settings, factory: SessionFactory | None = None) -> Relay:
    """Return the relay: inside the service, or alone in a worker process."""
    factory = factory or _factory(settings)
    token = ServiceTokens.of(settings, service="eligibility").token
    intake = IntakeClient(make_client(settings.intake_url, token=token))
    return Relay(
        factory,
        make_send(factory, settings, intake=intake),
        service="eligibility",
        keep=Keep.of(settings),
        threads=settings.relay_threads,
    )


def _factory(settings: Settings) -> SessionFactory:
    url = settings.database_url.get_secret_value()
    return make_session_factory(url, service="eligibility", pool_size=settings.pool_size)
