"""Where intake's messages go: topic → client call → action that records the answer. No transaction is open meanwhile."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from services.intake.actions import benefits, calendar_years, determinations, divisions
from shared.clients.alerts import AlertsClient
from shared.clients.eligibility import EligibilityClient
from shared.db import SessionFactory, transaction
from shared.identity import service_caller
from shared.outbox import OutboxMessage
from shared.schemas.determinations import DeterminationRequest
from shared.schemas.divisions import NewDivisionSuccession
from shared.schemas.events import PublishedEvent


def make_send(
    factory: SessionFactory, *, eligibility: EligibilityClient, alerts: AlertsClient, clock: Callable[[], datetime]
) -> Callable[[OutboxMessage], None]:
    """Return the function that delivers one message."""
    caller = service_caller("intake")
    peers: dict[str, EligibilityClient | AlertsClient] = {"eligibility": eligibility, "alerts": alerts}

    def send(message: OutboxMessage) -> None:
        match message.topic:
            case "determination.requested":
                _determine(factory, eligibility, message, now=clock())
            case "event.published":
                event = PublishedEvent.model_validate(message.payload)
                alerts.receive_event(event, idempotency_key=str(message.id))
            case "benefit.start_due":
                now = clock()
                with transaction(factory, caller, now=now) as session:
                    benefits.activate_benefit(session, UUID(message.payload["benefit_id"]), caller=caller, now=now)
            case "benefit.review_due":
                now = clock()
                with transaction(factory, caller, now=now) as session:
                    benefits.call_due_review(session, UUID(message.payload["benefit_id"]), caller=caller, now=now)
            case "division.merge_due":
                now = clock()
                with transaction(factory, caller, now=now) as session:
                    divisions.move_open_work(session, message.payload["from_code"], caller=caller, now=now)
            case "calendar.loaded":
                now, after = clock(), message.payload["after"]
                with transaction(factory, caller, now=now) as session:
                    calendar_years.reckon_clocks(
                        session, message.payload["year"], after=after and UUID(after), caller=caller, now=now
                    )
            case "division.succeeded":
                move = NewDivisionSuccession.model_validate({k: v for k, v in message.payload.items() if k != "peer"})
                peers[message.payload["peer"]].succeed_division(move, idempotency_key=str(message.id))
            case unknown:
                raise ValueError(f"unknown topic {unknown}")

    return send


def _determine(
    factory: SessionFactory, eligibility: EligibilityClient, message: OutboxMessage, *, now: datetime
) -> None:
    """Ask eligibility, then store the answer in a transaction of its own."""
    request = DeterminationRequest.model_validate(message.payload["request"])
    answer = eligibility.determine(request, idempotency_key=str(message.id), acting_for=message.acting_for)
    caller = service_caller("intake", acting_for=message.acting_for)
    with transaction(factory, caller, now=now) as session:
        determinations.record_determination(
            session,
            UUID(message.payload["application_id"]),
            answer,
            facts_version=message.payload["facts_version"],
            caller=caller,
            now=now,
        )
