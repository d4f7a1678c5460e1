"""Public notices (公示、公布): name, household size and amount, and nothing else (CONF-02)."""

from datetime import datetime, timedelta

from services.intake.actions import clocks
from services.intake.models.applications import Application, PublicNotice
from services.intake.queries import determinations
from services.intake.queries import notices as queries
from shared.db import Session
from shared.schemas.codes import NoticeKind
from shared.schemas.types import fen

RESULT_DAYS = 30
"""How long the result stays published in the village (product default; no text gives a number)."""


def post_opinion(session: Session, application: Application, *, now: datetime) -> PublicNotice:
    """Post the notice of the opinion for its days (L13), with the amount eligibility proposes.

    Whether the day of posting counts is published like any standard (D-13).
    """
    stored = determinations.current_determination(
        session, application.id, as_of=now.date(), facts_version=application.facts_version
    )
    assert stored is not None, "no opinion without a determination of the day"
    counts = bool(stored.answer.get("procedure", {}).get("notice_counts_start_day"))
    period = clocks.start_clock(session, application, "TL-LB-NOTICE", on=now.date(), now=now, count_start_day=counts)
    amount = fen(stored.answer["best"]["monthly_sum"])
    return _post(
        session, application, NoticeKind.OPINION, amount, last_day=period.due_on, forward_from=period.forward_from,
        now=now,
    )  # fmt: skip


def publish_result(session: Session, application: Application, amount_fen: int, *, now: datetime) -> PublicNotice:
    """Publish what was confirmed (LB-19)."""
    last_day = now.date() + timedelta(days=RESULT_DAYS)
    forward_from = last_day + timedelta(days=1)
    return _post(
        session, application, NoticeKind.RESULT, amount_fen, last_day=last_day, forward_from=forward_from, now=now
    )


def withdraw(session: Session, application: Application, kind: NoticeKind, *, now: datetime) -> None:
    """Take a standing notice down."""
    notice = queries.standing_notice(session, application.id, kind.value)
    if notice is not None and notice.last_day >= now.date():
        notice.withdrawn_on = now.date()


def _post(
    session: Session,
    application: Application,
    kind: NoticeKind,
    amount_fen: int,
    *,
    last_day: object,
    forward_from: object,
    now: datetime,
) -> PublicNotice:
    notice = PublicNotice(
        division=application.division,
        created_at=now,
        application_id=application.id,
        kind=kind.value,
        applicant_name=application.applicant.name,
        household_size=application.household_size,
        monthly_amount_fen=amount_fen,
        posted_on=now.date(),
        last_day=last_day,
        forward_from=forward_from,
    )
    session.add(notice)
    session.flush()
    return notice
