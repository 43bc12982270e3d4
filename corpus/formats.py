"""Render the corpus in every format that offices receive, read each, and score it against the same gold.

    python corpus/formats.py                        all formats, all documents, in a temporary folder
    python corpus/formats.py --only docx --only doc some formats
    python corpus/formats.py --out build/formats    keep the files (and find them there again)
    python corpus/formats.py --show NAME …          some documents, with every miss that the text did not have

Prints one row a format and what it loses against the text; 1 where a limit is not kept. A format whose reader or whose
program (LibreOffice, Tesseract) is missing counts as not kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from render.document import Document, look_of, read_document
from render.docx import write_docx
from render.office import write_docs
from render.scan import write_scan
from render.stamped import write_stamped

from pipeline.contract import contract
from pipeline.errors import GiaoviecError
from pipeline.evaluate import Figures, evaluate
from pipeline.process import process

FOLDER = Path(__file__).parent / "van-ban"
UNREAD = "chưa đọc được"

Render = Callable[[Sequence[Document], Path, Path], list[Path]]


@dataclass(frozen=True, slots=True)
class Format:
    """A way in which a dispatch is received; ``limit`` is how many points it may lose against the text."""

    name: str
    render: Render
    limit: float


@dataclass(frozen=True, slots=True)
class Score:
    """What came out of some files: figures, the reasons why some could not be read, misses by file, and the time."""

    figures: Figures
    failures: tuple[str, ...]
    misses: Mapping[Path, tuple[str, ...]]
    seconds: float


def _committed(suffix: str) -> Render:
    return lambda documents, folder, _: [folder / f"{document.name}{suffix}" for document in documents]


def _word(encoding: str, old: bool, new: bool) -> Render:
    """Word files in ``encoding``: the ``new`` format, the ``old`` one through LibreOffice, or both."""

    def render(documents: Sequence[Document], folder: Path, out: Path) -> list[Path]:
        names = tuple(sorted(path.stem for path in folder.glob("*.txt")))
        files = []
        for document in documents:
            files.append(out / f"{document.name}.docx")
            write_docx(document, look_of(document.name, names), files[-1], encoding)
        return (files if new else []) + (write_docs(files, out) if old else [])

    return render


def _stamped(documents: Sequence[Document], folder: Path, out: Path) -> list[Path]:
    files = [out / f"{document.name}.pdf" for document in documents]
    for document, file in zip(documents, files, strict=True):
        write_stamped(document, folder, file)
    return files


def _scanned(documents: Sequence[Document], folder: Path, out: Path) -> list[Path]:
    files = [out / f"{document.name}.pdf" for document in documents]
    for document, file in zip(documents, files, strict=True):
        write_scan(document, folder / f"{document.name}.pdf", file)
    return files


FORMATS = (
    Format("text", _committed(".txt"), 0),
    Format("docx", _word("unicode", old=False, new=True), 1),
    Format("pdf", _committed(".pdf"), 1),
    Format("stamped pdf", _stamped, 1),
    Format("scan 200 dpi", _scanned, 4),
    Format("doc", _word("unicode", old=True, new=False), 2),
    Format("tcvn3", _word("tcvn3", old=True, new=True), 2),
    Format("vni", _word("vni", old=True, new=True), 2),
)


def render(format_: Format, names: Sequence[str], out: Path, folder: Path = FOLDER) -> list[Path]:
    """The files of one format in a folder of its own below ``out``."""
    place = out / format_.name.replace(" ", "-")
    place.mkdir(parents=True, exist_ok=True)
    return format_.render([read_document(name, folder) for name in names], folder, place)


def score(files: Sequence[Path], folder: Path = FOLDER) -> Score:
    """Read ``files`` and score each against the gold of its name; a file that can't be read is an empty dispatch."""
    started = perf_counter()
    predicted: list[Mapping[str, Any]] = []
    failures = {}
    for file in files:
        try:
            predicted.append(contract(process(file)))
        except GiaoviecError as error:
            failures[file] = str(error)
            predicted.append({})
    seconds = perf_counter() - started
    golds = [json.loads((folder / f"{file.stem}.gold.json").read_text("utf-8")) for file in files]
    pairs = list(zip(golds, predicted, strict=True))
    misses = {file: evaluate([pair]).misses for file, pair in zip(files, pairs, strict=True)}
    misses |= {file: (failure,) for file, failure in failures.items()}
    return Score(evaluate(pairs), tuple(failures.values()), misses, seconds)


