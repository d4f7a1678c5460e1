"""Of what is believed, one value of a parameter holds in a place on a day."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # A trusted extension: the owner of the database may make it. It lets a key and a span of days be one constraint.
    op.execute("create extension if not exists btree_gist with schema public")
    op.execute(
        """
        alter table eligibility.parameter add constraint ex_parameter_one_value_a_day
            exclude using gist (
                key with =, division with =, (coalesce(residence, '')) with =, daterange(valid_from, valid_to) with &&
            ) where (superseded_at is null)
        """
    )


def downgrade() -> None:
    op.execute("alter table eligibility.parameter drop constraint ex_parameter_one_value_a_day")
