"""A villager sees who lives with him now; of who has left, only what stands in the applications of his household."""

from alembic import op

revision = "0009"
down_revision = "0008"

_NOT_A_VILLAGER = "coalesce(current_setting('doudi.person', true), '') = ''"
_OF_OWN_HOUSEHOLDS = "household_id in (select intake.own_households())"


def upgrade() -> None:
    """Apply. A member of an application stays readable with it, or it could not be shown."""
    _members(f"{_OF_OWN_HOUSEHOLDS} and to_on is null")
    op.execute(
        "create policy in_own_application on intake.person for select to doudi_intake using "
        f"(not ({_NOT_A_VILLAGER}) and id in (select person_id from intake.application_member))"
    )


def downgrade() -> None:
    """Undo."""
    op.execute("drop policy in_own_application on intake.person")
    _members(_OF_OWN_HOUSEHOLDS)


def _members(which: str) -> None:
    """Say which memberships, and whose disclosures, a villager sees."""
    op.execute(
        "create or replace function intake.own_people() returns setof uuid language sql stable security definer "
        f"set search_path = '' as $$select person_id from intake.household_member where {which}$$"
    )
    op.execute("drop policy own on intake.household_member")
    op.execute(
        "create policy own on intake.household_member as restrictive for select to doudi_intake "
        f"using ({_NOT_A_VILLAGER} or ({which}))"
    )
