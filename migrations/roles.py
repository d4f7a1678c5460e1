"""A schema and a login role for each service; a role sees its own schema and nothing else, and is bound by row security."""

from collections.abc import Mapping

import psycopg
from psycopg import sql

from shared.database_urls import role_of

__all__ = ["RoleTooPowerful", "make_roles", "prepare_roles"]


class RoleTooPowerful(RuntimeError):
    """A service's role could pass by row-level security."""


def prepare_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Make schemas and roles, set passwords, and settle what each role may reach. May be repeated at will."""
    make_roles(connection, passwords)
    connection.execute("revoke create on schema public from public")
    for service in passwords:
        _make_schema(connection, service)


def make_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Make the roles alone, as a restore needs them before the tables that grant to them."""
    for service, password in passwords.items():
        _make_role(connection, role_of(service), password)


def _make_role(connection: psycopg.Connection, role: str, password: str) -> None:
    """Make the role, or check the one that is there. The password travels as its hash, so no log can show it."""
    found = connection.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = %s", [role]
    ).fetchone()
    if found is None:
        _execute(
            connection,
            "create role {} login nosuperuser nobypassrls noinherit nocreaterole nocreatedb noreplication",
            role,
        )
    elif any(found):
        raise RoleTooPowerful(f"The role {role} has rights beyond a service's; take them from it, or drop the role.")
    encrypted = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(encrypted)))


def _make_schema(connection: psycopg.Connection, service: str) -> None:
    role = role_of(service)
    connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(service)))
    _execute(connection, "grant usage on schema {} to {}", service, role)
    _execute(connection, "grant usage on schema public to {}", role)
    _execute(connection, "alter role {} set search_path = {}", role, service)
    _execute(connection, "alter default privileges in schema {} grant usage on sequences to {}", service, role)


def _execute(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
