"""A browser of somebody who is signed in, or of nobody: for tests of pages, without a server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from pipeline.serve import datasette_app
from pipeline.store.accounts import Account, accounts_path, add_account, find_account, open_accounts
from pipeline.web.sessions import COOKIE, session_cookie

NAMES = {"admin": "Quản Trị Mẫu", "clerk": "Văn Thư Mẫu", "supervisor": "Lãnh Đạo Mẫu", "agency": "Cơ Quan Mẫu"}


class Browser:
    """Asks an app with the cookies of one person; forms carry the token that a page of the app gave."""

    def __init__(self, app: Any, session: str | None = None) -> None:
        self.app = app
        self.cookies = {COOKIE: session} if session else {}

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, fields: dict[str, Any] | None = None, **more: Any) -> Any:
        """Send a form with its token; ``more`` goes to httpx (``files=…``)."""
        token = self.token()
        asker = Browser(self.app)
        asker.cookies = {**self.cookies, "ds_csrftoken": token}
        return asker.send("POST", path, data={"csrftoken": token, **(fields or {})}, **more)

    def send(self, method: str, path: str, **more: Any) -> Any:
        """Ask with these cookies and nothing else."""
        return asyncio.run(self.app.client.request(method, path, cookies=self.cookies, **more))

    def token(self) -> str:
        """A token as a page of the app would give it."""
        return str(Browser(self.app).get("/-/dang-nhap").cookies["ds_csrftoken"])


def browser(store: Path, role: str | None = "admin", agency_key: str | None = None, *, app: Any = None) -> Browser:
    """The browser of somebody of that role, whose account is made where there is none; ``None`` is nobody.

    ``agency_key`` is the ``agencies.key`` of the agency of an account of the role ``agency``.
    """
    app = app or datasette_app(store)
    if role is None:
        return Browser(app)
    with open_accounts(accounts_path(store)) as accounts:
        id_ = f"{role}-{agency_key}" if agency_key else role
        key = agency_key or ("@chua-co" if role == "agency" else None)
        account = find_account(accounts, id_) or add_account(accounts, Account(id_, NAMES[role], role, key, key))
    return Browser(app, session_cookie(app, account))
