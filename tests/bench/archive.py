"""Archives end to end: files in folders → rows written, with the real command. ``make bench-archive``.

Prints documents and pages a second by kind of file, processor time of the writer and of its workers, memory, scaling in
two ways, and, on the same PDFs, what somebody would otherwise write (pdfplumber, underthesea's ner, dateparser) and
pypdfium2's characters as the floor. What is compared is processor time, ours of the writer and its workers together.
How time and memory grow with the archive is in ``growth.py``.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pypdfium2 as pdfium
from pdf import characters
from sqlite_utils import Database

from pipeline.batch import FoundFile, Ingest, Means, in_process
from pipeline.store import open_store

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "van-ban"
PAGES = 3
SIDE_BY_SIDE = 12  # files: the others take seconds each

# What is promised.
LEAST_TEXT, LEAST_PDF, LEAST_SCALING, LEAST_TIMES, MOST_FLOOR = 100.0, 35.0, 1.8, 20.0, 2.5
MOST_PARENT, MOST_WORKER = 400.0, 500.0


@dataclass(frozen=True, slots=True)
class Ran:
    """One ingest: seconds by the clock and of the processor, megabytes at most of the parent and of any one worker."""

    documents: int
    seconds: float
    parent: float
    worker: float
    parent_busy: float
    workers_busy: float

    @property
    def rate(self) -> float:
        return self.documents / self.seconds

    @property
    def cost(self) -> float:
        """Processor seconds a document, of the parent and all its workers."""
        return (self.parent_busy + self.workers_busy) / self.documents


@dataclass
class _Watch:
    """Peaks of memory in bytes, and processor seconds of each process of a run as they were last seen."""

    top: int
    parent: int = 0
    worker: int = 0
    busy: dict[int, float] = field(default_factory=dict)

    def look(self) -> None:
        with suppress(psutil.Error):
            parent = psutil.Process(self.top)
            for process in (parent, *parent.children(recursive=True)):
                size, spent = process.memory_info().rss, process.cpu_times()
                self.busy[process.pid] = spent.user + spent.system
                if process.pid == self.top:
                    self.parent = max(self.parent, size)
                else:
                    self.worker = max(self.worker, size)


def run(folder: Path, documents: int, workers: int, core: int | None = None) -> Ran:
    """``giaoviec ingest`` on ``folder`` into a new database, watched from outside; with ``core``, all of it on that."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "pipeline", "ingest", str(folder), "--db", f"{home}/x.db"]
        start = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--workers", str(workers)], stdout=subprocess.DEVNULL,
            preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
        )  # fmt: skip
        watch = _Watch(process.pid)
        while process.poll() is None:
            watch.look()
            time.sleep(0.05)
        seconds = time.perf_counter() - start
        if process.returncode:
            raise SystemExit(f"ingest of {folder} ended with {process.returncode}")
    parent = watch.busy.pop(process.pid)
    memory = watch.parent / 2**20, watch.worker / 2**20
    return Ran(documents, seconds, *memory, parent, sum(watch.busy.values()))


def generated(folder: Path, count: int, first: int = 0) -> Path:
    """Invented dispatches as text files."""
    script = ROOT / "corpus" / "generate.py"
    options = ["--count", str(count), "--first", str(first), "--seed", "5", "--out", str(folder)]
    subprocess.run([sys.executable, str(script), *options], check=True)
    for extra in folder.glob("*.json"):
        extra.unlink()
    return folder


def copies(folder: Path, originals: Sequence[Path], count: int, mark: Callable[[Path, int], None]) -> Path:
    """``count`` files of the same words and pages, each with bytes of its own."""
    for number in range(count):
        original = originals[number % len(originals)]
        place = folder / f"{number // 500:03}" / f"{number:06}{original.suffix}"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, place)
        mark(place, number)
    return folder


def mark_pdf(path: Path, number: int) -> None:
    """A remark behind the end, which readers pass by."""
    with path.open("ab") as file:
        file.write(b"\n%% %d\n" % number)


def mark_docx(path: Path, number: int) -> None:
    """A part that no reader asks for."""
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("docProps/number.txt", str(number))


def three_pages(files: Iterable[Path]) -> list[Path]:
    """The PDFs of that many pages."""
    return [path for path in files if len(pdfium.PdfDocument(path)) == PAGES]


def side_by_side(files: Sequence[Path]) -> tuple[float, float, float]:
    """Processor seconds a file in one process: ours with rows written, the usual libraries together, pypdfium2 alone.

    Each has read all files once before, so that starting and filling caches count for nobody.
    """
    with tempfile.TemporaryDirectory() as home:
        stores = iter([open_store(Path(home, f"{number}.db")) for number in range(2)])
        ways: list[Callable[[], object]] = [
            lambda: _ours(files, next(stores)),
            lambda: [_usual(path) for path in files],
            lambda: [characters(path) for path in files],
        ]
        for way in ways:
            way()
        ours, usual, floor = (_cost(way) / len(files) for way in ways)
    return ours, usual, floor


