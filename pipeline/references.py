"""Outline + Header → Citations: every other document cited by number, in body, footnotes and annexes, once each."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.types import Block, Citation, Header, Outline
from pipeline.values.citations import citation_key, distinct_citations, find_citations

__all__ = ["find_references"]

_BASIS = re.compile(r"(?:những\s+|các\s+)?(?:căn\s+cứ|cơ\s+sở\s+pháp\s+lý)\b", re.IGNORECASE)
_LONGEST_HEADING = 120


def find_references(outline: Outline, header: Header) -> tuple[Citation, ...]:
    """The documents cited, in reading order; the dispatch's own number and symbol are left out.

    Read per paragraph, so that a number cut by the end of a line or page is whole.
    """
    own = _own_keys(header)
    found = [_placed(outline, block, citation) for block in outline.blocks for citation in find_citations(block.text)]
    return tuple(c for c in distinct_citations(found) if citation_key(c.number) not in own)


def _placed(outline: Outline, block: Block, citation: Citation) -> Citation:
    relation = citation.relation or ("can_cu" if _is_basis(outline, block) else None)
    return replace(citation, span=block.locate(citation.span.start, citation.span.end), relation=relation)


def _is_basis(outline: Outline, block: Block) -> bool:
    """Whether the block stands below a heading that announces what the document is founded on: "I. CĂN CỨ PHÁP LÝ"."""
    above = outline.blocks[block.parent].text if block.parent is not None else ""
    return len(above) < _LONGEST_HEADING and _BASIS.match(above) is not None


def _own_keys(header: Header) -> frozenset[str]:
    """The dispatch's own number as it may be cited: ``318-CV/VPTU`` of the Party, ``55/TT-BCT`` without its year."""
    if header.number is None or header.symbol is None:
        return frozenset()
    number, symbol = header.number.value, header.symbol.value
    plain = re.sub(r"^(?:19|20)\d\d/", "", symbol)
    return frozenset(citation_key(number + own) for own in (f"/{symbol}", f"-{symbol}", f"/{plain}"))
