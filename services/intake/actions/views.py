"""What a caller sees of an application, a benefit, a batch, a case: rows, with what he may do next."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

from services.intake.actions import benefits as benefit_actions
from services.intake.actions import clocks
from services.intake.actions import payments as payment_actions
from services.intake.actions.application_steps import situation_of
from services.intake.actions.determinations import request_if_stale
from services.intake.lifecycles import register
from services.intake.lifecycles.payment_batch import LIFECYCLE as PAYMENT_BATCH
from services.intake.models.applications import Application, Case, Clock
from services.intake.models.benefits import Benefit, PaymentBatch
from services.intake.queries import applications as queries
from services.intake.queries import benefits as benefit_queries
from services.intake.queries import clocks as clock_queries
from services.intake.queries.transitions import APPLICANTS_SIDE
from shared.clocks import LIMITS, Deadline, deadline
from shared.db import Session
from shared.identity import Caller
from shared.paging import Paging, Slice
from shared.schemas.applications import AppealView, ApplicationDetail, DecisionLineView
from shared.schemas.benefits import BenefitDetail, CaseApplication, CaseDetail, CaseSummary
from shared.schemas.clocks import ClockDetail, ClockList, DayCountDetail, LimitUnit, SuspensionDetail
from shared.schemas.payments import PaymentBatchDetail

View = TypeVar("View", bound=BaseModel)

_APPEAL = (
    "如不服本决定，可自收到本决定书之日起60日内向本级人民政府申请行政复议，"
    "或者自知道之日起6个月内依法向人民法院提起行政诉讼。"
)


def open_application(session: Session, application_id: UUID, *, caller: Caller, now: datetime) -> ApplicationDetail:
    """Show an application; an officer who opens it on a new day sets off today's determination."""
    application = queries.application_by_id(session, application_id, visible_to=caller)
    request_if_stale(session, application, caller=caller, now=now)
    return show_application(session, application, caller=caller, now=now)


def show_application(session: Session, application: Application, *, caller: Caller, now: datetime) -> ApplicationDetail:
    """Return an application with the state of its determination, the way of appeal and the allowed actions."""
    situation = situation_of(session, application, caller=caller, today=now.date())
    allowed = register.by_name(application.lifecycle).allowed_actions(application.state, caller, situation)
    return _view(
        ApplicationDetail,
        application,
        determination=situation.determination,
        lines=_lines(session, application),
        allowed_actions=allowed,
        complaint_open=None if caller.role in APPLICANTS_SIDE else application.complaint_open,
    )


def show_benefit(benefit: Benefit, *, caller: Caller, today: date) -> BenefitDetail:
    """Return a benefit with the allowed actions."""
    situation = benefit_actions.situation_of(benefit, today=today)
    allowed = register.by_name(benefit.lifecycle).allowed_actions(benefit.state, caller, situation)
    return _view(BenefitDetail, benefit, allowed_actions=allowed)


def show_batch(session: Session, batch: PaymentBatch, *, caller: Caller) -> PaymentBatchDetail:
    """Return a payment batch with the allowed actions."""
    situation = payment_actions.situation_of(session, batch, caller=caller)
    allowed = PAYMENT_BATCH.allowed_actions(batch.state, caller, situation)
    return _view(PaymentBatchDetail, batch, unsent=situation.unsent_fen, allowed_actions=allowed)


def show_cases(session: Session, *, caller: Caller, paging: Paging) -> Slice[CaseSummary]:
    """Return the case files of the caller's place, each with where it stands and what is due next."""
    found = queries.cases(session, visible_to=caller, paging=paging)
    applications = queries.applications_of_cases(session, [case.id for case in found.items], visible_to=caller)
    return Slice([_case(case, applications) for case in found.items], found.next, found.total)


def show_case(session: Session, case_id: UUID, *, caller: Caller) -> CaseDetail:
    """Return a case file with its applications, and with its benefits for whoever may see benefits."""
    case = queries.case_by_id(session, case_id, visible_to=caller)
    applications = queries.applications_of_cases(session, [case.id], visible_to=caller)
    benefits = None
    if "benefits:read" in caller.scopes:
        benefits = benefit_queries.benefits(session, visible_to=caller, paging=Paging(limit=500), case_id=case.id).items
    return CaseDetail.model_validate(
        _case(case, applications).model_dump()
        | {
            "applications": [CaseApplication.model_validate(application) for application in applications],
            "benefits": benefits,
        },
        from_attributes=True,
    )


