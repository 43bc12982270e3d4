"""The people of the demonstration: an account for each role, without a password, signed in by links that work once.

Its clerk has confirmed the documents in which nothing is in doubt, so that the agency has tasks; the others wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from pipeline.review import Author
from pipeline.store import open_store
from pipeline.store.accounts import Account, accounts_path, add_account, find_account, open_accounts
from pipeline.store.agency_names import busiest_agency
from pipeline.store.reviewing import confirm
from pipeline.store.sign_ins import make_link
from pipeline.web.login import LINK
from pipeline.web.routing import ADMIN, AGENCY, CLERK, SUPERVISOR

LASTS_S = 8 * 3600
_UNDOUBTED = "SELECT id FROM documents WHERE to_check = 0 AND confirmed_at IS NULL AND revision = 0"
_PEOPLE = (
    Account("quan-tri", "Quản Trị Mẫu", ADMIN),
    Account("van-thu", "Văn Thư Mẫu", CLERK),
    Account("lanh-dao", "Lãnh Đạo Mẫu", SUPERVISOR),
)


def demo_links(db: Path) -> list[tuple[Account, str]]:
    """The accounts, made where they are not there yet, each with the path of a new link; older links end."""
    people = [*_PEOPLE, *_of_agency(db)]
    with open_accounts(accounts_path(db)) as accounts:
        made = [find_account(accounts, one.id) or add_account(accounts, one) for one in people]
        return [(one, f"{LINK}?{urlencode({'ma': make_link(accounts, one.id, LASTS_S)})}") for one in made]


def confirm_undoubted(db: Path) -> None:
    """Confirm, as the clerk, the documents in which nothing is in doubt and that nobody has touched."""
    clerk = next(one for one in _PEOPLE if one.role == CLERK)
    store = open_store(db)
    with closing(store.conn):
        for (document_id,) in store.conn.execute(_UNDOUBTED).fetchall():
            confirm(store, document_id, 0, Author(clerk.id, clerk.name, clerk.role))


def _of_agency(db: Path) -> Iterator[Account]:
    """The account of the agency that leads most tasks; none while there is no task."""
    store = open_store(db)
    with closing(store.conn):
        agency = busiest_agency(store)
    if agency is not None:
        yield Account("co-quan", "Cơ Quan Mẫu", AGENCY, agency.key, agency.name)
