"""Is everything still as it was recorded? The chain of events, the originals, the file itself, what is drawn from it.

Every check tells what it finds as one Vietnamese sentence; nothing is changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pipeline.follow.chain import broken_links
from pipeline.store.append_only import append_only
from pipeline.store.event_chain import read_chain
from pipeline.store.intake_schema import ARRIVALS
from pipeline.store.originals import is_further, kept_file
from pipeline.store.removal_schema import REMOVALS
from pipeline.store.review_schema import RECORD
from pipeline.store.standings import COLUMNS, drawn
from pipeline.store.tracking_schema import append_only_triggers

_AT_ONCE = 500  # tasks
_KEPT = """
    SELECT 'Văn bản số ' || d.id, d.sha256, d.source_name, p.sha256
    FROM documents d LEFT JOIN documents p ON p.id = d.parent_id
    UNION ALL SELECT 'Tệp kèm sự kiện số ' || event_id, sha256, name, NULL FROM event_files"""
_TALLIES = (
    """SELECT 1 FROM (SELECT agency_id, timing, day, change FROM tally_changes
        UNION ALL SELECT agency_id, timing, day, -change FROM day_tallies)
        GROUP BY agency_id, timing, day HAVING sum(change) <> 0 LIMIT 1""",
    """SELECT 1 FROM (SELECT agency_id, timing, substr(day, 1, 7) AS month, change FROM day_tallies
        UNION ALL SELECT agency_id, timing, month, -change FROM month_tallies)
        GROUP BY agency_id, timing, month HAVING sum(change) <> 0 LIMIT 1""",
)


def verify(conn: sqlite3.Connection, folder: Path, noted: str = "") -> Iterator[str]:
    """What is wrong with the database, and with the originals below ``folder``, sentence by sentence.

    All of it is read as of one moment, as others may record meanwhile. Originals are only ever added: they are looked
    at after that, so that what others write need not wait in the log for hours.
    ``noted``: the beginning of a link that somebody noted earlier, which must still be in the chain.
    """
    try:
        with _one_moment(conn):
            yield from _file(conn)
            yield from _references(conn)
            yield from _guards(conn)
            yield from _chain(conn, noted)
            yield from _drawn(conn)
            kept = conn.execute(_KEPT).fetchall()
        yield from _originals(kept, folder)
    except sqlite3.DatabaseError as error:
        yield f"Tệp cơ sở dữ liệu hỏng, không đọc hết được: {error}."


@contextmanager
def _one_moment(conn: sqlite3.Connection) -> Iterator[None]:
    """A transaction, unless the caller is in one."""
    if conn.in_transaction:
        yield
        return
    conn.execute("BEGIN")
    try:
        yield
    finally:
        if conn.in_transaction:  # a damaged file may have ended it
            conn.execute("ROLLBACK")


def last_link(conn: sqlite3.Connection) -> tuple[int, str]:
    """How many events there are and the link of the last: what to note elsewhere."""
    count = conn.execute("SELECT count(*) FROM task_events").fetchone()[0]
    last = conn.execute("SELECT hash FROM task_events ORDER BY id DESC LIMIT 1").fetchone()
    return int(count), str(last[0]) if last else ""


def _file(conn: sqlite3.Connection) -> Iterator[str]:
    for (found,) in conn.execute("PRAGMA integrity_check").fetchall():
        if found != "ok":
            yield f"Tệp cơ sở dữ liệu hỏng: {' '.join(str(found).split())}."


def _references(conn: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in conn.execute("PRAGMA foreign_key_check").fetchall():
        yield f"Bảng {table}, dòng số {row}: trỏ tới một dòng không có trong bảng {parent}."


def _guards(conn: sqlite3.Connection) -> Iterator[str]:
    stored = dict(conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    kept = append_only_triggers() | {
        name: sql for table in (*RECORD, ARRIVALS, REMOVALS) for name, sql in append_only(table).items()
    }
    for name, sql in kept.items():
        if stored.get(name) != sql:
            yield f"Trigger {name}, giữ cho nhật ký chỉ được thêm, đã bị bỏ hoặc bị đổi."


def _chain(conn: sqlite3.Connection, noted: str) -> Iterator[str]:
    for row, what in broken_links(read_chain(conn)):
        yield f"Sự kiện số {row}: {what}."
    last = conn.execute("SELECT max(id) FROM task_events").fetchone()[0]
    given = conn.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'task_events'").fetchone()[0]
    if (given or 0) > (last or 0):
        yield f"Sự kiện cuối chuỗi đã bị xóa: đã ghi đến số {given}, chỉ còn đến số {last or 0}."
    known = "SELECT 1 FROM task_events WHERE substr(hash, 1, length(?1)) = ?1"
    if noted and not conn.execute(known, [noted]).fetchone():
        yield f"Mã băm đã ghi lại {noted} không còn trong chuỗi: sự kiện cũ đã bị viết lại."


def _originals(documents: list[tuple[str, str, str, str | None]], folder: Path) -> Iterator[str]:
    for what, digest, name, parent in documents:
        if is_further(digest, name, parent):
            continue
        kept = kept_file(folder, digest)
        if kept is None:
            yield f"{what}: không còn bản gốc trong thư mục originals."
        elif _digest(kept) != digest:
            yield f"{what}: bản gốc không còn như lúc nhận."


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _drawn(conn: sqlite3.Connection) -> Iterator[str]:
    ids = [row[0] for row in conn.execute("SELECT id FROM tasks ORDER BY id").fetchall()]
    columns = ", ".join(COLUMNS)
    sql = f"SELECT {columns} FROM standings WHERE task_id BETWEEN ? AND ? ORDER BY task_id, id"  # noqa: S608 - own names
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        stored = _by_task(conn.execute(sql, [some[0], some[-1]]).fetchall())
        for task_id, rows in _by_task(list(drawn(conn, some))).items():
            if stored.get(task_id) != rows:
                yield f"Việc số {task_id}: tình trạng lưu sẵn không khớp với sự kiện."
    if any(conn.execute(sql).fetchone() for sql in _TALLIES):
        yield "Số đếm của các báo cáo không khớp với tình trạng từng việc."


def _by_task(rows: list[tuple[int | str | None, ...]]) -> dict[object, list[tuple[int | str | None, ...]]]:
    return {task_id: list(group) for task_id, group in groupby(rows, key=itemgetter(0))}
