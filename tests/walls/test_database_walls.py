"""Row-level security by itself: each service's own role, no query of ours, and still nobody sees a neighbour's rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import errors, sql
from sqlalchemy import Table

from migrations.target import target_metadata
from shared.database_urls import SERVICES
from tests.walls.conftest import World
from tests.walls.twins import MIYI, NEXT_DOOR, RENHE

OPEN = {
    "chain_head": "Counts and hashes of the whole service; no caller reads it.",
    "division_succession": "Every session reads it to learn its own places; 区划沿革 is public.",
    "idempotency_key": "A key belongs to a client's user, not to a place; it holds a fingerprint and an id.",
    "sealing_key": "A sentence that everybody knows, sealed with each key; it tells of nobody.",
    "outbox_message": "The relay sends for every place; callers see dead letters, by place, without the payload.",
    "eligibility.ruleset_version": "The rules are the same everywhere and public.",
    "alerts.calendar_year": "放假通知 is public.",
    "intake.calendar_year": "放假通知 is public.",
    "intake.division": "区划代码 is public.",
    "intake.programme_claim": "No role may read it at all: asked through functions, which name programme and county.",
}
"""Tables without row-level security, by name or by schema and name, and why."""

ADDED_ANYWHERE = {
    "audit_entry": "What a supervisor or service does may concern another place than his own.",
    "event": "As the audit: told of the place it concerns.",
    "eligibility.parameter": "Public values of every place; published by an action that checks the place.",
}
"""Append-only tables that take a row about any place; nobody reads back what is not his."""

SEEN_BY_PLACE = {
    "audit_entry": "No villager has audit:read.",
    "event": "No villager has events:read.",
    "import_batch": "No villager has imports:write.",
    "import_row": "No villager has imports:write.",
    "payment_batch": "No villager has payments:read; the batch names nobody.",
    "public_notice": "公示 is read by everybody in the village (L15).",
}
"""Tables of intake of which a villager's session sees his place's rows, because no route of his leads there."""

PUBLIC = {
    "eligibility.standard",
    "eligibility.standard_value",
    "eligibility.standard_transition",
    "eligibility.parameter",
}
TABLES = {table.fullname: table for table in target_metadata().sorted_tables}


def named(table: Table, names: Any) -> bool:
    return table.fullname in names or table.name in names


WALLED = {name: table for name, table in TABLES.items() if not named(table, OPEN)}


@contextmanager
def as_role(world: World, service: str, places: str | None, person: str = "") -> Iterator[psycopg.Connection]:
    """Connect as the service's role; only the session's place and person are set, and all is rolled back."""
    with psycopg.connect(world.city.database.service_url(service).replace("+psycopg", "")) as connection:
        if places is not None:
            query = "select set_config('doudi.places', %s, false), set_config('doudi.person', %s, false)"
            connection.execute(query, [places, person])
            connection.commit()
        yield connection
        connection.rollback()


def rows(connection: psycopg.Connection, table: Table, columns: str = "to_jsonb(t)") -> list[Any]:
    query = f'select {columns} from {table.schema}."{table.name}" t'
    return [row[0] for row in connection.execute(query)]  # type: ignore[call-overload]


def test_every_table_is_walled_or_says_why_not(world: World) -> None:
    with world.city.database.as_owner() as owner:
        walled = {
            f"{schema}.{name}"
            for schema, name in owner.execute(
                "select relnamespace::regnamespace::text, relname from pg_class where relkind in ('r', 'p')"
                " and relrowsecurity and relforcerowsecurity and relnamespace::regnamespace::text = any(%s)",
                [list(SERVICES)],
            )
        }

    assert walled == set(WALLED)
    assert all(reason for names in (OPEN, ADDED_ANYWHERE, SEEN_BY_PLACE) for reason in names.values())


@pytest.mark.parametrize("service", SERVICES)
def test_a_session_that_names_no_place_sees_no_row(world: World, service: str) -> None:
    with as_role(world, service, None) as nobody, as_role(world, service, ",") as everybody:
        tables = [table for table in WALLED.values() if table.schema == service]
        seen = {table.fullname for table in tables if rows(nobody, table)}
        there = {table.fullname for table in tables if rows(everybody, table)}

    assert seen <= PUBLIC
    assert len(there) >= len(tables) - 2, f"the world is to have rows of every kind: {sorted(there)}"


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("place", [RENHE.township, NEXT_DOOR.township, RENHE.county, MIYI.county, RENHE.next_village])
def test_a_place_s_session_sees_its_own_rows_all_of_them_and_no_other(world: World, service: str, place: str) -> None:
    with world.city.database.as_owner() as owner, as_role(world, service, place) as session:
        for table in WALLED.values():
            if table.schema != service or "division" not in table.columns:
                continue  # people are seen through what lies in a place: the tests below
            there = [row for row in rows(owner, table) if row["division"].startswith(place)]
            seen = rows(session, table)
            if table.fullname in PUBLIC:
                seen = [row for row in seen if row["division"].startswith(place)]
            assert sorted(row["id"] for row in seen) == sorted(row["id"] for row in there), table.fullname


def test_people_of_the_information_base_are_seen_through_what_lies_in_a_place(world: World) -> None:
    records = {place: world.twins[place].things["alerts.person_id"] for place in (RENHE, NEXT_DOOR, MIYI)}
    with as_role(world, "alerts", NEXT_DOOR.township) as session:
        seen = set(rows(session, TABLES["alerts.person_record"], "id::text"))

    assert seen & set(records.values()) == {records[NEXT_DOOR]}


def test_people_are_seen_through_the_households_of_a_place(world: World) -> None:
    with as_role(world, "intake", NEXT_DOOR.township) as session:
        names = set(rows(session, TABLES["intake.person"], "name"))

    assert names == {f"欧阳{NEXT_DOOR.mark}", f"欧阳{NEXT_DOOR.neighbours_mark}", f"司马{NEXT_DOOR.mark}"}


@pytest.mark.parametrize("name", WALLED)
def test_nobody_writes_into_a_place_of_others(world: World, name: str) -> None:
    """A copy of a neighbour's row is refused, and so is moving, changing or deleting one."""
    table = WALLED[name]
    place = next(name for name in ("division", "kept_in", "county") if name in table.columns)
    with world.city.database.as_owner() as owner:
        theirs = next((row for row in rows(owner, table) if row[place].startswith(RENHE.county)), None)
    with as_role(world, str(table.schema), MIYI.county) as session:
        added = theirs is not None and is_allowed(session, copy_of(table, theirs))
        moved = is_allowed(session, change(table, place, f"set {place} = '{RENHE.township}'"))
        session.rollback()
        changed = is_allowed(session, change(table, place, f"set {place} = {place}", whose=RENHE.county))
        session.rollback()
        deleted = is_allowed(session, change(table, place, "delete", whose=RENHE.county))

    assert added == (named(table, ADDED_ANYWHERE) and theirs is not None)
    assert (moved, changed, deleted) == (False, False, False)


