"""The history of the database: whole, in step with the models, and closed to whoever should not enter."""

import ast
import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from migrations import rls, running
from migrations.__main__ import main as migrations_main
from migrations.roles import RoleTooPowerful
from migrations.target import target_metadata
from services.intake.models.people import Household
from shared import personal
from shared.database_urls import SERVICES, plain_url, role_of, service_url
from shared.db import everywhere, in_places, make_session_factory, schema_is_at_head
from shared.events import Event, publish
from shared.identity import Role
from shared.outbox import OutboxMessage
from shared.personal import KeyRing, Secret, install
from shared.postgres import EmbeddedPostgres
from shared.successions import DivisionSuccession
from tests.support.database import Database, build_caller

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def test_the_migrations_make_what_the_models_say(database: Database) -> None:
    running.check(database.url)


def test_the_migrations_are_numbered_in_one_line_and_the_last_is_the_current_head() -> None:
    files = sorted(MIGRATIONS.glob("versions/*.py"))
    declared = [
        {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in ast.parse(file.read_text()).body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for file in files
    ]

    assert [found["revision"] for found in declared] == [f"{n:04d}" for n in range(1, len(files) + 1)]
    assert [found["down_revision"] for found in declared] == [None, *[found["revision"] for found in declared[:-1]]]
    assert all(file.stem.startswith(f"{found['revision']}_") for file, found in zip(files, declared, strict=True))
    assert (MIGRATIONS / "CURRENT_HEAD").read_text().strip() == files[-1].stem


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_sees_whether_the_schema_is_the_one_it_was_written_for(database: Database, service: str) -> None:
    with everywhere(database.factory(service)) as session:
        before = schema_is_at_head(session)
    with database.as_owner() as owner:
        owner.execute("update public.alembic_version set version_num = '9999'")
    with everywhere(database.factory(service)) as session:
        after = schema_is_at_head(session)

    assert (before, after) == (True, False)


def test_upgrading_again_changes_nothing(database: Database) -> None:
    running.upgrade(database.url)

    running.check(database.url)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_logs_in_as_a_role_without_any_power(database: Database, service: str) -> None:
    with everywhere(database.factory(service)) as session:
        row = session.execute(
            text(
                "select current_user, current_schema, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
                " from pg_roles where rolname = current_user"
            )
        ).one()
        owned = session.scalar(text("select count(*) from pg_class where relowner = current_user::regrole"))

    assert tuple(row) == (role_of(service), service, False, False, False, False, False)
    assert owned == 0


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_cannot_reach_the_tables_of_another(database: Database, service: str) -> None:
    for other in set(SERVICES) - {service}:
        with pytest.raises(ProgrammingError) as refusal, everywhere(database.factory(service)) as session:
            session.execute(text(f"select * from {other}.outbox_message"))
        assert isinstance(refusal.value.orig, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize("statement", ["create table mine (x int)", "create table public.mine (x int)"])
def test_a_service_cannot_make_tables(database: Database, statement: str) -> None:
    with pytest.raises(ProgrammingError), everywhere(database.factory("intake")) as session:
        session.execute(text(statement))


def test_every_table_is_secured_by_place_or_says_why_not(database: Database) -> None:
    with database.as_owner() as owner:
        secured = {
            f"{schema}.{table}": (on, forced)
            for schema, table, on, forced in owner.execute(
                "select relnamespace::regnamespace::text, relname, relrowsecurity, relforcerowsecurity from pg_class"
                " where relkind in ('r', 'p') and relnamespace::regnamespace::text = any(%s)",
                [list(SERVICES)],
            )
        }

    tables = target_metadata().tables
    assert sorted(secured) == sorted(tables)
    for name, table in tables.items():
        if "no_place" in table.info:
            assert table.info["no_place"], f"{name} must say why it belongs to no place"
        else:
            assert secured[name] == (True, True), f"{name} lacks row-level security: migrations.rls.place_table"
            assert "division" in table.columns


def test_every_text_is_ordered_by_code_point(database: Database) -> None:
    """A prefix of a division code is searched as a range, which only this order serves."""
    with database.as_owner() as owner:
        others = owner.execute(
            "select attrelid::regclass::text, attname from pg_attribute join pg_class on attrelid = pg_class.oid"
            " where relkind = 'r' and relnamespace::regnamespace::text = any(%s) and attnum > 0"
            " and atttypid = 'text'::regtype and attcollation <> 'pg_catalog.\"C\"'::regcollation",
            [list(SERVICES)],
        ).fetchall()

    assert others == []


def tell(database: Database, division: str, now: datetime) -> None:
    with database.session("intake", now=now) as session:
        publish(
            session,
            caller=build_caller(),
            type="application.accepted",
            subject=division,
            division=division,
            data={},
            now=now,
        )


@pytest.mark.parametrize(
    ("division", "seen"),
    [
        ("5104", ["5104", "510402001", "510411", "510411101", "510411101002"]),
        ("510411", ["510411", "510411101", "510411101002"]),
        ("510411101", ["510411101", "510411101002"]),
        ("510411101002", ["510411101002"]),
        ("510403", []),
    ],
)
def test_a_session_sees_its_place_and_what_lies_below(
    database: Database, now: datetime, division: str, seen: list[str]
) -> None:
    for place in ("5104", "510402001", "510411", "510411101", "510411101002"):
        tell(database, place, now)

    with database.session("intake", now=now, caller=build_caller(Role.COUNTY_OFFICER, division)) as session:
        by_row_security = session.scalars(select(Event.division)).all()
        by_query = session.scalars(select(Event.division).where(in_places(Event.division, session))).all()

    assert sorted(by_row_security) == sorted(by_query) == seen


@pytest.mark.parametrize(("today", "seen"), [(date(2021, 9, 21), 0), (date(2021, 9, 22), 1), (date(2021, 9, 23), 1)])
def test_what_lies_under_a_merged_code_is_seen_by_the_new_one_from_its_day(
    database: Database, now: datetime, today: date, seen: int
) -> None:
    tell(database, "510411105", now)
    with everywhere(database.factory("intake")) as session:
        session.add(DivisionSuccession(from_code="510411105", to_code="510411101", effective_on=date(2021, 9, 22)))
    then = datetime.combine(today, now.timetz())

    with database.session("intake", now=then, caller=build_caller(division="510411101")) as session:
        assert len(session.scalars(select(Event)).all()) == seen


def test_a_session_that_was_not_told_its_place_sees_nothing(database: Database, now: datetime) -> None:
    tell(database, "510411", now)

    with database.factory("intake").begin() as session:
        assert session.scalars(select(Event)).all() == []


def test_the_place_ends_with_the_transaction(database: Database, now: datetime) -> None:
    """Connections are pooled: the next transaction on it may be somebody else's."""
    tell(database, "510411", now)
    factory = database.factory("intake")
    with database.session("intake", now=now) as session:
        first = session.scalar(text("select pg_backend_pid()"))

    with factory.begin() as session:
        assert session.scalar(text("select pg_backend_pid()")) == first
        assert session.scalars(select(Event)).all() == []


def test_the_owner_is_let_through_by_a_policy_and_not_by_power(database: Database, now: datetime) -> None:
    tell(database, "510411", now)

    with database.as_owner() as owner:
        assert owner.execute("select count(*) from intake.event").fetchone() == (1,)
        owner.execute("drop policy owner on intake.event")
        assert owner.execute("select count(*) from intake.event").fetchone() == (0,)


def test_a_row_cannot_be_moved_to_a_place_of_others(database: Database, now: datetime) -> None:
    with database.as_owner() as owner:
        owner.execute('create table intake.thing (division text collate "C")')

        class Op:
            execute = staticmethod(owner.execute)

        rls.place_table(Op, schema="intake", table="thing", public_when="division = '5104'")

    mine = build_caller(Role.TOWNSHIP_OFFICER, "510411101")
    with database.session("intake", now=now, caller=mine) as session:
        session.execute(text("insert into thing values ('510411101')"))
    for statement in ("insert into thing values ('510402001')", "update thing set division = '510402001'"):
        with pytest.raises(DBAPIError), database.session("intake", now=now, caller=mine) as session:
            session.execute(text(statement))

    with database.as_owner() as owner:
        owner.execute("insert into intake.thing values ('5104'), ('510402')")
    with database.session("intake", now=now, caller=mine) as session:
        seen = session.scalars(text("select division from thing order by division")).all()
        changed = session.execute(text("update thing set division = division where division = '5104'")).rowcount
    assert seen == ["5104", "510411101"], "what is public may be read everywhere"
    assert changed == 0, "but changed only where it belongs"


def test_messages_are_delivered_whatever_the_place(database: Database, now: datetime) -> None:
    tell(database, "510411", now)

    with database.factory("intake").begin() as session:
        assert len(session.scalars(select(OutboxMessage)).all()) == 1


@pytest.fixture
def own_server() -> Iterator[EmbeddedPostgres]:
    """A server with passwords, as in production; roles belong to the server, so tests of them need their own."""
    with TemporaryDirectory(prefix="doudi-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with EmbeddedPostgres(Path(folder) / "data") as server:
            yield server


def test_from_nothing_to_head_by_one_command_with_derived_and_with_given_passwords(
    own_server: EmbeddedPostgres, now: datetime
) -> None:
    def can_log_in(password: str | None) -> bool:
        factory = make_session_factory(service_url(own_server.url, "alerts", password), service="alerts", pool_size=1)
        try:
            with everywhere(factory) as session:
                return schema_is_at_head(session)
        except DBAPIError:
            return False
        finally:
            factory.kw["bind"].dispose()

    running.upgrade(own_server.url)
    assert can_log_in(None)
    assert not can_log_in("guess")

    running.upgrade(own_server.url, passwords=dict.fromkeys(SERVICES, "口令 with 'quotes'"))
    assert can_log_in("口令 with 'quotes'")
    assert not can_log_in(None)

    with psycopg.connect(plain_url(own_server.superuser_url)) as superuser:
        superuser.execute("alter role doudi_intake bypassrls")
    with pytest.raises(RoleTooPowerful, match="doudi_intake"):
        running.upgrade(own_server.url)


def household(now: datetime) -> Household:
    return Household(division="510411101", residence="RURAL", address=Secret("混撒拉村3组20号"), created_at=now)


def test_after_a_rotation_everything_is_sealed_with_the_new_key_and_the_old_one_can_go(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = [b64encode(bytes([fill]) * 32).decode() for fill in range(3)]
    old, both, new = (
        json.dumps({"current": current, "keys": known, "index": keys[2]})
        for current, known in (
            ("k0", {"k0": keys[0]}),
            ("k1", {"k0": keys[0], "k1": keys[1]}),
            ("k1", {"k1": keys[1]}),
        )
    )
    monkeypatch.setattr(personal, "_installed", KeyRing.parse(old))
    with database.session("intake", now=now) as session:
        session.add(household(now))
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("DOUDI_KEY_RING", both)

    first = migrations_main(["reseal"])
    said = capsys.readouterr().out
    migrations_main(["reseal"])
    again = capsys.readouterr().out

    install(KeyRing.parse(new))
    with database.session("intake", now=now) as session:
        assert session.scalars(select(Household)).one().address == household(now).address
    assert first == 0
    assert "intake.household.address: 1\n" in said
    assert "intake.household.bank_account: 0\n" in said
    assert "intake.household.address: 0\n" in again
