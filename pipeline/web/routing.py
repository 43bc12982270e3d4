"""What a page is to the gate: its address, its method, who may ask for it, and the handler that answers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

ADMIN, CLERK, SUPERVISOR, AGENCY = "admin", "clerk", "supervisor", "agency"
READER = "reader"
"""Anybody who is not signed in, while ``serve --public`` lets people read."""
NOBODY = "nobody"
"""Anybody who is not signed in."""

OFFICE = frozenset({ADMIN, CLERK, SUPERVISOR})
READING = OFFICE | {READER}
"""Pages that only show; an agency's account sees its own tasks, elsewhere."""
SIGNED_IN = OFFICE | {AGENCY}
EVERYBODY = SIGNED_IN | {READER, NOBODY}
NO_ONE: frozenset[str] = frozenset()

FORM_BYTES = 2 * 2**20
"""Of a form without files: a hundred tasks corrected at once are a tenth of it."""

Handler = Callable[[Any, Any], Awaitable[Any]]
"""``async def page(datasette, request) -> Response``; named parts of the pattern are in ``request.url_vars``."""


@dataclass(frozen=True, slots=True)
class Route:
    """One page; ``label`` is its line in the table of rights. Datasette's own pages have no handler here.

    ``most_bytes``: of a form; longer ones are not read at all, so a page that takes files has a sentence of its own
    for what is somewhat too large.

    Raises ValueError where a page that changes something is open to those who only read.
    """

    pattern: str
    method: str
    roles: frozenset[str]
    handler: Handler | None
    label: str
    most_bytes: int = FORM_BYTES

    def __post_init__(self) -> None:
        if self.method not in ("GET", "POST"):
            raise ValueError(f"{self.pattern}: {self.method}")
        if self.method == "POST" and READER in self.roles and NOBODY not in self.roles:
            raise ValueError(f"{self.pattern}: readers don't write")


def routes_at(routes: Iterable[Route], path: str) -> tuple[Route, ...]:
    """The routes of the first pattern that matches ``path``, one for each method that it has."""
    routes = tuple(routes)
    pattern = next((route.pattern for route in routes if _compiled(route.pattern).match(path)), None)
    return tuple(route for route in routes if route.pattern == pattern)


def views(routes: Iterable[Route]) -> list[tuple[str, Any]]:
    """The routes as Datasette's ``register_routes`` wants them: one function a pattern, which knows the methods."""
    routes = tuple(routes)
    patterns = dict.fromkeys(route.pattern for route in routes if route.handler)
    return [(pattern, _view([route for route in routes if route.pattern == pattern])) for pattern in patterns]


def method_of(scope: Any) -> str:
    """The method a route is found by: HEAD asks for what GET would give."""
    return "GET" if scope["method"] == "HEAD" else str(scope["method"])


def path_of(datasette: Any, scope: Any) -> str:
    """The path as Datasette looks it up: as it was sent, without what the site is under."""
    raw = scope.get("raw_path")
    path = (raw.decode("ascii", "replace") if raw else str(scope["path"])).partition("?")[0]
    base = datasette.setting("base_url")
    return "/" + path[len(base) :] if base != "/" and path.startswith(base) else path


def _view(routes: list[Route]) -> Callable[[Any, Any], Awaitable[Any]]:
    handlers = {route.method: route.handler for route in routes}

    async def view(datasette: Any, request: Any) -> Any:
        # The gate has let nothing through that has no handler.
        handler = handlers[method_of(request.scope)]
        assert handler is not None
        return await handler(datasette, request)

    return view


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
