"""Where the head, the body, the tail and the annexes of a dispatch are.

Found from the printed words alone (the addressees, ``Nơi nhận``, the signature, ``PHỤ LỤC``), so that a missing
letterhead or a signature above the recipients does not matter. Nothing here depends on blank lines.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.types import DocumentText, Span, Zones
from pipeline.zones.annexes import annex_starts
from pipeline.zones.head import read_head
from pipeline.zones.tail import read_tail, tail_start

__all__ = ["find_zones"]


def find_zones(text: DocumentText) -> Zones:
    """The parts of the dispatch as spans of ``text.text``; a text with no dispatch in it is all body."""
    whole = text.text
    head = read_head(text)
    head_end = head[-1].cell.span.end if head else 0
    start = tail_start(whole, head_end)
    if start is None:
        return Zones(Span(0, head_end), Span(head_end, len(whole)), Span(len(whole), len(whole)), head_pieces=head)
    tail = read_tail(whole, start)
    end = max((piece.cell.span.end for piece in tail), default=start)
    attached = list(annex_starts(whole, end))
    if attached and not whole[end : attached[0]].strip():
        attached = attached[1:]
    marks = [end, *attached, len(whole)] if whole[end:].strip() else []
    annexes = tuple(Span(a, b) for a, b in pairwise(marks))
    return Zones(Span(0, head_end), Span(head_end, start), Span(start, end), annexes, head, tail)
