"""Which methods a path has: the framework itself answers ``Allow`` with those of the first matching route only."""

from starlette.routing import Match
from starlette.types import Scope


def allowed(scope: Scope) -> list[str]:
    """Return every method of the requested path over all routes, HEAD and OPTIONS included; nothing for no path."""
    found: set[str] = set()
    for route in scope["app"].router.routes:
        if route.matches(dict(scope))[0] is not Match.NONE:
            found |= route.methods or set()
    if "GET" in found:
        found.add("HEAD")
    return sorted({*found, "OPTIONS"}) if found else []
