"""The composition: a file in, a dispatch read. Each line is a stage, each a function of what stands before it."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import SecretDocument
from pipeline.findings import find_findings
from pipeline.header import parse_header, secrecy_mark
from pipeline.outline import build_outline
from pipeline.references import find_references
from pipeline.sources import extract_text, read_source
from pipeline.tasks import find_tasks
from pipeline.types import Dispatch, DocumentText, SourceFile
from pipeline.zones import find_zones

__all__ = ["process", "process_source"]


def process(path: Path) -> Dispatch:
    """Read the dispatch in the file at ``path``.

    Raises :class:`pipeline.errors.UnreadableFile` for a file that can't be read and
    :class:`pipeline.errors.SecretDocument` for one that is marked as a state secret; nothing is written in either case.
    """
    return process_source(read_source(path))


def process_source(source: SourceFile) -> Dispatch:
    """Read the dispatch in ``source``; raises as :func:`process` does."""
    text = extract_text(source)
    refuse_secret(source, text)
    zones = find_zones(text)
    outline = build_outline(text, zones)
    header = parse_header(text, zones)
    tasks = find_tasks(outline, header)
    return Dispatch(source, text, header, tasks, find_references(outline, header), find_findings(header, tasks))


def refuse_secret(source: SourceFile, text: DocumentText) -> None:
    """Stop before anything of a state secret is kept (Law 117/2025/QH15, article 5); only the file is named."""
    if secrecy_mark(text) is not None:
        raise SecretDocument(f"{source.name}: văn bản mang dấu chỉ độ mật, không được xử lý hay lưu trên máy này.")
