"""Limits and reviews that were already running when early warning came (0005) get their timers."""

from alembic import op

revision = "0012"
down_revision = "0011"

ARM_CLOCKS = """
    insert into intake.outbox_message
        (id, topic, key, payload, division, due_at, attempts, max_attempts, created_at)
    select gen_random_uuid(), 'clock.due', concat('clock.due', chr(58), id),
           jsonb_build_object('clock_id', id, 'application_id', application_id), division, now(), 0, 20, now()
      from intake.clock
     where stopped_on is null and told is null and timer_on is null
    on conflict (key) where delivered_at is null do nothing
"""
"""Rung at once, each tells what its day has brought and sets its own next timer; one that stands is left as it is."""

ARM_REVIEWS = """
    insert into intake.outbox_message
        (id, topic, key, payload, division, due_at, attempts, max_attempts, created_at)
    select gen_random_uuid(), topic, concat(topic, chr(58), id), jsonb_build_object('benefit_id', id), division,
           cast(next_review_on + days as timestamp) at time zone 'Asia/Shanghai', 0, 20, now()
      from intake.benefit, (values ('benefit.review_near', -30), ('benefit.review_overdue', 1)) as timer (topic, days)
     where state <> 'STOPPED' and review_told is null
    on conflict (key) where delivered_at is null do nothing
"""
"""As they are set when a benefit is opened; a review that was told of needs none."""


def upgrade() -> None:
    """Apply. A timer that is set already stays as it is."""
    op.execute(ARM_CLOCKS)
    op.execute(ARM_REVIEWS)


def downgrade() -> None:
    """Undo nothing: a timer that rings once more than needed tells nothing."""
