"""Every migration undoes what it did, leads to the same database by every way, and locks no table for long."""

import re
import subprocess
import sys
from pathlib import Path

from migrations import running
from shared.database_urls import SERVICES
from tests.support.database import Database
from tests.support.schema import schema_of

FIRST_INSTALLATION = "0009"
"""Up to here the migrations ran on databases without users, where nobody waits for a lock."""

NOBODY_WAITED = {
    "adding-not-nullable-field", "ban-drop-constraint", "ban-drop-function", "constraint-missing-not-valid",
    "disallowed-unique-constraint", "require-concurrent-index-creation",
}  # fmt: skip


def test_every_migration_is_undone_by_its_way_back(empty: Database, database: Database) -> None:
    before, first = "base", running.revisions()[0]
    running.step(empty.url, first)  # makes the roles and schemas, which stay
    running.downgrade(empty.url, before)
    assert things_in(empty) == []
    with empty.as_owner() as owner:
        owner.execute("create extension btree_gist with schema public")  # once made it stays: others may use it

    for revision in running.revisions():
        as_it_was = schema_of(empty)
        running.step(empty.url, revision)
        running.downgrade(empty.url, before)
        assert schema_of(empty) == as_it_was, f"{revision} does not undo all it did"
        running.step(empty.url, revision)
        before = revision

    running.upgrade(empty.url)
    assert schema_of(empty) == schema_of(database)


def test_a_release_without_early_warning_is_left_no_timers_that_it_does_not_know(database: Database) -> None:
    """They would be tried for ever; what was delivered stays as proof."""
    topics = ("clock.due", "benefit.review_near", "benefit.review_overdue", "benefit.review_due")
    with database.as_owner() as owner:
        for topic in topics:
            for delivered_at in (None, "2021-11-15+08"):
                owner.execute(
                    "insert into intake.outbox_message"
                    " (id, topic, payload, division, due_at, attempts, max_attempts, created_at, delivered_at)"
                    " values (gen_random_uuid(), %s, '{}', '5104', now(), 0, 20, now(), %s)",
                    (topic, delivered_at),
                )

    running.downgrade(database.url, "0004")

    with database.as_owner() as owner:
        kept = owner.execute("select topic, delivered_at is null from intake.outbox_message").fetchall()
    assert sorted(kept) == sorted([*((topic, False) for topic in topics), ("benefit.review_due", True)])


def test_every_migration_passes_the_linter(database: Database, tmp_path: Path) -> None:
    for revision in running.revisions():
        file = tmp_path / f"{revision}.sql"
        file.write_text(running.statements(database.url, revision))

        found = set(re.findall(r"(?:warning|error): ([a-z-]+)", squawk(file).stdout))

        assert found <= (NOBODY_WAITED if revision <= FIRST_INSTALLATION else set()), revision


def test_the_linter_would_find_a_table_locked_for_long(tmp_path: Path) -> None:
    bad = tmp_path / "bad.sql"
    bad.write_text("set lock_timeout = '5s';\nalter table intake.application alter column needs type text;\n")

    assert "changing-column-type" in squawk(bad).stdout


def things_in(database: Database) -> list[str]:
    """Return the tables, sequences, types and functions of our schemas."""
    with database.as_owner() as owner:
        return [
            row[0]
            for row in owner.execute(
                "select oid::regclass::text from pg_class where relnamespace::regnamespace::text = any(%(schemas)s)"
                " union all"
                " select oid::regproc::text from pg_proc where pronamespace::regnamespace::text = any(%(schemas)s)",
                {"schemas": list(SERVICES)},
            )
        ]


def squawk(file: Path) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name("squawk")
    config = Path(__file__).parent.parent / ".squawk.toml"
    command = [str(program), "--config", str(config), "--reporter", "gcc", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
