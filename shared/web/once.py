"""The same request twice does one thing: ``Idempotency-Key`` at the edge, ``shared.idempotency`` under it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request, Response

from shared import clock, idempotency
from shared.db import Session
from shared.identity import Caller
from shared.web.body import StrictRequest
from shared.web.deps import CallerDep, SessionDep
from shared.web.etag import etag_of

REPLAYED: Final = "Idempotent-Replayed"


class Made(Protocol):
    """What a request makes: it has an id, from which a repeat is rendered anew."""

    @property
    def id(self) -> UUID:
        """The id."""


MadeThing = TypeVar("MadeThing", bound=Made)
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Once:
    """Carries out the effect of this request once, however often it is sent.

    A key lives in real time even where a simulated one is set, as a token does: else it would be old the moment it is used.
    """

    key: str | None
    session: Session
    caller: Caller
    request: Request
    response: Response

    def create(
        self, *, make: Callable[[], MadeThing], again: Callable[[UUID], MadeThing], lies_in: str = ""
    ) -> MadeThing:
        """Return what ``make`` makes; for a repeat return ``again(id)`` with the first status, and change nothing.

        A 201 gets its ``Location`` (below the path of the request, unless it ``lies_in`` another collection), a thing
        with a version its ``ETag``. ``make`` may set another status on the response, and that one is kept.
        """
        shown = partial(self._shown, lies_in=lies_in or self.request.url.path)
        if self.key is None:
            return shown(make())
        name = self._name(self.key)
        fingerprint = self._fingerprint()
        record = idempotency.begin(self.session, **name, fingerprint=fingerprint)
        if record is not None and record.resource_id is not None:
            self.response.status_code = record.status
            self.response.headers[REPLAYED] = "true"
            return shown(again(record.resource_id))
        thing = make()
        idempotency.finish(
            self.session, **name, fingerprint=fingerprint, status=self._status, resource_id=thing.id, now=clock.now()
        )
        return shown(thing)

    maybe = create
    """The same; reads better where the key is optional (``MaybeOnceDep``)."""

    def repeatable(self, do: Callable[[], Done]) -> Done:
        """Return what ``do`` does, which by its nature does nothing twice; the key keeps another body from passing for it."""
        if self.key is None:
            return do()
        name = self._name(self.key)
        fingerprint = self._fingerprint()
        record = idempotency.begin(self.session, **name, fingerprint=fingerprint)
        done = do()
        if record is None:
            idempotency.finish(
                self.session, **name, fingerprint=fingerprint, status=self._status, resource_id=None, now=clock.now()
            )
        else:
            self.response.headers[REPLAYED] = "true"
        return done

    def _name(self, key: str) -> dict[str, str]:
        """Return what a key is known by: one front end has many users, and each has keys of his own."""
        return {"client": self.caller.client_id, "subject": self.caller.subject, "route": self._route, "key": key}

    @property
    def _route(self) -> str:
        return f"{self.request.method} {self.request.scope['route'].path_format}"

    @property
    def _status(self) -> int:
        return self.response.status_code or self.request.scope["route"].status_code or 200

    def _fingerprint(self) -> bytes:
        """Return what makes two requests the same: where they go and what they say."""
        assert isinstance(self.request, StrictRequest)
        where = "\x1f".join(f"{name}={value}" for name, value in sorted(self.request.path_params.items()))
        return hashlib.sha256(where.encode() + b"\x1e" + self.request.fingerprint()).digest()

    def _shown(self, thing: MadeThing, *, lies_in: str) -> MadeThing:
        self.session.flush()  # the version of a changed row rises when it is written
        if self._status == 201:
            self.response.headers["Location"] = f"{lies_in}/{thing.id}"
        if isinstance(getattr(thing, "version", None), int):
            self.response.headers["ETag"] = etag_of(thing)  # type: ignore[arg-type]
        return thing


_KEY: Final = Header(
    alias="Idempotency-Key",
    title="幂等键",
    description="每次新的办理用一个新的 UUID；重试同一请求时用同一个值，不会重复办理。只对同一客户端的同一用户有效。",
    min_length=1,
    max_length=255,
    pattern=r"^[\x21-\x7e]+$",
)


async def _once(
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    key: Annotated[str, _KEY],
) -> Once:
    return Once(key, session, caller, request, response)


async def _maybe_once(
    request: Request,
    response: Response,
    session: SessionDep,
    caller: CallerDep,
    key: Annotated[str | None, _KEY] = None,
) -> Once:
    return Once(key, session, caller, request, response)


OnceDep = Annotated[Once, Depends(_once, scope="function")]
"""For what would create or pay again when repeated: the key is required."""

MaybeOnceDep = Annotated[Once, Depends(_maybe_once, scope="function")]
"""For every other POST with an effect: the key is accepted."""
