"""Rows of agencies: one for each agency or group that a code names, else one for each spelling met in documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlite_utils import Database

from pipeline.agencies import Agency, Register
from pipeline.store.agency_key import agency_key
from pipeline.store.meaning import Known, Meaning

GROUP = "nhom"
_FIELDS = {"area": "place", "successor": "successors"}  # columns that are not called like their field
_LISTS = ("successor", "aliases", "groups")
_DAYS = ("valid_from", "valid_until")
_COLUMNS = ("code", "name", "kind", "level", "province", "area", *_DAYS, *_LISTS, "parent", "source")
_UNUSED = """
    DELETE FROM agencies WHERE id = ?1 AND source <> 'directory'
        AND NOT EXISTS (SELECT 1 FROM task_agencies WHERE agency_id = ?1)
        AND NOT EXISTS (SELECT 1 FROM assignments WHERE agency_id = ?1 OR via_id = ?1)
        AND NOT EXISTS (SELECT 1 FROM task_events WHERE to_agency_id = ?1)
        AND NOT EXISTS (SELECT 1 FROM agency_successors WHERE successor_id = ?1)"""


class AgencyRows:
    """Finds or adds the rows of agencies while documents, or one directory, are written."""

    def __init__(self, conn: Any, register: Register, *, refresh: bool = False) -> None:
        self._conn = conn
        self._register = register
        self._refresh = refresh
        self._ids: dict[str, int] = {}  # by code, names behind "@"

    def __len__(self) -> int:
        return len(self._ids)

    def of(self, meaning: Meaning) -> int:
        """The row of what a name means."""
        if meaning.agency is not None:
            return self.of_known(meaning.agency)
        if meaning.group is not None:
            return self.of_group(meaning.group, meaning.name, meaning.province)
        return self.of_name(meaning.name)

    def of_known(self, known: Known) -> int:
        """The row of an agency given by its code or itself."""
        if not isinstance(known, str):
            return self.of_agency(known)
        if known not in self._ids:
            sql = "SELECT id FROM agencies WHERE code = ?"
            found = None if self._refresh else self._conn.execute(sql, [known]).fetchone()
            if found is None:
                agency = self._register.agency(known)
                assert agency is not None, known
                return self.of_agency(agency)
            self._ids[known] = int(found[0])
        return self._ids[known]

    def of_agency(self, agency: Agency) -> int:
        """The row of an agency; those that carry on its work get theirs, so that its tasks can be followed there."""
        if agency.code not in self._ids:
            found = self._conn.execute("SELECT id, source FROM agencies WHERE code = ?", [agency.code]).fetchone()
            if found and (not self._refresh or found[1] != agency.source):
                self._ids[agency.code] = int(found[0])
            else:
                self._ids[agency.code] = self.write(agency)
        return self._ids[agency.code]

    def write(self, agency: Agency) -> int:
        """Add the row of an agency or bring it up to date, with its successors."""
        row = _row(agency)
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        changed = ", ".join(f"{name} = excluded.{name}" for name in row if name != "code")
        sql = f"INSERT INTO agencies ({names}) VALUES ({marks}) ON CONFLICT (code) DO UPDATE SET {changed} RETURNING id"  # noqa: S608 - own column names
        id_ = int(self._conn.execute(sql, list(row.values())).fetchone()[0])
        self._ids[agency.code] = id_
        self._conn.execute("DELETE FROM agency_successors WHERE agency_id = ?", [id_])
        found = [after for code in agency.successors if (after := self._register.agency(code)) is not None]
        self._conn.executemany(
            "INSERT INTO agency_successors (agency_id, successor_id, position) VALUES (?, ?, ?)",
            [(id_, self.of_agency(after), position) for position, after in enumerate(found)],
        )
        return id_

    def of_group(self, code: str, name: str, province: str | None) -> int:
        """The row of a group, called as it was first written."""
        if code not in self._ids:
            found = self._conn.execute("SELECT id FROM agencies WHERE code = ?", [code]).fetchone()
            if not found:
                sql = """INSERT INTO agencies (code, key, name, kind, province, source)
                    VALUES (?, ?, ?, ?, ?, 'register') RETURNING id"""
                found = self._conn.execute(sql, [code, f"@{code}", name, GROUP, province]).fetchone()
            self._ids[code] = int(found[0])
        return self._ids[code]

    def of_name(self, name: str) -> int:
        """The row of a name that stands for no agency known."""
        key = f"@{name}"  # no code begins so
        if key not in self._ids:
            self._ids[key] = agency_named(self._conn, name)
        return self._ids[key]


def agency_named(conn: Any, name: str) -> int:
    """The row of a name as written, added where there is none."""
    key = agency_key(name)
    found = conn.execute("SELECT id FROM agencies WHERE key = ?", [key]).fetchone()
    if found:
        return int(found[0])
    return int(conn.execute("INSERT INTO agencies (name, key) VALUES (?, ?) RETURNING id", [name, key]).fetchone()[0])


def drop_unused(db: Database, ids: Iterable[int]) -> None:
    """Delete those of the agencies that nothing refers to any more, then those that only they referred to."""
    waiting = sorted(set(ids))
    while waiting:
        after = [row[0] for id_ in waiting for row in _successors(db, id_)]
        gone = sum(db.conn.execute(_UNUSED, [id_]).rowcount for id_ in waiting)
        waiting = sorted(set(after)) if gone else []


def stored_directory(db: Database) -> tuple[Agency, ...]:
    """The agencies of the office's own directory."""
    names = ", ".join(_COLUMNS)
    sql = f"SELECT {names} FROM agencies WHERE source = 'directory' ORDER BY id"  # noqa: S608 - own column names
    return tuple(_agency(dict(zip(_COLUMNS, row, strict=True))) for row in db.conn.execute(sql).fetchall())


def _successors(db: Database, id_: int) -> list[tuple[int]]:
    sql = "SELECT successor_id FROM agency_successors WHERE agency_id = ?"
    found: list[tuple[int]] = db.conn.execute(sql, [id_]).fetchall()
    return found


def _row(agency: Agency) -> dict[str, Any]:
    """The columns of an agency; its key can't be a spelling of anything, as those have no marks."""
    values = {name: getattr(agency, _FIELDS.get(name, name)) for name in _COLUMNS}
    days = {name: day.isoformat() for name in _DAYS if (day := values[name]) is not None}
    lists = {name: "; ".join(values[name]) or None for name in _LISTS}
    return {**values, **days, **lists, "key": f"@{agency.code}"}


def _agency(row: dict[str, Any]) -> Agency:
    lists = {name: tuple(row[name].split("; ")) if row[name] else () for name in _LISTS}
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}
    return Agency(**{_FIELDS.get(name, name): value for name, value in {**row, **lists, **days}.items()})
