"""The office's own directory of agencies in the database: replaced as a whole, resolved anew, written out again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from sqlite_utils import Database

from pipeline.agencies import Agency, Register
from pipeline.store.agency_rows import AgencyRows, drop_unused, stored_directory
from pipeline.store.assignments import assign_all
from pipeline.store.database import writing


class DirectoryChange(NamedTuple):
    """What loading a directory did: agencies it has now, and documents whose names were resolved again."""

    agencies: int
    documents: int


def replace_directory(db: Database, agencies: Sequence[Agency], file: str) -> DirectoryChange:
    """Make ``agencies`` the directory, and resolve the stored documents by it; all of it or nothing.

    Loading the same again changes nothing. Raises StoreError where the database can't be written.
    """
    version = sha256("\n".join(map(repr, agencies)).encode()).hexdigest()[:12]
    with writing(db):
        stored = db.conn.execute("SELECT version FROM directory").fetchone()
        if stored and stored[0] == version:
            return DirectoryChange(len(agencies), assign_all(db))
        former = [row[0] for row in db.conn.execute("SELECT id FROM agencies WHERE source = 'directory'").fetchall()]
        db.conn.execute("UPDATE agencies SET source = 'register' WHERE source = 'directory'")
        rows = AgencyRows(db.conn, Register(agencies))
        for agency in agencies:
            rows.write(agency)
        db.conn.execute("DELETE FROM directory")
        db.conn.execute("INSERT INTO directory (id, version, file) VALUES (1, ?, ?)", [version, file])
        documents = assign_all(db)
        drop_unused(db, former)
    return DirectoryChange(len(agencies), documents)


def directory_of(db: Database) -> tuple[Agency, ...]:
    """The agencies of the directory in the order of the file."""
    return stored_directory(db)
