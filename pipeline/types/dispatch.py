"""A document read: all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.types.findings import Finding
from pipeline.types.header import Header
from pipeline.types.tasks import Citation, Task
from pipeline.types.text import DocumentText, SourceFile


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature of a PDF: who, from the certificate, when, by the signer's own clock, and what holds.

    ``intact`` is False where the signed bytes do not fit the signature; ``altered`` is True where something was changed
    after signing that signing does not allow, or where they do not fit. None: it can't be told.
    """

    signer: str | None
    organisation: str | None
    signed_at: str | None
    intact: bool | None
    altered: bool | None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A document read: what :func:`pipeline.process` returns and the store writes."""

    source: SourceFile
    text: DocumentText
    header: Header
    tasks: tuple[Task, ...]
    citations: tuple[Citation, ...]
    findings: tuple[Finding, ...] = ()
    signatures: tuple[Signature, ...] = ()
