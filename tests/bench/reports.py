"""Speed of the reports as of a day: every named query on a generated register. ``make bench-reports TASKS=100000``.

The register is drawn at random from a fixed seed: documents of five tasks over four years, most with one lead, some
with several, some given to a group; the older ones mostly done. Each query is run as of today and as of days in the
past, as Datasette runs it: up to a thousand rows are fetched. Printed: the median and the slowest of its runs, in
milliseconds of processor time, which other programs do not stretch.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlite_utils import Database

from pipeline.serve import datasette_folder
from pipeline.store import open_store
from pipeline.store.event_chain import append_event
from pipeline.store.folding import fold
from pipeline.store.standings import refresh_all

TODAY = date.today()
DAYS = 4 * 365
AGENCIES = 600
GROUP = 60
PORTION = 20_000  # tasks written at a time
ROWS = 1001
TYPED = {"co_quan": "Sở Mẫu 17", "tu_khoa": "rà soát hồ sơ"}
PAGES = (
    "SELECT * FROM viec LIMIT 101", "SELECT count(*) FROM viec", "SELECT * FROM phan_cong ORDER BY co_quan LIMIT 101",
    "SELECT * FROM viec_cua_co_quan ORDER BY co_quan LIMIT 101", "SELECT * FROM van_ban LIMIT 101",
    "SELECT * FROM nhat_ky LIMIT 101", "SELECT * FROM tien_do_nhom LIMIT 101",
)  # fmt: skip


def fill(db: Database, tasks: int, seed: int = 7) -> None:
    """A register of that many tasks."""
    draw, conn = random.Random(seed), db.conn
    for pragma in ("synchronous = OFF", "cache_size = -400000"):
        conn.execute(f"PRAGMA {pragma}")
    names = [(n, f"Sở Mẫu {n}", f"so mau {n}") for n in range(1, AGENCIES + 1)]
    conn.executemany("INSERT INTO agencies (id, name, key) VALUES (?, ?, ?)", names)
    conn.commit()
    for first in range(1, tasks + 1, PORTION):
        conn.execute("BEGIN")
        for id_ in range(first, min(first + PORTION, tasks + 1)):
            given = TODAY - timedelta(days=int((1 - id_ / tasks) * DAYS))
            if id_ % 5 == 1:
                _document(conn, id_ // 5 + 1, given)
            due = given + timedelta(days=draw.randrange(5, 120)) if draw.random() < 0.75 else None
            _task(conn, id_, (id_ - 1) // 5 + 1, due, recurring=due is None and draw.random() < 0.3)
            for unit in _assign(conn, draw, id_):
                _events(conn, draw, id_, unit, given, due)
        conn.execute("COMMIT")
    conn.execute("BEGIN")
    refresh_all(conn)
    conn.execute("COMMIT")


def _assign(conn: Any, draw: random.Random, task: int) -> list[int | None]:
    """The assignments of a task, or None for one that nobody leads."""
    leads = _leads(draw)
    conn.executemany(
        """INSERT INTO task_agencies (task_id, agency_id, role, position, as_written, raw, rule, confidence)
        VALUES (?, ?, 'lead', ?, 'Sở Mẫu', '', 'x', 1)""",
        [(task, lead, at) for at, lead in enumerate(leads)],
    )
    sql = "INSERT INTO assignments (task_id, agency_id, role, rule, confidence) VALUES (?, ?, 'lead', 'x', 1)"
    return [conn.execute(sql, [task, lead]).lastrowid for lead in leads] or [None]


def _document(conn: Any, id_: int, given: date) -> None:
    row = [id_, f"{id_:064x}", f"Công văn {id_}/UBND-TH", "cong_van", given.isoformat(), "UBND tỉnh Mẫu"]
    conn.execute(
        """INSERT INTO documents (id, sha256, label, type, given_on, issuer, source_name, media_type, pages,
        page_starts, text, text_confidence, fingerprint)
        VALUES (?, ?, ?, ?, ?, ?, 'x', 'text/plain', 1, '[0]', '', 1, '')""",
        row,
    )
    conn.execute("INSERT INTO documents_fts (rowid, code, subject, issuer, text) VALUES (?, ?, '', '', '')", row[:2])


def _task(conn: Any, id_: int, document: int, due: date | None, recurring: bool) -> None:
    text = f"rà soát hồ sơ số {id_} và báo cáo kết quả thực hiện theo quy định" if id_ % 50 == 0 else f"kiểm tra {id_}"
    conn.execute(
        """INSERT INTO tasks (id, document_id, key, position, path, text, raw, span_start, span_end, rule, confidence)
        VALUES (?, ?, ?, ?, '1.a', ?, '', 0, 0, 'x', 1)""",
        [id_, document, str(id_), id_ % 5, text],
    )
    conn.execute("INSERT INTO tasks_fts (rowid, text, agencies) VALUES (?, ?, '')", [id_, fold(text)])
    if due or recurring:
        conn.execute(
            """INSERT INTO deadlines (task_id, position, kind, due, raw, rule, confidence)
            VALUES (?, 0, ?, ?, 'hạn', 'x', 1)""",
            [id_, "date" if due else "recurring", due and due.isoformat()],
        )


def _leads(draw: random.Random) -> list[int]:
    chance = draw.random()
    many = 0 if chance < 0.05 else 1 if chance < 0.93 else 2 if chance < 0.999 else GROUP
    return draw.sample(range(1, AGENCIES + 1), many)


def _events(conn: Any, draw: random.Random, task: int, unit: int | None, given: date, due: date | None) -> None:
    day, age = given, (TODAY - given).days

    def happens(kind: str, **more: Any) -> None:
        row = {"task_id": task, "assignment_id": unit, "kind": kind, "on_day": day.isoformat(), "actor": "x", **more}
        append_event(conn, {**row, "role": "clerk"})

    for kind, chance, within in (("accept", 0.8, 5), ("progress", 0.4, 20), ("extend", 0.15, 30), ("report", 0.9, 60)):
        day += timedelta(days=draw.randrange(within))
        if day > TODAY or draw.random() > chance:
            continue
        new_due = ((due or day) + timedelta(days=30)).isoformat() if kind == "extend" else None
        happens(kind, new_due=new_due, percent=50 if kind == "progress" else None)
        if kind == "report" and draw.random() < min(age / 90, 0.98):
            day = min(day + timedelta(days=draw.randrange(10)), TODAY)
            happens("confirm")


def measured(db: Database) -> Iterator[tuple[str, list[float]]]:
    """Each query and page with the milliseconds of its runs."""
    metadata = yaml.safe_load((datasette_folder() / "metadata.yaml").read_text("utf-8"))
    days = ["", *((TODAY - timedelta(days=back)).isoformat() for back in (30, 365, 900))]
    for name, query in metadata["databases"]["giaoviec"]["queries"].items():
        yield name, [_run(db, query["sql"], {**TYPED, "as_of": day}) for day in days for _ in range(3)]
    for sql in PAGES:
        yield sql, [_run(db, sql, {}) for _ in range(5)]


def _run(db: Database, sql: str, typed: dict[str, str]) -> float:
    begin = time.process_time()
    db.conn.execute(sql, typed).fetchmany(ROWS)
    return (time.process_time() - begin) * 1000


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tasks", type=int, default=100_000)
    asked.add_argument("--db", type=Path, help="keep the register here, and use it again")
    args = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.db or Path(folder) / "giaoviec.db"
        begin, there = time.perf_counter(), path.exists()
        db = open_store(path)
        if not there:
            fill(db, args.tasks)
            print(f"{args.tasks} tasks in {time.perf_counter() - begin:.0f} s, {path.stat().st_size / 2**20:.0f} MB")
        for name, runs in measured(db):
            print(f"{statistics.median(runs):9.1f} {max(runs):9.1f}  {name}")
        db.close()


if __name__ == "__main__":
    main()
