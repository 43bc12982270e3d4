"""To whom each task was given: names resolved against the register, a group as one assignment for each member.

A table of its own beside the names as written, because the answer changes with the office's directory and the reading
does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from pipeline.agencies import Register, Scope, shipped_version, slug
from pipeline.errors import RecordRefused
from pipeline.resolve import Resolved, find_definitions, resolve_names, scope_of
from pipeline.store.agency_rows import AgencyRows, drop_unused, stored_directory
from pipeline.store.assignment_rows import Given, write_assignments
from pipeline.store.standings import forget, refresh
from pipeline.types import Found, Header, Span

UNKNOWN = "agency-unknown"
_registers: dict[str, Register] = {}
_KEPT_REGISTERS = 4


class _Named(NamedTuple):
    """A name on a task as stored."""

    id: int
    task_id: int
    role: str
    name: Found[str]


def load_register(db: Database) -> Register:
    """The shipped register with the office's directory in this database; made once for each state of the directory."""
    version = register_version(db)
    if version not in _registers:
        while len(_registers) >= _KEPT_REGISTERS:
            _registers.pop(next(iter(_registers)))
        _registers[version] = Register(stored_directory(db))
    return _registers[version]


def register_version(db: Database) -> str:
    """A text that changes when the shipped register or the directory does."""
    found = db.conn.execute("SELECT version FROM directory").fetchone()
    return f"{shipped_version()}+{found[0]}" if found else shipped_version()


def assign(db: Database, document_id: int, former: Iterable[int] = ()) -> None:
    """Resolve the names on a document's tasks and write who was given what; inside the caller's transaction.

    ``former`` are agencies that the document referred to before; those that nothing needs any more are deleted.
    """
    version = register_version(db)
    stored = db.conn.execute("SELECT resolved_with FROM documents WHERE id = ?", [document_id]).fetchone()[0]
    register = load_register(db)
    header, text = _header(db, document_id)
    scope = scope_of(header, register, text)
    named = _names(db, document_id)
    before = agencies_of(db, document_id)
    definitions = find_definitions(text, header.addressees)
    resolved = resolve_names([row.name for row in named], header, register, definitions, scope)
    rows = AgencyRows(db, register, refresh=stored not in (None, version))
    ids = [_row_of(rows, found, scope) for found in resolved]
    db.conn.executemany(
        "UPDATE task_agencies SET agency_id = ? WHERE id = ?",
        [(id_, row.id) for id_, row in zip(ids, named, strict=True)],
    )
    given = [one for row, found, id_ in zip(named, resolved, ids, strict=True) for one in _given(rows, row, found, id_)]
    tasks = [row[0] for row in db.conn.execute("SELECT id FROM tasks WHERE document_id = ?", [document_id])]
    forget(db.conn, tasks)
    write_assignments(db, document_id, given)
    refresh(db.conn, tasks)
    _write_findings(db, document_id, [found for row, found in zip(named, resolved, strict=True) if row.role == "lead"])
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
    rows = AgencyRows(db, register)
    if (agency := register.agency(name)) is not None:
        return rows.of_agency(agency)
    header, text = _header(db, document_id)
    scope = scope_of(header, register, text)
    found = resolve_names([_found(name)], header, register, find_definitions(text, header.addressees), scope)[0]
    if found.kind == "group":
        raise RecordRefused(f"“{name}” là nhóm cơ quan: chỉ giao lại được cho một cơ quan.", "to_agency")
    return _row_of(rows, found, scope)


def document_scope(db: Database, document_id: int) -> Scope:
    """Where and when the names of a stored document are read."""
    header, text = _header(db, document_id)
    return scope_of(header, load_register(db), text)