def losses(score_: Score, text: Score) -> tuple[float, float]:
    """Points of header accuracy and of tasks F1 that a format loses against the text."""
    ours, theirs = score_.figures, text.figures
    header = theirs.header_accuracy - ours.header_accuracy
    return 100 * header, 100 * (theirs.tallies["tasks"].f1 - ours.tallies["tasks"].f1)


def _row(format_: Format, score_: Score, text: Score) -> tuple[str, bool]:
    """One line of the table, and whether the limit is kept."""
    figures = score_.figures
    if len(score_.failures) == figures.documents:
        return f"{format_.name:13} {UNREAD}", False
    values = [figures.header_accuracy, *(figures.tallies[name].f1 for name in ("tasks", "lead", "deadlines"))]
    values += [figures.tallies["references"].f1, figures.complete_tasks]
    header, tasks = losses(score_, text)
    kept = max(header, tasks) <= format_.limit + 1e-9 and not score_.failures
    line = f"{format_.name:13}" + "".join(f" {value:9.3f}" for value in values)
    line += f" {figures.documents:8} {score_.seconds:7.1f}"
    if format_.limit:
        line += f"   đầu −{header:4.1f}  việc −{tasks:4.1f}  (≤ {format_.limit})  {'đạt' if kept else 'KHÔNG ĐẠT'}"
    return line.replace("−-", " +"), kept or not format_.limit


_HEAD = (
    f"{'':13}"
    + "".join(f" {title:>9}" for title in ("header", "tasks", "lead", "deadlines", "refs", "complete"))
    + f" {'files':>8} {'seconds':>7}   mất so với text (điểm)"
)


def _new_misses(score_: Score, text: Score) -> Iterator[str]:
    """What went wrong in a format and did not in the text."""
    known = {file.stem: frozenset(misses) for file, misses in text.misses.items()}
    for file, misses in score_.misses.items():
        new = [miss for miss in misses if miss not in known[file.stem]]
        if new:
            yield f"== {file.parent.name}/{file.name}"
            yield from (f"   {miss[:400]}" for miss in new)


def _run(chosen: Sequence[Format], names: Sequence[str], out: Path, show: bool) -> int:
    text = score(render(FORMATS[0], names, out))
    print(_HEAD)
    bad = 0
    for format_ in chosen:
        try:
            files = render(format_, names, out)
        except RuntimeError as error:
            print(f"{format_.name:13} {error}")
            bad += 1
            continue
        read = text if format_ is FORMATS[0] else score(files)
        line, kept = _row(format_, read, text)
        bad += not kept
        print(line, flush=True)
        if read.failures and len(read.failures) < read.figures.documents:
            print("\n".join(f"   {failure}" for failure in read.failures))
        if show and len(read.failures) < read.figures.documents:
            print("\n".join(_new_misses(read, text)))
    return int(bad > 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(description="Score the corpus in every format.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="documents, without suffix (default: all)")
    parser.add_argument("--only", action="append", choices=[format_.name for format_ in FORMATS], metavar="FORMAT")
    parser.add_argument("--out", type=Path, help="keep the files in this folder")
    parser.add_argument("--show", action="store_true", help="print every miss that the text does not have")
    options = parser.parse_args(arguments)
    known = sorted(path.stem for path in FOLDER.glob("*.txt") if path.with_suffix(".gold.json").exists())
    unknown = sorted(set(options.names) - set(known))
    if unknown:
        parser.error(f"no text with its gold: {', '.join(unknown)}")
    chosen = [format_ for format_ in FORMATS if not options.only or format_.name in options.only]
    names = options.names or known
    if options.out:
        return _run(chosen, names, options.out, options.show)
    with TemporaryDirectory() as folder:
        return _run(chosen, names, Path(folder), options.show)


if __name__ == "__main__":
    sys.exit(main())
