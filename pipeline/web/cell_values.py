"""What a cell holds for a reader outside the pages: days as days, codes in words, no character that deceives.

``2025-12-31`` becomes a day, ``2025-12`` and ``2025`` are written as people here write them, moments (kept as UTC) are
those of Vietnam's clocks. Marks that turn the direction of writing and control characters are taken out of texts: they
show nothing and change what the reader believes to see.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from pipeline.clock import VIETNAM
from pipeline.store.labels import code_label, event_label, relation_label, role_label, state_label, type_label

Cell = str | int | float | date | datetime | None

_DAY_COLUMNS = {
    "han", "han_moi", "ngay", "ngay_giao", "ngay_ban_hanh", "ngay_do", "ky", "ky_toi", "due", "date", "given_on",
    "on_day", "new_due", "occurrence_due", "done_on", "arrival_date", "occurrences_until", "since", "until", "day",
}  # fmt: skip
_PARTIAL_DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_LABELS: dict[tuple[str | None, str], Callable[[str], str]] = {
    (None, "type"): type_label,
    (None, "relation"): relation_label,
    ("task_events", "kind"): event_label,
    ("task_events", "role"): role_label,
    ("corrections", "role"): role_label,
    ("arrivals", "role"): role_label,
    ("standings", "state"): state_label,
}
# Control characters but tab and line feed; marks, embeddings, overrides and isolates of direction; lone surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def cell_value(table: str | None, column: str, value: Any) -> Cell:
    """The value of a cell of a table, view or query (``table`` None) for a sheet.

    >>> cell_value(None, "han", "2025-12-31"), cell_value("documents", "type", "cong_van")
    (datetime.date(2025, 12, 31), 'Công văn')
    """
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, dict):  # a foreign key with its label
        return cell_value(table, column, value.get("label"))
    text = plain(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))
    if column in _DAY_COLUMNS and _PARTIAL_DAY.fullmatch(text):
        return _day(text)
    return local_moment(text) or label_of(table, column, text) or text


def label_of(table: str | None, column: str, code: str) -> str | None:
    """What people read for a code in a column; None where the column holds no codes."""
    label = _LABELS.get((table, column)) or _LABELS.get((None, column))
    return label(code) if label else code_label(column, code)


def is_day(column: str, value: str) -> bool:
    """Whether a cell holds a day, or the month or year of one."""
    return column in _DAY_COLUMNS and _PARTIAL_DAY.fullmatch(value) is not None


def local_moment(moment: str) -> datetime | None:
    """The time of day in Vietnam of a moment as it is stored, without its zone, which sheets don't know; else None.

    >>> str(local_moment("2026-01-31T20:15:00Z"))
    '2026-02-01 03:15:00'
    """
    if not _MOMENT.fullmatch(moment):
        return None
    stored = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return stored.astimezone(VIETNAM).replace(tzinfo=None)


def plain(text: str) -> str:
    """A text without characters that show nothing; ends of lines as line feeds.

    >>> plain("một\\u202egpj.exe\\r\\nhai")
    'mộtgpj.exe\\nhai'
    """
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _day(iso: str) -> date | str:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return "/".join(reversed(iso.split("-")))
