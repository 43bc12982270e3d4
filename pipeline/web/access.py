"""Who asks: the actor of a request, and what an agency's account may see of tasks and documents."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pipeline.review import Author
from pipeline.serve import store_name
from pipeline.store.accounts import Account, accounts_path, find_account, open_accounts
from pipeline.store.removing import removal_of
from pipeline.store.seen_by import agency_has_document, agency_has_task, agency_of_key
from pipeline.web.routing import AGENCY, NOBODY, READER
from pipeline.web.sessions import COOKIE, read_session

T = TypeVar("T")
Actor = dict[str, Any]
"""``{"id", "name", "role", "agency_id"}``; ``agency`` is the name of the agency, None for the office's own people.

``confirmed_only``: sees nothing of a document before a clerk has confirmed it.
"""

_AT_ONCE = 4
_LANDING = {AGENCY: "/-/viec"}


def store_path(datasette: Any) -> Path:
    """The file of the store that is served."""
    return Path(datasette.get_database(store_name(datasette)).path)


async def actor_of(datasette: Any, request: Any) -> Actor | None:
    """Who is signed in; None for nobody, and where the account was removed or its password changed since."""
    session = read_session(datasette, request.cookies.get(COOKIE, ""))
    if session is None:
        return None
    id_ = session.account_id
    account = await in_accounts(datasette, lambda accounts: find_account(accounts, id_))
    if account is None or account.epoch != session.epoch:
        return None
    return await _actor(datasette, account)


async def in_accounts(datasette: Any, fn: Callable[[Any], T]) -> T:
    """What ``fn`` makes of the file of accounts, in a transaction and on threads that do nothing else.

    Every request asks who is signed in, so it never waits for threads on which others write or make files.
    """
    path = accounts_path(store_path(datasette))

    def run() -> T:
        with open_accounts(path) as accounts:
            return fn(accounts)

    return await asyncio.get_running_loop().run_in_executor(_threads(), run)


def is_public(datasette: Any) -> bool:
    """Whether people may read without signing in."""
    return bool((datasette.plugin_config("access") or {}).get("public"))


def reviews(datasette: Any) -> bool:
    """Whether the office confirms documents before agencies see them (``serve --no-review`` says that it doesn't)."""
    return bool((datasette.plugin_config("access") or {}).get("review", True))


def role_of(actor: Actor | None, public: bool = False) -> str:
    """The role that the roles of a route are asked for."""
    if actor:
        return str(actor["role"])
    return READER if public else NOBODY


def landing(actor: Actor) -> str:
    """Where somebody comes to after signing in: an agency's account has no use for the page of the office."""
    return _LANDING.get(actor["role"], "/")


def signature(actor: Actor) -> str:
    """How what somebody records is signed: the name for people, the id for certainty."""
    return f"{actor['name']} ({actor['id']})"


def author(actor: Actor) -> Author:
    """Who acts, as the records of changes keep it."""
    return Author(actor["id"], actor["name"], actor["role"])


def is_agency(actor: Actor | None) -> bool:
    """Whether somebody sees the tasks of one agency only."""
    return actor is not None and actor["role"] == AGENCY


def confirmed_only(actor: Actor | None) -> bool:
    """Whether somebody sees nothing of a document before a clerk has confirmed it."""
    return actor is not None and bool(actor["confirmed_only"])


def may_see_task(conn: sqlite3.Connection, actor: Actor | None, task_id: int) -> bool:
    """Whether a task may be shown; who asked has passed the gate of the page."""
    if actor is None or not is_agency(actor):
        return True
    own = actor["agency_id"]
    return own is not None and agency_has_task(conn, own, task_id, confirmed_only(actor))


def may_see_document(conn: sqlite3.Connection, actor: Actor | None, document_id: int | None) -> bool:
    """Whether a document may be shown: an agency sees those that give it a task. None is a document not stored.

    What was taken out of the register is for the office's own people.
    """
    if actor is None:
        return document_id is None or removal_of(conn, document_id) is None
    if not is_agency(actor):
        return True
    if actor["agency_id"] is None or document_id is None:
        return False
    return agency_has_document(conn, actor["agency_id"], document_id, confirmed_only(actor))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, "accounts")


async def _actor(datasette: Any, account: Account) -> Actor:
    key, agency_id = account.agency_key, None
    if key is not None:
        database = datasette.get_database(store_name(datasette))
        agency_id = await database.execute_fn(lambda conn: agency_of_key(conn, key))
    fields = {"id": account.id, "name": account.name, "role": account.role}
    waits = account.role == AGENCY and reviews(datasette)
    return {**fields, "agency_id": agency_id, "agency": account.agency, "confirmed_only": waits}
