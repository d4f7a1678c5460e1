"""Whether a person is seen is asked of him alone; it was answered by reading every membership there is."""

from alembic import op

revision = "0015"
down_revision = "0014"

_A_VILLAGER = "not (coalesce(current_setting('doudi.person', true), '') = '')"
_APPLICANTS = "select person_id from intake.application_member"


def upgrade() -> None:
    """Apply. The same people are seen as before; a villager's own applications are few, so they are looked up first."""
    _seen_when("exists (select from intake.household_member m where m.person_id = person.id)")
    _applied_when(f"id in ({_APPLICANTS} where application_id in (select intake.own_applications()))")


def downgrade() -> None:
    """Undo."""
    _seen_when("id in (select person_id from intake.household_member)")
    _applied_when(f"id in ({_APPLICANTS})")


def _seen_when(condition: str) -> None:
    """Say who is seen, and changed, through the households one sees."""
    for policy in ("seen", "changed"):
        op.execute(f"alter policy {policy} on intake.person using ({condition})")


def _applied_when(condition: str) -> None:
    """Say whom a villager sees because an application of his own names him."""
    op.execute(f"alter policy in_own_application on intake.person using ({_A_VILLAGER} and {condition})")
