"""The audit log: append-only, chained by hash, and provable."""

import contextlib
import threading
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from shared import audit
from shared.audit_entries import AuditEntry
from shared.db import SessionFactory, everywhere
from shared.identity import Role
from shared.ids import new_id
from shared.personal import Secret
from shared.sequencer import sequence
from tests.support.database import Database, build_caller


@pytest.fixture
def factory(database: Database) -> SessionFactory:
    return database.factory("intake")


def note(factory: SessionFactory, *, now: datetime, times: int = 1, **but: object) -> None:
    known = {
        "caller": build_caller(Role.TOWNSHIP_OFFICER, "510411101", subject="officer-7"),
        "action": "accept",
        "on": "application",
        "on_id": new_id(),
        "division": "510411101",
        "now": now,
        "old": {"state": "SUBMITTED"},
        "new": {"state": "ACCEPTED", "amount_fen": 60000, "on": now.date()},
        "reason": "材料齐全",
    }
    with everywhere(factory) as session:
        for _ in range(times):
            audit.record(session, **(known | but))


def chain(factory: SessionFactory) -> None:
    while sequence(factory, service="intake"):
        pass


def proof(factory: SessionFactory) -> audit.Verification:
    with everywhere(factory) as session:
        return audit.verify(session)


def position_of_row(found: audit.Verification) -> int | None:
    return found.first_broken.position if found.first_broken else None


def test_a_row_says_who_did_what_for_whom_where_when_and_why(factory: SessionFactory, now: datetime) -> None:
    agent = build_caller(Role.VILLAGE_AGENT, "510411101002", subject="agent-1", on_behalf_of="villager-1")
    note(factory, now=now, caller=agent)

    with everywhere(factory) as session:
        row = session.scalars(select(AuditEntry)).one()

    assert (row.subject, row.on_behalf_of, row.role) == ("agent-1", "villager-1", "VILLAGE_AGENT")
    assert (row.caller_division, row.division, row.at) == ("510411101002", "510411101", now)
    assert row.new == {"state": "ACCEPTED", "amount_fen": 60000, "on": "2021-09-22"}


def test_the_row_is_lost_with_the_change_that_failed(factory: SessionFactory, now: datetime) -> None:
    with pytest.raises(RuntimeError), everywhere(factory) as session:  # noqa: PT012  the transaction is the point
        audit.record(session, caller=build_caller(), action="a", on="b", on_id="c", division="5104", now=now)
        session.flush()
        raise RuntimeError

    assert proof(factory).unsequenced == 0


@pytest.mark.parametrize("value", [Secret("x"), 1.5, b"x", datetime(2021, 9, 22, 9, 0)])  # noqa: DTZ001  the point
def test_personal_data_and_inexact_values_are_refused(factory: SessionFactory, now: datetime, value: object) -> None:
    with pytest.raises(TypeError):
        note(factory, now=now, new={"list": [{"deep": value}]})


def test_rows_are_counted_as_unsequenced_until_the_sequencer_has_chained_them(
    factory: SessionFactory, now: datetime
) -> None:
    note(factory, now=now, times=3)
    before = proof(factory)
    chain(factory)
    after = proof(factory)

    assert (before.rows, before.unsequenced, before.first_broken) == (0, 3, None)
    assert (after.rows, after.unsequenced, after.first_broken) == (3, 0, None)


def test_an_empty_log_holds(factory: SessionFactory) -> None:
    chain(factory)

    assert proof(factory) == audit.Verification(0, None, 0, bytes(32))


@pytest.mark.parametrize("digest", ["SHA-256", "SM3"])
def test_the_chain_holds_with_either_hash_and_when_it_changes(
    factory: SessionFactory, now: datetime, digest: str
) -> None:
    note(factory, now=now, times=2)
    sequence(factory, service="intake", digest=digest)
    note(factory, now=now, times=2)
    sequence(factory, service="intake", digest="SHA-256")

    assert proof(factory).rows == 4
    assert proof(factory).first_broken is None


@pytest.mark.parametrize(
    "change",
    [
        'new = \'{"state": "REFUSED"}\'',
        "at = at + interval '1 second'",
        "subject = 'nobody'",
        "reason = null",
        "division = '510402'",
        "digest = 'SM3'",
        "digest = 'none'",
        "hash = sha256('x')",
        "previous_hash = sha256('x')",
    ],
)
def test_a_row_changed_by_the_owner_is_named(
    database: Database, factory: SessionFactory, now: datetime, change: str
) -> None:
    note(factory, now=now, times=5)
    chain(factory)

    with database.as_owner() as owner:
        owner.execute(f"update intake.audit_entry set {change} where position = 3")

    found = proof(factory)
    assert (found.rows, position_of_row(found)) == (2, 3)


