"""Opening the store: one SQLite file, brought to the newest schema, and the transactions in which it is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlite_utils

from pipeline.errors import StoreError
from pipeline.store.functions import register_functions
from pipeline.store.migrations import MIGRATIONS
from pipeline.store.standings import are_stale, refresh_all
from pipeline.store.views import make_views, outdated_views

_APPLICATION_ID = 0x67766965  # "gvie": tells our files from other SQLite files
_WAIT_MS = 10_000
_CACHE_KB = 65_536  # pages kept in memory: an archive's indexes are larger than SQLite's two megabytes
_CHECKPOINT = 8_000  # pages of the log: what an archive writes again and again is copied into the database less often


def open_store(path: Path) -> sqlite_utils.Database:
    """Open the database at ``path``, creating it and its folder, and take the migrations that it lacks.

    Raises StoreError where the file can't be opened, is no database of this program, or was written by a newer one.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_WAIT_MS / 1000)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"Không mở được cơ sở dữ liệu {path}: {_reason(error)}.") from error
    try:
        return _prepare(connection, path)
    except BaseException:
        connection.close()
        raise


@contextmanager
def writing(db: sqlite_utils.Database) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it is written or nothing. Raises StoreError where the database can't be written."""
    connection = db.conn
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except sqlite3.OperationalError as error:
        raise StoreError(f"Không ghi được vào cơ sở dữ liệu: {_reason(error)}.") from error


def _prepare(connection: sqlite3.Connection, path: Path) -> sqlite_utils.Database:
    try:
        register_functions(connection)
        db = sqlite_utils.Database(connection)
        _check(db, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        _migrate(db)
        return db
    except sqlite3.DatabaseError as error:
        raise StoreError(f"Không mở được cơ sở dữ liệu {path}: {_reason(error)}.") from error


def _check(db: sqlite_utils.Database, path: Path) -> None:
    taken = _version(db)
    if taken > len(MIGRATIONS):
        raise StoreError(f"Cơ sở dữ liệu {path} do bản giaoviec mới hơn ghi: hãy nâng cấp giaoviec.")
    ours = db.conn.execute("PRAGMA application_id").fetchone()[0] == _APPLICATION_ID
    empty = db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if not ours and not empty:
        raise StoreError(f"Tệp {path} không phải cơ sở dữ liệu của giaoviec.")


def _migrate(db: sqlite_utils.Database) -> None:
    """Take the steps that lack, then make anew what is drawn from the tables, views and standings, where it differs."""
    taken = _version(db) == len(MIGRATIONS)
    if taken and not outdated_views(db.conn) and not are_stale(db.conn):
        return
    with writing(db) as connection:
        # Read again inside the transaction: another process may have taken the steps meanwhile.
        for number, step in enumerate(MIGRATIONS[_version(db) :], start=_version(db) + 1):
            step(connection)
            connection.execute(f"PRAGMA user_version = {number}")
        make_views(connection)
        if are_stale(connection):
            refresh_all(connection)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")


def _version(db: sqlite_utils.Database) -> int:
    return int(db.conn.execute("PRAGMA user_version").fetchone()[0])


def _reason(error: Exception) -> str:
    text = str(error)
    if "locked" in text:
        return "một chương trình khác đang ghi"
    if "not a database" in text or "malformed" in text:
        return "tệp hỏng hoặc không phải SQLite"
    if "readonly" in text or isinstance(error, PermissionError):
        return "không có quyền ghi"
    if "unable to open" in text or isinstance(error, (FileExistsError, NotADirectoryError, IsADirectoryError)):
        return "đường dẫn không dùng được"
    return text