def _header(db: Database, document_id: int) -> tuple[Header, str]:
    sql = "SELECT type, date, place, issuer, text FROM documents WHERE id = ?"
    type_, day, place, issuer, text = db.conn.execute(sql, [document_id]).fetchone()
    sql = """SELECT name, span_start, span_end FROM recipients
        WHERE document_id = ? AND kind = 'kinh_gui' ORDER BY position"""
    addressees = tuple(_found(*row) for row in db.conn.execute(sql, [document_id]).fetchall())
    optional = {"date": day, "place": place, "issuer": issuer}
    fields: dict[str, Any] = {name: _found(value) for name, value in optional.items() if value is not None}
    return Header(type=_found(type_), addressees=addressees, **fields), text


def _found(value: str, start: int | None = None, end: int | None = None) -> Found[str]:
    return Found(value, None if start is None or end is None else Span(start, end), "store")


def _names(db: Database, document_id: int) -> list[_Named]:
    sql = """SELECT ta.id, ta.task_id, ta.role, ta.as_written, ta.span_start, ta.span_end
        FROM task_agencies ta JOIN tasks t ON t.id = ta.task_id WHERE t.document_id = ?
        ORDER BY t.position, t.id, ta.role DESC, ta.position"""
    found = db.conn.execute(sql, [document_id]).fetchall()
    return [_Named(id_, task, role, _found(name, start, end)) for id_, task, role, name, start, end in found]


def agencies_of(db: Database, document_id: int) -> set[int]:
    """The agencies that a document's tasks refer to, by name or as members of a group."""
    sql = """SELECT ta.agency_id FROM task_agencies ta JOIN tasks t ON t.id = ta.task_id WHERE t.document_id = ?1
        UNION SELECT p.agency_id FROM assignments p JOIN tasks t ON t.id = p.task_id WHERE t.document_id = ?1
        UNION SELECT p.via_id FROM assignments p JOIN tasks t ON t.id = p.task_id
            WHERE t.document_id = ?1 AND p.via_id IS NOT NULL"""
    return {row[0] for row in db.conn.execute(sql, [document_id]).fetchall()}


def _row_of(rows: AgencyRows, found: Resolved, scope: Scope) -> int:
    if found.kind == "agency":
        return rows.of_agency(found.agencies[0])
    if found.kind == "group" and found.group:
        place = scope.lowest
        code = f"{place.code if place else 'trung-uong'}/nhom/{slug(found.group)}"
        return rows.of_group(code, found.name.value, place.province if place else None)
    return rows.of_name(found.meant)


def _given(rows: AgencyRows, row: _Named, found: Resolved, id_: int) -> list[Given]:
    """One assignment for each member of a group; one for the name itself where it is no group or nobody knows them."""
    rule, sure = found.rule or "unknown", found.confidence
    if found.kind != "group" or not found.agencies:
        return [Given(row.task_id, id_, row.role, None, rule, sure)]
    return [Given(row.task_id, rows.of_agency(agency), row.role, id_, rule, sure) for agency in found.agencies]


def _write_findings(db: Database, document_id: int, leads: Sequence[Resolved]) -> None:
    """A remark on each lead that neither the register nor the directory knows, once for each name."""
    db.conn.execute("DELETE FROM findings WHERE document_id = ? AND code = ?", [document_id, UNKNOWN])
    sql = "SELECT coalesce(max(position) + 1, 0) FROM findings WHERE document_id = ?"
    first = int(db.conn.execute(sql, [document_id]).fetchone()[0])
    unknown = {found.meant: found for found in reversed(leads) if found.kind == "unknown"}
    sql = """INSERT INTO findings (document_id, position, code, severity, message, span_start, span_end, page)
        SELECT ?1, ?2, ?3, 'info', ?4, ?5, ?6, (SELECT ta.page FROM task_agencies ta JOIN tasks t ON t.id = ta.task_id
            WHERE t.document_id = ?1 AND ta.span_start = ?5 LIMIT 1)"""
    for position, (name, found) in enumerate(reversed(unknown.items()), start=first):
        start, end = found.name.span or (None, None)
        message = f"Cơ quan “{name}” không có trong danh bạ."
        db.conn.execute(sql, [document_id, position, UNKNOWN, message, start, end])
