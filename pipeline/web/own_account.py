"""``/-/tai-khoan``: who one is here, another password, and signing out everywhere."""

from __future__ import annotations

import asyncio
from typing import Any

from pipeline.errors import AccountRefused
from pipeline.store.accounts import Account, change_password, end_sessions, find_account
from pipeline.web.access import in_accounts
from pipeline.web.login import LOGIN, TooOften, check_password
from pipeline.web.pages import form_of, refused, render, say, see
from pipeline.web.passwords import SHORTEST, hash_password
from pipeline.web.routing import SIGNED_IN, Route
from pipeline.web.sessions import IDLE_S, LASTS_S, sign_in, sign_out

_PAGE = "/-/tai-khoan"
_TEMPLATE = "tai_khoan.html"


async def account_page(datasette: Any, request: Any) -> Any:
    """Who is signed in, and the form for another password."""
    return await render(datasette, request, _TEMPLATE, _context(await _own(datasette, request)))


async def new_password(datasette: Any, request: Any) -> Any:
    """Change one's own password: every other session of the account ends, this one goes on."""
    typed = await form_of(request)
    account = await _own(datasette, request)
    problem = await _problem(datasette, request, account, typed)
    if problem:
        field, sentence = problem
        return await refused(datasette, request, _TEMPLATE, _context(account), sentence, typed={}, field=field)
    try:
        hashed = await asyncio.to_thread(hash_password, typed.get("moi", ""))
    except AccountRefused as error:
        return await refused(datasette, request, _TEMPLATE, _context(account), error, typed={}, field="moi")
    await in_accounts(datasette, lambda accounts: change_password(accounts, account.id, hashed))
    say(datasette, request, "Đã đổi mật khẩu; các phiên đăng nhập khác của tài khoản này đã kết thúc.")
    return sign_in(datasette, request, see(datasette, _PAGE), await _own(datasette, request))


async def end_everywhere(datasette: Any, request: Any) -> Any:
    """End every session of one's own account, this one too."""
    id_ = request.actor["id"]
    await in_accounts(datasette, lambda accounts: end_sessions(accounts, id_))
    say(datasette, request, "Đã đăng xuất tài khoản này ở mọi máy.")
    return sign_out(see(datasette, LOGIN))


async def _problem(datasette: Any, request: Any, account: Account, typed: dict[str, str]) -> tuple[str, str] | None:
    """The field and the sentence; an account that only a link signed in has no password to ask for."""
    if typed.get("moi", "") != typed.get("lai", ""):
        return "lai", "Hai lần gõ mật khẩu mới không giống nhau."
    if account.password is None:
        return None
    try:
        fits = await check_password(datasette, request, account.id, typed.get("cu", ""))
    except TooOften:
        return "cu", "Đã thử sai quá nhiều lần: hãy đợi rồi thử lại."
    return None if fits else ("cu", "Mật khẩu hiện nay không đúng.")


async def _own(datasette: Any, request: Any) -> Account:
    id_ = request.actor["id"]
    account = await in_accounts(datasette, lambda accounts: find_account(accounts, id_))
    if account is None:
        raise AccountRefused("Tài khoản này vừa bị xóa.")
    return account


def _context(account: Account) -> dict[str, Any]:
    hours = {"idle_hours": IDLE_S // 3600, "lasting_hours": LASTS_S // 3600}
    return {"account": account, "shortest": SHORTEST, **hours}


ROUTES = (
    Route(rf"^{_PAGE}$", "GET", SIGNED_IN, account_page, "Tài khoản của mình"),
    Route(rf"^{_PAGE}$", "POST", SIGNED_IN, new_password, "Đổi mật khẩu của mình"),
    Route(rf"^{_PAGE}/ra-het$", "POST", SIGNED_IN, end_everywhere, "Đăng xuất tài khoản của mình ở mọi nơi"),
)
