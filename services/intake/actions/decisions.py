"""Confirming and refusing (审核确认、不予确认): what a person decides about what eligibility proposed (D-19)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.intake.actions import benefits, claims, clocks, notices
from services.intake.actions.refusals import Deciding, Unit, lines_left_out, lines_of_everything, unit_of
from services.intake.models.applications import Application, DecisionLine
from services.intake.queries import determinations, transitions
from services.intake.rules.ages import next_month
from services.intake.rules.reviews import review_months
from shared.db import Session
from shared.errors import RuleRefused
from shared.identity import Caller
from shared.schemas.application_changes import Confirm, ConfirmedLine, Refuse
from shared.schemas.codes import NoticeKind, VerificationConclusion
from shared.schemas.determination_codes import Outcome
from shared.schemas.determinations import ProgrammeResult


def confirm(
    session: Session, application: Application, change: Confirm, caller: Caller, now: datetime
) -> dict[str, Any]:
    """Confirm lines that today's determination finds eligible, open their benefits, publish the result (L18, LB-19).

    What was applied for and is not confirmed is refused with its reasons, and told like any refusal (LB-07).
    """
    case = _deciding(session, application, change.note, caller=caller, now=now)
    eligible = [_eligible(case.results, wanted) for wanted in change.lines]
    refused = lines_left_out(case, {unit_of(line) for line in change.lines}, change.refused)
    application.decided_on = now.date()
    claims.wait_for_people(session, application)
    total = 0
    for result in eligible:
        line = _confirmed_line(application, result, now=now, caller=caller)
        application.lines.append(line)
        session.flush()
        benefit = benefits.open_benefit(
            session, application, line, valid_until=result.valid_until, review_months=case.review_months,
            caller=caller, now=now,
        )  # fmt: skip
        claims.claim_programme(session, application, result, benefit_id=benefit.id, caller=caller, now=now)
        total += line.monthly_amount_fen
    application.lines.extend(refused)
    if refused:
        clocks.start_clock(session, application, "TL-LB-REFUSAL", on=now.date(), now=now)
    notices.withdraw(session, application, NoticeKind.OPINION, now=now)
    notice = notices.publish_result(session, application, total, now=now)
    return {"published": str(notice.id)}


def refuse(session: Session, application: Application, change: Refuse, caller: Caller, now: datetime) -> dict[str, Any]:
    """Refuse everything applied for, each with coded reasons that are borne out (L19, L11, LB-17)."""
    case = _deciding(session, application, change.note, caller=caller, now=now)
    refused = lines_of_everything(case, change.reasons, change.lines)
    application.decided_on = now.date()
    application.lines.extend(refused)
    notices.withdraw(session, application, NoticeKind.OPINION, now=now)
    return {}


def people_indexes(application: Application) -> list[str]:
    """Return the blind indexes of the members, as events carry them between our services."""
    return [member.person.id_number_index.hex() for member in application.members]


def _deciding(
    session: Session, application: Application, note: str | None, *, caller: Caller, now: datetime
) -> Deciding:
    """Return what today's determination and the last verification say about the application."""
    stored = determinations.current_determination(
        session, application.id, as_of=now.date(), facts_version=application.facts_version
    )
    results = [ProgrammeResult.model_validate(result) for result in (stored.answer["results"] if stored else [])]
    conclusion = transitions.last_conclusion(session, application.id)
    return Deciding(
        session,
        application,
        caller,
        now,
        note,
        results={(result.programme.value, result.unit.person): result for result in results},
        review_months=review_months(stored.answer if stored else None),
        verification_failed=conclusion == VerificationConclusion.DOES_NOT_FIT,
    )


def _eligible(results: Mapping[Unit, ProgrammeResult], wanted: ConfirmedLine) -> ProgrammeResult:
    """Return the eligible result a line stands for; raise with the rules that failed when there is none."""
    result = results.get(unit_of(wanted))
    if result is None:
        raise RuleRefused("今日测算结果中没有该确认事项", rule="D-19", clause="3.1-b")
    if result.outcome is Outcome.ELIGIBLE and result.monthly_amount is not None:
        return result
    first = result.reasons[0] if result.reasons else None
    raise RuleRefused(
        f"今日测算结果为“{result.outcome.zh}”，不能确认：{result.sentence}",
        rule=first.rule if first else "D-19",
        clause=first.clause if first else "3.1-b",
    )


def _confirmed_line(
    application: Application, result: ProgrammeResult, *, now: datetime, caller: Caller
) -> DecisionLine:
    people = {member.ref: member.person_id for member in application.members}
    return DecisionLine(
        division=application.division,
        created_at=now,
        programme=result.programme.value,
        person_id=people.get(result.unit.person or ""),
        confirmed=True,
        monthly_amount_fen=result.monthly_amount or 0,
        start_month=_start_month(result, now.date()),
        reasons=[],
        decided_by=caller.acts_for,
        decided_on=now.date(),
    )


def _start_month(result: ProgrammeResult, decided_on: date) -> date:
    """Return the first month of the benefit: eligibility's, else the month after the decision (LB-06)."""
    if result.start_month is None:
        return next_month(decided_on)
    return date.fromisoformat(f"{result.start_month}-01")
