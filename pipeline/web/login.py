"""Signing in with a password or a link that works once, and signing out."""

from __future__ import annotations

import asyncio
from typing import Any

from pipeline.store.accounts import Account, find_account, list_accounts
from pipeline.store.sign_ins import WITHIN_S, begin_attempt, forget_attempts, link_account, take_back, use_link
from pipeline.web.access import in_accounts, landing
from pipeline.web.pages import form_of, refused, render, see
from pipeline.web.passwords import password_fits
from pipeline.web.routing import EVERYBODY, SIGNED_IN, Route
from pipeline.web.sessions import sign_in, sign_out

LOGIN = "/-/dang-nhap"
LINK = "/-/vao"
_MOST_FOR_ACCOUNT, _MOST_FROM_ADDRESS = 8, 40  # an office often has one address for all its people
_WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
_TOO_OFTEN = f"Đã thử sai quá nhiều lần: hãy đợi {WITHIN_S // 60} phút rồi đăng nhập lại."
_USED = (
    "Liên kết này đã dùng hoặc đã hết hạn: hãy chạy lại giaoviec demo để có liên kết mới, hoặc đăng nhập bằng mật khẩu."
)


class TooOften(Exception):
    """Passwords were tried so often that none is looked at for a while."""


async def login_page(datasette: Any, request: Any) -> Any:
    """The form; where there is no account yet, how to make one."""
    return await render(datasette, request, "dang_nhap.html", await _context(datasette, request.args.get("next")))


async def log_in(datasette: Any, request: Any) -> Any:
    """Sign in and go where somebody wanted to go, or show the form again."""
    typed = await form_of(request)
    name, password = typed.get("ten", "").strip().lower(), typed.pop("mat_khau", "")
    try:
        account = await check_password(datasette, request, name, password)
        problem, status = _WRONG, 401
    except TooOften:
        account, problem, status = None, _TOO_OFTEN, 429
    if account is not None:
        wanted = local_path(typed.get("next", ""))
        home = landing({"role": account.role})
        return sign_in(datasette, request, see(datasette, home if wanted in (None, "/") else str(wanted)), account)
    context = await _context(datasette, typed.get("next"))
    return await refused(datasette, request, "dang_nhap.html", context, problem, typed=typed, status=status)


async def log_out(datasette: Any, request: Any) -> Any:
    """Sign out."""
    return sign_out(see(datasette, LOGIN))


async def link_page(datasette: Any, request: Any) -> Any:
    """Whose link it is. Looking does not use it up: programs that fetch links ahead would leave nothing."""
    token = request.args.get("ma") or ""
    account = await in_accounts(datasette, lambda accounts: _account_of(accounts, link_account(accounts, token)))
    return await _link_answer(datasette, request, account, token)


async def use_link_page(datasette: Any, request: Any) -> Any:
    """Sign in with a link, once."""
    token = (await form_of(request)).get("ma", "")
    account = await in_accounts(datasette, lambda accounts: _account_of(accounts, use_link(accounts, token)))
    if account is None:
        return await _link_answer(datasette, request, None, token)
    return sign_in(datasette, request, see(datasette, landing({"role": account.role})), account)


async def check_password(datasette: Any, request: Any, name: str, password: str) -> Account | None:
    """The account whose password it is, None where it is not. Raises TooOften without looking at it."""
    client = (request.scope.get("client") or ("",))[0]
    limits = [(f"account:{name}", _MOST_FOR_ACCOUNT), (f"address:{client}", _MOST_FROM_ADDRESS)]
    attempt = await in_accounts(datasette, lambda accounts: begin_attempt(accounts, limits))
    if not attempt:
        raise TooOften
    account = await in_accounts(datasette, lambda accounts: find_account(accounts, name))
    if not await asyncio.to_thread(password_fits, password, account.password if account else None):
        return None

    def succeed(accounts: Any) -> None:
        take_back(accounts, attempt)
        forget_attempts(accounts, limits[0][0])

    await in_accounts(datasette, succeed)
    return account


def local_path(wanted: str) -> str | None:
    """A path of this site as it is; None for anything that a browser could take for another site.

    >>> local_path("/-/viec/7?as_of=2026-01-31"), local_path("//example.org"), local_path("/\\\\example.org")
    ('/-/viec/7?as_of=2026-01-31', None, None)
    """
    plain = wanted.startswith("/") and wanted.isascii() and wanted.isprintable() and "\\" not in wanted
    return wanted if plain and not wanted.startswith("//") else None


async def _context(datasette: Any, wanted: str | None) -> dict[str, Any]:
    known = await in_accounts(datasette, lambda accounts: bool(list_accounts(accounts)))
    return {"next": wanted or "", "known": known}


async def _link_answer(datasette: Any, request: Any, account: Account | None, token: str) -> Any:
    context = {"account": account, "ma": token, "problem": "" if account else _USED}
    return await render(datasette, request, "vao.html", context, 200 if account else 410)


def _account_of(accounts: Any, id_: str | None) -> Account | None:
    return find_account(accounts, id_) if id_ else None


ROUTES = (
    Route(rf"^{LOGIN}$", "GET", EVERYBODY, login_page, "Trang đăng nhập"),
    Route(rf"^{LOGIN}$", "POST", EVERYBODY, log_in, "Đăng nhập"),
    Route(rf"^{LINK}$", "GET", EVERYBODY, link_page, "Trang của liên kết đăng nhập một lần"),
    Route(rf"^{LINK}$", "POST", EVERYBODY, use_link_page, "Đăng nhập bằng liên kết một lần"),
    Route(r"^/-/dang-xuat$", "POST", SIGNED_IN, log_out, "Đăng xuất"),
)
