"""The session: a signed cookie that names an account and the epoch of its password, good for one working day."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature

from pipeline.store.accounts import Account

COOKIE = "giaoviec_session"
LASTS_S = 12 * 3600
_NAMESPACE = "session"


@dataclass(frozen=True, slots=True)
class Session:
    """What the cookie says."""

    account_id: str
    epoch: str


def session_cookie(datasette: Any, account: Account) -> str:
    """The value of the cookie that signs ``account`` in."""
    return str(datasette.sign([account.id, account.epoch, int(time.time())], _NAMESPACE))


def read_session(datasette: Any, cookie: str) -> Session | None:
    """What a cookie says; None where this server did not write it or it has run out."""
    try:
        id_, epoch, made_at = datasette.unsign(cookie, _NAMESPACE)
    except (BadSignature, ValueError):  # not ours, or of another version of this program
        return None
    return Session(id_, epoch) if time.time() - made_at < LASTS_S else None


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
