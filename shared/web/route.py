"""The route every endpoint runs in: unknown query parameters are refused, the body is read strictly."""

import inspect
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator
from itertools import islice
from typing import Any, Final

from fastapi import APIRouter, Request, Response, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import Match
from starlette.types import Scope

from shared.errors import InvalidInput, NotFound
from shared.web.body import MEBIBYTE, StrictRequest
from shared.web.validation import MOST_FAULTS, FoundError, found

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRoute(APIRoute):
    """A route of ours. ``max_body_size`` (bytes) may widen the one mebibyte, for uploads."""

    def __init__(
        self, path: str, endpoint: Callable[..., Any], *, max_body_size: int | None = None, **how: Any
    ) -> None:
        # The framework's own limit answers in plain text, so it is never given the number.
        self.limit = max_body_size or MEBIBYTE
        self.literal_paths: Collection[str] = ()
        super().__init__(path, endpoint, **how)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Leave a path that another route has word for word to that route, whatever the method.

        ``GET /people/searches`` is no person called "searches" but a method that the search does not have.
        """
        if self.param_convertors and scope.get("path") in self.literal_paths:
            return Match.NONE, {}
        return super().matches(scope)

    def get_route_handler(self) -> Handler:
        """Return the framework's handler behind our checks."""
        handle = super().get_route_handler()
        queries = [field for field in get_flat_params(self.dependant) if isinstance(field.field_info, params.Query)]
        known = {field.alias: "list" in str(field.field_info.annotation) for field in queries}
        is_form = self.body_field is not None and isinstance(self.body_field.field_info, params.Form)
        parts = self.dependant.body_params
        upload = {part.alias for part in parts if any(isinstance(one.field_info, params.File) for one in parts)}

        async def strict(request: Request) -> Response:
            refuse_strange_parameters(request, known)
            sent = StrictRequest(request.scope, request.receive, limit=self.limit)
            if is_form:
                sent.refuse_unreadable_form()
                if upload:  # a form without files is OAuth's, which ignores parts it does not know (RFC 6749 §3.2)
                    await sent.read_upload(upload)
            elif self.body_field is not None:
                await sent.read_json()
            return await handle(sent)

        return strict


def refuse_strange_parameters(request: Request, known: dict[str, bool]) -> None:
    """Refuse a query parameter that the route does not know, repeats, or fills with what no text column can hold."""
    if "\0" in request.scope["path"]:
        raise NotFound("没有这个地址。")
    if not request.scope["query_string"]:
        return
    faults = tuple(islice(_faults(request, known), MOST_FAULTS))
    if faults:
        raise InvalidInput("查询参数不符合要求，详见 errors。", errors=faults)


def _faults(request: Request, known: dict[str, bool]) -> Iterator[FoundError]:
    seen: set[str] = set()
    for name, value in request.query_params.multi_items():
        if name not in known:
            yield found("unknown_parameter", name, place="query")
        elif name in seen and not known[name]:
            yield found("repeated_parameter", name, place="query")
        elif "\0" in value:
            yield found("forbidden_character", name, place="query")
        seen.add(name)


_OPTIONS: Final = tuple(name for name in inspect.signature(APIRoute.__init__).parameters if name != "self")


def strict_routes(routers: Iterable[APIRouter], provider: object) -> list[StrictRoute]:
    """Return the routes of these routers, and of those they include, as routes of ours."""
    contexts = [context for router in routers for context in iter_route_contexts(router.routes)]
    routes = [_strict(context, provider) for context in contexts]
    literal = frozenset(route.path for route in routes if not route.param_convertors)
    for route in routes:
        route.literal_paths = literal
    return routes


def _strict(context: RouteContext, provider: object) -> StrictRoute:
    original = context.original_route
    if not isinstance(original, APIRoute):
        raise TypeError(f"{original!r} 不是普通的 HTTP 路由。")
    how = {name: getattr(context, name, getattr(original, name)) for name in _OPTIONS}
    how |= {"dependency_overrides_provider": provider, "generate_unique_id_function": lambda route: route.name}
    return StrictRoute(**how)
