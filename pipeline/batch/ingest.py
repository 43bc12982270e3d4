"""Files → the store: many processes may read, one writes, a transaction for each portion that comes back.

What a transaction writes belongs together: documents, failures, which files they came from, and the figures of the
run. So a run that was killed at any moment goes on where it stopped, and nothing is lost or doubled.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from pipeline.batch.discover import FoundFile, Skipped, Unlisted
from pipeline.batch.identity import digest_of, file_key, key_inside, path_key, stamp_of
from pipeline.batch.light import FEW, is_light
from pipeline.batch.read import LIMIT_CODE, LIMITS, FileRead, Means, Outcome
from pipeline.batch.schedule import read_in_lanes
from pipeline.batch.workers import Lanes, in_process
from pipeline.clock import vietnam_today
from pipeline.errors import SecretDocument, UnexpectedFailure
from pipeline.shipped import reader_version
from pipeline.store import (
    SaveResult,
    Stamp,
    Tally,
    Writer,
    begin_run,
    clear_failures,
    end_run,
    extend_occurrences,
    failure_of,
    keep_original,
    known,
    known_content,
    known_file,
    note_adder,
    note_file,
    open_store,
    own_directory,
    record_failure,
    settle_further,
    update_run,
    writing,
)  # fmt: skip
from pipeline.store.clock import now
from pipeline.text.file_names import printable_name

__all__ = ["Ingest", "Stored", "ingest"]

Result = Literal["added", "updated", "unchanged", "kept", "failed"]
Found = FoundFile | Skipped | Unlisted
Hire = Callable[[], AbstractContextManager[Lanes]]


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one document in the store; ``error`` and ``code`` of one that failed.

    ``documents`` is how many a file holds that was not read again, as it is known; ``document_id`` the one it is.
    """

    path: Path
    result: Result
    tasks: int = 0
    error: str = ""
    code: int = 0
    documents: int = 1
    document_id: int | None = None


def ingest(
    found: Iterable[Found],
    database: Path,
    hire: Hire = in_process,
    means: Means = Means(),  # noqa: B008 frozen
    few: int = FEW,
) -> Iterator[Stored]:
    """Read what was found and write what is readable; originals are kept beside the database.

    A file that could not be read leaves a row that says why, and a secret one nothing at all. A file whose path, size
    and time are those of one that was read, or whose content is, is not read again. ``hire`` gives the workers, but for
    up to ``few`` files that are all light (:func:`~pipeline.batch.light.is_light`).

    Raises :class:`~pipeline.errors.StoreError` where the database can't be used: then no further file can be stored.
    """
    db = open_store(database)
    with closing(db.conn):
        yield from Ingest(db, database.parent, means, few=few).run(found, hire)