@pytest.mark.parametrize("position", [1, 3, 5])
def test_a_row_removed_by_the_owner_leaves_a_gap_that_is_named(
    database: Database, factory: SessionFactory, now: datetime, position: int
) -> None:
    note(factory, now=now, times=5)
    chain(factory)

    with database.as_owner() as owner:
        owner.execute(f"delete from intake.audit_entry where position = {position}")

    assert position_of_row(proof(factory)) == position


def test_a_row_slipped_in_below_the_first_is_noticed(
    database: Database, factory: SessionFactory, now: datetime
) -> None:
    note(factory, now=now, times=2)
    chain(factory)
    note(factory, now=now)

    with database.as_owner() as owner:
        owner.execute("update intake.audit_entry set position = 0 where position is null")

    assert position_of_row(proof(factory)) == 1


def test_two_rows_that_changed_places_are_noticed(database: Database, factory: SessionFactory, now: datetime) -> None:
    note(factory, now=now, times=4)
    chain(factory)

    with database.as_owner() as owner:
        owner.execute("update intake.audit_entry set position = -position where position in (2, 3)")
        owner.execute("update intake.audit_entry set position = 5 + position where position < 0")

    assert position_of_row(proof(factory)) == 2


def test_the_chain_is_proved_across_batches(factory: SessionFactory, now: datetime) -> None:
    note(factory, now=now, times=2500)
    chain(factory)

    assert proof(factory).rows == 2500
    assert proof(factory).first_broken is None


def test_sequencers_that_run_at_once_give_no_position_twice(database: Database, now: datetime) -> None:
    factory = database.factory("intake")
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            sequence(factory, service="intake")

    sequencers = [threading.Thread(target=work) for _ in range(3)]
    for thread in sequencers:
        thread.start()
    for _ in range(30):
        note(factory, now=now, times=3)
    done.set()
    for thread in sequencers:
        thread.join()
    chain(factory)

    assert proof(factory).rows == 90
    assert proof(factory).first_broken is None


def test_a_row_committed_late_is_numbered_after_those_seen_before_it(database: Database, now: datetime) -> None:
    factory = database.factory("intake")
    with everywhere(factory) as slow:
        audit.record(slow, caller=build_caller(), action="slow", on="x", on_id="1", division="5104", now=now)
        slow.flush()
        note(factory, now=now, action="quick")
        chain(factory)
        assert proof(factory).rows == 1
    chain(factory)

    with everywhere(factory) as session:
        in_order = session.scalars(select(AuditEntry.action).order_by(AuditEntry.position)).all()
    assert in_order == ["quick", "slow"]


@pytest.mark.parametrize(
    "statement",
    [
        "delete from audit_entry",
        "update audit_entry set reason = null",
        "update audit_entry set position = 9",
        "truncate audit_entry",
    ],
)
def test_a_service_can_neither_change_nor_remove_a_chained_row(
    factory: SessionFactory, now: datetime, statement: str
) -> None:
    note(factory, now=now, times=2)
    chain(factory)

    with contextlib.suppress(ProgrammingError), everywhere(factory) as session:
        session.execute(text(statement))

    assert proof(factory).rows == 2
    assert proof(factory).first_broken is None


def test_a_reader_sees_the_rows_of_his_places_only(database: Database, now: datetime) -> None:
    note(database.factory("intake"), now=now, division="510411101")
    note(database.factory("intake"), now=now, division="510402001")

    with database.session("intake", now=now, caller=build_caller(Role.AUDITOR, "510411")) as session:
        seen = session.scalars(select(AuditEntry.division)).all()

    assert seen == ["510411101"]


def test_an_act_beyond_ones_own_places_is_recorded_all_the_same(database: Database, now: datetime) -> None:
    with database.session("intake", now=now, caller=build_caller(division="510411")) as session:
        audit.record(session, caller=build_caller(), action="a", on="b", on_id="c", division="510402", now=now)

    chain(database.factory("intake"))
    assert proof(database.factory("intake")).rows == 1


def test_the_chain_is_not_proved_by_a_session_that_sees_a_part(database: Database, now: datetime) -> None:
    with database.session("intake", now=now) as session, pytest.raises(ValueError, match="every place"):
        audit.verify(session)


@pytest.fixture
def environment(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url)


@pytest.mark.usefixtures("environment")
def test_the_command_proves_every_service_and_fails_when_one_is_broken(
    database: Database, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    note(database.factory("intake"), now=now, times=3, on_id=UUID(int=1))
    chain(database.factory("intake"))
    whole = audit.main(["verify"])
    with database.as_owner() as owner:
        owner.execute("update intake.audit_entry set reason = 'x' where position = 2")

    broken = audit.main(["verify", "--service", "intake"])

    assert (whole, broken, audit.main(["verify", "--service", "alerts"])) == (0, 1, 0)
    assert "intake: BROKEN at position 2" in capsys.readouterr().out
