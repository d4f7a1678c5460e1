"""The circular's numbers in the parameter table."""

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from migrations.policy import load_policy
from services.eligibility.policy.seed import seed_rows


def test_loading_the_policy_again_adds_nothing(database):
    engine = create_engine(database.url, poolclass=NullPool)
    count = text("select count(*) from eligibility.parameter")

    with engine.begin() as connection:
        before = connection.scalar(count)
        load_policy(connection)
        after = connection.scalar(count)

    assert before == after == len(seed_rows())


def test_what_was_published_over_a_delivered_number_is_left_alone(database):
    engine = create_engine(database.url, poolclass=NullPool)
    current = text(
        "select count(*) from eligibility.parameter where key = 'grace.max_months' and superseded_at is null"
    )

    with engine.begin() as connection:
        connection.execute(
            text("update eligibility.parameter set superseded_at = now() where key = 'grace.max_months'")
        )
        load_policy(connection)

        assert connection.scalar(current) == 0
