"""Pages of other origins (CORS): those named in the settings may call us from a browser, the rest are not noticed."""

from typing import Final

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.cors import ALL_METHODS, CORSMiddleware
from starlette.types import Receive, Scope, Send

READABLE: Final = (
    "API-Version", "ETag", "Idempotent-Replayed", "Location", "Retry-After", "WWW-Authenticate", "traceresponse",
)  # fmt: skip
"""Headers of an answer that a page may read; a browser hides the others."""


def cross_origin(allowed: str | None) -> list[Middleware]:
    """Return what answers pages of these origins (comma-separated); nothing where none is named.

    No cookie is ever taken: a page sends its token in a header of its own, which the browser asks about first.
    """
    if not allowed:
        return []
    origins = allowed.split(",")
    return [
        Middleware(
            CrossOrigin, allow_origins=origins, allow_methods=ALL_METHODS, allow_headers=["*"], expose_headers=READABLE
        )
    ]


class CrossOrigin(CORSMiddleware):
    """Lets an origin that is not named get the answer of everybody, without leave to read it, and no error in plain text."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None or not self.is_allowed_origin(origin):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
