"""The rows of assignments: they keep their ids as long as task, agency and role stay, and with them what people record.

What is read no more is deleted only where nobody recorded anything on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from pipeline.store.agency_key import agency_key
from pipeline.store.agency_rows import AgencyRows
from pipeline.store.meaning import Meaning

_STORED = """
    SELECT p.id, p.task_id, p.agency_id, p.role,
        EXISTS (SELECT 1 FROM task_events WHERE assignment_id = p.id)
        OR EXISTS (SELECT 1 FROM target_measures WHERE assignment_id = p.id)
    FROM assignments p JOIN tasks t ON t.id = p.task_id
    WHERE t.document_id = ? AND (p.given_by IS NOT NULL) = ?"""
_INSERT = """
    INSERT INTO assignments (task_id, agency_id, role, via_id, rule, confidence) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (task_id, agency_id, role) DO UPDATE
    SET via_id = excluded.via_id, rule = excluded.rule, confidence = excluded.confidence, withdrawn = 0"""


class Given(NamedTuple):
    """An assignment to be."""

    task_id: int
    agency_id: int
    role: str
    via_id: int | None
    rule: str
    confidence: float


def given_to(rows: AgencyRows, task_id: int, role: str, meaning: Meaning, id_: int) -> list[Given]:
    """One assignment for each member of a group; one for the name itself where it is no group or nobody knows them."""
    rule, sure = meaning.rule or "unknown", meaning.confidence
    if not meaning.members:
        return [Given(task_id, id_, role, None, rule, sure)]
    return [Given(task_id, rows.of_known(agency), role, id_, rule, sure) for agency in meaning.members]


class _Key(NamedTuple):
    """What there is one assignment of."""

    task_id: int
    agency_id: int
    role: str


class _Stored(NamedTuple):
    """An assignment that is there already, and whether people recorded something on it."""

    id: int
    recorded: bool


def write_assignments(db: Database, document_id: int, given: Sequence[Given]) -> None:
    """Bring the stored assignments to ``given``."""
    wanted = wanted_of(given)
    _clear(db, document_id, wanted)
    db.conn.executemany(_INSERT, list(wanted.values()))


def wanted_of(given: Sequence[Given]) -> dict[tuple[int, int, str], Given]:
    """One assignment for task, agency and role; who leads does not also coordinate.

    The keys are plain tuples, equal to :class:`_Key`: there are hundreds in a document.
    """
    wanted: dict[tuple[int, int, str], Given] = {}
    for one in sorted(given, key=lambda one: (one.role != "lead", one.via_id is not None)):
        if one.role == "lead" or (one.task_id, one.agency_id, "lead") not in wanted:
            wanted.setdefault(one[:3], one)
    return wanted


def _clear(db: Database, document_id: int, wanted: Mapping[tuple[int, int, str], Given]) -> None:
    """Make room for ``wanted``: what is read no more goes, but not where people recorded something.

    Such an assignment goes over to the lead in whom its agency is known better now (called alike, or the only new one
    of the task where it is the only lost one), else it is marked. What was given by an event instead of the document
    stays as it is.
    """
    read = {_Key(*row[1:4]): _Stored(row[0], bool(row[4])) for row in db.conn.execute(_STORED, [document_id, False])}
    given = {_Key(*row[1:4]) for row in db.conn.execute(_STORED, [document_id, True])}
    unknown = [_Key(*key) for key in wanted if key not in read and key not in given]
    new = [key for key in unknown if key.role == "lead"]
    lost = [(key, one) for key, one in read.items() if key not in wanted]
    db.conn.executemany("DELETE FROM assignments WHERE id = ?", [(one.id,) for _, one in lost if not one.recorded])
    kept = {key: one.id for key, one in lost if one.recorded}
    heirs = _heirs(db, list(kept), new)
    for key, id_ in kept.items():
        if key in heirs:
            db.conn.execute("UPDATE assignments SET agency_id = ? WHERE id = ?", [heirs[key].agency_id, id_])
        else:
            db.conn.execute("UPDATE assignments SET withdrawn = 1 WHERE id = ?", [id_])


def _heirs(db: Database, lost: Sequence[_Key], new: Sequence[_Key]) -> dict[_Key, _Key]:
    """For each lost lead the new one of the same task that is the same agency, each at most once."""
    if not lost:
        return {}
    names = {key: agency_key(_name(db, key.agency_id)) for key in (*lost, *new)}
    heirs: dict[_Key, _Key] = {}
    for key in lost:
        free = [one for one in new if one.task_id == key.task_id and one not in heirs.values()]
        alike = [one for one in free if _called_alike(names[one], names[key])]
        if len(alike) == 1:
            heirs[key] = alike[0]
    for task_id in {key.task_id for key in lost}:
        left = [key for key in lost if key.task_id == task_id and key not in heirs]
        free = [key for key in new if key.task_id == task_id and key not in heirs.values()]
        if len(left) == len(free) == 1:
            heirs[left[0]] = free[0]
    return heirs


def _called_alike(one: str, other: str) -> bool:
    """Sở Y tế and Sở Y tế tỉnh Mẫu: one name begins with the other."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _name(db: Database, agency_id: int) -> str:
    return str(db.conn.execute("SELECT name FROM agencies WHERE id = ?", [agency_id]).fetchone()[0])