def copy_of(table: Table, row: dict[str, Any]) -> sql.Composed:
    """Return the statement that adds the row once more, under another id."""
    columns = [column.name for column in table.columns if column.computed is None]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    unique = {name: None for name in ("position", "hash", "digest", "previous_hash") if name in row}
    again = row | unique | {"id": "00000000-0000-7000-8000-000000000000"}
    return sql.SQL("insert into {0} ({1}) select {1} from jsonb_populate_record(null::{0}, {2})").format(
        sql.Identifier(str(table.schema), table.name), names, sql.Literal(psycopg.types.json.Jsonb(again))
    )


def change(table: Table, place: str, what: str, whose: str = "") -> sql.Composed:
    verb = "delete from {0}" if what == "delete" else "update {0} " + what
    return sql.SQL(verb + " where {1} ^@ {2}").format(  # type: ignore[arg-type]  # no literal, but ours
        sql.Identifier(str(table.schema), table.name), sql.Identifier(place), sql.Literal(whose)
    )


def is_allowed(session: psycopg.Connection, statement: sql.Composed) -> bool:
    """Return whether rights and row security let the statement have an effect; a key asks only afterwards."""
    try:
        with session.transaction():
            return session.execute(statement).rowcount > 0
    except errors.InsufficientPrivilege:
        return False
    except errors.IntegrityError:
        return True


def test_a_villager_s_session_sees_his_own_family_and_what_is_public(world: World) -> None:
    me = world.twins[RENHE].applicant
    tables = [table for table in WALLED.values() if table.schema == "intake"]
    with as_role(world, "intake", RENHE.village, me) as session:
        seen = {table.name: str(rows(session, table)) for table in tables}

    stranger = world.twins[RENHE].neighbour
    private = {name: told for name, told in seen.items() if name not in SEEN_BY_PLACE}
    assert not [name for name, told in private.items() if stranger in told or RENHE.neighbours_mark in told]
    assert RENHE.mark in private["person"] + private["application"]


def test_a_villager_of_whom_nothing_is_on_file_sees_no_family(world: World) -> None:
    with as_role(world, "intake", RENHE.village, "00000000-0000-7000-8000-000000000000") as session:
        seen = {table.name for table in WALLED.values() if table.schema == "intake" and rows(session, table)}

    assert seen <= set(SEEN_BY_PLACE)
    assert "public_notice" in seen
