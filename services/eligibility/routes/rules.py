"""``/v1/rules``: the rule book as it runs."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import AfterValidator, StringConstraints

from services.eligibility.actions import rules as actions
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.rules import RuleDetail, RulePage
from shared.schemas.types import Day
from shared.web.deps import needs
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/rules", tags=["rules"])

Reader = Annotated[Caller, needs("rules:read")]


@router.get("", response_model=RulePage)
def list_rules(
    _caller: Reader,
    paging: PagingDep,
    on: Annotated[Day | None, Query(title="在该日有效；不填为全部版本")] = None,
    clause: Annotated[
        Annotated[str, StringConstraints(max_length=20), AfterValidator(actions.known_clause)] | None,
        Query(title="引用该条款的规则"),
    ] = None,
) -> Slice[RuleDetail]:
    """列出规则及各版本。"""
    return actions.rules(paging, on=on, clause=clause)


@router.get("/{rule_id}")
def read_rule(_caller: Reader, rule_id: Annotated[str, Path(title="规则编号", max_length=40)]) -> RuleDetail:
    """查看一条规则的全部版本、条款和正文。"""
    return actions.rule(rule_id)
