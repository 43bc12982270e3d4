"""Paths → outcomes: a file that can't be read is a row that says why, and the others go on."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.batch.discover import FoundFile
from pipeline.errors import GiaoviecError, UnexpectedFailure, UnreadableFile
from pipeline.intake import Unread, process_all
from pipeline.sources.office import together
from pipeline.sources.postponing import Postponed, postponing
from pipeline.store import OwnDirectory, Prepared, keep_original, prepare
from pipeline.tagger import load_tagger
from pipeline.text.file_names import printable_name
from pipeline.types import Dispatch, SourceFile

_CHUNK = 8  # files for one start of LibreOffice

LIMITS = "giới hạn"
"""The stage of a failure that comes from the limits of a worker: reading the file again would end the same way."""
LIMIT_CODE = UnreadableFile.exit_code
OUT_OF_MEMORY = "cần nhiều bộ nhớ hơn mức cho phép nên bị bỏ qua."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: a dispatch, or a Vietnamese sentence and the exit code of its error.

    ``source`` is the name of the file, or its place in the archive or e-mail at ``path``; ``stage`` is where it failed.
    For the store a worker gives what is ``prepared`` in place of the dispatch, and the ``original`` where it is not
    kept yet.
    """

    path: Path
    dispatch: Dispatch | None
    error: str = ""
    code: int = 0
    source: str = ""
    stage: str = ""
    prepared: Prepared | None = None
    original: SourceFile | None = None


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file and the outcomes of the documents in it; ``outcomes`` is None where it waits for its slow turn."""

    file: FoundFile
    outcomes: tuple[Outcome, ...] | None


@dataclass(frozen=True, slots=True)
class Means:
    """What files are read with: a password tried on every PDF that asks for one, and whether a model reads too.

    ``originals`` is the folder of the database, where those who read keep what they have read; else who writes does.
    ``directory`` is the office's, by which they look up the names; ``today`` is the day from which they plan ahead.
    ``documents_only`` leaves out plain texts whose names are not those of documents.
    """

    password: str | None = None
    model: bool = False
    originals: Path | None = None
    directory: OwnDirectory | None = None
    today: date | None = None
    documents_only: bool = False


def read_all(paths: Sequence[Path], means: Means = Means()) -> Iterator[Outcome]:
    """The outcomes in the order of ``paths``, read in this process."""
    for start in range(0, len(paths), _CHUNK):
        yield from _read_chunk(paths[start : start + _CHUNK], means)


def read_files(files: Sequence[FoundFile], means: Means, slow: bool) -> list[FileRead]:
    """A few files at a time, for a worker; unless ``slow`` is allowed, those that need another program are left."""
    with postponing(not slow), _converted(files if slow else ()):
        return [_read_file(file, means) for file in files]


def crashed(file: FoundFile, reason: str) -> FileRead:
    """What is told of a file whose worker did not come back."""
    name = file.name or printable_name(file.path.name)
    return FileRead(file, (Outcome(file.path, None, f"{name}: {reason}", LIMIT_CODE, name, LIMITS),))


def _read_file(file: FoundFile, means: Means) -> FileRead:
    try:
        outcomes = tuple(_read(file.path, means, file.name))
    except Postponed:
        return FileRead(file, None)
    return FileRead(file, tuple(_prepared(outcome, means) for outcome in outcomes))


def _prepared(outcome: Outcome, means: Means) -> Outcome:
    """The same ready to be written, its file kept where ``means`` say: the bytes need not travel then.

    Raises StoreError, which ends a run.
    """
    if outcome.dispatch is None:
        return outcome
    source = outcome.dispatch.source
    ready = replace(outcome, dispatch=None, prepared=prepare(outcome.dispatch, means.directory, means.today))
    if not source.data:
        return ready
    if means.originals is None:
        return replace(ready, original=source)
    keep_original(means.originals, source)
    return ready


def _converted(files: Sequence[FoundFile]) -> AbstractContextManager[None]:
    return together(file.path for file in files if file.is_for_office)


def _read_chunk(paths: Sequence[Path], means: Means) -> Iterator[Outcome]:
    """A few files, those for LibreOffice from one run of it."""
    with _converted([FoundFile(path) for path in paths]):
        for path in paths:
            yield from _read(path, means)


def _read(path: Path, means: Means, name: str | None = None) -> Iterator[Outcome]:
    """One path; whatever happens while it is opened stays with it."""
    try:
        tagger = load_tagger() if means.model else None
        for read in process_all(path, means.password, tagger, name, means.documents_only):
            yield _failed(path, read) if isinstance(read, Unread) else Outcome(path, read, source=read.source.name)
    except Postponed:
        raise
    except MemoryError:
        yield from crashed(FoundFile(path, name), OUT_OF_MEMORY).outcomes or ()
    except GiaoviecError as error:
        yield _failed(path, Unread(printable_name(path.name), "mở tệp", error))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        yield _failed(
            path, Unread(printable_name(path.name), "mở tệp", UnreadableFile(f"không đọc được tệp ({reason})."))
        )
    except Exception as error:
        failure = UnexpectedFailure(f"lỗi ngoài dự kiến khi đọc tệp ({type(error).__name__}).")
        failure.__cause__ = error
        yield _failed(path, Unread(printable_name(path.name), "mở tệp", failure))


def _failed(path: Path, unread: Unread) -> Outcome:
    error = unread.error
    if error.__cause__ is not None and os.environ.get("GIAOVIEC_DEBUG"):
        traceback.print_exception(error.__cause__, file=sys.stderr)
    sentence = str(error) if str(error).startswith(unread.source) else f"{unread.source}: {error}"
    return Outcome(path, None, sentence, error.exit_code, unread.source, unread.stage)
