"""Writing dispatches: once per content, whatever the file is called, new ones together and stored ones one by one.

Reading the same file again with better rules replaces what was extracted (:mod:`pipeline.store.replacing`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlite_utils import Database

from pipeline.errors import StoreError
from pipeline.store.adding import New, add_documents, is_plain
from pipeline.store.agency_rows import AgencyRows
from pipeline.store.ahead import looked_up
from pipeline.store.database import writing
from pipeline.store.own_directory import load_register, register_version
from pipeline.store.prepared import Prepared, SaveResult, prepare
from pipeline.store.replacing import link, write_document
from pipeline.types import Dispatch

_MOST_REMEMBERED = 50_000  # rows of agencies


def save(db: Database, dispatch: Dispatch) -> SaveResult:
    """Write a dispatch, all of it or nothing.

    Raises StoreError where the database can't be written, and SecretDocument as :func:`prepare` does.
    """
    prepared = prepare(dispatch)
    with writing(db):
        (saved,) = Writer(db).save([prepared])
        if isinstance(saved, Exception):
            raise saved
        return saved


class Writer:
    """Writes portion after portion, each inside the caller's transaction, which can go on whatever happens.

    It remembers the rows of agencies from one portion to the next, until somebody else writes to the database.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._agencies: AgencyRows | None = None
        self._seen: tuple[int, str] | None = None

    def save(self, portion: Sequence[Prepared]) -> list[SaveResult | Exception]:
        """What became of each; of one that can't be written, why, and nothing of it is stored.

        Raises sqlite3.OperationalError and StoreError: then no other one could be written either.
        """
        saved: list[SaveResult | Exception] = []
        new: dict[str, Prepared] = {}
        for prepared in portion:
            sha256 = prepared.rows.document["sha256"]
            if sha256 not in new and is_plain(prepared.rows) and known(self._db, sha256) is None:
                new[sha256] = prepared
                continue
            saved += [*self._add(list(new.values())), self._save_alone(prepared)]
            new = {}
        return saved + self._add(list(new.values()))

    def _add(self, new: Sequence[Prepared]) -> list[SaveResult | Exception]:
        """Write new ones together; each by itself where that fails, so that the one at fault is found."""
        if not new:
            return []
        try:
            with _part(self._db.conn):
                ids = add_documents(self._db.conn, *self._ready(new))
                for id_, one in zip(ids, new, strict=True):
                    link(self._db.conn, id_, one.rows.parent)
        except (sqlite3.OperationalError, StoreError):
            raise
        except Exception as error:
            self._agencies = None
            return [error] if len(new) == 1 else [result for one in new for result in self._add([one])]
        return [SaveResult("added", id_) for id_ in ids]

    def _ready(self, new: Sequence[Prepared]) -> tuple[list[New], AgencyRows]:
        register, version = load_register(self._db), register_version(self._db)
        seen = int(self._db.conn.execute("PRAGMA data_version").fetchone()[0]), version
        if self._agencies is None or self._seen != seen or len(self._agencies) > _MOST_REMEMBERED:
            self._agencies, self._seen = AgencyRows(self._db.conn, register), seen
        ready = []
        for rows, layout, reading, ahead in ((one.rows, one.layout, one.reading, one.ahead) for one in new):
            # Read elsewhere, or with a directory that is another one by now.
            meanings = ahead.meanings if ahead.version == version else looked_up(rows, register)
            ready.append(New(rows, ahead, layout, reading, version, meanings))
        return ready, self._agencies

    def _save_alone(self, prepared: Prepared) -> SaveResult | Exception:
        self._agencies = None
        try:
            with _part(self._db.conn):
                return write_document(self._db, prepared)
        except (sqlite3.OperationalError, StoreError):
            raise
        except Exception as error:
            return error


@contextmanager
def _part(conn: sqlite3.Connection) -> Iterator[None]:
    """Part of a transaction: all of it is written or nothing, and the transaction can go on then."""
    conn.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        conn.execute("ROLLBACK TO part")
        raise
    finally:
        conn.execute("RELEASE part")


def known(db: Database, sha256: str) -> int | None:
    """The id of the document with this content, if it is stored."""
    found = db.conn.execute("SELECT id FROM documents WHERE sha256 = ?", [sha256]).fetchone()
    return int(found[0]) if found else None


def note_adder(conn: sqlite3.Connection, document_id: int, who: str) -> None:
    """Remember who brought a document in, inside the caller's transaction."""
    conn.execute("UPDATE documents SET added_by = ? WHERE id = ?", [who, document_id])
