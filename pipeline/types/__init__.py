"""Every record that passes between the stages: frozen, without behaviour beyond looking up a place.

Spans are half-open character offsets into :attr:`DocumentText.text`. Boxes are ``(x0, top, x1, bottom)`` in PDF points
from the top left corner of the page. Pages count from 1. Dates are ISO 8601, with the precision that is printed.
"""

from __future__ import annotations

from pipeline.types.dispatch import Dispatch, Signature
from pipeline.types.findings import Finding
from pipeline.types.header import Header, Recipient
from pipeline.types.outline import Block, Kind, Outline
from pipeline.types.places import Box, Found, Span
from pipeline.types.tasks import Citation, Deadline, Doubt, Lapse, Target, Task
from pipeline.types.text import Arrival, DocumentText, Line, OffsetMap, Page, SourceFile
from pipeline.types.zones import Cell, Piece, Role, TailPiece, TailRole, Zones

__all__ = [
    "Arrival",
    "Block",
    "Box",
    "Cell",
    "Citation",
    "Deadline",
    "Dispatch",
    "DocumentText",
    "Doubt",
    "Finding",
    "Found",
    "Header",
    "Kind",
    "Lapse",
    "Line",
    "OffsetMap",
    "Outline",
    "Page",
    "Piece",
    "Recipient",
    "Role",
    "Signature",
    "SourceFile",
    "Span",
    "TailPiece",
    "TailRole",
    "Target",
    "Task",
    "Zones",
]
