"""Paths → outcomes: a file that can't be read is a row that says why, and the others go on."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.errors import GiaoviecError, UnexpectedFailure, UnreadableFile
from pipeline.intake import Unread, process_all
from pipeline.sources.office import together
from pipeline.tagger import load_tagger
from pipeline.types import Dispatch

# Below this many files, starting processes takes longer than reading.
_WORTH_A_POOL = 24

# Files that a worker takes at a time, and such chunks handed out at a time: results wait in memory until they are
# written, so not all at once.
_CHUNK, _WINDOW = 8, 8

_FOR_OFFICE = frozenset({".doc", ".rtf", ".odt"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: a dispatch, or a Vietnamese sentence and the exit code of its error.

    ``source`` is the name of the file, or its place in the archive or e-mail at ``path``; ``stage`` is where it failed.
    """

    path: Path
    dispatch: Dispatch | None
    error: str = ""
    code: int = 0
    source: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Means:
    """What files are read with: a password tried on every PDF that asks for one, and whether a model reads too."""

    password: str | None = None
    model: bool = False


def read_all(paths: Sequence[Path], workers: int = 1, means: Means = Means()) -> Iterator[Outcome]:
    """The outcomes in the order of ``paths``; several ``workers`` are processes, used where there is enough to read."""
    if workers < 2 or len(paths) < _WORTH_A_POOL:
        for start in range(0, len(paths), _CHUNK):
            yield from _read_chunk(paths[start : start + _CHUNK], means)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from _read_with(pool, paths, means)


def _read_with(pool: Executor, paths: Sequence[Path], means: Means) -> Iterator[Outcome]:
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    read = partial(_read_list, means=means)
    for start in range(0, len(chunks), _WINDOW):
        for outcomes in pool.map(read, chunks[start : start + _WINDOW]):
            yield from outcomes


def _read_list(paths: Sequence[Path], means: Means) -> list[Outcome]:
    return list(_read_chunk(paths, means))


def _read_chunk(paths: Sequence[Path], means: Means) -> Iterator[Outcome]:
    """A few files, those for LibreOffice from one run of it."""
    with together(path for path in paths if path.suffix.lower() in _FOR_OFFICE):
        for path in paths:
            yield from _read(path, means)


def _read(path: Path, means: Means) -> Iterator[Outcome]:
    """One path; whatever happens while it is opened stays with it."""
    try:
        for read in process_all(path, means.password, load_tagger() if means.model else None):
            yield _failed(path, read) if isinstance(read, Unread) else Outcome(path, read, source=read.source.name)
    except GiaoviecError as error:
        yield _failed(path, Unread(path.name, "mở tệp", error))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        yield _failed(path, Unread(path.name, "mở tệp", UnreadableFile(f"không đọc được tệp ({reason}).")))
    except Exception as error:
        failure = UnexpectedFailure(f"lỗi ngoài dự kiến khi đọc tệp ({type(error).__name__}).")
        failure.__cause__ = error
        yield _failed(path, Unread(path.name, "mở tệp", failure))


def _failed(path: Path, unread: Unread) -> Outcome:
    error = unread.error
    if error.__cause__ is not None and os.environ.get("GIAOVIEC_DEBUG"):
        traceback.print_exception(error.__cause__, file=sys.stderr)
    sentence = str(error) if str(error).startswith(unread.source) else f"{unread.source}: {error}"
    return Outcome(path, None, sentence, error.exit_code, unread.source, unread.stage)
