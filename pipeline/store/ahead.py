"""What follows from the rows of a dispatch that is not stored yet: worked out by those who read, so writing is short.

For a stored document the same follows from what is stored, which people may have changed: see ``replacing``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipeline.agencies import Agency, Register
from pipeline.store.folding import fold
from pipeline.store.matching import task_key
from pipeline.store.meaning import Known, Meaning, meanings, stored_found, stored_header
from pipeline.store.occurrences import due_days, first_horizon
from pipeline.store.own_directory import OwnDirectory, register_with
from pipeline.store.review_points import GRAVE, SURE
from pipeline.store.rows import DispatchRows, Row, TaskRows

_UNTIL = ("date-until", "period-until")  # rules of a deadline with which repeated work ends

Days = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Columns and rows of a new document; tuples with an entry for each task are in the order of tasks.

    ``days`` are the due days of each deadline of each task, ``search`` and ``task_search`` the folded texts.
    ``meanings`` has one for every name on a task, by the register of that version.
    """

    document: Row
    keys: tuple[str, ...]
    days: tuple[tuple[Days, ...], ...]
    search: tuple[str, ...]
    task_search: tuple[tuple[str, str], ...]
    version: str | None = None
    meanings: tuple[Meaning, ...] = ()


def look_ahead(rows: DispatchRows, directory: OwnDirectory | None, today: date | None) -> Ahead:
    """Names are looked up where ``directory`` is given; ``today`` is as in :func:`first_horizon`."""
    given_on = rows.document["given_on"]
    start = date.fromisoformat(given_on) if given_on else None
    repeated = any(one["rrule"] is not None for task in rows.tasks for one in task.deadlines)
    horizon = first_horizon(start, today) if start and repeated else None
    version, found = _looked_up(rows, directory) if directory else (None, ())
    document = rows.document
    searched = (document["code"] or document["symbol"], document["subject"], document["issuer"], document["text"])
    return Ahead(
        {"occurrences_until": horizon and horizon.isoformat(), "to_check": _points(rows)},
        tuple(_keys(rows)),
        tuple(_days(task, start, horizon) for task in rows.tasks),
        tuple(fold(value or "") for value in searched),
        tuple((fold(task.task["text"]), fold("; ".join(one["as_written"] for one in task.agencies)))
              for task in rows.tasks),
        version,
        found,
    )  # fmt: skip


def looked_up(rows: DispatchRows, register: Register) -> tuple[Meaning, ...]:
    """What every name on the tasks means, in their order."""
    named = [
        stored_found(one["as_written"], one["span_start"], one["span_end"])
        for task in rows.tasks for one in task.agencies
    ]  # fmt: skip
    addressees = [
        (one["name"], one["span_start"], one["span_end"]) for one in rows.recipients if one["kind"] == "kinh_gui"
    ]
    return tuple(meanings(named, stored_header(rows.document, addressees), rows.document["text"], register))


def _looked_up(rows: DispatchRows, directory: OwnDirectory) -> tuple[str, tuple[Meaning, ...]]:
    version, register = register_with(directory)
    short: dict[int, Meaning] = {}
    found = looked_up(rows, register)
    for one in found:
        if id(one) not in short:
            agency = one.agency if one.agency is None else _by_code(one.agency, register)
            members = tuple(_by_code(member, register) for member in one.members)
            short[id(one)] = one._replace(agency=agency, members=members)
    return version, tuple(short[id(one)] for one in found)


def _by_code(known: Known, register: Register) -> Known:
    """An agency that the register of the writer has as well travels as its code."""
    return known if isinstance(known, str) or not _is_of(register, known) else known.code


def _is_of(register: Register, agency: Agency) -> bool:
    return agency == (register.directory.get(agency.code) or _shipped().agency(agency.code))


@cache
def _shipped() -> Register:
    return Register()


def _keys(rows: DispatchRows) -> list[str]:
    """Lasting keys, as :func:`pipeline.store.task_snapshots.free_key` gives them where no task is stored."""
    met: Counter[str] = Counter()
    keys = []
    for task in rows.tasks:
        stem = task_key(rows.document["sha256"], task.task["text"])
        met[stem] += 1
        keys.append(f"{stem}-{met[stem]}")
    return keys


def _days(task: TaskRows, start: date | None, horizon: date | None) -> tuple[Days, ...]:
    ends = max((one["due"] for one in task.deadlines if one["rule"] in _UNTIL and one["due"]), default=None)
    return tuple(
        due_days(one["rrule"], start, horizon, ends) if start and horizon and one["rrule"] is not None else ()
        for one in task.deadlines
    )


def _points(rows: DispatchRows) -> int:
    """What :func:`pipeline.store.review_points.count_points` counts."""
    waiting = [task for task in rows.tasks if task.task["needs_review"]]
    grave = [one for one in rows.findings if one["severity"] in GRAVE]
    unsure = [one for one in rows.header_values if one["confidence"] < SURE]
    return len(waiting) + len(grave) + len(unsure)
