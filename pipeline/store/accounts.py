"""Who may sign in: a SQLite file of its own beside the database, which Datasette never opens and so can't show.

It also holds the secret that signs cookies, so a copy of the database gives nobody a session.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import AccountRefused, StoreError
from pipeline.store.clock import now

_WAIT_S = 10
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS accounts (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, agency_key TEXT, agency TEXT,
        password TEXT, epoch TEXT NOT NULL, added_at TEXT NOT NULL, removed_at TEXT,
        CHECK ((role = 'agency') = (agency_key IS NOT NULL))
    )""",
    "CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS attempts (key TEXT NOT NULL, at REAL NOT NULL)",
    "CREATE INDEX IF NOT EXISTS attempts_key ON attempts(key, at)",
    "CREATE INDEX IF NOT EXISTS attempts_at ON attempts(at)",
    """CREATE TABLE IF NOT EXISTS links (
        token TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES accounts(id), expires_at REAL NOT NULL
    )""",
)
_COLUMNS = "id, name, role, agency_key, agency, password, epoch"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; ``agency_key`` names the agency as ``agencies.key`` of the database does.

    ``password`` is a hash, None where only a link signs in. ``epoch`` changes with the password, and where
    somebody signs out everywhere: a session made under another one is over.
    """

    id: str
    name: str
    role: str
    agency_key: str | None = None
    agency: str | None = None
    password: str | None = None
    epoch: str = ""


def accounts_path(db: Path) -> Path:
    """The file of accounts that belongs to a database.

    >>> accounts_path(Path("data/giaoviec.db")).name
    'giaoviec-accounts.db'
    """
    return db.with_name(f"{db.stem}-accounts.db")


@contextmanager
def open_accounts(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction on the accounts at ``path``, which is made where it is not there.

    For its owner alone, but on Windows, where a file has the rights of its folder.

    Raises StoreError where the file can't be used.
    """
    try:
        _make_private(path)
        connection = sqlite3.connect(path, timeout=_WAIT_S)
        try:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'links'").fetchone():
                _prepare(connection)
            with connection:
                yield connection
        finally:
            connection.close()
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"Không dùng được tệp tài khoản {path}: {error}.") from error


def signing_secret(path: Path) -> str:
    """The secret that signs the cookies of this database's pages."""
    with open_accounts(path) as accounts:
        return str(accounts.execute("SELECT value FROM secrets WHERE name = 'cookies'").fetchone()[0])


def copy_accounts(path: Path, target: Path) -> bool:
    """Copy the file of accounts to ``target``, for its owner alone; False where there is none.

    Without its secret and its links, so that the copy gives nobody a session either: where it is put back, a new secret
    is made and people sign in again. Raises OSError, sqlite3.Error, and StoreError where ``path`` can't be used.
    """
    if not path.is_file():
        return False
    part = target.with_name(f".part-{target.name}")
    part.unlink(missing_ok=True)
    _make_private(part)
    with open_accounts(path) as accounts, closing(sqlite3.connect(part)) as copy:
        accounts.backup(copy)
        for statement in ("DROP TABLE links", "DELETE FROM secrets", "DELETE FROM attempts"):
            copy.execute(statement)
        copy.commit()
        copy.execute("VACUUM")
    part.replace(target)
    return True


def find_account(accounts: sqlite3.Connection, id_: str) -> Account | None:
    """The account of that id; None where there never was one or it was removed."""
    sql = f"SELECT {_COLUMNS} FROM accounts WHERE id = ? AND removed_at IS NULL"  # noqa: S608 - own column names
    row = accounts.execute(sql, [id_]).fetchone()
    return Account(*row) if row else None


def list_accounts(accounts: sqlite3.Connection) -> tuple[Account, ...]:
    """Every account that may sign in, by id."""
    sql = f"SELECT {_COLUMNS} FROM accounts WHERE removed_at IS NULL ORDER BY id"  # noqa: S608 - own column names
    return tuple(Account(*row) for row in accounts.execute(sql))


def add_account(accounts: sqlite3.Connection, account: Account) -> Account:
    """Add an account and give it its epoch.

    Raises AccountRefused where the id is or was somebody's: what people recorded is signed with it, so it is never
    given to another person.
    """
    row = accounts.execute("SELECT removed_at FROM accounts WHERE id = ?", [account.id]).fetchone()
    if row:
        why = "đã có" if row[0] is None else "đã từng cấp rồi xóa, nhật ký còn ghi tên ấy"
        raise AccountRefused(f"Tài khoản {account.id} {why}: hãy chọn tên khác.")
    values = [account.id, account.name, account.role, account.agency_key, account.agency, account.password]
    sql = f"INSERT INTO accounts ({_COLUMNS}, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - own column names
    accounts.execute(sql, [*values, _epoch(), now()])
    found = find_account(accounts, account.id)
    assert found is not None
    return found


def change_password(accounts: sqlite3.Connection, id_: str, password: str) -> None:
    """Store another hash; sessions and links made before end. Raises AccountRefused where there is no such account."""
    sql = "UPDATE accounts SET password = ?, epoch = ? WHERE id = ? AND removed_at IS NULL"
    _must_exist(accounts.execute(sql, [password, _epoch(), id_]).rowcount, id_)
    accounts.execute("DELETE FROM links WHERE account_id = ?", [id_])


def bind_account(accounts: sqlite3.Connection, id_: str, agency_key: str, agency: str) -> None:
    """Make an account that of another agency, or of the same under another key.

    Raises AccountRefused where there is no such account, or it is none of an agency.
    """
    sql = """UPDATE accounts SET agency_key = ?, agency = ?
        WHERE id = ? AND removed_at IS NULL AND agency_key IS NOT NULL"""
    if not accounts.execute(sql, [agency_key, agency, id_]).rowcount:
        raise AccountRefused(f"Không có tài khoản cơ quan nào tên {id_}.")


def end_sessions(accounts: sqlite3.Connection, id_: str) -> None:
    """End every session of an account and its link. Raises AccountRefused where there is no such account."""
    sql = "UPDATE accounts SET epoch = ? WHERE id = ? AND removed_at IS NULL"
    _must_exist(accounts.execute(sql, [_epoch(), id_]).rowcount, id_)
    accounts.execute("DELETE FROM links WHERE account_id = ?", [id_])


def remove_account(accounts: sqlite3.Connection, id_: str) -> None:
    """End an account; its id stays taken. Raises AccountRefused where there is no such account."""
    sql = "UPDATE accounts SET removed_at = ?, password = NULL, epoch = ? WHERE id = ? AND removed_at IS NULL"
    _must_exist(accounts.execute(sql, [now(), _epoch(), id_]).rowcount, id_)
    accounts.execute("DELETE FROM links WHERE account_id = ?", [id_])


def _must_exist(changed: int, id_: str) -> None:
    if not changed:
        raise AccountRefused(f"Không có tài khoản {id_}.")


def _make_private(path: Path) -> None:
    """Make the file with its mode before anything is in it; SQLite gives the files beside it the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return


def _prepare(connection: sqlite3.Connection) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            connection.execute(statement)
        sql = "INSERT OR IGNORE INTO secrets (name, value) VALUES ('cookies', ?)"
        connection.execute(sql, [secrets.token_hex(32)])


def _epoch() -> str:
    return secrets.token_hex(8)