@dataclass
class Ingest:
    """One run: its figures, and the stamps of the files that are being read. ``again`` reads what is known too.

    ``by`` is the person who brought the files, for the rows that come of them; up to ``few`` light files are read in
    this process, all else by the workers, whose limits hold.
    """

    db: Database
    folder: Path
    means: Means
    again: bool = False
    command: str = "ingest"
    by: str | None = None
    few: int = FEW
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._started = now()
        self._run = 0
        self._writer = Writer(self.db)
        self._told: deque[Stored] = deque()  # of files that no worker reads
        self._stamps: dict[FoundFile, tuple[str, Stamp]] = {}

    def run(self, found: Iterable[Found], hire: Hire) -> Iterator[Stored]:
        """Everything there is, document by document as it is stored."""
        with writing(self.db) as conn:
            self._run = begin_run(conn, reader_version(), self.command)
        files = self._to_read(found)
        few = list(islice(files, self.few))
        more = next(files, None)
        with in_process() if more is None and all(map(is_light, few)) else hire() as lanes:
            # Names in what is stored already are looked up when it is written; it stays, whatever its file's name.
            directory = None if self.again else own_directory(self.db)
            means = replace(self.means, directory=directory, today=vietnam_today(), documents_only=not self.again)
            means = replace(means, originals=self.folder) if lanes.share_disk else means
            for portion in read_in_lanes(chain(few, [more] if more else [], files), lanes, means):
                yield from self._write(portion)
                yield from self._tell()
        yield from self._tell()
        extend_occurrences(self.db, vietnam_today())
        with writing(self.db) as conn:
            end_run(conn, self._run, self.tally)

    def _to_read(self, found: Iterable[Found]) -> Iterator[FoundFile]:
        """The files that have to be read; of the others is told what became of them."""
        for item in found:
            if isinstance(item, Skipped):
                self.tally.skipped += 1
            elif isinstance(item, Unlisted):
                self._unlisted(item)
            else:
                self.tally.files += 1
                stamped = stamp_of(item.path)
                if stamped is None or not self._is_known(item, stamped):
                    yield item

    def _is_known(self, file: FoundFile, stamp: Stamp) -> bool:
        """Whether nothing has to be read: the file was read as it is, or ended a worker, or its content was read."""
        path, conn = file_key(file), self.db.conn
        if file.name is not None:
            return False
        documents = None if self.again else known_file(conn, path, stamp)
        # Of two files that were sent under one name, the second may be another one.
        lasting = file.known_as is None and not self.again
        if documents is None and lasting and (reason := failure_of(conn, path, LIMITS, stamp)) is not None:
            self.tally.failed += 1
            self._told.append(Stored(file.path, "failed", error=reason, code=LIMIT_CODE))
            return True
        if documents is None:
            sha256 = digest_of(file.path)
            documents = None if sha256 is None or self.again else known_content(conn, sha256)
            if sha256 is None or documents is None:
                self._stamps |= {file: (sha256, stamp)} if sha256 else {}
                return False
            with writing(self.db):
                note_file(conn, path, sha256, stamp, documents, self._run)
                clear_failures(conn, path)
        self.tally.known += 1
        self.tally.unchanged += documents
        self._told.append(Stored(file.path, "unchanged", documents=documents, document_id=self._known_id(file)))
        return True

    def _known_id(self, file: FoundFile) -> int | None:
        """The document that a known file is; of an archive none."""
        sha256 = None if file.known_as is None else digest_of(file.path)
        return known(self.db, sha256) if sha256 else None

    def _unlisted(self, item: Unlisted) -> None:
        self.tally.files += 1
        self.tally.failed += 1
        with writing(self.db) as conn:
            record_failure(conn, path_key(item.path), "mở thư mục", item.reason, self._started)
        self._told.append(Stored(item.path, "failed", 0, f"{printable_name(item.path)}: {item.reason}.", LIMIT_CODE))

    def _tell(self) -> Iterator[Stored]:
        while self._told:
            yield self._told.popleft()

    def _write(self, portion: list[FileRead]) -> list[Stored]:
        """A portion in one transaction; the originals before it, so that no document is ever without."""
        for outcome in (outcome for read in portion for outcome in read.outcomes or ()):
            if outcome.original is not None:
                keep_original(self.folder, outcome.original)
        with writing(self.db) as conn:
            ready = [one.prepared for read in portion for one in read.outcomes or () if one.prepared is not None]
            saved = iter(self._writer.save(ready))
            stored = [row for read in portion for row in self._write_file(read, saved)]
            update_run(conn, self._run, self.tally)
        return stored

    def _write_file(self, read: FileRead, saved: Iterator[SaveResult | Exception]) -> list[Stored]:
        conn, path = self.db.conn, file_key(read.file)
        clear_failures(conn, path)
        rows = [self._write_document(read.file, outcome, saved) for outcome in read.outcomes or ()]
        came = {one.prepared.rows.document["sha256"] for one in read.outcomes or () if one.prepared is not None}
        settle_further(conn, [row.document_id for row in rows if row.document_id and row.result != "added"], came)
        failed = [row for row in rows if row.result == "failed"]
        secret = [row for row in failed if row.code == SecretDocument.exit_code]
        documents = len(rows) - len(failed)
        if documents or not rows:
            self.tally.read += 1
        elif len(secret) == len(failed):
            self.tally.secret += 1
        else:
            self.tally.failed += 1
        stamped = self._stamps.pop(read.file, None)
        # What failed, or is secret, is read again the next time.
        if stamped is not None and not failed and read.file.name is None:
            note_file(conn, path, *stamped, documents, self._run)
        return rows

    def _write_document(self, file: FoundFile, outcome: Outcome, results: Iterator[SaveResult | Exception]) -> Stored:
        """``results`` are those of the documents that could be read, this one's next."""
        if outcome.prepared is None:
            return self._write_failure(file, outcome)
        saved = next(results)
        if isinstance(saved, Exception):
            failure = UnexpectedFailure(f"{outcome.source}: lỗi ngoài dự kiến khi ghi ({type(saved).__name__}).")
            told = Outcome(outcome.path, None, str(failure), failure.exit_code, outcome.source, "ghi")
            return self._write_failure(file, told)
        self.tally.tasks += outcome.prepared.tasks
        setattr(self.tally, saved.outcome, getattr(self.tally, saved.outcome) + 1)
        if self.by and saved.outcome == "added":
            note_adder(self.db.conn, saved.document_id, self.by)
        return Stored(outcome.path, saved.outcome, outcome.prepared.tasks, document_id=saved.document_id)

    def _write_failure(self, file: FoundFile, outcome: Outcome) -> Stored:
        if outcome.code != SecretDocument.exit_code:
            # A name inside an archive begins with that of the archive.
            path = key_inside(file, outcome.source)
            _, stamp = self._stamps.get(file, (None, None))
            record_failure(self.db.conn, path, outcome.stage, outcome.error, self._started, self.by, stamp)
        return Stored(outcome.path, "failed", error=outcome.error, code=outcome.code)
