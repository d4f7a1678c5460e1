"""Review tasks that a new standard calls for, the events that tell of it, and how a child standard grew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import rls

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "received_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("source", sa.Text(collation="C"), nullable=False),
        sa.Column("subject", sa.Text(collation="C"), nullable=False),
        sa.Column("division", sa.Text(collation="C"), nullable=False),
        sa.Column("county", sa.Text(collation="C"), sa.Computed("left(division, 6)", persisted=True), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_event")),
        schema="intake",
    )
    rls.append_only_table(op, schema="intake", table="received_event", filled_later=(), added_in_place=True)
    op.create_index(
        op.f("ix_received_event_division_id"), "received_event", ["division", "id"], unique=False, schema="intake"
    )
    op.create_table(
        "review_task",
        sa.Column("benefit_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(collation="C"), nullable=False),
        sa.Column("standard_id", sa.Uuid(), nullable=False),
        sa.Column("effective_month", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("division", sa.Text(collation="C"), nullable=False),
        sa.Column("county", sa.Text(collation="C"), sa.Computed("left(division, 6)", persisted=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["benefit_id"], ["intake.benefit.id"], name=op.f("fk_review_task_benefit_id")),
        sa.ForeignKeyConstraint(["event_id"], ["intake.received_event.id"], name=op.f("fk_review_task_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_task")),
        sa.UniqueConstraint("benefit_id", "event_id", name=op.f("uq_review_task_benefit_id_event_id")),
        schema="intake",
    )
    rls.place_table(op, schema="intake", table="review_task")
    op.create_index(
        op.f("ix_review_task_division_id"), "review_task", ["division", "id"], unique=False, schema="intake"
    )
    op.create_index(op.f("ix_review_task_event_id"), "review_task", ["event_id"], unique=False, schema="intake")
    op.add_column(
        "standard_value",
        sa.Column("growth", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        schema="eligibility",
    )


def downgrade() -> None:
    """Undo."""
    op.drop_column("standard_value", "growth", schema="eligibility")
    op.drop_index(op.f("ix_review_task_event_id"), table_name="review_task", schema="intake")
    op.drop_index(op.f("ix_review_task_division_id"), table_name="review_task", schema="intake")
    op.drop_table("review_task", schema="intake")
    op.drop_index(op.f("ix_received_event_division_id"), table_name="received_event", schema="intake")
    op.drop_table("received_event", schema="intake")
