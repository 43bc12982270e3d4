"""What the file of accounts knows of signing in: attempts, which are counted, and links, which work once."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterable
from hashlib import sha256

WITHIN_S = 15 * 60
"""An attempt counts for a quarter of an hour."""


def begin_attempt(accounts: sqlite3.Connection, limits: Iterable[tuple[str, int]]) -> tuple[int, ...]:
    """Count an attempt for each key, before anything is checked; nothing where one of them had its number already.

    Counting first keeps many attempts at one moment from all being let through. What is returned takes the attempt
    back where it succeeds, by :func:`take_back`.
    """
    limits = list(limits)
    now = time.time()
    accounts.execute("BEGIN IMMEDIATE")
    accounts.execute("DELETE FROM attempts WHERE at <= ?", [now - WITHIN_S])
    sql = "SELECT count(*) FROM attempts WHERE key = ?"
    if any(accounts.execute(sql, [_marked(key)]).fetchone()[0] >= most for key, most in limits):
        return ()
    sql = "INSERT INTO attempts (key, at) VALUES (?, ?) RETURNING rowid"
    return tuple(accounts.execute(sql, [_marked(key), now]).fetchone()[0] for key, _ in limits)


def take_back(accounts: sqlite3.Connection, attempt: Iterable[int]) -> None:
    """Somebody has signed in: that was no guess, whoever else shares the address."""
    accounts.executemany("DELETE FROM attempts WHERE rowid = ?", [(row,) for row in attempt])


def forget_attempts(accounts: sqlite3.Connection, key: str) -> None:
    """Somebody has signed in: the attempts before it were theirs."""
    accounts.execute("DELETE FROM attempts WHERE key = ?", [_marked(key)])


def make_link(accounts: sqlite3.Connection, account_id: str, lasts_s: float) -> str:
    """A token that signs in once within the time; only its hash is kept, and one link an account."""
    token = secrets.token_urlsafe(32)
    accounts.execute("DELETE FROM links WHERE account_id = ? OR expires_at <= ?", [account_id, time.time()])
    sql = "INSERT INTO links (token, account_id, expires_at) VALUES (?, ?, ?)"
    accounts.execute(sql, [_marked(token), account_id, time.time() + lasts_s])
    return token


def link_account(accounts: sqlite3.Connection, token: str) -> str | None:
    """Whose link a token is; None where it was used, has run out, or never was."""
    sql = "SELECT account_id FROM links WHERE token = ? AND expires_at > ?"
    row = accounts.execute(sql, [_marked(token), time.time()]).fetchone()
    return str(row[0]) if row else None


def use_link(accounts: sqlite3.Connection, token: str) -> str | None:
    """The same, and the link is gone."""
    sql = "DELETE FROM links WHERE token = ? AND expires_at > ? RETURNING account_id"
    row = accounts.execute(sql, [_marked(token), time.time()]).fetchone()
    return str(row[0]) if row else None


def _marked(text: str) -> str:
    """What is stored of it: a name typed wrong may be a password, and a token would sign in."""
    return sha256(text.encode()).hexdigest()
