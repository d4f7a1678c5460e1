"""Where intake's messages go: topic → client call → action that records the answer. No transaction is open meanwhile."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services.intake.actions import benefits, calendar_years, clocks, determinations, divisions
from shared.clients.alerts import AlertsClient
from shared.clients.eligibility import EligibilityClient
from shared.db import Session, SessionFactory, transaction
from shared.delivery import Together
from shared.events import EVENT_PUBLISHED
from shared.identity import Caller, service_caller
from shared.outbox import OutboxMessage
from shared.schemas.determinations import DeterminationRequest
from shared.schemas.divisions import NewDivisionSuccession
from shared.schemas.events import BatchedEvent, NewReceivedEventBatch, PublishedEvent

Payload = dict[str, Any]


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
            case topic if topic == EVENT_PUBLISHED:
                event = PublishedEvent.model_validate(message.payload)
                alerts.receive_event(event, idempotency_key=str(message.id))
            case "division.succeeded":
                move = NewDivisionSuccession.model_validate({k: v for k, v in message.payload.items() if k != "peer"})
                peers[message.payload["peer"]].succeed_division(move, idempotency_key=str(message.id))
            case topic if topic in _TIMERS:
                now = clock()
                with transaction(factory, caller, now=now) as session:
                    _TIMERS[topic](session, message.payload, caller, now)
            case unknown:
                raise ValueError(f"unknown topic {unknown}")

    return send


def make_together(alerts: AlertsClient) -> Together:
    """Return how messages are delivered that can go together: events, in one call."""

    def send_events(messages: Sequence[OutboxMessage]) -> None:
        told = [
            BatchedEvent.model_validate(message.payload | {"on_behalf_of": message.acting_for}) for message in messages
        ]
        alerts.receive_batch(NewReceivedEventBatch(events=told))

    return {EVENT_PUBLISHED: send_events}


def _start_benefit(session: Session, about: Payload, caller: Caller, now: datetime) -> None:
    benefits.activate_benefit(session, UUID(about["benefit_id"]), caller=caller, now=now)


def _call_review(session: Session, about: Payload, caller: Caller, now: datetime) -> None:
    benefits.call_due_review(session, UUID(about["benefit_id"]), caller=caller, now=now)


def _warn_of_review(session: Session, about: Payload, caller: Caller, now: datetime) -> None:
    benefits.warn_of_review(session, UUID(about["benefit_id"]), caller=caller, now=now)


def _call_clock(session: Session, about: Payload, caller: Caller, now: datetime) -> None:
    clocks.call_due(session, UUID(about["application_id"]), UUID(about["clock_id"]), caller=caller, now=now)


def _merge_divisions(session: Session, about: Payload, caller: Caller, now: datetime) -> None:
    divisions.move_open_work(session, about["from_code"], caller=caller, now=now)


def _reckon_year(session: Session, about: Payload, caller: Caller, now: datetime) -> None:
    after = about["after"] and UUID(about["after"])
    calendar_years.reckon_clocks(session, about["year"], after=after, caller=caller, now=now)


_TIMERS: Final[dict[str, Callable[[Session, Payload, Caller, datetime], None]]] = {
    "benefit.start_due": _start_benefit,
    "benefit.review_due": _call_review,
    "benefit.review_near": _warn_of_review,
    "benefit.review_overdue": _warn_of_review,
    "clock.due": _call_clock,
    "division.merge_due": _merge_divisions,
    "calendar.loaded": _reckon_year,
}
"""What intake does by itself when its time has come, each in a transaction of its own."""


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
