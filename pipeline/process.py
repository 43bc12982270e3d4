"""The composition: a file in, a dispatch read. Each line is a stage, each a function of what stands before it."""

from __future__ import annotations

import gc
import hashlib
from dataclasses import replace
from pathlib import Path

from pipeline.calibration import calibrate
from pipeline.confidence import weigh
from pipeline.errors import SecretDocument
from pipeline.findings import find_findings
from pipeline.header import parse_header, secrecy_mark
from pipeline.outline import build_outline
from pipeline.references import find_references
from pipeline.signing import read_signing
from pipeline.sources import extract_text, read_source
from pipeline.tagger import Tagger
from pipeline.tasks import find_tasks
from pipeline.types import Dispatch, DocumentText, SourceFile
from pipeline.voting import doubted
from pipeline.zones import find_zones
from pipeline.zones.attached import split_documents

__all__ = ["process", "process_documents", "process_source"]

_COLLECT_AFTER = 20_000  # new objects


def process(path: Path, password: str | None = None, tagger: Tagger | None = None) -> Dispatch:
    """Read the dispatch in the file at ``path``, the first where there are several; a ``tagger`` doubts its tasks.

    Raises :class:`pipeline.errors.UnreadableFile` for a file that can't be read and
    :class:`pipeline.errors.SecretDocument` for one that is marked as a state secret; nothing is written in either case.
    """
    return process_source(replace(read_source(path), password=password), tagger)


def process_source(source: SourceFile, tagger: Tagger | None = None) -> Dispatch:
    """Read the first dispatch in ``source``; raises as :func:`process` does."""
    return process_documents(source, tagger)[0]


def process_documents(source: SourceFile, tagger: Tagger | None = None) -> tuple[Dispatch, ...]:
    """Every dispatch in ``source``, nearly always one; those behind the first are attached to it."""
    _collect_seldom()
    texts = split_documents(extract_text(source))
    for text in texts:
        refuse_secret(source, text)
    first, *others = texts
    others_read = (_dispatch(_further(source, n), text, tagger) for n, text in enumerate(others, 2))
    return (_dispatch(source, first, tagger), *others_read)


def _dispatch(source: SourceFile, text: DocumentText, tagger: Tagger | None) -> Dispatch:
    zones = find_zones(text)
    outline = build_outline(text, zones)
    header, signatures, signed = read_signing(source, parse_header(text, zones))
    tasks = doubted(find_tasks(outline, header), tagger)
    citations = find_references(outline, header)
    findings = (*text.findings, *signed, *find_findings(text, outline, header, tasks, citations))
    return weigh(calibrate(Dispatch(source, text, header, tasks, citations, findings, signatures)))


def _further(source: SourceFile, number: int) -> SourceFile:
    """The file once more, as what the dispatch with that number comes from: it has a hash of its own, and no bytes."""
    digest = hashlib.sha256(f"{source.sha256}#{number}".encode()).hexdigest()
    return replace(source, name=f"{source.name}#{number}", sha256=digest, data=b"", parent=source.sha256)


def _collect_seldom() -> None:
    """Look for cycles less often: a page is thousands of small tuples, and the search takes a tenth of the time.

    It stays so, as going back behind each document would have all that was just read looked through at once.
    """
    first, *others = gc.get_threshold()
    gc.set_threshold(max(first, _COLLECT_AFTER), *others)


def refuse_secret(source: SourceFile, text: DocumentText) -> None:
    """Stop before anything of a state secret is kept (Law 117/2025/QH15, article 5); only the file is named."""
    if secrecy_mark(text) is not None:
        raise SecretDocument(f"{source.name}: văn bản mang dấu chỉ độ mật, không được xử lý hay lưu trên máy này.")
