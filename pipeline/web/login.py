"""Signing in and out, and the page of one's own account."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from pipeline.store.accounts import Account, accounts_path, find_account, list_accounts, open_accounts
from pipeline.web.access import landing, store_path
from pipeline.web.pages import form_of, refused, render, see
from pipeline.web.passwords import password_fits
from pipeline.web.routing import EVERYBODY, SIGNED_IN, Route
from pipeline.web.sessions import sign_in, sign_out

LOGIN = "/-/dang-nhap"
_WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


async def login_page(datasette: Any, request: Any) -> Any:
    """The form; where there is no account yet, how to make one."""
    known = await asyncio.to_thread(_has_accounts, accounts_path(store_path(datasette)))
    return await render(datasette, request, "dang_nhap.html", {"next": request.args.get("next", ""), "known": known})


async def log_in(datasette: Any, request: Any) -> Any:
    """Sign in and go where somebody wanted to go, or show the form again."""
    typed = await form_of(request)
    name, password = typed.get("ten", "").strip(), typed.pop("mat_khau", "")
    account = await asyncio.to_thread(_checked, accounts_path(store_path(datasette)), name, password)
    if account is None:
        context = {"next": typed.get("next", ""), "known": True}
        return await refused(datasette, request, "dang_nhap.html", context, _WRONG, typed=typed, status=401)
    wanted = local_path(typed.get("next", "")) or landing({"role": account.role})
    return sign_in(datasette, request, see(datasette, wanted), account)


async def log_out(datasette: Any, request: Any) -> Any:
    """Sign out."""
    return sign_out(see(datasette, LOGIN))


async def account_page(datasette: Any, request: Any) -> Any:
    """Who is signed in."""
    return await render(datasette, request, "tai_khoan.html", {})


def local_path(wanted: str) -> str | None:
    """A path of this site as it is; None for anything that a browser could take for another site.

    >>> local_path("/-/viec/7?as_of=2026-01-31"), local_path("//example.org"), local_path("/\\\\example.org")
    ('/-/viec/7?as_of=2026-01-31', None, None)
    """
    plain = wanted.startswith("/") and wanted.isprintable() and "\\" not in wanted
    return wanted if plain and not wanted.startswith("//") else None


def _checked(path: Path, name: str, password: str) -> Account | None:
    with open_accounts(path) as accounts:
        account = find_account(accounts, name)
    return account if password_fits(password, account.password if account else None) else None


def _has_accounts(path: Path) -> bool:
    with open_accounts(path) as accounts:
        return bool(list_accounts(accounts))


ROUTES = (
    Route(rf"^{LOGIN}$", "GET", EVERYBODY, login_page, "Trang đăng nhập"),
    Route(rf"^{LOGIN}$", "POST", EVERYBODY, log_in, "Đăng nhập"),
    Route(r"^/-/dang-xuat$", "POST", SIGNED_IN, log_out, "Đăng xuất"),
    Route(r"^/-/tai-khoan$", "GET", SIGNED_IN, account_page, "Tài khoản của mình"),
)