def _ours(files: Sequence[Path], store: Database) -> int:
    with tempfile.TemporaryDirectory() as originals:
        return sum(1 for _ in Ingest(store, Path(originals), Means()).run(map(FoundFile, files), in_process))


def _usual(path: Path) -> None:
    import pdfplumber
    from dateparser.search import search_dates
    from underthesea import ner

    with pdfplumber.open(path) as document:
        text = "\n".join(page.extract_text() or "" for page in document.pages)
    for line in filter(None, map(str.strip, text.splitlines())):
        ner(line)
        search_dates(line, languages=["vi"])


def _cost(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for what is generated."""
    with tempfile.TemporaryDirectory(prefix="giaoviec-bench-") as folder:
        yield Path(folder)


def line(name: str, value: str, asked: str = "") -> None:
    print(f"  {name:<56}{value:>12}  {asked}", flush=True)


def measure(top: Path, texts: int, pdfs: int) -> None:
    """The tables by kind of file."""
    folder = generated(top / "text", texts)
    print(f"\n{texts} generated text documents")
    two = measure_scaling(folder, texts, LEAST_TEXT)[1]
    line("memory of the parent at most", f"{two.parent:.0f} MB", f"< {MOST_PARENT:.0f}")
    line("memory of a worker at most", f"{two.worker:.0f} MB", f"< {MOST_WORKER:.0f}")
    samples = three_pages(sorted(SAMPLES.glob("*.pdf")))[:SIDE_BY_SIDE]
    folder = copies(top / "pdf", samples, pdfs, mark_pdf)
    print(f"\n{pdfs} PDFs of {PAGES} pages")
    one, two = measure_scaling(folder, pdfs, LEAST_PDF)
    line("pages a second, 2 workers", f"{two.rate * PAGES:.1f}")
    compare(one.cost, samples)


def measure_scaling(folder: Path, count: int, least: float) -> tuple[Ran, Ran]:
    """Two workers against one in two ways; the runs on one core in all (where it can be had) and of two workers."""
    one, two = run(folder, count, 1), run(folder, count, 2)
    line("documents a second, 1 worker and the writer, 2 cores", f"{one.rate:.1f}")
    line("documents a second, 2 workers and the writer, 2 cores", f"{two.rate:.1f}", f"≥ {least}")
    line("scaling, 1 worker with a core free for the writer → 2", f"{two.rate / one.rate:.2f}", f"≥ {LEAST_SCALING}")
    if hasattr(os, "sched_setaffinity"):
        one = run(folder, count, 1, core=min(os.sched_getaffinity(0)))
        line("documents a second, 1 worker and the writer, 1 core", f"{one.rate:.1f}")
        line("scaling, 1 core for all → 2 cores and 2 workers", f"{two.rate / one.rate:.2f}", f"≥ {LEAST_SCALING}")
    line("processor time a document of the writer", f"{one.parent_busy / count * 1000:.1f} ms")
    line("processor time a document of the workers", f"{one.workers_busy / count * 1000:.1f} ms")
    return one, two


def compare(cost: float, samples: Sequence[Path]) -> None:
    """Beside the usual libraries and the floor; ``cost`` is what the command took for a file, all its processes."""
    ours, usual, floor = side_by_side(samples)
    print("\nside by side, processor time a file, the same PDFs")
    line("giaoviec, rows written, the command with its worker", f"{cost * 1000:.1f} ms")
    line("giaoviec, rows written, in one process", f"{ours * 1000:.1f} ms")
    line("pdfplumber + underthesea ner + dateparser", f"{usual * 1000:.1f} ms")
    line("pypdfium2, characters only", f"{floor * 1000:.1f} ms")
    line("times faster than the usual libraries, the command", f"{usual / cost:.1f}", f"≥ {LEAST_TIMES:.0f}")
    line("times faster than the usual libraries, one process", f"{usual / ours:.1f}")
    line("times the floor, the command", f"{cost / floor:.2f}", f"≤ {MOST_FLOOR}")
    line("times the floor, one process", f"{ours / floor:.2f}")


def measure_rendered(top: Path, count: int) -> None:
    """DOCX and scans of the corpus, as its script renders them."""
    script = ROOT / "corpus" / "formats.py"
    subprocess.run(
        [sys.executable, str(script), "--only", "docx", "--out", str(top / "formats")],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    files = sorted((top / "formats").rglob("*.docx"))
    two = run(copies(top / "docx", files, count, mark_docx), count, 2)
    print(f"\n{count} DOCX")
    line("documents a second, 2 workers", f"{two.rate:.1f}")


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=int, default=3_000)
    parser.add_argument("--pdfs", type=int, default=1_500)
    parser.add_argument("--docx", type=int, default=500)
    options = parser.parse_args()
    with scratch() as top:
        if options.texts:
            measure(top, options.texts, options.pdfs)
        if options.docx:
            measure_rendered(top, options.docx)
    print(f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")


if __name__ == "__main__":
    main()
