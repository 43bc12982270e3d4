"""What a person should look at before trusting a document: what is missing, contradicts itself or comes too late.

Each finding has a code, a severity (``info``, ``warning``, ``error``), a Vietnamese sentence and, as its evidence, the
place that shows it. A document without findings is no more than one in which these questions found no fault.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.findings.citations import on_citations
from pipeline.findings.header import on_header
from pipeline.findings.numbering import on_numbering
from pipeline.findings.tasks import on_tasks
from pipeline.findings.times import on_times
from pipeline.findings.weekdays import on_weekdays
from pipeline.types import Citation, DocumentText, Finding, Header, Outline, Task

__all__ = ["find_findings"]


def find_findings(
    text: DocumentText, outline: Outline, header: Header, tasks: Sequence[Task], citations: Sequence[Citation]
) -> tuple[Finding, ...]:
    """The findings on a document: on its header, its points, its days, its citations, then its tasks.

    What :attr:`DocumentText.findings` says already is not said again.
    """
    arrived = text.arrival.date if text.arrival else None
    told = frozenset(finding.code for finding in text.findings)
    return (
        *on_header(header, outline, told),
        *on_numbering(text, outline),
        *on_weekdays(outline, header),
        *on_citations(header, citations),
        *on_tasks(header, tasks, arrived),
        *on_times(outline, tasks),
    )
