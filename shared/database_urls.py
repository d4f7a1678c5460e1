"""Whose database URL is whose: the owner's serves the migrations, each service logs in as its own role."""

import hashlib
import hmac
from typing import Final

from sqlalchemy import URL, make_url

__all__ = [
    "SERVICES", "derived_password", "owner_url", "plain_url", "role_of", "service_password", "service_url",
]  # fmt: skip

SERVICES: Final = ("intake", "eligibility", "alerts")


def role_of(service: str) -> str:
    """Return the login role of a service: neither owner nor superuser, so row-level security binds it."""
    return f"doudi_{service}"


def owner_url(database_url: str) -> URL:
    """Return ``DATABASE_URL`` with our driver, whichever usual form it was written in."""
    written = "postgresql" + database_url.removeprefix("postgres") if _is_short(database_url) else database_url
    return make_url(written).set(drivername="postgresql+psycopg")


def plain_url(database_url: str) -> str:
    """Return the URL as PostgreSQL's own programs and libpq read it, without the name of our driver."""
    return owner_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def derived_password(secret: str, role: str) -> str:
    """Return a password for a role that follows from another secret, so that a fresh machine needs to be told nothing."""
    return hmac.new(secret.encode(), role.encode(), hashlib.sha256).hexdigest()


def service_password(database_url: str, service: str) -> str:
    """Return the default password of a service's role; it follows from the owner's password."""
    password = owner_url(database_url).password
    if not password:
        raise ValueError(
            f"DATABASE_URL has no password to derive one from; set DOUDI_{service.upper()}_DATABASE_PASSWORD."
        )
    return derived_password(str(password), role_of(service))


def service_url(database_url: str, service: str, password: str | None = None) -> str:
    """Return the URL a service logs in with, from the owner's; the password is the configured one or the derived one."""
    password = password or service_password(database_url, service)
    url = owner_url(database_url).set(username=role_of(service), password=password)
    return url.render_as_string(hide_password=False)


def _is_short(database_url: str) -> bool:
    return database_url.startswith("postgres://")
