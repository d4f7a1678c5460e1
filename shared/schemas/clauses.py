"""The circular's measures on the wire, with what carries each out (条款覆盖)."""

from typing import Annotated

from pydantic import Field

from shared.schemas.paging import Page
from shared.schemas.types import Code, ShortText, Text, View


class ClauseStatus(Code):
    """How far a measure is carried out (落实情况)."""

    CARRIED_OUT = "CARRIED_OUT", "已由系统办理", "Carried out by the system"
    PARTLY = "PARTLY", "部分办理，其余待建", "Carried out in part"
    LATER = "LATER", "待建", "Not built yet"
    ORGANISATIONAL = "ORGANISATIONAL", "组织工作，无需计算", "Organisational, nothing to compute"


class ClauseDetail(View):
    """One measure of the circular in its own words."""

    id: Annotated[ShortText, Field(title="条款编号", examples=["2.1-h"])]
    heading: Annotated[ShortText, Field(title="所在条目", examples=["二（一）"])]
    text: Annotated[Text, Field(title="原文")]
    status: Annotated[ClauseStatus, Field(title="落实情况")]
    carried_out_by: Annotated[list[ShortText], Field(title="落实它的函数、参数或接口；没有时说明原因")]


class ClausePage(Page[ClauseDetail]):
    """A page of clauses."""
