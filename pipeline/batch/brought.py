"""A file that somebody brought and waits for: read in a worker that stands ready, stored like every other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline.batch.discover import FoundFile
from pipeline.batch.ingest import Ingest, Stored
from pipeline.batch.read import Means
from pipeline.batch.workers import Lanes, standing
from pipeline.store import open_store

__all__ = ["BROUGHT", "bring_in"]

BROUGHT = "tải lên"
"""The folder, which there is not, in which failures of such files are told: none of them is kept."""


def bring_in(path: Path, database: Path, by: str) -> list[Stored]:
    """Read and store what is in the file at ``path``, brought by ``by``; the file itself may be gone afterwards.

    Raises StoreError where the database can't be used.
    """
    db = open_store(database)
    with closing(db.conn):
        run = Ingest(db, database.parent, Means(), command="upload", by=by, few=0)
        return list(run.run([FoundFile(path, known_as=f"{BROUGHT}/{path.name}")], _standing))


@contextmanager
def _standing() -> Iterator[Lanes]:
    yield standing()
