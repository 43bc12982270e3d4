"""An online copy: the database as of one moment, its accounts, and the originals, which are only ever added to."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import StoreError
from pipeline.store.accounts import accounts_path, copy_accounts
from pipeline.store.originals import original_path

__all__ = ["BackedUp", "back_up"]

_PART = ".part-{}"  # no original and no database is called so


class BackedUp(NamedTuple):
    """What the copy holds, how many originals were not in it before, and whether there were accounts to copy."""

    documents: int
    copied: int
    accounts: bool


def back_up(conn: sqlite3.Connection, db: Path, folder: Path) -> BackedUp:
    """Copy the database at ``db``, open as ``conn``, to ``folder``, and the originals that ``folder`` lacks.

    The database first, in one pass: it reads one state of the log while others write, where one in parts would begin
    anew after each of their commits. Every document in it has its original by then. An older copy is replaced when the
    new one is whole. Raises StoreError where ``folder`` can't be written or is the database's own.
    """
    if folder.resolve() == db.parent.resolve():
        raise StoreError(f"Thư mục sao lưu {folder} là thư mục của chính cơ sở dữ liệu: hãy chọn thư mục khác.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / _PART.format(db.name)
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            conn.backup(copy)
            documents = int(copy.execute("SELECT count(*) FROM documents").fetchone()[0])
        part.replace(folder / db.name)
        accounts = copy_accounts(accounts_path(db), accounts_path(folder / db.name))
        return BackedUp(documents, _copy_originals(db.parent, folder), accounts)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"Không sao lưu được vào {folder}: {getattr(error, 'strerror', None) or error}.") from error


def _copy_originals(source: Path, target: Path) -> int:
    """Files are named after their content, so one that is there is the same."""
    top = original_path(source, "", "")
    copied = 0
    for folder in sorted(path for path in top.glob("*") if path.is_dir()):
        there = original_path(target, "", "") / folder.name
        there.mkdir(parents=True, exist_ok=True)
        present = {entry.name for entry in os.scandir(there)}
        for file in folder.iterdir():
            if file.name not in present and not file.name.startswith("."):
                part = there / _PART.format(file.name)
                shutil.copy2(file, part)
                part.replace(there / file.name)
                copied += 1
    return copied
