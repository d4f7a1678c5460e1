"""What is known from when, where publications and determinations meet."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import select

from services.eligibility.models import Determination, Parameter
from services.eligibility.queries import PUBLICATION_LOCK
from tests.support.questions import question
from tests.support.standards import WINTER, draft, line, publish

TWICE = (
    "insert into eligibility.parameter select (jsonb_populate_record(p, jsonb_build_object("
    "'id', gen_random_uuid(), 'valid_from', p.valid_from + 30))).* from eligibility.parameter p where key = 'lb.line'"
)
ASKED = question().model_dump(mode="json", exclude_unset=True)


@contextmanager
def held(city, function):
    """Hold the lock as somebody else's transaction would."""
    with city.database.as_owner() as other:
        other.execute(f"select {function}(%s)", [PUBLICATION_LOCK])
        yield other


def let_go(other):
    """Return the last instant at which the lock was held."""
    instant = other.execute("select clock_timestamp()").fetchone()[0]
    other.execute("select pg_advisory_unlock_all()")
    return instant


def determine(client):
    return client.post("/v1/determinations", json=ASKED, headers={"Idempotency-Key": str(uuid4())})


def test_a_publication_is_known_only_after_the_determinations_it_waited_for(as_, city):
    drafted = draft(as_("POLICY_OFFICER"))

    with held(city, "pg_advisory_lock_shared") as other, ThreadPoolExecutor() as pool:
        published = pool.submit(publish, as_("POLICY_OFFICER", subject="wang"), drafted)
        with pytest.raises(TimeoutError):
            published.result(0.5)
        instant = let_go(other)

    assert published.result().status_code == 200
    with city.session("eligibility") as session:
        row = session.scalars(select(Parameter).where(Parameter.key == "lb.line")).one()
    assert row.recorded_at > instant


def test_a_determination_waits_for_a_publication_under_way_and_is_made_after_it(as_, city):
    with held(city, "pg_advisory_lock") as other, ThreadPoolExecutor() as pool:
        made = pool.submit(determine, as_("COUNTY_OFFICER", "510411"))
        with pytest.raises(TimeoutError):
            made.result(0.5)
        instant = let_go(other)

    assert made.result().status_code == 201
    with city.session("eligibility") as session:
        kept = session.scalars(select(Determination)).one()
    assert kept.known_at > instant
    assert kept.made_at == kept.known_at


def test_determinations_do_not_wait_for_one_another(as_, city):
    with held(city, "pg_advisory_lock_shared"):
        assert determine(as_("COUNTY_OFFICER", "510411")).status_code == 201


def test_at_no_instant_two_values_are_known_though_the_clock_went_back(as_, city, li, wang):
    later = as_("POLICY_OFFICER", subject="wang", at=WINTER)
    first, second = draft(li), draft(li, document="试2", values=[line("510.00")], valid_from="2021-10-02")

    publish(later, first)
    published = publish(wang, second)

    assert published.status_code == 200
    with city.session("eligibility") as session:
        spans = session.execute(
            select(Parameter.valid_from, Parameter.valid_to, Parameter.recorded_at, Parameter.superseded_at).where(
                Parameter.key == "lb.line"
            )
        ).all()
    assert all(span.superseded_at is None or span.superseded_at >= span.recorded_at for span in spans)
    assert len({span.recorded_at for span in spans}) == 1


def test_the_database_itself_refuses_two_values_for_one_day(city, li, wang):
    publish(wang, draft(li))

    with city.database.as_owner() as owner, pytest.raises(psycopg.errors.ExclusionViolation):
        owner.execute(TWICE)


def test_rows_that_contradict_each_other_all_the_same_are_named_and_not_guessed_from(as_, city, li, wang):
    publish(wang, draft(li))
    with city.database.as_owner() as owner:
        owner.execute("alter table eligibility.parameter drop constraint ex_parameter_one_value_a_day")
        owner.execute(TWICE)

    refused = determine(as_("COUNTY_OFFICER", "510411"))

    assert (refused.status_code, refused.json()["code"]) == (409, "parameters_contradict")
    assert "lb.line" in refused.json()["detail"]
