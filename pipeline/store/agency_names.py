"""Which agency somebody means who types a code or a name outside any document: for the account of that agency."""

from __future__ import annotations

from typing import NamedTuple

from sqlite_utils import Database

from pipeline.agencies import Agency, Register, Scope, find_agency, name_key
from pipeline.clock import vietnam_today
from pipeline.errors import AccountRefused
from pipeline.store.agency_key import agency_key as spelled
from pipeline.store.agency_rows import GROUP, AgencyRows
from pipeline.store.database import writing
from pipeline.store.own_directory import load_register

_MOST_NAMED = 5


class NamedAgency(NamedTuple):
    """An agency as accounts name it: by ``agencies.key``, which stays when its row is made anew."""

    key: str
    name: str


def named_agency(db: Database, typed: str) -> NamedAgency:
    """The agency of a code or a name, of the database first, then of the register.

    Raises AccountRefused where nobody is called so, or several are: the sentence then tells who could be meant.
    """
    sql = "SELECT key, name, code, aliases FROM agencies WHERE kind IS NOT ? ORDER BY name"
    rows = db.conn.execute(sql, [GROUP]).fetchall()
    wanted = name_key(typed)
    by_code = [NamedAgency(key, name) for key, name, code, _ in rows if code == typed]
    called = [NamedAgency(key, name) for key, name, _, aliases in rows if wanted in _keys(name, aliases)]
    found = by_code or called
    if len(found) == 1:
        return found[0]
    if found:
        raise AccountRefused(f"Có {len(found)} cơ quan tên “{typed}”: hãy ghi mã (giaoviec agencies list).")
    return _of_register(db, typed) or _nobody(typed, [name for _, name, *_ in rows if wanted in name_key(name)])


def agency_now(db: Database, key: str, name: str) -> NamedAgency | None:
    """The agency to which the tasks of one go that had this key and name, after another directory was loaded.

    What the directory still has under its code is the same. Else it is who is called exactly so: a name that documents
    only wrote may have got a code, and the other way round. None where nobody is, or has such a row.
    """
    register = load_register(db)
    own = register.agency(key[1:]) if key.startswith("@") else None
    if own is not None and own.source == "directory":
        return NamedAgency(key, own.name)
    match = find_agency(register, name, Scope(vietnam_today()))
    if match is not None and match.rule == "name" and match.agency is not None:
        own = match.agency
    if own is not None:
        return _with_row(db, register, own)
    sql = "SELECT key, name FROM agencies WHERE key IN (?1, ?2) ORDER BY key = ?2 DESC"
    row = db.conn.execute(sql, [key, spelled(name)]).fetchone()
    return NamedAgency(*row) if row else None


def busiest_agency(db: Database) -> NamedAgency | None:
    """The agency that leads most tasks of confirmed documents, else most of all; None where there is none."""
    sql = """SELECT a.key, a.name FROM assignments p JOIN agencies a ON a.id = p.agency_id
        JOIN tasks t ON t.id = p.task_id JOIN documents d ON d.id = t.document_id
        WHERE p.role = 'lead' AND a.kind IS NOT ? GROUP BY a.id
        ORDER BY count(d.confirmed_at) DESC, count(*) DESC, a.id LIMIT 1"""
    row = db.conn.execute(sql, [GROUP]).fetchone()
    return NamedAgency(*row) if row else None


def _keys(name: str, aliases: str | None) -> set[str]:
    return {name_key(one) for one in (name, *(aliases or "").split("; ")) if one}


def _of_register(db: Database, typed: str) -> NamedAgency | None:
    register = load_register(db)
    match = find_agency(register, typed, Scope(vietnam_today()))
    agency = register.agency(typed) or (match.agency if match else None)
    if agency is None:
        return None
    return _with_row(db, register, agency)


def _with_row(db: Database, register: Register, agency: Agency) -> NamedAgency:
    with writing(db) as conn:
        id_ = AgencyRows(conn, register).of_agency(agency)
        return NamedAgency(*conn.execute("SELECT key, name FROM agencies WHERE id = ?", [id_]).fetchone())


def _nobody(typed: str, near: list[str]) -> NamedAgency:
    could = f" Có phải: {'; '.join(near[:_MOST_NAMED])}?" if near else ""
    raise AccountRefused(f"Không có cơ quan nào tên “{typed}”.{could}")