def show_clocks(session: Session, application_id: UUID, *, caller: Caller, today: date, explain: bool) -> ClockList:
    """Return the clocks of an application with the suspension ledger and, when asked, every day of the reckoning."""
    application = queries.application_by_id(session, application_id, visible_to=caller)
    ledger = [
        SuspensionDetail(first_day=entry.from_on, last_day=entry.to_on, reason=entry.reason)
        for entry in clock_queries.suspensions(session, application.id)
    ]
    standing = clocks.standing_since(session, application)
    return ClockList(
        items=[
            _clock(clock, reckoned, ledger, standing=standing, today=today, explain=explain)
            for clock, reckoned in clocks.explained(session, application, today=today)
        ]
    )


def _clock(
    clock: Clock,
    reckoned: Deadline,
    ledger: list[SuspensionDetail],
    *,
    standing: date | None,
    today: date,
    explain: bool,
) -> ClockDetail:
    """Return a clock; one that runs is reckoned as of today, one that has stopped keeps the day it had."""
    limit = LIMITS[clock.limit_key]
    due_on = clock.due_on if clock.stopped_on else reckoned.due_on
    return ClockDetail(
        key=limit.key,
        title=limit.title,
        amount=limit.amount,
        unit=LimitUnit(limit.unit.value),
        clause=limit.clause,
        rule=limit.rule,
        starts_with=limit.starts_with,
        started_on=clock.started_on,
        due_on=due_on,
        provisional=clock.provisional if clock.stopped_on else reckoned.provisional,
        finished_on=clock.stopped_on,
        standing=clock.stopped_on is None and standing is not None and standing <= min(today, due_on),
        overdue=(clock.stopped_on or today) > due_on,
        suspensions=ledger,
        days=[DayCountDetail.model_validate(day, from_attributes=True) for day in reckoned.days] if explain else None,
    )


def _case(case: Case, applications: Sequence[Application]) -> CaseSummary:
    own = [application for application in applications if application.case_id == case.id]
    return _view(
        CaseSummary,
        case,
        applicant_name=own[-1].applicant_name if own else None,
        state=own[-1].state if own else None,
        due_on=min((application.due_on for application in own if application.due_on), default=None),
    )


def _lines(session: Session, application: Application) -> list[DecisionLineView]:
    """Return what was decided, each line with where and until when it can be challenged (AP-01, AP-02).

    A confirmation becomes known by its publication on the day of the decision, a refusal when it is delivered.
    """
    known = {True: application.decided_on, False: application.delivered_on}
    appeals = {
        confirmed: _appeal(session, known[confirmed]) for confirmed in {line.confirmed for line in application.lines}
    }
    return [_view(DecisionLineView, line, appeal=appeals[line.confirmed]) for line in application.lines]


def _appeal(session: Session, known_on: date | None) -> AppealView:
    """Return until when a decision can be challenged, reckoned from when it became known."""
    if known_on is None:
        return AppealView(
            text=_APPEAL, known_on=None, reconsideration_until=None, lawsuit_until=None, provisional=False
        )
    calendar = clocks.calendar_of(session)
    reconsideration, lawsuit = (
        deadline(LIMITS[key], known_on, calendar) for key in ("TL-APPEAL-REVIEW", "TL-APPEAL-SUIT")
    )
    return AppealView(
        text=_APPEAL,
        known_on=known_on,
        reconsideration_until=reconsideration.due_on,
        lawsuit_until=lawsuit.due_on,
        provisional=reconsideration.provisional or lawsuit.provisional,
    )


def _view(schema: type[View], row: Any, **computed: Any) -> View:
    """Return a row as its schema shows it, with the fields that are computed for this caller."""
    fields = {
        name: getattr(row, str(field.validation_alias or name))
        for name, field in schema.model_fields.items()
        if name not in computed
    }
    aliased = {str(schema.model_fields[name].validation_alias or name): value for name, value in fields.items()}
    return schema.model_validate(aliased | computed, from_attributes=True)
