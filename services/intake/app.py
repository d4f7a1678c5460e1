"""Composition root of intake: settings in, application out."""

from fastapi import FastAPI

from services.intake.config import Settings
from services.intake.outbox import make_send, make_together
from services.intake.queries.events import events_of
from services.intake.routes import applications, benefits, imports, payments, people, reference, reviews, tokens
from shared.clients.alerts import AlertsClient
from shared.clients.eligibility import EligibilityClient
from shared.clients.http import make_client
from shared.clients.tokens import ServiceTokens
from shared.clock import now
from shared.db import SessionFactory, make_session_factory
from shared.personal import KeyRing, install
from shared.relay import Relay
from shared.retention import Keep
from shared.web.app import make_app
from shared.web.operations import router_for

TAGS = [
    {"name": "applications", "x-displayName": "申请", "description": "申请从提交到决定的全过程，以及公示。"},
    {"name": "cases", "x-displayName": "案卷", "description": "一户一档：申请、待遇、下一期限。"},
    {"name": "people", "x-displayName": "人员与家庭", "description": "人员、家庭及成员变动；个人信息默认脱敏。"},
    {"name": "benefits", "x-displayName": "待遇", "description": "待遇、月账、复核与停发。"},
    {"name": "payments", "x-displayName": "发放", "description": "发放批次：编制、复核、审批、导出、对账。"},
    {"name": "imports", "x-displayName": "台账导入", "description": "按模板导入家庭和申请，逐行给出结果。"},
    {"name": "reference", "x-displayName": "基础数据", "description": "行政区划与工作日历。"},
    {"name": "tokens", "x-displayName": "令牌", "description": "访问令牌与签发者公钥。"},
    {"name": "events", "x-displayName": "事件", "description": "接收其他服务的事件。"},
    {"name": "operations", "x-displayName": "运行维护", "description": "事件流、操作日志与未送达消息。"},
]


def open_database(settings: Settings) -> SessionFactory:
    """Return the session factory of intake and install the key ring."""
    if settings.key_ring is not None:
        install(KeyRing.parse(settings.key_ring.get_secret_value()))
    return make_session_factory(
        settings.database_url.get_secret_value(), service="intake", pool_size=settings.pool_size
    )


def create_relay(settings: Settings, factory: SessionFactory | None = None) -> Relay:
    """Return the relay: determinations asked for, events told, timers rung."""
    factory = factory or open_database(settings)
    token = ServiceTokens.of(settings, service="intake").token
    alerts = AlertsClient(make_client(settings.alerts_url, token=token))
    send = make_send(
        factory,
        eligibility=EligibilityClient(make_client(settings.eligibility_url, token=token)),
        alerts=alerts,
        clock=now,
    )
    return Relay(
        factory,
        send,
        service="intake",
        keep=Keep.of(settings),
        threads=settings.relay_threads,
        together=make_together(alerts),
    )


def create_app(settings: Settings | None = None, *, session_factory: SessionFactory | None = None) -> FastAPI:
    """Return the intake service (受理)."""
    settings = settings or Settings()
    factory = session_factory or open_database(settings)
    return make_app(
        service="intake",
        title="Doudi Intake",
        description="兜底 · 受理：家庭、申请、案卷、待遇与发放。",
        tags=TAGS,
        settings=settings,
        session_factory=factory,
        routers=[
            applications.router,
            benefits.cases_router,
            people.people_router,
            people.households_router,
            benefits.benefits_router,
            benefits.notices_router,
            reviews.tasks_router,
            reviews.events_router,
            payments.router,
            imports.router,
            reference.divisions_router,
            reference.calendar_router,
            tokens.router,
            router_for("intake", keeps_successions=False, events_of=events_of),
        ],
        lifespan_tasks=[create_relay(settings, factory)] if settings.relay else [],
    )
