"""To whom each task was given: names resolved against the register, a group as one assignment for each member.

A table of its own beside the names as written, because the answer changes with the office's directory and the reading
does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlite_utils import Database

from pipeline.agencies import Scope
from pipeline.errors import RecordRefused
from pipeline.resolve import find_definitions, resolve_names, scope_of
from pipeline.store.agency_rows import AgencyRows, drop_unused
from pipeline.store.assignment_rows import given_to, write_assignments
from pipeline.store.meaning import UNKNOWN, Meaning, meaning_of, meanings, stored_found, stored_header, unknown_leads
from pipeline.store.own_directory import load_register, register_version
from pipeline.store.standings import forget, refresh
from pipeline.types import Found, Header


class _Named(NamedTuple):
    """A name on a task as stored."""

    id: int
    task_id: int
    role: str
    name: Found[str]


def assign(db: Database, document_id: int, former: Iterable[int] = ()) -> None:
    """Resolve the names on a document's tasks and write who was given what; inside the caller's transaction.

    ``former`` are agencies that the document referred to before; those that nothing needs any more are deleted.
    """
    version = register_version(db)
    stored = db.conn.execute("SELECT resolved_with FROM documents WHERE id = ?", [document_id]).fetchone()[0]
    register = load_register(db)
    header, text = _header(db, document_id)
    named = _names(db, document_id)
    before = agencies_of(db, document_id)
    found = meanings([row.name for row in named], header, text, register)
    rows = AgencyRows(db.conn, register, refresh=stored not in (None, version))
    ids = [rows.of(one) for one in found]
    db.conn.executemany(
        "UPDATE task_agencies SET agency_id = ? WHERE id = ?",
        [(id_, row.id) for id_, row in zip(ids, named, strict=True)],
    )
    given = [
        one for row, meaning, id_ in zip(named, found, ids, strict=True)
        for one in given_to(rows, row.task_id, row.role, meaning, id_)
    ]  # fmt: skip
    tasks = [row[0] for row in db.conn.execute("SELECT id FROM tasks WHERE document_id = ?", [document_id])]
    forget(db.conn, tasks)
    write_assignments(db, document_id, given)
    refresh(db.conn, tasks)
    _write_findings(db, document_id, [(row, one) for row, one in zip(named, found, strict=True) if row.role == "lead"])
    db.conn.execute("UPDATE documents SET resolved_with = ? WHERE id = ?", [version, document_id])
    drop_unused(db, {*before, *former})


def assign_if_stale(db: Database, document_id: int) -> None:
    """Resolve again what was resolved with another register or another directory."""
    stored = db.conn.execute("SELECT resolved_with FROM documents WHERE id = ?", [document_id]).fetchone()[0]
    if stored != register_version(db):
        assign(db, document_id)


def assign_all(db: Database) -> int:
    """Resolve every stored document again that needs it; how many did."""
    sql = "SELECT id FROM documents WHERE resolved_with IS NOT ? ORDER BY id"
    stale = [row[0] for row in db.conn.execute(sql, [register_version(db)]).fetchall()]
    for document_id in stale:
        assign(db, document_id)
    return len(stale)


def agency_of_name(db: Database, task_id: int, name: str) -> int:
    """The row of the agency that a code or a name means in the document of a task, added where there is none.

    Raises RecordRefused for a group.
    """
    document_id = db.conn.execute("SELECT document_id FROM tasks WHERE id = ?", [task_id]).fetchone()[0]
    register = load_register(db)
    rows = AgencyRows(db.conn, register)
    if (agency := register.agency(name)) is not None:
        return rows.of_agency(agency)
    header, text = _header(db, document_id)
    scope = scope_of(header, register, text)
    definitions = find_definitions(text, header.addressees)
    found = resolve_names([stored_found(name)], header, register, definitions, scope)[0]
    if found.kind == "group":
        raise RecordRefused(f"“{name}” là nhóm cơ quan: chỉ giao lại được cho một cơ quan.", "to_agency")
    return rows.of(meaning_of(found, scope))


def document_scope(db: Database, document_id: int) -> Scope:
    """Where and when the names of a stored document are read."""
    header, text = _header(db, document_id)
    return scope_of(header, load_register(db), text)


def _header(db: Database, document_id: int) -> tuple[Header, str]:
    sql = "SELECT type, date, place, issuer, text FROM documents WHERE id = ?"
    type_, day, place, issuer, text = db.conn.execute(sql, [document_id]).fetchone()
    sql = """SELECT name, span_start, span_end FROM recipients
        WHERE document_id = ? AND kind = 'kinh_gui' ORDER BY position"""
    addressees = db.conn.execute(sql, [document_id]).fetchall()
    return stored_header({"type": type_, "date": day, "place": place, "issuer": issuer}, addressees), text


def _names(db: Database, document_id: int) -> list[_Named]:
    sql = """SELECT ta.id, ta.task_id, ta.role, ta.as_written, ta.span_start, ta.span_end
        FROM task_agencies ta JOIN tasks t ON t.id = ta.task_id WHERE t.document_id = ?
        ORDER BY t.position, t.id, ta.role DESC, ta.position"""
    found = db.conn.execute(sql, [document_id]).fetchall()
    return [_Named(id_, task, role, stored_found(name, start, end)) for id_, task, role, name, start, end in found]


def agencies_of(db: Database, document_id: int) -> set[int]:
    """The agencies that a document's tasks refer to, by name or as members of a group."""
    sql = """SELECT ta.agency_id FROM task_agencies ta JOIN tasks t ON t.id = ta.task_id WHERE t.document_id = ?1
        UNION SELECT p.agency_id FROM assignments p JOIN tasks t ON t.id = p.task_id WHERE t.document_id = ?1
        UNION SELECT p.via_id FROM assignments p JOIN tasks t ON t.id = p.task_id
            WHERE t.document_id = ?1 AND p.via_id IS NOT NULL"""
    return {row[0] for row in db.conn.execute(sql, [document_id]).fetchall()}


def _write_findings(db: Database, document_id: int, leads: Iterable[tuple[_Named, Meaning]]) -> None:
    """A remark on each lead that neither the register nor the directory knows, once for each name."""
    db.conn.execute("DELETE FROM findings WHERE document_id = ? AND code = ?", [document_id, UNKNOWN])
    sql = "SELECT coalesce(max(position) + 1, 0) FROM findings WHERE document_id = ?"
    first = int(db.conn.execute(sql, [document_id]).fetchone()[0])
    sql = """INSERT INTO findings (document_id, position, code, severity, message, span_start, span_end, page)
        SELECT ?1, ?2, ?3, 'info', ?4, ?5, ?6, (SELECT ta.page FROM task_agencies ta JOIN tasks t ON t.id = ta.task_id
            WHERE t.document_id = ?1 AND ta.span_start = ?5 LIMIT 1)"""
    for position, (message, row) in enumerate(unknown_leads(leads), start=first):
        start, end = row.name.span or (None, None)
        db.conn.execute(sql, [document_id, position, UNKNOWN, message, start, end])
