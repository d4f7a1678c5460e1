"""Keys of requests are kept as digests; those kept in the clear, which may be identity numbers, are forgotten."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply. Whose a key was is not known, so none of them can be found again under its digest."""
    for schema in ("alerts", "eligibility", "intake"):
        op.execute(f"delete from {schema}.idempotency_key")


def downgrade() -> None:
    """Undo: the older version finds no key under a digest, which leaves as it expires."""
