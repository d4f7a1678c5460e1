"""The information base with its people, households and categories, and alerts with evidence and history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import rls

revision = "0008"
down_revision = "0007"

_COVERED = "county ^@ any ((select string_to_array(current_setting('doudi.places', true), ','))::text[])"


def upgrade() -> None:
    """Apply."""
    op.create_table("alert",
    sa.Column("lifecycle", sa.Text(collation="C"), nullable=False),
    sa.Column("indicator", sa.Text(collation="C"), nullable=False),
    sa.Column("dedupe_key", sa.Text(collation="C"), nullable=False),
    sa.Column("level", sa.Text(collation="C"), nullable=False),
    sa.Column("state", sa.Text(collation="C"), nullable=False),
    sa.Column("household_id", sa.Uuid(), nullable=True),
    sa.Column("subject_kind", sa.Text(collation="C"), nullable=False),
    sa.Column("subject_id", sa.Uuid(), nullable=False),
    sa.Column("audience", sa.Text(collation="C"), nullable=False),
    sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("due_provisional", sa.Boolean(), nullable=False),
    sa.Column("assignee_role", sa.Text(collation="C"), nullable=True),
    sa.Column("assignee_division", sa.Text(collation="C"), nullable=True),
    sa.Column("assignee", sa.Text(collation="C"), nullable=True),
    sa.Column("acknowledged_by", sa.Text(collation="C"), nullable=True),
    sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("outcome", sa.Text(collation="C"), nullable=True),
    sa.Column("false_alarm_reason", sa.Text(collation="C"), nullable=True),
    sa.Column("outcome_note", sa.Text(collation="C"), nullable=True),
    sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("evidence_count", sa.Integer(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("division", sa.Text(collation="C"), nullable=False),
    sa.Column("county", sa.Text(collation="C"), sa.Computed("left(division, 6)", persisted=True), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    sa.UniqueConstraint("dedupe_key", name=op.f("uq_alert_dedupe_key")),
    schema="alerts"
    )
    rls.place_table(op, schema="alerts", table="alert")
    op.create_index(op.f("ix_alert_division_id"), "alert", ["division", "id"], unique=False, schema="alerts")
    op.create_index(op.f("ix_alert_division_state_id"), "alert", ["division", "state", "id"], unique=False, schema="alerts")
    op.create_index(op.f("ix_alert_household_id"), "alert", ["household_id"], unique=False, schema="alerts")
    op.create_table("household_record",
    sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("told_by", sa.Uuid(), nullable=False),
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("division", sa.Text(collation="C"), nullable=False),
    sa.Column("county", sa.Text(collation="C"), sa.Computed("left(division, 6)", persisted=True), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_household_record")),
    schema="alerts"
    )
    rls.place_table(op, schema="alerts", table="household_record")
    op.create_index(op.f("ix_household_record_division_id"), "household_record", ["division", "id"], unique=False, schema="alerts")
    op.create_table("person_record",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("county", sa.Text(collation="C"), nullable=False),
    sa.Column("person_index", sa.LargeBinary(), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_person_record")),
    sa.UniqueConstraint("county", "person_index", name=op.f("uq_person_record_county_person_index")),
    schema="alerts"
    )
    op.create_table("application_record",
    sa.Column("person_id", sa.Uuid(), nullable=False),
    sa.Column("household_id", sa.Uuid(), nullable=False),
    sa.Column("application_id", sa.Uuid(), nullable=False),
    sa.Column("programmes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("known_on", sa.Date(), nullable=False),
    sa.Column("history", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("division", sa.Text(collation="C"), nullable=False),
    sa.Column("county", sa.Text(collation="C"), sa.Computed("left(division, 6)", persisted=True), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["household_id"], ["alerts.household_record.id"], name=op.f("fk_application_record_household_id")),
    sa.ForeignKeyConstraint(["person_id"], ["alerts.person_record.id"], name=op.f("fk_application_record_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_application_record")),
    sa.UniqueConstraint("application_id", "person_id", name=op.f("uq_application_record_application_id_person_id")),
    schema="alerts"
    )
    rls.place_table(op, schema="alerts", table="application_record")
    op.create_index(op.f("ix_application_record_division_id"), "application_record", ["division", "id"], unique=False, schema="alerts")
    op.create_index(op.f("ix_application_record_household_id"), "application_record", ["household_id"], unique=False, schema="alerts")
    op.create_index(op.f("ix_application_record_person_id"), "application_record", ["person_id"], unique=False, schema="alerts")
    op.create_table("category_record",
    sa.Column("person_id", sa.Uuid(), nullable=False),
    sa.Column("household_id", sa.Uuid(), nullable=False),
    sa.Column("category", sa.Text(collation="C"), nullable=False),
    sa.Column("programme", sa.Text(collation="C"), nullable=False),
    sa.Column("residence", sa.Text(collation="C"), nullable=True),
    sa.Column("source", sa.Text(collation="C"), nullable=False),
    sa.Column("subject_id", sa.Uuid(), nullable=False),
    sa.Column("application_id", sa.Uuid(), nullable=True),
    sa.Column("known_on", sa.Date(), nullable=False),
    sa.Column("from_on", sa.Date(), nullable=False),
    sa.Column("to_on", sa.Date(), nullable=True),
    sa.Column("history", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("events", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("division", sa.Text(collation="C"), nullable=False),
    sa.Column("county", sa.Text(collation="C"), sa.Computed("left(division, 6)", persisted=True), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["household_id"], ["alerts.household_record.id"], name=op.f("fk_category_record_household_id")),
    sa.ForeignKeyConstraint(["person_id"], ["alerts.person_record.id"], name=op.f("fk_category_record_person_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_category_record")),
    sa.UniqueConstraint("subject_id", "person_id", name=op.f("uq_category_record_subject_id_person_id")),
    schema="alerts"
    )
    rls.place_table(op, schema="alerts", table="category_record")
    op.create_index(op.f("ix_category_record_division_category"), "category_record", ["division", "category"], unique=False, schema="alerts")
    op.create_index(op.f("ix_category_record_household_id"), "category_record", ["household_id"], unique=False, schema="alerts")
    op.create_index(op.f("ix_category_record_person_id"), "category_record", ["person_id"], unique=False, schema="alerts")
    _people()
    op.create_table("evidence",
    sa.Column("alert_id", sa.Uuid(), nullable=False),
    sa.Column("event_id", sa.Uuid(), nullable=False),
    sa.Column("type", sa.Text(collation="C"), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("level", sa.Text(collation="C"), nullable=True),
    sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("division", sa.Text(collation="C"), nullable=False),
    sa.Column("county", sa.Text(collation="C"), sa.Computed("left(division, 6)", persisted=True), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["alert_id"], ["alerts.alert.id"], name=op.f("fk_evidence_alert_id")),
    sa.ForeignKeyConstraint(["event_id"], ["alerts.received_event.id"], name=op.f("fk_evidence_event_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    sa.UniqueConstraint("alert_id", "event_id", name=op.f("uq_evidence_alert_id_event_id")),
    schema="alerts"
    )
    rls.append_only_table(op, schema="alerts", table="evidence", filled_later=(), added_in_place=True)
    op.create_table("transition",
    sa.Column("alert_id", sa.Uuid(), nullable=False),
    sa.Column("lifecycle", sa.Text(collation="C"), nullable=False),
    sa.Column("step", sa.Text(collation="C"), nullable=False),
    sa.Column("action", sa.Text(collation="C"), nullable=False),
    sa.Column("from_state", sa.Text(collation="C"), nullable=True),
    sa.Column("to_state", sa.Text(collation="C"), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor", sa.Text(collation="C"), nullable=False),
    sa.Column("actor_name", sa.Text(collation="C"), nullable=False),
    sa.Column("role", sa.Text(collation="C"), nullable=False),
    sa.Column("on_behalf_of", sa.Text(collation="C"), nullable=True),
    sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("division", sa.Text(collation="C"), nullable=False),
    sa.Column("county", sa.Text(collation="C"), sa.Computed("left(division, 6)", persisted=True), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["alert_id"], ["alerts.alert.id"], name=op.f("fk_transition_alert_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_transition")),
    schema="alerts"
    )
    rls.append_only_table(op, schema="alerts", table="transition", filled_later=(), added_in_place=True)
    op.create_index(op.f("ix_transition_alert_id_id"), "transition", ["alert_id", "id"], unique=False, schema="alerts")
    op.create_index(op.f("ix_received_event_subject_id"), "received_event", ["subject", "id"], unique=False, schema="alerts")


def _people() -> None:
    """Let a person be seen through the entries one sees, and by whoever covers the county, who also adds him."""
    op.execute("alter table alerts.person_record enable row level security")
    op.execute("alter table alerts.person_record force row level security")
    op.execute("create policy owner on alerts.person_record to current_user using (true)")
    op.execute(
        f"create policy seen on alerts.person_record for select to doudi_alerts using ({_COVERED} "
        "or exists (select from alerts.category_record entry where entry.person_id = person_record.id) "
        "or exists (select from alerts.application_record entry where entry.person_id = person_record.id))"
    )
    op.execute(f"create policy added on alerts.person_record for insert to doudi_alerts with check ({_COVERED})")
    op.execute("grant select, insert on alerts.person_record to doudi_alerts")


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_received_event_subject_id"), table_name="received_event", schema="alerts")
    op.drop_index(op.f("ix_transition_alert_id_id"), table_name="transition", schema="alerts")
    op.execute("drop policy seen on alerts.person_record")
    op.drop_table("transition", schema="alerts")
    op.drop_table("evidence", schema="alerts")
    op.drop_index(op.f("ix_category_record_person_id"), table_name="category_record", schema="alerts")
    op.drop_index(op.f("ix_category_record_household_id"), table_name="category_record", schema="alerts")
    op.drop_index(op.f("ix_category_record_division_category"), table_name="category_record", schema="alerts")
    op.drop_table("category_record", schema="alerts")
    op.drop_index(op.f("ix_application_record_person_id"), table_name="application_record", schema="alerts")
    op.drop_index(op.f("ix_application_record_household_id"), table_name="application_record", schema="alerts")
    op.drop_index(op.f("ix_application_record_division_id"), table_name="application_record", schema="alerts")
    op.drop_table("application_record", schema="alerts")
    op.drop_table("person_record", schema="alerts")
    op.drop_index(op.f("ix_household_record_division_id"), table_name="household_record", schema="alerts")
    op.drop_table("household_record", schema="alerts")
    op.drop_index(op.f("ix_alert_household_id"), table_name="alert", schema="alerts")
    op.drop_index(op.f("ix_alert_division_state_id"), table_name="alert", schema="alerts")
    op.drop_index(op.f("ix_alert_division_id"), table_name="alert", schema="alerts")
    op.drop_table("alert", schema="alerts")
