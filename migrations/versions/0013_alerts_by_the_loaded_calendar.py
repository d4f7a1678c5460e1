"""Alerts keep the working calendar as intake tells it, and from what the due time of each was reckoned."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import rls

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Apply. Years that intake has loaded by now are taken over; an alert of before is reckoned by its next step."""
    op.create_table("calendar_year",
    sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("days", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    schema="alerts"
    )
    rls.open_table(op, schema="alerts", table="calendar_year")
    op.execute(
        "insert into alerts.calendar_year (year, days, told_at) select year, days, loaded_at from intake.calendar_year"
    )
    op.add_column("alert", sa.Column("due_level", sa.Text(collation="C"), nullable=True), schema="alerts")
    op.add_column("alert", sa.Column("due_since", sa.DateTime(timezone=True), nullable=True), schema="alerts")


def downgrade() -> None:
    """Undo."""
    op.drop_column("alert", "due_since", schema="alerts")
    op.drop_column("alert", "due_level", schema="alerts")
    op.drop_table("calendar_year", schema="alerts")
