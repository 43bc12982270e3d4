"""Stored deadlines and targets as the records that the grammar makes of text, to be told in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.types import Deadline, Lapse, Span, Target

Row = Mapping[str, Any]

_NOWHERE = Span(0, 0)


def deadline_of(row: Row) -> Deadline:
    """The deadline of a row of the store, without its place."""
    lapse = Lapse(row["amount"], row["amount_unit"], row["counted_from"]) if row["amount"] else None
    due = date.fromisoformat(row["due"]) if row["due"] else None
    return Deadline(row["raw"], row["kind"], due, row["rrule"], _NOWHERE, row["rule"], row["confidence"], lapse)


def target_of(row: Row) -> Target:
    """The target of a row of the store, without its place."""
    value = None if row["value"] is None else Decimal(str(row["value"]))
    return Target(row["raw"], row["comparator"], value, row["unit"], _NOWHERE, row["rule"], row["confidence"])
