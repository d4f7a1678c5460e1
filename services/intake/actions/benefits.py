"""Benefits (待遇): opened by a decision, in force from the next month, entered month by month, stopped with a reason."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from services.intake.actions import clocks
from services.intake.actions.steps import record_step, require_step, tell
from services.intake.lifecycles import register
from services.intake.lifecycles.benefit_2021 import LIFECYCLE
from services.intake.models.applications import Application, DecisionLine
from services.intake.models.benefits import Benefit, BenefitMonth
from services.intake.policy.leads import REVIEW, lead_days
from services.intake.queries import applications as application_queries
from services.intake.queries import benefits as queries
from services.intake.queries import determinations, reviews
from services.intake.queries import people as people_queries
from services.intake.queries.benefits import Ledger
from services.intake.rules.ages import months_between, next_month
from services.intake.rules.benefit_guards import BenefitSituation
from services.intake.rules.reviews import (
    last_entitled_month,
    review_class,
    review_due_on,
    review_months,
    review_near_from,
)
from services.intake.rules.warnings import word_on
from shared.clock import SHANGHAI
from shared.clocks import LIMITS, deadline
from shared.db import Session
from shared.identity import Caller, Role
from shared.lifecycle import Step
from shared.outbox import cancel, enqueue
from shared.schemas.benefits import BenefitChange, KeepBenefit, StopBenefit
from shared.schemas.clocks import ClockWord
from shared.schemas.codes import BenefitAction, BenefitState, MonthKind, MonthStatus, StopReason
from shared.schemas.determination_codes import ReviewOutcome
from shared.schemas.facts import HouseholdFacts

_OPENED: Step[Any] = Step("L18", "OPEN", "待遇建立", (None,), "CONFIRMED", frozenset(Role), "applications:decide")

_TOLD = {
    BenefitAction.CALL_REVIEW: "benefit.review_due",
    BenefitAction.KEEP: "benefit.reviewed",
    BenefitAction.STOP: "benefit.stopped",
}
"""What the information base is told of a step taken by hand."""


def open_benefit(
    session: Session,
    application: Application,
    line: DecisionLine,
    *,
    valid_until: date | None,
    review_months: Mapping[str, int],
    caller: Caller,
    now: datetime,
) -> Benefit:
    """Open the benefit of a line that the caller confirmed; a timer lets it take effect on the first of its month (L20).

    What is recognised for a time is reviewed when that is over (BY-06).
    """
    assert line.start_month is not None
    facts = HouseholdFacts.model_validate(application.facts)
    has_able_member = any(member.labour_ability == "FULL" for member in facts.members)
    interval = review_class(has_able_member, valid_until=valid_until)
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
        next_review_on=valid_until or review_due_on(now.date(), interval, review_months),
    )
    session.add(benefit)
    session.flush()
    _set_timers(session, benefit, now=now)
    record_step(
        session, benefit, "benefit", step=_OPENED, lifecycle=LIFECYCLE.name, from_state=None,
        details={"application": str(application.id)}, caller=caller, now=now,
    )  # fmt: skip
    _tell(session, "benefit.opened", benefit, caller=caller, now=now)
    return benefit


def _set_timers(session: Session, benefit: Benefit, *, now: datetime) -> None:
    """Set what comes by itself: its first day, its review, and the warnings before and after that (RV-04)."""
    for topic, due in _timers(benefit).items():
        _set_timer(session, benefit, topic, due, now=now)


def _set_timer(session: Session, benefit: Benefit, topic: str, due: date, *, now: datetime) -> None:
    enqueue(
        session, topic=topic, payload={"benefit_id": str(benefit.id)}, division=benefit.division, now=now,
        due_at=datetime.combine(due, time(), SHANGHAI), key=f"{topic}:{benefit.id}",
    )  # fmt: skip


def _timers(benefit: Benefit) -> dict[str, date]:
    return {"benefit.start_due": benefit.start_month} | _review_timers(benefit)


def _review_timers(benefit: Benefit) -> dict[str, date]:
    review = {
        "benefit.review_near": review_near_from(benefit.next_review_on, lead_days(REVIEW, benefit.start_month)),
        "benefit.review_due": benefit.next_review_on,
        "benefit.review_overdue": benefit.next_review_on + timedelta(days=1),
    }
    return {topic: day for topic, day in review.items() if day is not None}


def activate_benefit(session: Session, benefit_id: UUID, *, caller: Caller, now: datetime) -> None:
    """Let a confirmed benefit take effect (L20) and enter its first month; anything else is left as it is."""
    benefit = queries.benefit_to_change(session, benefit_id, visible_to=caller)
    if benefit.state != BenefitState.CONFIRMED:
        return
    _take(session, benefit, BenefitAction.ACTIVATE, {}, caller=caller, now=now)
    enter_months(session, [queries.ledger_of(session, benefit.id)], through=benefit.start_month, now=now)
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


def warn_of_review(session: Session, benefit_id: UUID, *, caller: Caller, now: datetime) -> None:
    """Tell early warning, once each, that the review is near or was not done by its day (AL-29, RV-04)."""
    benefit = queries.benefit_to_change(session, benefit_id, visible_to=caller)
    near_on = review_near_from(benefit.next_review_on, lead_days(REVIEW, benefit.start_month))
    word = word_on(now.date(), near_on=near_on, due_on=benefit.next_review_on)
    if word is None or benefit.state == BenefitState.STOPPED or benefit.review_told == word:
        return
    benefit.review_told = word.value
    what = "benefit.review_overdue" if word is ClockWord.PASSED else "benefit.review_near"
    _tell(session, what, benefit, caller=caller, now=now)


def transition_benefit(
    session: Session, benefit_id: UUID, change: BenefitChange, *, version: int, caller: Caller, now: datetime
) -> Benefit:
    """Take one step of a benefit by hand: call a review, end it with the benefit kept (L22), or stop it (L25)."""
    benefit = queries.benefit_to_change(session, benefit_id, visible_to=caller, version=version)
    before = benefit.state
    step = require_step(
        register.by_name(benefit.lifecycle), before, change, caller=caller,
        situation=situation_of(benefit, today=now.date()),
    )  # fmt: skip
    benefit.state = step.target(before)
    details = change.model_dump(mode="json", exclude={"action"})
    if isinstance(change, StopBenefit):
        details |= _stop(session, benefit, change, now=now)
    elif isinstance(change, KeepBenefit):
        details |= _keep(session, benefit, now=now)
    record_step(
        session, benefit, "benefit", step=step, lifecycle=benefit.lifecycle, from_state=before, details=details,
        caller=caller, now=now, reason=change.note,
    )  # fmt: skip
    _tell(session, _TOLD[change.action], benefit, caller=caller, now=now)
    return benefit


def situation_of(benefit: Benefit, *, today: date) -> BenefitSituation:
    """Return what the guards of a benefit may look at."""
    return BenefitSituation(today=today, start_month=benefit.start_month)


def enter_months(session: Session, ledgers: list[Ledger], *, through: date, now: datetime) -> None:
    """Enter the months that follow the last one in each ledger up to this one, no month twice and none after the end.

    A status that pays nothing (BY-04) has no months to be paid.
    """
    paying = [ledger for ledger in ledgers if ledger.monthly_amount_fen > 0]
    queries.add_months(
        session, [entry for ledger in paying for entry in _missing_months(ledger, through=through, now=now)]
    )


def _missing_months(ledger: Ledger, *, through: date, now: datetime) -> list[dict[str, Any]]:
    first = next_month(ledger.last_month) if ledger.last_month else ledger.start_month
    end = min(through, ledger.end_month) if ledger.end_month else through
    return [
        {
            "division": ledger.division,
            "created_at": now,
            "benefit_id": ledger.benefit_id,
            "month": month,
            "kind": MonthKind.NORMAL.value,
            "entitled_fen": ledger.monthly_amount_fen,
            "paid_fen": 0,
            "status": MonthStatus.DUE.value,
        }
        for month in months_between(first, end)
    ]


def overpaid(month: BenefitMonth, *, now: datetime) -> BenefitMonth:
    """Return the entry that takes back a month paid beyond the end of its benefit (超发), to be recovered (PAY-05)."""
    return BenefitMonth(
        division=month.division,
        created_at=now,
        benefit_id=month.benefit_id,
        month=month.month,
        kind=MonthKind.OVERPAID.value,
        entitled_fen=-month.paid_fen,
        paid_fen=0,
        status=MonthStatus.TO_RECOVER.value,
    )


def _stop(session: Session, benefit: Benefit, change: StopBenefit, *, now: datetime) -> dict[str, Any]:
    """End the benefit; what was paid for later months is listed month by month. Return what the history adds."""
    died_on = change.happened_on if change.reason is StopReason.DIED else None
    end = last_entitled_month(now.date(), died_on=died_on)
    benefit.stop_reason, benefit.end_month = change.reason.value, end
    queries.void_months_after(session, benefit.id, end)
    back = [overpaid(month, now=now) for month in queries.months_paid_after(session, benefit.id, end)]
    session.add_all(back)
    people_queries.release_claims(session, benefit.id)
    reviews.close_tasks(session, benefit.id, now=now)
    for topic in _timers(benefit):
        cancel(session, key=f"{topic}:{benefit.id}")
    session.flush()
    told = {"end_month": f"{end:%Y-%m}", "overpaid": [f"{entry.month:%Y-%m}" for entry in back]}
    return told | (_limit_after_death(session, died_on, today=now.date()) if died_on else {})


def _keep(session: Session, benefit: Benefit, *, now: datetime) -> dict[str, Any]:
    """End a review with the benefit as it is: the next one is due after its interval (RV-04, RV-05)."""
    newest = determinations.newest_determination(session, benefit.application_id)
    months = review_months(newest.answer if newest else None)
    benefit.next_review_on = review_due_on(now.date(), benefit.review_class, months)
    benefit.review_told = None
    reviews.close_tasks(session, benefit.id, now=now)
    for topic, due in _review_timers(benefit).items():
        _set_timer(session, benefit, topic, due, now=now)
    session.flush()
    return {"review_outcome": ReviewOutcome.KEEP.value, "next_review_on": benefit.next_review_on.isoformat()}


def _limit_after_death(session: Session, died_on: date, *, today: date) -> dict[str, Any]:
    """Return by when a death was to be followed up, and whether it was (L25): the limit ends with the stop."""
    last_day = deadline(LIMITS["TL-LB-DEATH"], died_on, clocks.calendar_of(session)).due_on
    return {"limit": "TL-LB-DEATH", "due_on": last_day.isoformat(), "overdue": today > last_day}


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
        end_month=benefit.end_month and f"{benefit.end_month:%Y-%m}", application_id=str(benefit.application_id),
        residence=application.facts["residence"], next_review_on=benefit.next_review_on.isoformat(),
    )  # fmt: skip
