"""Citations that can't be: of a document that was not there yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.types import Citation, Finding, Header


def on_citations(header: Header, citations: Sequence[Citation]) -> Iterator[Finding]:
    """A cited document dated after this one: one of the two dates is wrong, or this is a later version."""
    issued = header.date.value if header.date else ""
    for citation in citations:
        if issued and citation.date is not None and citation.date[: len(issued)] > issued:
            day = "/".join(reversed(citation.date.split("-")))
            yield Finding(
                "cited-later",
                "warning",
                f"Văn bản viện dẫn {citation.number} ghi ngày {day}, sau ngày ban hành văn bản này.",
                citation.span,
            )
