"""Reasons of a written decision (决定书理由), rendered from a kept determination."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import UnitView
from shared.schemas.types import Day, View


class LegalGround(View):
    """A rule the result rests on, with its clause and law (依据)."""

    rule: Annotated[str, Field(title="规则编号")]
    title: Annotated[str, Field(title="规则名称")]
    clause: Annotated[str, Field(title="通知条款")]
    law: Annotated[str | None, Field(title="法规依据")]


class DecisionSection(View):
    """The reasons of one result: facts, arithmetic, tests, standards, grounds, conclusion; people by their reference."""

    programme: Annotated[Programme, Field(title="救助项目")]
    unit: Annotated[UnitView, Field(title="单位")]
    outcome: Annotated[Outcome, Field(title="结果")]
    facts: Annotated[list[str], Field(title="家庭成员的计入情况")]
    arithmetic: Annotated[list[str], Field(title="核算过程")]
    tests: Annotated[list[str], Field(title="条件审查；不符合的列出全部理由")]
    standards: Annotated[list[str], Field(title="适用的标准及其文件")]
    grounds: Annotated[list[LegalGround], Field(title="依据")]
    conclusion: Annotated[str, Field(title="结论")]
    text: Annotated[str, Field(title="可直接写入决定书的文字")]


class DecisionReasons(View):
    """The reasons of a kept determination, result by result."""

    determination_id: Annotated[UUID, Field(title="认定测算编号")]
    as_of: Annotated[Day, Field(title="测算日")]
    sections: Annotated[list[DecisionSection], Field(title="各项目的理由")]
