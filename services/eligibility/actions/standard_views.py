"""A standard as this caller sees it: what it sets, what may be done with it, and why not."""

from collections.abc import Iterator
from datetime import datetime

from services.eligibility import queries
from services.eligibility.actions import invariants, parameters
from services.eligibility.actions.origins import formula_amount
from services.eligibility.actions.standing import Breach
from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.models import Standard, StandardValue
from shared.db import Session
from shared.identity import Caller
from shared.schemas.standards import Formula, NaturalGrowth, StandardDetail, StandardSummary, StandardValueDetail
from shared.schemas.transitions import AllowedActionView

NOT_A_DRAFT = {
    "PUBLISHED": "标准已发布，不能再修改或撤回；如需更正，请以新文号起草并发布",
    "WITHDRAWN": "草稿已撤回，如需发布请重新起草",
}
_TITLES = {"PUBLISH": "发布", "WITHDRAW": "撤回"}


def detail_of(session: Session, standard: Standard, *, caller: Caller, now: datetime) -> StandardDetail:
    """Return the standard with its values and the actions open to this caller."""
    session.flush()
    summary = StandardSummary.model_validate(standard)
    return StandardDetail(
        **summary.model_dump(),
        version=standard.version,
        reason=standard.reason,
        values=[_value_detail(value) for value in standard.values],
        drafted_by=standard.drafted_by,
        published_by=standard.published_by,
        allowed_actions=list(_offers(session, standard, caller=caller, now=now)),
    )


def _value_detail(value: StandardValue) -> StandardValueDetail:
    definition = PARAMETERS[value.key]
    formula = None if value.formula is None else Formula.model_validate(value.formula)
    return StandardValueDetail(
        key=value.key,
        title=definition.title,
        unit=definition.unit.value,
        residence=value.residence,
        value=value.value,
        valid_to=value.valid_to,
        clause=value.clause,
        evidence=value.evidence,
        status=value.status,
        formula=formula,
        formula_amount=None if formula is None else formula_amount(formula),
        growth=None if value.growth is None else NaturalGrowth.model_validate(value.growth),
    )


def _offers(session: Session, standard: Standard, *, caller: Caller, now: datetime) -> Iterator[AllowedActionView]:
    """Yield the actions a draft is open to; a standard that is no draft any more has none."""
    if standard.state != "DRAFT" or "standards:publish" not in caller.scopes:
        return
    why_not = why_not_publish(session, standard, caller=caller, now=now)
    yield _offer("PUBLISH", why_not)
    yield _offer("WITHDRAW", None)


def _offer(action: str, refused_because: str | None) -> AllowedActionView:
    return AllowedActionView(
        action=action, title=_TITLES[action], allowed=refused_because is None, refused_because=refused_because
    )


def why_not_publish(session: Session, standard: Standard, *, caller: Caller, now: datetime) -> str | None:
    """Return the sentence that refuses publication to this caller now, or None."""
    if own := why_own_work(session, standard, caller):
        return own
    _, breaches = rehearsal(session, standard, approved_by=caller.acts_for, now=now)
    return "；".join(f"{breach.sentence}（{breach.clause}）" for breach in breaches) or None


def why_own_work(session: Session, standard: Standard, caller: Caller) -> str | None:
    """Return why four eyes forbid this caller to publish: he had a hand in the draft himself."""
    if caller.acts_for in queries.hands_in(session, standard.id):
        return "起草或修改过该标准的人不能发布，须由另一人发布"
    return None


def rehearsal(
    session: Session, standard: Standard, *, approved_by: str, now: datetime
) -> tuple[parameters.Knowledge, list[Breach]]:
    """Return what would be known once the standard is published, and every invariant that this would break."""
    current = queries.parameters_of_keys(session, {value.key for value in standard.values} | invariants.CONCERNED)
    known = parameters.knowledge_after(standard, current, approved_by=approved_by, now=now)
    return known, invariants.breaches(standard, before=current, after=known.standing)
