"""How ingest grows with the archive: time and memory, as a table and as the plot in the README. ``make bench-growth``.

One archive of generated text dispatches grows from the least to the most documents; each size is ingested by the real
command into a new database, with two workers.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from archive import ROOT, Ran, generated, line, run, scratch
from matplotlib.figure import Figure

PLOT = ROOT / "docs" / "kho-lon.svg"
COUNTS = (1_000, 10_000, 100_000)
LEAST_RATE, MOST_PARENT, MOST_WORKER = 100.0, 400.0, 500.0


def grow(top: Path, counts: Sequence[int]) -> list[Ran]:
    """One line a size."""
    folder, have, rows = top / "growth", 0, []
    for count in sorted(counts):
        generated(folder, count - have, first=have)
        have = count
        ran = run(folder, count, 2)
        rows.append(ran)
        memory = f"parent {ran.parent:.0f} MB, worker {ran.worker:.0f} MB"
        spent = f"writer {ran.parent_busy / count * 1000:.1f} ms, workers {ran.workers_busy / count * 1000:.1f} ms"
        line(f"{count} documents", f"{ran.rate:.1f} /s", f"≥ {LEAST_RATE:.0f}; {memory}; a document: {spent}")
    return rows


def draw(rows: Sequence[Ran], path: Path) -> None:
    """Two panels over the number of documents: minutes, and megabytes of the parent and of the largest worker."""
    with mpl.rc_context({"svg.hashsalt": "kho-lon", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(8, 3), layout="constrained")
        minutes, memory = figure.subplots(1, 2)
        documents = [ran.documents for ran in rows]
        minutes.loglog(documents, [ran.seconds / 60 for ran in rows], "o-", color="#1f5fa8")
        minutes.set(title="Thời gian nạp, 2 nhân", xlabel="văn bản", ylabel="phút")
        memory.semilogx(documents, [ran.parent for ran in rows], "o-", color="#1f5fa8", label="tiến trình ghi")
        memory.semilogx(documents, [ran.worker for ran in rows], "s--", color="#b8580f", label="tiến trình đọc")
        memory.set(title="Bộ nhớ nhiều nhất", xlabel="văn bản", ylabel="MB", ylim=(0, MOST_PARENT))
        memory.legend(frameon=False)
        for panel in (minutes, memory):
            panel.grid(alpha=0.3)
        figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Print the table; draw the plot where ``--plot`` asks for it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("counts", type=int, nargs="*", default=COUNTS)
    parser.add_argument("--plot", action="store_true", help=f"draw {PLOT.relative_to(ROOT)} anew")
    options = parser.parse_args()
    print("growth, generated text, 2 workers")
    with scratch() as top:
        rows = grow(top, options.counts)
    if options.plot:
        draw(rows, PLOT)
    print(f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")


if __name__ == "__main__":
    main()
