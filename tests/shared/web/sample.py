"""A small service with every kind of route, to try what surrounds a route."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, FastAPI, File, Query, Response, UploadFile
from pydantic import Field
from pydantic_core import PydanticCustomError
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from starlette.testclient import TestClient

from shared import clock
from shared.db import SessionFactory
from shared.errors import RuleRefused, Unavailable, WrongState
from shared.identity import CITY, Caller
from shared.ids import new_id
from shared.schemas.types import Body, Instant, View, Whole
from shared.settings import CommonSettings
from shared.tokens import Issuer, issuer_of
from shared.web.app import make_app
from shared.web.deps import CallerDep, NowDep, TraceDep, needs
from shared.web.etag import IfMatchDep, tagged
from shared.web.paging import PagingDep

Reader = Annotated[Caller, needs("applications:read")]
Decider = Annotated[Caller, needs("applications:decide")]

BIG = 3 * 1024 * 1024


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


class Part(Body):
    name: Annotated[str, Field(title="名称", min_length=2, max_length=10)]
    amount: Annotated[Whole, Field(title="数量")]


class NewThing(Body):
    name: Annotated[str, Field(title="名称", min_length=1, max_length=20)]
    colour: Annotated[Colour, Field(title="颜色")]
    parts: Annotated[list[Part], Field(title="部件", max_length=5)]
    note: Annotated[Any, Field(title="备注")] = None


class Submit(Body):
    action: Literal["SUBMIT"]
    reason: Annotated[str, Field(title="理由", max_length=50)]


class Withdraw(Body):
    action: Literal["WITHDRAW"]


class ThingDetail(View):
    id: Annotated[UUID, Field(title="编号")]
    name: Annotated[str, Field(title="名称")]
    colour: Annotated[Colour, Field(title="颜色")]
    version: Annotated[int, Field(title="版本")]


class Moment(View):
    now: Annotated[Instant, Field(title="时间")]
    subject: Annotated[str, Field(title="来者")]
    acts_for: Annotated[str, Field(title="代表")]
    division: Annotated[str, Field(title="地方")]
    trace_id: Annotated[str, Field(title="追踪编号")]


class Size(View):
    size: Annotated[int, Field(title="字节数")]


router = APIRouter(prefix="/v1/things", tags=["things"])
nested = APIRouter(prefix="/nested")


def thing(**but: Any) -> ThingDetail:
    return ThingDetail(**{"id": new_id(), "name": "甲", "colour": Colour.RED, "version": 7, **but})


@router.post("", status_code=201)
def make_thing(new: NewThing, caller: Reader) -> ThingDetail:
    """新建。

    第二段是说明。
    """
    return thing(name=new.name, colour=new.colour)


@router.get("")
def list_things(
    paging: PagingDep,
    caller: Reader,
    colour: Colour | None = None,
    since: Annotated[date | None, Query(ge=date(1900, 1, 1), le=date(2199, 12, 31))] = None,
    many: Annotated[list[str] | None, Query(max_length=5)] = None,
) -> Size:
    """列出。"""
    return Size(size=paging.limit)


@router.get("/moment")
def read_moment(now: NowDep, caller: CallerDep, trace: TraceDep) -> Moment:
    """此刻。"""
    return Moment(
        now=now,
        subject=caller.subject,
        acts_for=caller.acts_for,
        division=caller.division,
        trace_id=trace.trace_id,
    )


@router.get("/{thing_id}")
def read_thing(thing_id: UUID, caller: Reader, response: Response) -> ThingDetail:
    """查询。"""
    return tagged(response, thing(id=thing_id))


@router.patch("/{thing_id}")
def change_thing(thing_id: UUID, version: IfMatchDep, new: Part, caller: Reader, response: Response) -> ThingDetail:
    """修改。"""
    return tagged(response, thing(id=thing_id, version=version + 1))


@router.delete("/{thing_id}", status_code=204)
def delete_thing(thing_id: UUID, caller: Decider) -> None:
    """删除。"""


@router.post("/{thing_id}/transitions")
def move_thing(
    thing_id: UUID, change: Annotated[Submit | Withdraw, Field(discriminator="action")], caller: Reader
) -> ThingDetail:
    """推进。"""
    return thing(id=thing_id)


@router.post("/{thing_id}/files", max_body_size=BIG)
def put_file(thing_id: UUID, file: Annotated[UploadFile, File()], caller: Reader) -> Size:
    """上传。"""
    return Size(size=len(file.file.read()))


@router.get("/refusals/{kind}")
def refuse(kind: str, caller: Reader) -> Size:
    """拒绝。"""
    if kind == "rule":
        raise RuleRefused("收入超过标准。", rule="DB-05", clause="2.1-i")
    if kind == "state":
        raise WrongState("已提交。", allowed_actions=("WITHDRAW",))
    if kind == "down":
        raise Unavailable("核算服务没有响应。", retry_after=7)
    if kind == "custom":
        raise PydanticCustomError("x", "身份证号 510411199001011234")
    raise RuntimeError("secret 510411199001011234")


@nested.get("/deep")
def read_deep() -> Size:
    """深处。"""
    return Size(size=1)


router.include_router(nested)


def settings(**but: Any) -> CommonSettings:
    return CommonSettings(**{"environment": "development", **but})


def no_database() -> SessionFactory:
    """A database that is not there."""
    return sessionmaker(create_engine("postgresql+psycopg://nobody@127.0.0.1:9/none?connect_timeout=1"))


def sample(factory: SessionFactory | None = None, routers: tuple[APIRouter, ...] = (router,), **but: Any) -> FastAPI:
    return make_app(
        service="intake",
        title="Sample",
        description="试用的服务。",
        tags=[{"name": "things", "description": "东西"}],
        settings=settings(**but),
        session_factory=factory or no_database(),
        routers=routers,
    )


def issuer(state_dir: Any) -> Issuer:
    found = issuer_of(settings(state_dir=state_dir))
    assert found is not None
    return found


def token(state_dir: Any, role: str = "TOWNSHIP_OFFICER", division: str = CITY, **claims: Any) -> str:
    return issuer(state_dir).mint(role, division, now=clock.now(), **claims)


def client(app: FastAPI, access: str | None) -> TestClient:
    headers = {"Authorization": f"Bearer {access}"} if access else {}
    return TestClient(app, headers=headers)
