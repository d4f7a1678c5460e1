"""Benefits (待遇): opened by a decision, in force from the next month, entered month by month, stopped with a reason."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from services.intake.actions.steps import record_step, require_step, tell
from services.intake.lifecycles import register
from services.intake.lifecycles.benefit_2021 import LIFECYCLE
from services.intake.lifecycles.machine import Step
from services.intake.models.applications import Application, DecisionLine
from services.intake.models.benefits import Benefit, BenefitMonth
from services.intake.queries import applications as application_queries
from services.intake.queries import benefits as queries
from services.intake.queries import people as people_queries
from services.intake.rules.ages import first_of_month, months_between, next_month
from services.intake.rules.benefit_guards import BenefitSituation
from services.intake.rules.reviews import review_class, review_due_on
from shared.clock import SHANGHAI
from shared.db import Session
from shared.identity import Caller, Role, service_caller
from shared.outbox import cancel, enqueue
from shared.schemas.benefits import BenefitChange, StopBenefit
from shared.schemas.codes import BenefitAction, BenefitState, MonthKind, MonthStatus
from shared.schemas.facts import HouseholdFacts

_OPENED: Step[Any] = Step("L18", "OPEN", "待遇建立", (None,), "CONFIRMED", frozenset(Role), "applications:decide")


def open_benefit(session: Session, application: Application, line: DecisionLine, *, now: datetime) -> Benefit:
    """Open the benefit of a confirmed line; a timer lets it take effect on the first of its month (L20)."""
    assert line.start_month is not None
    facts = HouseholdFacts.model_validate(application.facts)
    interval = review_class(any(member.labour_ability == "FULL" for member in facts.members))
    benefit = Benefit(
        division=application.division,
        created_at=now,
        case_id=application.case_id,
        application_id=application.id,
        household_id=application.household_id,
        lifecycle=LIFECYCLE.name,
        programme=line.programme,
        person_id=line.person_id,
        state=BenefitState.CONFIRMED.value,
        monthly_amount_fen=line.monthly_amount_fen,
        start_month=line.start_month,
        review_class=interval,
        next_review_on=review_due_on(now.date(), interval),
    )
    session.add(benefit)
    session.flush()
    for topic, due in (("benefit.start_due", line.start_month), ("benefit.review_due", benefit.next_review_on)):
        enqueue(
            session, topic=topic, payload={"benefit_id": str(benefit.id)}, division=benefit.division, now=now,
            due_at=datetime.combine(due, time(), SHANGHAI), key=f"{topic}:{benefit.id}",
        )  # fmt: skip
    caller = service_caller("intake")
    record_step(
        session, benefit, "benefit", step=_OPENED, lifecycle=LIFECYCLE.name, from_state=None,
        details={"application": str(application.id)}, caller=caller, now=now,
    )  # fmt: skip
    _tell(session, "benefit.opened", benefit, caller=caller, now=now)
    return benefit


def activate_benefit(session: Session, benefit_id: UUID, *, caller: Caller, now: datetime) -> None:
    """Let a confirmed benefit take effect (L20) and enter its first month; anything else is left as it is."""
    benefit = queries.benefit_to_change(session, benefit_id, visible_to=caller)
    if benefit.state != BenefitState.CONFIRMED:
        return
    _take(session, benefit, BenefitAction.ACTIVATE, {}, caller=caller, now=now)
    enter_months(session, benefit, through=benefit.start_month, now=now)
    _tell(session, "benefit.activated", benefit, caller=caller, now=now)


def call_due_review(session: Session, benefit_id: UUID, *, caller: Caller, now: datetime) -> None:
    """Call the review whose day has come (L21, RV-04); anything but an active benefit is left as it is."""
    benefit = queries.benefit_to_change(session, benefit_id, visible_to=caller)
    if benefit.state == BenefitState.ACTIVE and now.date() >= benefit.next_review_on:
        _take(
            session,
            benefit,
            BenefitAction.CALL_REVIEW,
            {"due_on": benefit.next_review_on.isoformat()},
            caller=caller,
            now=now,
        )
        _tell(session, "benefit.review_due", benefit, caller=caller, now=now)


def transition_benefit(
    session: Session, benefit_id: UUID, change: BenefitChange, *, version: int, caller: Caller, now: datetime
) -> Benefit:
    """Take one step of a benefit by hand: call a review, or stop it (L25)."""
    benefit = queries.benefit_to_change(session, benefit_id, visible_to=caller, version=version)
    before = benefit.state
    step = require_step(
        register.by_name(benefit.lifecycle), before, change, caller=caller,
        situation=situation_of(benefit, today=now.date()),
    )  # fmt: skip
    benefit.state = step.target(before)
    if isinstance(change, StopBenefit):
        _stop(session, benefit, change, now=now)
    details = change.model_dump(mode="json", exclude={"action"})
    record_step(
        session, benefit, "benefit", step=step, lifecycle=benefit.lifecycle, from_state=before, details=details,
        caller=caller, now=now, reason=change.note,
    )  # fmt: skip
    event = "benefit.stopped" if isinstance(change, StopBenefit) else "benefit.review_due"
    _tell(session, event, benefit, caller=caller, now=now)
    return benefit


def situation_of(benefit: Benefit, *, today: date) -> BenefitSituation:
    """Return what the guards of a benefit may look at."""
    return BenefitSituation(today=today, start_month=benefit.start_month, next_review_on=benefit.next_review_on)


def enter_months(session: Session, benefit: Benefit, *, through: date, now: datetime) -> None:
    """Enter the months from the last one in the ledger up to this one, no month twice and none after the end."""
    last = queries.last_month_of(session, benefit.id)
    session.add_all(missing_months(benefit, last=last, through=through, now=now))
    session.flush()


def missing_months(benefit: Benefit, *, last: date | None, through: date, now: datetime) -> list[BenefitMonth]:
    """Return the entries that follow the last month in the ledger, up to a month and not after the end."""
    first = next_month(last) if last else benefit.start_month
    end = min(through, benefit.end_month) if benefit.end_month else through
    return [
        BenefitMonth(
            division=benefit.division,
            created_at=now,
            benefit_id=benefit.id,
            month=month,
            kind=MonthKind.NORMAL.value,
            entitled_fen=benefit.monthly_amount_fen,
            paid_fen=0,
            status=MonthStatus.DUE.value,
        )
        for month in months_between(first, end)
    ]


def _stop(session: Session, benefit: Benefit, change: StopBenefit, *, now: datetime) -> None:
    """End the benefit with this month (RV-08), or with the month of what happened if that was earlier."""
    benefit.stop_reason = change.reason.value
    benefit.end_month = first_of_month(min(change.happened_on, now.date()))
    for month in queries.unpaid_months_after(session, benefit.id, benefit.end_month):
        session.delete(month)
    people_queries.release_claims(session, benefit.id)
    for topic in ("benefit.start_due", "benefit.review_due"):
        cancel(session, key=f"{topic}:{benefit.id}")
    session.flush()


def _take(
    session: Session, benefit: Benefit, action: BenefitAction, details: dict[str, Any], *, caller: Caller, now: datetime
) -> None:
    """Take a step that a timer calls for; its guards hold as for anybody."""
    before = benefit.state
    step = require_step(
        register.by_name(benefit.lifecycle), before, _ByTimer(action), caller=caller,
        situation=situation_of(benefit, today=now.date()),
    )  # fmt: skip
    benefit.state = step.target(before)
    record_step(
        session, benefit, "benefit", step=step, lifecycle=benefit.lifecycle, from_state=before, details=details,
        caller=caller, now=now,
    )  # fmt: skip


class _ByTimer:
    """A change that has no body: only its action."""

    def __init__(self, action: BenefitAction) -> None:
        self.action = action


def _tell(session: Session, what: str, benefit: Benefit, *, caller: Caller, now: datetime) -> None:
    """Tell the information base: programme, dates and whom it concerns."""
    application = application_queries.application_by_id(session, benefit.application_id, visible_to=caller)
    people = [
        member.person.id_number_index.hex()
        for member in application.members
        if benefit.person_id in (None, member.person_id)
    ]
    tell(
        session, what, benefit, caller=caller, now=now, people=people, programme=benefit.programme,
        household_id=str(benefit.household_id), start_month=f"{benefit.start_month:%Y-%m}",
        end_month=benefit.end_month and f"{benefit.end_month:%Y-%m}",
    )  # fmt: skip
