"""The rule book (规则库) on the wire."""

from typing import Annotated

from pydantic import Field

from shared.schemas.paging import Page
from shared.schemas.types import Day, Flag, View


class RuleArgument(View):
    """One thing a rule looks at: a dated parameter, a fact, or the result of an earlier rule."""

    name: Annotated[str, Field(title="名称")]
    unit: Annotated[str, Field(title="单位")]
    parameter: Annotated[str | None, Field(title="参数键；不是参数时为空")]
    title: Annotated[str | None, Field(title="参数名称；不是参数时为空")]


class RuleVersion(View):
    """One version of one function of a rule."""

    name: Annotated[str, Field(title="函数名")]
    title: Annotated[str, Field(title="标题")]
    clause: Annotated[str, Field(title="通知条款")]
    law: Annotated[str | None, Field(title="法规依据")]
    in_force_from: Annotated[Day, Field(title="施行日期")]
    in_force_until: Annotated[Day | None, Field(title="废止日期（当日起不再适用）")]
    is_test: Annotated[Flag, Field(title="是否为判断（符合或不符合）")]
    unit: Annotated[str, Field(title="结果的单位")]
    arguments: Annotated[list[RuleArgument], Field(title="所依据的参数、事实和前序结果")]
    says: Annotated[str, Field(title="符合或得出结果时的说明")]
    otherwise: Annotated[str, Field(title="不符合时的说明")]
    text: Annotated[str, Field(title="规则正文")]
    source_hash: Annotated[str, Field(title="正文散列值")]


class RuleDetail(View):
    """A rule with all its functions and versions."""

    id: Annotated[str, Field(title="规则编号", examples=["LB-01"])]
    title: Annotated[str, Field(title="标题")]
    clause: Annotated[str, Field(title="通知条款")]
    versions: Annotated[list[RuleVersion], Field(title="各函数和版本")]


class RulePage(Page[RuleDetail]):
    """A page of rules, by id."""
