"""Files → the store: reading may run in several processes, writing stays in one, in the order of the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from pipeline.batch.read import Means, Outcome, read_all
from pipeline.errors import SecretDocument
from pipeline.store import clear_failures, extend_occurrences, keep_original, open_store, record_failure, save

Result = Literal["added", "updated", "unchanged", "kept", "failed"]


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one file in the store; ``error`` and ``code`` of one that failed."""

    path: Path
    result: Result
    tasks: int = 0
    error: str = ""
    code: int = 0


def ingest(paths: Sequence[Path], database: Path, workers: int = 1, means: Means = Means()) -> Iterator[Stored]:  # noqa: B008 frozen
    """Read every file and write the readable ones; originals are kept beside the database.

    A file that could not be read leaves a row that says why, and a secret one nothing at all.

    Raises :class:`~pipeline.errors.StoreError` where the database can't be used: then no further file can be stored.
    """
    db = open_store(database)
    run = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    last: Path | None = None
    with closing(db.conn):
        for outcome in read_all(paths, workers, means):
            if outcome.path != last:
                last = outcome.path
                clear_failures(db, str(last.absolute()))
            yield _store(db, database.parent, outcome, run)
        extend_occurrences(db, date.today())


def _store(db: Database, folder: Path, outcome: Outcome, run: str) -> Stored:
    if outcome.dispatch is None:
        if outcome.code != SecretDocument.exit_code:
            # A name inside an archive begins with that of the archive.
            path = outcome.path.absolute().parent / outcome.source
            record_failure(db, str(path), outcome.stage, outcome.error, run)
        return Stored(outcome.path, "failed", error=outcome.error, code=outcome.code)
    # The row first: saving refuses what is secret, and the original of such a file must not be kept.
    saved = save(db, outcome.dispatch)
    if outcome.dispatch.source.data:
        keep_original(folder, outcome.dispatch.source)
    return Stored(outcome.path, saved.outcome, len(outcome.dispatch.tasks))
