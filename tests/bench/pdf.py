"""Speed from born-digital PDF to rows of the store, in pages a second on one core. ``make bench-pdf``.

Measured in the same run on the same pages: pdfium's own extraction (the code, box, font, size and weight of every
character through the raw API of pypdfium2) and ``pdfplumber.extract_words``. Times are of the processor, not of the
clock, so that other work on the machine counts as little as can be.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.process import process
from pipeline.sources import extract_text, read_source
from pipeline.store.rows import rows_of

ROUNDS = 3
LONG = 200
CORPUS = Path(__file__).resolve().parents[2] / "corpus"

# What is promised: either of the first two, and the third.
LEAST_PAGES, MOST_TIMES, LEAST_TIMES = 80.0, 2.5, 5.0


def rows(path: Path) -> int:
    """File to the rows that are written; the number of pages."""
    dispatch = process(path)
    rows_of(dispatch)
    return len(dispatch.text.pages)


def text(path: Path) -> int:
    """File to lines with their boxes, which is as far as the others go."""
    return len(extract_text(read_source(path)).pages)


def characters(path: Path) -> int:
    """Every character as pypdfium2 gives it."""
    edges = [ctypes.c_double() for _ in range(4)]
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    with pdfium.PdfDocument(path) as document:
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                raw.FPDFText_GetUnicode(text, index)
                raw.FPDFText_GetCharBox(text, index, *edges)
                raw.FPDFText_GetFontSize(text, index)
                raw.FPDFText_GetFontInfo(text, index, name, 256, flags)
            text.close()
            page.close()
        return len(document)


def words(path: Path) -> int:
    """The words of every page by pdfplumber."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            page.close()
        return len(document.pages)


def long_pdf(folder: Path) -> Path:
    """A dispatch of about ``LONG`` pages, its text taken from the corpus, set as the corpus is."""
    sys.path.insert(0, str(CORPUS))
    build = import_module("build_pdf").build
    name = "ct-chu-tich-ubnd-tinh-2025"
    text = (CORPUS / "van-ban" / f"{name}.txt").read_text("utf-8")
    head, mark, tail = text.partition("Nơi nhận")
    body = head[len(head) // 3 :]
    # A page of the corpus holds about 2,600 characters.
    times = LONG * 2_600 // len(body)
    (folder / f"{name}.txt").write_text(head + body[body.find("\n") :] * times + mark + tail, "utf-8")
    (folder / f"{name}.gold.json").write_bytes((CORPUS / "van-ban" / f"{name}.gold.json").read_bytes())
    return Path(build(name, folder))


def seconds(work: Callable[[Path], int], paths: Sequence[Path], rounds: int = ROUNDS) -> tuple[float, int]:
    """The best of the rounds, and the pages of one."""
    taken = []
    pages = 0
    for _ in range(rounds):
        start = time.process_time()
        pages = sum(map(work, paths))
        taken.append(time.process_time() - start)
    return min(taken), pages


def compare(name: str, paths: Sequence[Path]) -> bool:
    """Print the figures on ``paths``; whether what is promised holds."""
    rows(paths[0])  # what is loaded once is not counted
    ours, pages = seconds(rows, paths)
    lines, _ = seconds(text, paths)
    pdfium_alone, _ = seconds(characters, paths)
    plumber, _ = seconds(words, paths, rounds=1)
    print(f"\n{name}: {pages} pages")
    for label, taken in (
        ("giaoviec, PDF to rows", ours),
        ("giaoviec, PDF to lines", lines),
        ("pypdfium2, characters", pdfium_alone),
        ("pdfplumber.extract_words", plumber),
    ):
        print(f"  {label:28} {pages / taken:8.1f} pages/s {taken / pages * 1000:8.2f} ms/page")
    print(f"  {'rows, times pypdfium2':28} {ours / pdfium_alone:8.2f}")
    print(f"  {'rows, faster than pdfplumber':28} {plumber / ours:8.2f}")
    print(f"  {'lines, faster than pdfplumber':28} {plumber / lines:7.2f}")
    return (pages / ours >= LEAST_PAGES or ours <= MOST_TIMES * pdfium_alone) and plumber / lines >= LEAST_TIMES


def main() -> None:
    """Print the table; exit 1 where a promise does not hold."""
    corpus = sorted((CORPUS / "van-ban").glob("*.pdf"))
    good = compare("corpus", corpus)
    with tempfile.TemporaryDirectory() as folder:
        good &= compare("one long document", [long_pdf(Path(folder))])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; memory at most {peak} MB"
    )
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
