"""Confirming and refusing (审核确认、不予确认): what a person decides about what eligibility proposed (D-19)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.intake.actions import benefits, notices
from services.intake.errors import AlreadyBeneficiary
from services.intake.models.applications import Application, DecisionLine, Determination
from services.intake.queries import applications as queries
from services.intake.queries import people as people_queries
from services.intake.queries import reference
from services.intake.rules.ages import next_month
from services.intake.rules.refusals import UNPROVEN_IS_REFUSED, supports
from shared.db import Session
from shared.errors import FieldError, RuleRefused
from shared.identity import Caller
from shared.schemas.application_changes import Confirm, ConfirmedLine, Refuse
from shared.schemas.codes import NoticeKind, RefusalCode
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import ProgrammeResult


def confirm(
    session: Session, application: Application, change: Confirm, caller: Caller, now: datetime
) -> dict[str, Any]:
    """Confirm lines that today's determination finds eligible, open their benefits, publish the result (L18, LB-19)."""
    results = _results(queries.latest_determination(session, application.id))
    application.decided_on = now.date()
    total = 0
    confirmed: set[tuple[str, str | None]] = set()
    for wanted in change.lines:
        result = _eligible(results, wanted)
        line = _line(application, result, now=now, caller=caller, confirmed=True)
        application.lines.append(line)
        session.flush()
        _claim(session, application, result, benefits.open_benefit(session, application, line, now=now).id)
        total += line.monthly_amount_fen
        confirmed.add((wanted.programme.value, wanted.person_ref))
    for result in results:
        unit = (result.programme.value, result.unit.person)
        if unit not in confirmed and result.programme.value in application.programmes:
            application.lines.append(_line(application, result, now=now, caller=caller, confirmed=False))
    notices.withdraw(session, application, NoticeKind.OPINION, now=now)
    notice = notices.publish_result(session, application, total, now=now)
    return {"published": str(notice.id)}


def refuse(session: Session, application: Application, change: Refuse, caller: Caller, now: datetime) -> dict[str, Any]:
    """Refuse with coded reasons that today's determination bears out (L19, L11, LB-17)."""
    latest = queries.latest_determination(session, application.id)
    failed = {reason.rule for result in _results(latest) for reason in result.reasons}
    for position, code in enumerate(change.reasons):
        if not supports(code.value, failed):
            raise RuleRefused(
                UNPROVEN_IS_REFUSED,
                rule="LB-17",
                clause="3.1-b",
                errors=(FieldError(f"/reasons/{position}", "unproven", UNPROVEN_IS_REFUSED),),
            )
    application.decided_on = now.date()
    results = _results(latest)
    for result in results:
        if result.programme.value in application.programmes:
            line = _line(application, result, now=now, caller=caller, confirmed=False)
            line.reasons = [*_coded(change.reasons), *line.reasons]
            application.lines.append(line)
    if not results:
        application.lines.extend(_refused_without_determination(application, change, caller=caller, now=now))
    notices.withdraw(session, application, NoticeKind.OPINION, now=now)
    return {}


def people_indexes(application: Application) -> list[str]:
    """Return the blind indexes of the members, as events carry them between our services."""
    return [member.person.id_number_index.hex() for member in application.members]


def check_claims(session: Session, application: Application) -> None:
    """Raise ``AlreadyBeneficiary`` when a member already receives a programme applied for, anywhere in the city."""
    indexes = [member.person.id_number_index for member in application.members]
    for programme in application.programmes:
        county = people_queries.county_of_claim(session, indexes, programme)
        if county is not None:
            raise _already(session, programme, county)


def _already(session: Session, programme: str, county: str) -> AlreadyBeneficiary:
    return AlreadyBeneficiary(Programme(programme).zh, reference.division_by_code(session, county).name)


def _claim(session: Session, application: Application, result: ProgrammeResult, benefit_id: UUID) -> None:
    """Claim the programme for everybody the benefit is for (HH-11)."""
    counted = {member.person for member in result.counted_members if member.counted}
    concerned = {result.unit.person} if result.unit.person else counted
    for member in application.members:
        if member.ref in concerned:
            index, programme = member.person.id_number_index, result.programme.value
            made = people_queries.make_claim(
                session, index, programme, county=application.county, benefit_id=benefit_id
            )
            if not made:
                county = people_queries.county_of_claim(session, [index], programme) or application.county
                raise _already(session, programme, county)


def _results(latest: Determination | None) -> list[ProgrammeResult]:
    if latest is None:
        return []
    return [ProgrammeResult.model_validate(result) for result in latest.answer["results"]]


def _eligible(results: list[ProgrammeResult], wanted: ConfirmedLine) -> ProgrammeResult:
    """Return the eligible result a line stands for; raise with the rules that failed when there is none."""
    for result in results:
        if (result.programme, result.unit.person) == (wanted.programme, wanted.person_ref):
            if result.outcome is Outcome.ELIGIBLE and result.monthly_amount is not None:
                return result
            first = result.reasons[0] if result.reasons else None
            raise RuleRefused(
                f"今日测算结果为“{result.outcome.zh}”，不能确认：{result.sentence}",
                rule=first.rule if first else "D-19",
                clause=first.clause if first else "3.1-b",
            )
    raise RuleRefused("今日测算结果中没有该确认事项", rule="D-19", clause="3.1-b")


def _line(
    application: Application, result: ProgrammeResult, *, now: datetime, caller: Caller, confirmed: bool
) -> DecisionLine:
    people = {member.ref: member.person_id for member in application.members}
    return DecisionLine(
        division=application.division,
        created_at=now,
        programme=result.programme.value,
        person_id=people.get(result.unit.person or ""),
        confirmed=confirmed,
        monthly_amount_fen=(result.monthly_amount or 0) if confirmed else 0,
        start_month=_start_month(result, now.date()) if confirmed else None,
        reasons=[] if confirmed else [reason.model_dump(mode="json") for reason in result.reasons],
        decided_by=caller.acts_for,
        decided_on=now.date(),
    )


def _start_month(result: ProgrammeResult, decided_on: date) -> date:
    """Return the first month of the benefit: eligibility's, else the month after the decision (LB-06)."""
    if result.start_month is None:
        return next_month(decided_on)
    return date.fromisoformat(f"{result.start_month}-01")


def _coded(codes: list[RefusalCode]) -> list[dict[str, str]]:
    return [{"code": code.value, "sentence": code.zh} for code in codes]


def _refused_without_determination(
    application: Application, change: Refuse, *, caller: Caller, now: datetime
) -> list[DecisionLine]:
    """Return a refused line for each programme when verification already failed (L11) and nothing was determined."""
    return [
        DecisionLine(
            division=application.division,
            created_at=now,
            programme=programme,
            confirmed=False,
            monthly_amount_fen=0,
            reasons=_coded(change.reasons),
            decided_by=caller.acts_for,
            decided_on=now.date(),
        )
        for programme in application.programmes
    ]
