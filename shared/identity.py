"""Who is calling: roles, scopes and the place a caller may act in (architecture: identity and scope)."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

CITY = "5104"
"""Prefix of every division code of Panzhihua (攀枝花市)."""


class Role(StrEnum):
    """Roles a token may carry."""

    VILLAGER = "VILLAGER"
    VILLAGE_AGENT = "VILLAGE_AGENT"
    TOWNSHIP_OFFICER = "TOWNSHIP_OFFICER"
    TOWNSHIP_LEADER = "TOWNSHIP_LEADER"
    COUNTY_OFFICER = "COUNTY_OFFICER"
    COUNTY_LEADER = "COUNTY_LEADER"
    VERIFICATION_OFFICER = "VERIFICATION_OFFICER"
    POLICY_OFFICER = "POLICY_OFFICER"
    CITY_SUPERVISOR = "CITY_SUPERVISOR"
    DEPARTMENT = "DEPARTMENT"
    PARTNER_SYSTEM = "PARTNER_SYSTEM"
    SERVICE = "SERVICE"
    AUDITOR = "AUDITOR"


SCOPES: dict[str, str] = {
    "applications:read": "查看申请",
    "applications:write": "提交和补正申请",
    "applications:process": "受理、调查、公示和提出初审意见",
    "applications:verify": "办理家庭经济状况核对",
    "applications:decide": "审核确认或不予确认",
    "people:read": "查看人员与家庭（默认脱敏）",
    "pii:reveal": "按用途查看完整个人信息（留痕）",
    "benefits:read": "查看待遇与发放月账",
    "benefits:stop": "停发待遇",
    "payments:read": "查看发放批次",
    "payments:prepare": "编制发放批次、登记结果",
    "payments:check": "复核发放批次",
    "payments:approve": "审批发放批次",
    "imports:write": "导入台账",
    "calendars:read": "查看工作日历与期限",
    "calendars:write": "装载年度日历",
    "divisions:read": "查看行政区划",
    "divisions:write": "登记区划调整",
    "standards:read": "查看标准与参数",
    "drafts:read": "查看标准草稿",
    "standards:draft": "起草标准",
    "standards:publish": "发布标准",
    "determinations:read": "查看认定测算结果",
    "determinations:write": "进行认定测算",
    "rules:read": "查看规则与条款覆盖",
    "monitoring:read": "查看低收入人口信息库",
    "alerts:read": "查看预警与指标",
    "alerts:handle": "交办、签收和办结预警",
    "events:read": "读取事件流",
    "events:write": "接收其他服务的事件",
    "messages:operate": "查看和重发未送达消息",
    "audit:read": "查看操作日志",
}
"""Every scope with its Chinese meaning; the same list stands in OpenAPI."""

_READ = {"applications:read", "people:read", "benefits:read", "calendars:read", "divisions:read", "standards:read"}
_OPEN = {"calendars:read", "divisions:read", "standards:read", "rules:read"}
_ALERTS = {"monitoring:read", "alerts:read", "alerts:handle"}
_TOWNSHIP = (
    _READ | _ALERTS | {"applications:write", "applications:process", "pii:reveal", "imports:write", "payments:read"}
)
_COUNTY = _READ | _ALERTS | {"pii:reveal", "payments:read", "determinations:read", "determinations:write", "rules:read"}

SCOPES_OF: dict[Role, frozenset[str]] = {
    Role.VILLAGER: frozenset({"applications:read", "applications:write", "people:read", "benefits:read"} | _OPEN),
    Role.VILLAGE_AGENT: frozenset({"applications:read", "applications:write", "people:read"} | _OPEN),
    Role.TOWNSHIP_OFFICER: frozenset(_TOWNSHIP | {"determinations:read", "determinations:write", "rules:read"}),
    Role.TOWNSHIP_LEADER: frozenset(_TOWNSHIP | {"applications:decide", "determinations:read", "rules:read"}),
    Role.COUNTY_OFFICER: frozenset(
        _COUNTY
        | {"applications:write", "applications:process", "applications:decide", "benefits:stop", "imports:write"}
        | {"payments:prepare", "payments:check", "messages:operate"}
    ),
    Role.COUNTY_LEADER: frozenset(
        _COUNTY | {"applications:decide", "benefits:stop", "payments:check", "payments:approve"}
    ),
    Role.VERIFICATION_OFFICER: frozenset(
        {"applications:read", "people:read", "applications:verify", "pii:reveal", "alerts:read", "alerts:handle"}
        | _OPEN
    ),
    Role.POLICY_OFFICER: frozenset(
        _OPEN
        | {"drafts:read", "standards:draft", "standards:publish", "determinations:read", "determinations:write"}
        | {"calendars:write", "divisions:write"}
    ),
    Role.CITY_SUPERVISOR: frozenset(
        _READ
        | _OPEN
        | {"drafts:read", "payments:read", "determinations:read", "audit:read", "events:read"}
        | {"monitoring:read", "alerts:read"}
    ),
    Role.DEPARTMENT: frozenset(_OPEN),
    Role.PARTNER_SYSTEM: frozenset({"applications:read", "applications:write", "events:read"} | _OPEN),
    Role.SERVICE: frozenset(SCOPES),
    Role.AUDITOR: frozenset({"audit:read", "events:read", "rules:read", "standards:read", "divisions:read"}),
}
"""What each role may do. A token's own ``scope`` can only narrow this."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The person or system behind a request, as its token says."""

    subject: str
    name: str
    role: Role
    division: str
    """Digits of the place he acts in: 4 (city), 6 (county), 9 (township) or 12 (village); everything below is his too."""
    scopes: frozenset[str]
    client_id: str
    person: UUID | None = None
    """Set for a VILLAGER: the person record he is."""
    department: str | None = None
    on_behalf_of: str | None = None
    """Whom a SERVICE or a village agent acts for."""

    @property
    def acts_for(self) -> str:
        """The human who answers for the act: the one acted for, else the caller. Four eyes compare this."""
        return self.on_behalf_of or self.subject


def service_caller(service: str, *, acting_for: str | None = None) -> Caller:
    """Return the caller that timers and relays of a service act as; it covers the city."""
    return Caller(
        subject=f"service:{service}",
        name=service,
        role=Role.SERVICE,
        division=CITY,
        scopes=SCOPES_OF[Role.SERVICE],
        client_id=service,
        on_behalf_of=acting_for,
    )
