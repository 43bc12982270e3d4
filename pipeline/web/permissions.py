"""What Datasette itself asks about somebody: the SQL editor above all, which has no address of its own."""

from __future__ import annotations

from pipeline.web.access import Actor, role_of
from pipeline.web.routing import ADMIN, READING, SUPERVISOR

SQL = frozenset({ADMIN, SUPERVISOR})
_VIEWING = ("view-database", "view-table", "view-query")


def permission(actor: Actor | None, action: str, public: bool) -> bool | None:
    """Whether somebody may, None where this program has no opinion.

    The gate has already asked for the address; this holds also where a page shows parts of several tables.
    """
    role = role_of(actor, public)
    if action == "execute-sql":
        return role in SQL
    if action in _VIEWING:
        return role in READING
    return False if action == "view-database-download" else None
