"""What a document of the generated register has beside its tasks: lines, header, citations, findings, arrival, file."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.store.originals import keep_original
from pipeline.types import SourceFile
from pipeline.values.citations import citation_key

Rows = defaultdict[str, list[tuple[Any, ...]]]

SCANNED_EACH = 1_000
"""One document of so many came as a PDF that is kept, so that its pages can be shown."""

PROVEN_EACH = 500
"""One task of so many has a file with its report."""

PROOF = SourceFile("bien-ban.txt", sha256(b"bien ban").hexdigest(), "text/plain", b"bien ban")
COLUMNS = {
    "layouts": ("document_id", "pages", "lines"),
    "header_values": ("document_id", "field", "value", "raw", "rule", "confidence"),
    "recipients": ("document_id", "kind", "position", "name", "raw", "rule", "confidence"),
    "citations": ("document_id", "position", "number", "key", "raw", "rule", "confidence"),
    "findings": ("document_id", "position", "code", "severity", "message"),
    "arrivals": ("document_id", "number", "day", "actor_id", "actor", "role", "recorded_at"),
}  # fmt: skip
_SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "van-ban" / "bc-kiem-tra-atld-2024.pdf"
_WORDS_EACH = 12  # of a line
_TOP, _STEP = 80, 18  # points


def is_scanned(document: int) -> bool:
    """Whether a document came as a PDF."""
    return document % SCANNED_EACH == 1


def scan(document: int) -> SourceFile:
    """The PDF of a document: the pages of a sample, with bytes of its own."""
    data = _SAMPLE.read_bytes() + b"\n%% %d\n" % document
    return SourceFile(f"{document}.pdf", sha256(data).hexdigest(), "application/pdf", data)


def keep_files(folder: Path, documents: int) -> None:
    """Keep the files of the register beside its database."""
    keep_original(folder, PROOF)
    for document in filter(is_scanned, range(1, documents + 1)):
        keep_original(folder, scan(document))


def rows_beside(rows: Rows, draw: random.Random, document: int, code: str, text: str, given: date) -> None:
    """Add the rows of a document; ``text`` is all on one page."""
    lines = [[*span, 1, [60, top, 540, top + 14], top == _TOP] for top, span in enumerate_lines(text)]
    pages = [[1, 0, len(text), 595.0, 842.0]]
    rows["layouts"].append((document, json.dumps(pages), json.dumps(lines)))
    for field, value in (("code", code), ("date", given.isoformat()), ("issuer", "UBND tỉnh Mẫu")):
        rows["header_values"].append((document, field, value, value, "x", 1))
    rows["recipients"].append((document, "noi_nhan", 0, "Như trên", "Như trên", "x", 1))
    if document > 1:
        cited = f"{draw.randrange(1, document)}/UBND-TH"
        rows["citations"].append((document, 0, cited, citation_key(cited), cited, "x", 1))
    if draw.random() < 0.3:
        rows["findings"].append((document, 0, "mau", "warning", "điều cần xem lại"))
    number, day = arrival(document, given)
    rows["arrivals"].append((document, number, day, "clerk", "Văn Thư Mẫu", "clerk", f"{day}T08:00:00Z"))


def arrival(document: int, given: date) -> tuple[str, str]:
    """The number under which a document came in, and the day."""
    return str(document), given.isoformat()


def enumerate_lines(text: str) -> Iterator[tuple[int, Sequence[int]]]:
    """The top edge and the span of each line."""
    words, at, top = iter(text.split(" ")), 0, _TOP
    while line := " ".join(islice(words, _WORDS_EACH)):
        yield top, (at, at + len(line))
        at, top = at + len(line) + 1, top + _STEP
