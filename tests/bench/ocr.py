"""Time of the processor that a scanned page takes, and the words that are read wrong. ``make bench-ocr``.

Eight pages of the corpus are scanned at 300 dpi as ``corpus/formats.py`` does it, and read one at a time on one core.
The time of tesseract, which is a program of its own, is told apart from that of the pipeline.
"""

from __future__ import annotations

import os
import platform
import re
import resource
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium

from pipeline.sources import extract_text, ocr_engine, read_source
from pipeline.sources.ocr_picture import grey
from pipeline.sources.ocr_scans import picture_of
from pipeline.sources.ocr_tables import find_tables

DPI = 300
ROUNDS = 3
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NAMES = ("kh-ubnd-tinh-2024", "ct-chu-tich-ubnd-tinh-2025", "qd-giao-nhiem-vu-2024")  # eight pages

MOST_SECONDS = 1.5  # a page, what is promised


def scans(folder: Path) -> list[Path]:
    """The documents as a scanner gives them."""
    sys.path.insert(0, str(CORPUS))
    read_document: Callable[..., Any] = import_module("render.document").read_document
    write_scan: Callable[..., None] = import_module("render.scan").write_scan
    paths = []
    for name in NAMES:
        paths.append(folder / f"{name}.pdf")
        source = CORPUS / "van-ban" / f"{name}.pdf"
        write_scan(read_document(name, source.parent), source, paths[-1], DPI)
    return paths


def read(path: Path) -> tuple[int, str]:
    """The number of pages and the text."""
    text = extract_text(read_source(path))
    return len(text.pages), text.text


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor that ``work`` takes in this program, and in those that it starts."""
    own, others = time.process_time(), _children()
    work()
    return time.process_time() - own, _children() - others


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def missed(path: Path, text: str) -> tuple[int, int]:
    """How many words of the document are not in ``text``, and how many it has."""
    words = [Counter(unicodedata.normalize("NFC", of).split()) for of in (_typed(path), text)]
    return (words[0] - words[1]).total(), words[0].total()


def _typed(path: Path) -> str:
    text = (CORPUS / "van-ban" / f"{path.stem}.txt").read_text("utf-8")
    return re.sub(r"-{3,}|_{3,}", " ", text)


def look(path: Path) -> float:
    """Seconds that the look for ruled tables takes on the first page, on which there are none."""
    with pdfium.PdfDocument(path) as document:
        page = np.ascontiguousarray(grey(picture_of(document[0])[0]))
    return min(spent(partial(find_tables, page))[0] for _ in range(ROUNDS))


def main() -> None:
    """Print the table; exit 1 where a page takes longer than is promised."""
    if not ocr_engine.find_tesseract():
        sys.exit("tesseract is missing")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        paths = scans(Path(folder))
        found = [read(path) for path in paths]  # what is loaded once is not counted below
        rounds = [spent(lambda: [read(path) for path in paths]) for _ in range(ROUNDS)]
        table = look(paths[0])
    pages = sum(count for count, _ in found)
    own, others = min(rounds, key=sum)
    wrong = [missed(path, text) for path, (_, text) in zip(paths, found, strict=True)]
    rows = [
        ("pages × dpi", f"{pages} × {DPI}"),
        ("seconds a page", f"{(own + others) / pages:.2f} (at most {MOST_SECONDS})"),
        ("  of them tesseract", f"{others / pages:.2f}"),
        ("  the pipeline", f"{own / pages:.2f}"),
        ("  the look for ruled tables", f"{table:.4f}"),
        ("words missed", f"{sum(n for n, _ in wrong)} of {sum(n for _, n in wrong)}"),
        ("best of rounds", str(ROUNDS)),
        ("machine", f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"),
    ]
    for name, value in rows:
        print(f"{name:32} {value}")
    sys.exit((own + others) / pages > MOST_SECONDS)


if __name__ == "__main__":
    main()
