"""Files → the store: reading may run in several processes, writing stays in one, in the order of the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from pipeline.batch.read import Outcome, read_all
from pipeline.store import keep_original, open_store, save

Result = Literal["added", "updated", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one file in the store; ``error`` and ``code`` of one that failed."""

    path: Path
    result: Result
    tasks: int = 0
    error: str = ""
    code: int = 0


def ingest(paths: Sequence[Path], database: Path, workers: int = 1) -> Iterator[Stored]:
    """Read every file and write the readable ones; originals are kept beside the database.

    Raises :class:`~pipeline.errors.StoreError` where the database can't be used: then no further file can be stored.
    """
    db = open_store(database)
    with closing(db.conn):
        for outcome in read_all(paths, workers):
            yield _store(db, database.parent, outcome)


def _store(db: Database, folder: Path, outcome: Outcome) -> Stored:
    if outcome.dispatch is None:
        return Stored(outcome.path, "failed", error=outcome.error, code=outcome.code)
    # The row first: saving refuses what is secret, and the original of such a file must not be kept.
    saved = save(db, outcome.dispatch)
    keep_original(folder, outcome.dispatch.source)
    return Stored(outcome.path, saved.outcome, len(outcome.dispatch.tasks))
