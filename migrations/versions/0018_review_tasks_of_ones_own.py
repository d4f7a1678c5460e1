"""A villager's session sees the review tasks of his own household's benefits, and no neighbour's."""

from alembic import op

revision = "0018"
down_revision = "0017"

_NOT_A_VILLAGER = "coalesce(current_setting('doudi.person', true), '') = ''"


def upgrade() -> None:
    """Apply."""
    op.execute(
        "create policy own on intake.review_task as restrictive for select to doudi_intake "
        f"using ({_NOT_A_VILLAGER} or benefit_id in (select intake.own_benefits()))"
    )


def downgrade() -> None:
    """Undo."""
    op.execute("drop policy own on intake.review_task")
