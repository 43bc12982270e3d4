"""What a person is told about a document."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.types.places import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at. ``severity``: info, warning or error; ``message`` is Vietnamese."""

    code: str
    severity: str
    message: str
    span: Span | None = None
