"""What a dispatch assigns and cites, as :mod:`pipeline.tasks` and :mod:`pipeline.references` find it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.types.places import Found, Span


@dataclass(frozen=True, slots=True)
class Lapse:
    """A length of time: ``amount`` of ``unit`` (hour, day, working-day, week, month, year) from ``start``.

    ``start``: ``issue``, the day of the document itself (``kể từ ngày ký``), ``receipt``, the day on which it came in
    (``kể từ ngày nhận được văn bản này``), or ``other``.
    """

    amount: int
    unit: str
    start: str = "other"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task is due. ``kind``: date, period, recurring, duration or event; ``rrule`` follows RFC 5545.

    ``lapse`` is that of a duration, so that it can be counted once the day on which it starts is known.
    """

    text: str
    kind: str
    due: date | None
    rrule: str | None
    span: Span
    rule: str
    confidence: float = 1.0
    lapse: Lapse | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A level to be reached. ``value`` is None for a target against a benchmark (above the national average)."""

    text: str
    comparator: str
    value: Decimal | None
    unit: str | None
    span: Span
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document cited by number: ``number`` is number and symbol as in ``766/QĐ-TTg``.

    ``relation`` is what the citing document is worded to do with it: can_cu, thay_the, sua_doi, bai_bo, thuc_hien or
    tra_loi; None where it is only mentioned.
    """

    number: str
    type: str | None
    date: str | None
    issuer: str | None
    span: Span
    rule: str
    confidence: float = 1.0
    title: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where a second reader differs: ``field`` is task, lead, deadline or target; what each reads, "" for nothing."""

    field: str
    rules: str
    model: str


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of assigned work: who must do what, by when, to what measure."""

    path: str
    text: str
    span: Span
    page: int
    lead: tuple[Found[str], ...]
    coordinate: tuple[Found[str], ...]
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    rule: str
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = ()  # none where the second reader agrees, or where there is none
