"""Where eligibility's messages go. No transaction is open meanwhile.

What is published is told to intake, which calls for the reviews (RV-10); a chunk of a simulation goes to the bench here.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from services.eligibility.actions import simulations
from services.eligibility.actions.execution import reckoner
from services.eligibility.config import Settings
from services.eligibility.errors import PopulationUnreadable
from shared.clients.intake import IntakeClient
from shared.clock import now as this_instant
from shared.db import SessionFactory, transaction
from shared.events import EVENT_PUBLISHED
from shared.identity import service_caller
from shared.outbox import OutboxMessage
from shared.schemas.events import PublishedEvent


def make_send(
    factory: SessionFactory,
    settings: Settings,
    *,
    intake: IntakeClient,
    clock: Callable[[], datetime] = this_instant,
) -> Callable[[OutboxMessage], None]:
    """Return the function that delivers one message; a topic that nobody sends stays visible as a dead letter."""
    reckon = reckoner(settings.execution, settings.dask_scheduler)

    def send(message: OutboxMessage) -> None:
        match message.topic:
            case topic if topic == EVENT_PUBLISHED:
                intake.receive_event(PublishedEvent.model_validate(message.payload), idempotency_key=str(message.id))
            case simulations.CHUNK_DUE:
                reckon_chunk(message)
            case unknown:
                raise ValueError(f"unknown topic {unknown}")

    def reckon_chunk(message: OutboxMessage) -> None:
        simulation_id, number = UUID(message.payload["simulation_id"]), message.payload["number"]
        caller = service_caller("eligibility", acting_for=message.acting_for)
        with transaction(factory, caller, now=clock()) as session:
            chunk = simulations.due_chunk(session, simulation_id, number, folder=settings.state_dir)
        if chunk is None:
            return
        try:
            reckoned = reckon(chunk)
        except PopulationUnreadable as fault:
            with transaction(factory, caller, now=clock()) as session:
                simulations.fail_simulation(session, simulation_id, str(fault), now=clock())
            return
        with transaction(factory, caller, now=clock()) as session:
            simulations.keep_chunk(session, simulation_id, number, reckoned, now=clock())

    return send
