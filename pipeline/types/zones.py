"""The parts of a dispatch, as :mod:`pipeline.zones` tells them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.types.places import Span


@dataclass(frozen=True, slots=True)
class Zones:
    """The parts of a dispatch: head, body, recipients and signature, then what is attached. Any may be empty."""

    head: Span
    body: Span
    tail: Span
    annexes: tuple[Span, ...] = ()
