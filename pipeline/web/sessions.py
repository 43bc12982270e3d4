"""The session: a signed cookie that names an account and the epoch of its sessions.

It is good for one working day, and ends before where nothing is asked for two hours: whoever leaves a screen open in
an office does not leave the register open for the night. The epoch changes with the password, and where somebody signs
out everywhere.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature

from pipeline.store.accounts import Account

COOKIE = "giaoviec_session"
LASTS_S = 12 * 3600
IDLE_S = 2 * 3600
_RENEWED_AFTER_S = 300  # so that not every picture of a page writes a cookie
_NAMESPACE = "session"


@dataclass(frozen=True, slots=True)
class Session:
    """What the cookie says."""

    account_id: str
    epoch: str
    made_at: int
    seen_at: int


def session_cookie(datasette: Any, account: Account) -> str:
    """The value of the cookie that signs ``account`` in."""
    now = int(time.time())
    return str(datasette.sign([account.id, account.epoch, now, now], _NAMESPACE))


def read_session(datasette: Any, cookie: str) -> Session | None:
    """What a cookie says; None where this server did not write it or it has run out."""
    try:
        session = Session(*datasette.unsign(cookie, _NAMESPACE))
    except (BadSignature, TypeError):  # not ours, or of another version of this program
        return None
    now = time.time()
    return session if now - session.made_at < LASTS_S and now - session.seen_at < IDLE_S else None


def renewed(datasette: Any, request: Any) -> str | None:
    """The header that tells a browser that somebody is still there; None where that was told lately, or nobody is."""
    session = read_session(datasette, request.cookies.get(COOKIE, ""))
    now = int(time.time())
    if session is None or now - session.seen_at < _RENEWED_AFTER_S:
        return None
    value = datasette.sign([session.account_id, session.epoch, session.made_at, now], _NAMESPACE)
    left = session.made_at + LASTS_S - now
    secure = "; Secure" if request.scheme == "https" else ""
    return f"{COOKIE}={value}; HttpOnly; Max-Age={left}; Path=/; SameSite=lax{secure}"


def sign_in(datasette: Any, request: Any, response: Any, account: Account) -> Any:
    """The response, with the cookie on it: not for scripts, not sent from other sites, only encrypted where we are."""
    secure = request.scheme == "https"
    value = session_cookie(datasette, account)
    response.set_cookie(COOKIE, value, max_age=LASTS_S, httponly=True, samesite="lax", secure=secure)
    return response


def sign_out(response: Any) -> Any:
    """The response, which takes the cookie away."""
    response.set_cookie(COOKIE, "", max_age=0, expires=0, httponly=True, samesite="lax")
    return response
