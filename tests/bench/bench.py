"""Speed from text to JSON: documents of 10,000 characters a second on one core, once started. ``make bench``.

The documents are put together from the bodies of the corpus, each with a head, so that every stage has its work. Times
are of the processor, not of the clock, so that other work on the machine counts as little as can be. Then the same once
with the second reader (``--model``) and the most memory that this process, which is one worker, has taken.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from pipeline.contract import contract
from pipeline.process import process
from pipeline.tagger import Tagger, load_tagger

CHARACTERS = 10_000
DOCUMENTS = 60
ROUNDS = 3
CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def documents(texts: list[str]) -> Iterator[str]:
    """Texts of exactly ``CHARACTERS``: one dispatch, and the bodies of those after it put in before its signature."""
    for at, text in zip(range(DOCUMENTS), cycle(texts), strict=False):
        head, tail = _halves(text)
        body, others = "", cycle(texts[at % len(texts) + 1 :] + texts)
        while len(head) + len(body) + len(tail) < CHARACTERS:
            body += _body(next(others)) + "\n"
        yield head + body[: CHARACTERS - len(head) - len(tail) - 1] + "\n" + tail


def _halves(text: str) -> tuple[str, str]:
    at = text.find("Nơi nhận")
    at = len(text) if at < 0 else at
    return text[:at], text[at:]


def _body(text: str) -> str:
    """The middle of a dispatch: its points, without head and signature."""
    head, _ = _halves(text)
    return head[head.find("\n", len(head) // 3) + 1 :]


def seconds(paths: list[Path], tagger: Tagger | None = None) -> list[float]:
    """What each document takes from file to JSON."""
    taken = []
    for path in paths:
        start = time.process_time()
        json.dumps(contract(process(path, tagger=tagger)), ensure_ascii=False)
        taken.append(time.process_time() - start)
    return taken


def memory() -> str:
    """The most that this process has taken so far."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB"


def with_the_model(paths: list[Path]) -> list[tuple[str, str]]:
    """The rows on the second reader; one that says so where its weights were left out."""
    tagger = load_tagger()
    if tagger is None:
        return [("with the model", "no weights in models/tagger")]
    seconds(paths[:1], tagger)  # what is loaded once is not counted
    taken = seconds(paths, tagger)
    return [
        ("with the model, documents per second", f"{len(taken) / sum(taken):.1f}"),
        ("with the model, median per document", f"{statistics.median(taken) * 1000:.1f} ms"),
        ("with the model, memory at most", memory()),
    ]


def main() -> None:
    """Print the table."""
    texts = [path.read_text("utf-8") for path in sorted(CORPUS.rglob("*.txt"))]
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, text in enumerate(documents(texts)):
            paths.append(Path(folder) / f"{number:03}.txt")
            paths[-1].write_text(text, "utf-8")
        start = time.process_time()
        process(paths[0])
        first = time.process_time() - start
        rounds = [seconds(paths) for _ in range(ROUNDS)]
        plain = memory()
        modelled = with_the_model(paths)
    best = min(rounds, key=sum)
    rows = [
        ("documents per second per core", f"{len(best) / sum(best):.1f}"),
        ("median per document", f"{statistics.median(best) * 1000:.1f} ms"),
        ("slowest document", f"{max(best) * 1000:.1f} ms"),
        ("first document (start of the program)", f"{first * 1000:.0f} ms"),
        ("memory at most", plain),
        *modelled,
        ("documents × characters", f"{len(best)} × {CHARACTERS}"),
        ("best of rounds", str(ROUNDS)),
        (
            "machine",
            f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {sys.platform}",
        ),
    ]
    for name, value in rows:
        print(f"{name:40} {value}")


if __name__ == "__main__":
    main()
