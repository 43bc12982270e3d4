"""Speed of the reports as of a day: every named query on a generated register. ``make bench-reports TASKS=100000``.

Each query is run as of today and as of days in the past, as Datasette runs it: up to a thousand rows are fetched.
Printed: the median and the slowest of its runs, in milliseconds of processor time, which other programs do not stretch.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import yaml
from sqlite_utils import Database

from pipeline.serve import datasette_folder
from pipeline.store import open_store
from tests.bench.register import TODAY, fill

ROWS = 1001
TYPED = {"co_quan": "Sở Mẫu 17", "tu_khoa": "rà soát hồ sơ"}
PAGES = (
    "SELECT * FROM viec LIMIT 101", "SELECT count(*) FROM viec", "SELECT * FROM phan_cong ORDER BY co_quan LIMIT 101",
    "SELECT * FROM viec_cua_co_quan ORDER BY co_quan LIMIT 101", "SELECT * FROM van_ban LIMIT 101",
    "SELECT * FROM nhat_ky LIMIT 101", "SELECT * FROM tien_do_nhom LIMIT 101",
)  # fmt: skip


def measured(db: Database) -> Iterator[tuple[str, list[float]]]:
    """Each query and page with the milliseconds of its runs."""
    metadata = yaml.safe_load((datasette_folder() / "metadata.yaml").read_text("utf-8"))
    days = ["", *((TODAY - timedelta(days=back)).isoformat() for back in (30, 365, 900))]
    for name, query in metadata["databases"]["giaoviec"]["queries"].items():
        yield (
            name,
            [
                _run(db, query["sql"], {**dict.fromkeys(query["params"], ""), **TYPED, "as_of": day})
                for day in days
                for _ in range(3)
            ],
        )
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
