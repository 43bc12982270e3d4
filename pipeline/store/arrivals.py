"""The register of arrivals: numbers in sequence, each once a year, entered when a document comes in, corrected later.

Decree 30/2020/NĐ-CP, article 22 and appendix IV: the register begins with number 01 on the first day of each year.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import NamedTuple

from sqlite_utils import Database

from pipeline.clock import vietnam_today
from pipeline.errors import RecordOutdated, RecordRefused
from pipeline.review import Author
from pipeline.store.clock import now
from pipeline.store.database import writing
from pipeline.store.receipts import Receipt, set_receipt
from pipeline.store.removal_schema import IN_FORCE

LONGEST = 20
"""Characters of a number: ``152``, ``152a``, ``152/VT``."""

_LAST = """
    SELECT max(CAST(arrival_number AS INTEGER)) FROM documents
    WHERE arrival_date BETWEEN ?1 || '-01-01' AND ?1 || '-12-31'
        AND arrival_number GLOB '[0-9]*' AND length(arrival_number) < 10"""
_TAKEN = """
    SELECT label FROM documents WHERE id <> ?1 AND arrival_number IS NOT NULL
        AND arrival_date BETWEEN ?3 || '-01-01' AND ?3 || '-12-31'
        AND ltrim(arrival_number, '0') = ltrim(?2, '0') COLLATE NOCASE LIMIT 1"""
_STANDS = "SELECT arrival_number, arrival_date FROM documents WHERE id = ?"
_WAITS = f"""
    SELECT 1 FROM documents d WHERE id = ? AND added_by IS NOT NULL AND parent_id IS NULL
        AND {IN_FORCE.format("d.id")} AND NOT EXISTS (SELECT 1 FROM arrivals WHERE document_id = d.id)"""  # noqa: S608 - own words
_RECORD = """
    INSERT INTO arrivals (document_id, number, day, actor_id, actor, role, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""


class Entry(NamedTuple):
    """What the register says of a document."""

    number: str | None
    day: date | None

    @property
    def shown(self) -> str:
        """In words; nothing for no entry.

        >>> Entry("152", date(2026, 3, 31)).shown
        'số 152, ngày 31/03/2026'
        """
        said = (self.number and f"số {self.number}", self.day and f"ngày {self.day:%d/%m/%Y}")
        return ", ".join(one for one in said if one)


def next_number(conn: sqlite3.Connection, year: int) -> int:
    """The number behind the highest one of a year."""
    return int(conn.execute(_LAST, [str(year)]).fetchone()[0] or 0) + 1


def waits_for_number(conn: sqlite3.Connection, document_id: int) -> bool:
    """Whether somebody brought a document in and it was never entered, nor left out on purpose.

    So it stands where the server ended between storing and entering it.
    """
    return conn.execute(_WAITS, [document_id]).fetchone() is not None


def register(db: Database, document_id: int, day: date, who: Author, number: str | None = None) -> Entry:
    """Enter a document that has just come in, under ``number`` or else the next one of the year; the entry it has now.

    What its received-stamp says is kept. Raises RecordRefused for a number that is taken and a day that can't be.
    """
    with writing(db) as conn:
        stamped = _entry(conn, document_id)
        day = stamped.day or day
        number = stamped.number or number or str(next_number(conn, day.year))
        _enter(conn, document_id, Entry(number, day), who)
        return Entry(number, day)


def correct_arrival(db: Database, document_id: int, entry: Entry, who: Author, seen: str) -> Receipt:
    """Set what the register says of a document, nothing where it did not come in; what is counted from it follows.

    ``seen`` is what it said when ``who`` looked, as :attr:`Entry.shown` has it. Raises RecordOutdated where it says
    something else by now, RecordRefused for a number that is taken or has no day, and for a day that can't be.
    """
    with writing(db) as conn:
        now_there = _entry(conn, document_id)
        if now_there.shown not in (seen, entry.shown):
            raise RecordOutdated(f"Trong lúc đó đã có người ghi: {now_there.shown or 'không vào sổ'}.")
        return _enter(conn, document_id, entry, who)


def record_receipt(db: Database, document_id: int, day: date, who: Author, number: str | None = None) -> Receipt:
    """Set on which day a document came in, and under ``number`` or else the one that is known, whatever it was before.

    Raises StoreError for an unknown document, RecordRefused for a number that is taken and a day that can't be.
    """
    with writing(db) as conn:
        return _enter(conn, document_id, Entry(number or _entry(conn, document_id).number, day), who)


def _enter(conn: sqlite3.Connection, document_id: int, entry: Entry, who: Author) -> Receipt:
    number, day = entry
    if number and not day:
        raise RecordRefused("Có số đến thì phải có ngày đến.", "day")
    if day and day > vietnam_today():
        raise RecordRefused(f"Ngày đến {day:%d/%m/%Y} chưa tới.", "day")
    if number and (len(number) > LONGEST or not number.isprintable()):
        raise RecordRefused(f"Số đến dài nhất {LONGEST} ký tự.", "number")
    if number and day and (taken := conn.execute(_TAKEN, [document_id, number, str(day.year)]).fetchone()):
        raise RecordRefused(f"Số đến {number} của năm {day.year} đã cấp cho {taken[0]}.", "number")
    before = _entry(conn, document_id)
    receipt = set_receipt(conn, document_id, day, number)
    if before != entry:
        shown = day and day.isoformat()
        conn.execute(_RECORD, [document_id, number, shown, who.id, who.name, who.role, now()])
    return receipt


def _entry(conn: sqlite3.Connection, document_id: int) -> Entry:
    found = conn.execute(_STANDS, [document_id]).fetchone() or (None, None)
    return Entry(found[0], date.fromisoformat(found[1]) if found[1] else None)
